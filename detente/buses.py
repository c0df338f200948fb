"""Opens the bus that the configuration names."""

from __future__ import annotations

from detente.bus import Bus
from detente.config import Config


def open_bus(config: Config) -> Bus:
    """The bus of `config.bus`; UsageError where it cannot be one, BusUnavailable where it does not answer."""
    if config.bus.startswith("kafka://"):
        from detente.bus_kafka import KafkaBus

        return KafkaBus(config.bus.removeprefix("kafka://").split(","), config.kafka)
    from detente.bus_sqlite.log import open_file

    return open_file(config.bus)
