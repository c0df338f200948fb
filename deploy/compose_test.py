"""`make compose-test`: builds the image, really brings the stack up, sees an alert arrive and the lag end at zero,
takes it down.

Exit code 0; 1 where something is wrong; 3 where there is no engine (1 with CI=true).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from deploy import podman

PROJECT = Path(__file__).parent.parent
FILES = ["-f", "docker-compose.yml", "-f", "deploy/compose-test.yml"]
UP_SECONDS = 240
ALERT_SECONDS = 180.0
DAEMONS = ("ingest", "process", "stories", "store", "alert")
CONFIG = """\
[ingest]
allow_private_addresses = true
first_poll = "tell"
host_gap = "50ms"
[[alerts]]
name = "desk"
type = "webhook"
url = "http://receiver:8081/hook"
secret = "whsec_Y29tcG9zZS10ZXN0LXNlY3JldC1vbmx5LWhlcmU="
allow_private_addresses = true
"""


def compose() -> str:
    """The real Compose binary of the package; its Python wrapper always exits 0."""
    spec = find_spec("compose")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return str(Path(next(iter(spec.submodule_search_locations))) / "docker-compose")


def call(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Compose on both files."""
    done = subprocess.run([compose(), *FILES, *words], cwd=PROJECT, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise SystemExit(
            f"compose {' '.join(words)}: exit code {done.returncode}\n{(done.stdout + done.stderr)[-4000:]}"
        )
    return done


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "inside":
        inside()
        return
    with tempfile.TemporaryDirectory(prefix="detente-compose-") as scratch:
        prepare(Path(scratch))
        os.environ["DETENTE_COMPOSE_SCRATCH"] = scratch
        sys.exit(_with_some_engine())


def prepare(scratch: Path) -> None:
    """The configuration and the folder for what is received, open to the containers' user.

    Secrets where there are none.
    """
    scratch.chmod(0o777)
    names = {"wire": "Harbour Wire", "courier": "Capital Courier", "vestnik": "Vestnik", "khronika": "Khronika"}
    feeds = "".join(
        f'[[feeds]]\nurl = "http://site:8080/{identity}/feed.xml"\nname = "{name}"\npoll = "20s"\n'
        for identity, name in names.items()
    )
    (scratch / "detente.toml").write_text(CONFIG + feeds)
    (scratch / "detente.toml").chmod(0o644)
    subprocess.run(["bash", str(PROJECT / "deploy" / "secrets.sh")], check=True, stdout=subprocess.DEVNULL)


def _with_some_engine() -> int:
    if shutil.which("docker") and subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0:
        subprocess.run(
            ["docker", "build", "-t", "detente:0.1.0", "-f", "deploy/Dockerfile", "."], cwd=PROJECT, check=True
        )
        inside()
        return 0
    why = podman.why_not()
    if why is not None:
        print(f"no engine: docker does not answer, and without it: {why}")
        return 1 if os.environ.get("CI") == "true" else 3
    engine = podman.Podman()
    began = time.monotonic()
    engine.prepare(podman.images_of(call("config", "--format", "json").stdout))
    print(f"images ready after {time.monotonic() - began:.0f} s")
    return engine.run([sys.executable, "-m", "deploy.compose_test", "inside"])


def inside() -> None:
    """With an engine at DOCKER_HOST: up, watch, stop, down."""
    scratch = Path(os.environ["DETENTE_COMPOSE_SCRATCH"])
    began = time.monotonic()
    try:
        up = call("up", "-d", "--no-build", "--pull", "never", "--wait", "--wait-timeout", str(UP_SECONDS), check=False)
        print(call("ps", "-a", "--format", "table {{.Service}}\t{{.Status}}").stdout)
        if up.returncode:
            raise SystemExit(f"not up after {UP_SECONDS} s\n{up.stderr[-1500:]}")
        print(f"up and healthy after {time.monotonic() - began:.0f} s")
        event = _first_alert(scratch / "requests.jsonl")
        print(f"told after {time.monotonic() - began:.0f} s: {event['type']}: {event['data']['title']}")
        _lag_at_zero()
        _clean_stop()
    except BaseException:
        print(call("logs", "--tail", "25", check=False).stdout[-12000:])
        raise
    finally:
        call("down", "-v", "-t", "20", check=False)
    print("compose-test passed")


def _first_alert(file: Path) -> dict[str, Any]:
    """The first alert at the receiver, its signature checked."""
    from standardwebhooks import Webhook

    pause = threading.Event()
    until = time.monotonic() + ALERT_SECONDS
    while time.monotonic() < until:
        if file.exists() and (line := file.read_text().partition("\n")[0]):
            request = json.loads(line)
            secret = CONFIG.partition('secret = "')[2].partition('"')[0]
            event: dict[str, Any] = Webhook(secret).verify(request["body"], request["headers"])
            return event
        pause.wait(0.2)
    raise SystemExit(f"no alert after {ALERT_SECONDS:.0f} s")


def _lag_at_zero() -> None:
    pause = threading.Event()
    until = time.monotonic() + 60
    lag: dict[str, Any] = {}
    while time.monotonic() < until:
        lag = json.loads(call("exec", "-T", "stories", "detente", "lag", "--json", check=False).stdout or "{}")
        if lag.get("partitions") and not any(row["lag"] for row in lag["partitions"]):
            print(f"lag 0 on {len(lag['partitions'])} partitions, worst verdict {lag['worst']}")
            return
        pause.wait(1)
    raise SystemExit(f"the lag did not end at zero: {lag}")


def _clean_stop() -> None:
    """Every daemon ends by itself with exit code 0."""
    began = time.monotonic()
    call("stop", *DAEMONS)
    ended = [json.loads(line) for line in call("ps", "-a", "--format", "json", *DAEMONS).stdout.splitlines() if line]
    rows = [row for each in ended for row in (each if isinstance(each, list) else [each])]
    codes = {row["Service"]: row["ExitCode"] for row in rows}
    if codes != dict.fromkeys(DAEMONS, 0):
        raise SystemExit(f"not a clean stop: {codes}")
    print(f"clean stop of {len(codes)} daemons in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
