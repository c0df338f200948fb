"""The configuration: one TOML file, typed, frozen, checked whole before anything starts.

All errors come at once, an unknown key is one, every key can be overridden by `DETENTE_SECTION__KEY`, secrets come
from files and print redacted. The environment is read here and nowhere else.
"""

from detente.config.keys import Alert, Config, Feed, Ingest, Kafka, Log, Ops, Process, Retention, Stories
from detente.config.load import ConfigError, find, load, parse
from detente.config.units import Secret

__all__ = [
    "Alert",
    "Config",
    "ConfigError",
    "Feed",
    "Ingest",
    "Kafka",
    "Log",
    "Ops",
    "Process",
    "Retention",
    "Secret",
    "Stories",
    "find",
    "load",
    "parse",
]
