"""What Compose's own check does not find in a compose file: each finding is one line that says where and what.

Pure: works on the document that `docker-compose config --format json` prints (anchors and short forms are resolved).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from pathlib import Path

from tests.deploy.document import Document, Network, Service

GRACE_SECONDS = 40  # deploy/README.md: daemons stop within 40 s
ENDS = re.compile(r"no|on-failure:\d+")
DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.\d+)?s)?")


def compose(document: Document, exists: Callable[[Path], bool], stages: Set[str], outward: Set[str]) -> list[str]:
    """Everything wrong in the document, services in its order.

    `exists` says whether a mounted path will be there when the stack starts; `stages` must each be a service; only
    `outward` services may be on a network that reaches the outside.
    """
    findings = [f"stage {stage} is no service" for stage in sorted(stages - document.services.keys())]
    for name, service in document.services.items():
        rules = [_waits(service, document), _mounts(service, document, exists), _hardening(service), _limits(service)]
        rules += [_own(service)] if service.build is not None else []
        rules += [_daemon(service)] if name in stages or service.restart == "unless-stopped" else []
        rules += [] if name in outward else [_reach(service, document)]
        findings += [f"{name}: {finding}" for rule in rules for finding in rule]
    for kind, stored in (("secret", document.secrets), ("config", document.configs)):
        for name, each in stored.items():
            if each.file is not None and not exists(Path(each.file)):
                findings.append(f"{kind} {name}: {Path(each.file).name} is missing")
    return findings


def _waits(service: Service, document: Document) -> Iterator[str]:
    for name, wait in service.depends_on.items():
        other = document.services.get(name)
        if other is None:
            yield f"depends on {name}, which is no service"
        elif wait.condition == "service_healthy" and not other.healthy:
            yield f"waits for {name} to be healthy, which has no health check"
        # A bounded on-failure ends too, and a one-shot that met a starting server may try again.
        elif wait.condition == "service_completed_successfully" and not ENDS.fullmatch(other.restart or "no"):
            yield f"waits for {name} to end, which is started again without end"


def _mounts(service: Service, document: Document, exists: Callable[[Path], bool]) -> Iterator[str]:
    for volume in service.volumes:
        if volume.type == "bind" and not exists(Path(volume.source)):
            yield f"mounts {Path(volume.source).name}, which is missing"
    for kind, grants, stored in (
        ("secret", service.secrets, document.secrets),
        ("config", service.configs, document.configs),
    ):
        yield from (f"{kind} {grant.source} is not declared" for grant in grants if grant.source not in stored)


def _hardening(service: Service) -> Iterator[str]:
    if "ALL" not in service.cap_drop:
        yield "keeps capabilities"
    if not {"no-new-privileges:true", "no-new-privileges"} & set(service.security_opt):
        yield "may gain privileges"
    if service.privileged:
        yield "is privileged"
    if service.ports:
        yield "publishes a port"


def _limits(service: Service) -> Iterator[str]:
    for key in ("mem_limit", "pids_limit", "restart"):
        if getattr(service, key) is None:
            yield f"has no {key}"
    if "max-size" not in service.logging.options:
        yield "fills the disk with logs"


def _own(service: Service) -> Iterator[str]:
    """Ours can do without what the images of others need."""
    if not service.read_only:
        yield "writes to its root file system"
    if not service.init:
        yield "has no init: children that end stay as zombies"
    if not any(each.split(":")[0] == "/tmp" for each in service.tmpfs):
        yield "has no /tmp to write to"
    if service.cap_add:
        yield f"takes capabilities: {', '.join(service.cap_add)}"
    if service.user is not None and service.user.split(":")[0] in ("root", "0"):
        yield "runs as root"


def _daemon(service: Service) -> Iterator[str]:
    if service.restart not in ("unless-stopped", None):
        yield f"stays down: restart is {service.restart}"
    if not service.healthy:
        yield "has no health check"
    if service.stop_grace_period is None:
        yield "has no stop_grace_period"
    elif (found := _seconds(service.stop_grace_period)) < GRACE_SECONDS:
        yield f"is killed after {found} s, not {GRACE_SECONDS} s"


def _seconds(duration: str) -> int:
    match = DURATION.fullmatch(duration)
    if match is None:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def _reach(service: Service, document: Document) -> Iterator[str]:
    if service.network_mode not in (None, "none"):
        yield f"shares a network: {service.network_mode}"
    for name in service.networks:
        if not document.networks.get(name, Network()).internal:
            yield f"reaches the outside through {name}"
