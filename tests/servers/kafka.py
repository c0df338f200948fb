"""The real Apache Kafka for tests: jars from Maven Central in a cache, one KRaft node in a scratch folder.

`python -m tests.servers.kafka` runs one in the foreground and prints its address.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import uuid
from base64 import urlsafe_b64encode
from pathlib import Path

VERSION = "4.3.1"
POM = Path(__file__).parent / "pom.xml"
START_SECONDS = 90.0
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={folder}/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=10485760
"""


class NoKafka(Exception):
    """Why there is none."""


def cache() -> Path:
    """The folder that keeps the jars between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "detente-tests" / f"kafka-{VERSION}"


def jars() -> Path:
    """The jars, fetched once; callers at the same time wait for the first. NoKafka where Java or Maven is missing."""
    if shutil.which("java") is None or shutil.which("mvn") is None:
        raise NoKafka("the real Kafka needs Java and Maven, or DETENTE_TEST_KAFKA=host:port")
    folder = cache()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fetching = folder.with_name(f"{folder.name}.{os.getpid()}")
            target = f"-DoutputDirectory={fetching}"
            command = [
                "mvn",
                "-q",
                "-B",
                "-f",
                str(POM),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                target,
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise NoKafka(f"Maven could not fetch Kafka: {(done.stdout + done.stderr)[-400:]}")
            fetching.rename(folder)
    return folder


class Broker:
    """One node that can be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._jars = folder, jars()
        self.port, controller = _free_ports()
        self.address = f"127.0.0.1:{self.port}"
        self._properties = folder / "server.properties"
        self._properties.write_text(PROPERTIES.format(port=self.port, controller=controller, folder=folder))
        self._process: subprocess.Popen[bytes] | None = None
        cluster = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # One in 64 begins with "-": after a blank the tool would take it for an option.
        self._java(
            "kafka.tools.StorageTool", "format", "--standalone", f"--cluster-id={cluster}", "-c", str(self._properties)
        )

    def _command(self, *words: str) -> list[str]:
        memory = ["-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        return ["java", *memory, "-cp", f"{self._jars}/*", *words]

    def _java(self, *words: str) -> None:
        done = subprocess.run(self._command(*words), capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoKafka(f"formatting failed: {(done.stdout + done.stderr)[-400:]}")

    def start(self) -> None:
        """Start, and wait until the port is open."""
        with (self._folder / "server.log").open("ab") as log:
            command = self._command("kafka.Kafka", str(self._properties))
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        pause = threading.Event()
        for _ in range(int(START_SECONDS / 0.1)):
            if self._process.poll() is not None:
                raise NoKafka(f"Kafka ended: {(self._folder / 'server.log').read_text()[-400:]}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            pause.wait(0.1)
        raise NoKafka("Kafka did not open its port")

    def kill(self) -> None:
        """SIGKILL, as a power cut does it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        broker = Broker(Path(folder))
        broker.start()
        print(broker.address, flush=True)
        try:
            sys.stdin.read()
        finally:
            broker.stop()


if __name__ == "__main__":
    main()
