"""What Compose's own check does not find in a compose file: each finding is one line that says what and where.

Pure: works on the document that `docker-compose config --format json` prints (anchors and short forms are resolved).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Document = dict[str, Any]
EXEC_FORM = re.compile(r"^(ENTRYPOINT|CMD|HEALTHCHECK)\s+(?!\[|NONE|.*CMD \[)", re.M)


def compose(document: Document, exists: Callable[[Path], bool], stages: tuple[str, ...]) -> list[str]:
    """Everything wrong in the document; `exists` says whether a mounted path will be there when the stack starts."""
    services: dict[str, Document] = document["services"]
    findings = [f"stage {stage} is no service" for stage in stages if stage not in services]
    for name, service in services.items():
        findings += [f"{name}: {finding}" for finding in _service(service, services, document, exists)]
    for name, secret in document.get("secrets", {}).items():
        if "file" in secret and not exists(Path(secret["file"])):
            findings.append(f"secret {name}: {Path(secret['file']).name} is missing")
    return findings


def dockerfile(text: str) -> list[str]:
    """Exec form, several stages, and a last stage that does not run as root."""
    stages = re.split(r"^FROM\s", text, flags=re.M)[1:]
    findings = [f"{match[1]} in shell form: signals do not arrive" for match in EXEC_FORM.finditer(text)]
    if len(stages) < 2:
        findings.append("one stage: what builds would ship")
    users = re.findall(r"^USER\s+(\S+)", stages[-1], flags=re.M) if stages else []
    if not users or users[-1].split(":")[0] in ("root", "0"):
        findings.append("the last stage runs as root")
    return findings


def _service(
    service: Document, services: dict[str, Document], document: Document, exists: Callable[[Path], bool]
) -> Iterator[str]:
    yield from _waits(service, services)
    yield from _mounts(service, exists)
    for secret in service.get("secrets", []):
        if secret["source"] not in document.get("secrets", {}):
            yield f"secret {secret['source']} is not declared"
    yield from _hardening(service)


def _waits(service: Document, services: dict[str, Document]) -> Iterator[str]:
    for other, wait in service.get("depends_on", {}).items():
        condition = wait["condition"]
        if other not in services:
            yield f"depends on {other}, which is no service"
        elif condition == "service_healthy" and "healthcheck" not in services[other]:
            yield f"waits for {other} to be healthy, which has no health check"
        elif condition == "service_completed_successfully" and services[other].get("restart") in (
            "always",
            "unless-stopped",
        ):
            yield f"waits for {other} to end, which is always started again"


def _mounts(service: Document, exists: Callable[[Path], bool]) -> Iterator[str]:
    for volume in service.get("volumes", []):
        if volume["type"] == "bind" and not exists(Path(volume["source"])):
            yield f"mounts {Path(volume['source']).name}, which is missing"


def _hardening(service: Document) -> Iterator[str]:
    if "ALL" not in service.get("cap_drop", []):
        yield "keeps capabilities"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield "may gain privileges"
    if service.get("privileged"):
        yield "is privileged"
    if "build" in service and not service.get("read_only"):
        yield "writes to its root file system"
    for key in ("mem_limit", "pids_limit", "restart"):
        if key not in service:
            yield f"has no {key}"
    if "max-size" not in service.get("logging", {}).get("options", {}):
        yield "fills the disk with logs"
    if service.get("restart") == "unless-stopped" and "stop_grace_period" not in service:
        yield "has no stop_grace_period"
    if service.get("ports"):
        yield "publishes a port"
