"""The embedded bus: one SQLite file, durable, shared by several processes of one machine."""

from detente.bus_sqlite.log import SqliteBus

__all__ = ["SqliteBus"]
