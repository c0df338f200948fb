"""A compose file as `docker-compose config --format json` prints it: the parts that the lint reads."""

from __future__ import annotations

import msgspec


class Wait(msgspec.Struct, frozen=True):
    condition: str


class Mount(msgspec.Struct, frozen=True):
    type: str
    source: str = ""


class Grant(msgspec.Struct, frozen=True):
    """A secret or config that a service uses."""

    source: str


class Stored(msgspec.Struct, frozen=True):
    """A secret or config of the document; `file` is None where it comes from elsewhere."""

    file: str | None = None


class Network(msgspec.Struct, frozen=True):
    internal: bool = False


class Health(msgspec.Struct, frozen=True):
    test: list[str] = []
    disable: bool = False


class Logging(msgspec.Struct, frozen=True):
    options: dict[str, str] = {}


class Service(msgspec.Struct, frozen=True):
    build: dict[str, object] | None = None
    restart: str | None = None
    user: str | None = None
    depends_on: dict[str, Wait] = {}
    healthcheck: Health = Health()
    volumes: list[Mount] = []
    secrets: list[Grant] = []
    configs: list[Grant] = []
    networks: dict[str, object] = {}
    network_mode: str | None = None
    ports: list[object] = []
    cap_add: list[str] = []
    cap_drop: list[str] = []
    security_opt: list[str] = []
    tmpfs: list[str] = []
    privileged: bool = False
    read_only: bool = False
    init: bool = False
    mem_limit: str | None = None
    pids_limit: int | None = None
    stop_grace_period: str | None = None
    logging: Logging = Logging()

    @property
    def healthy(self) -> bool:
        """Whether something tells that it is healthy; `disable` and NONE take the image's own check away."""
        return bool(self.healthcheck.test) and self.healthcheck.test != ["NONE"] and not self.healthcheck.disable


class Document(msgspec.Struct, frozen=True):
    """The parts of a compose file that the lint reads."""

    services: dict[str, Service]
    secrets: dict[str, Stored] = {}
    configs: dict[str, Stored] = {}
    networks: dict[str, Network] = {}
