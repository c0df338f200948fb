"""How every client is made, and what its errors mean to us."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from kafka import errors

from detente.config import Kafka
from detente.errors import BusUnavailable, UsageError

# After a broker's restart the defaults wait up to 30 s to reconnect; with these the first record comes in about 2 s.
RECONNECT = {
    "reconnect_backoff_ms": 50,
    "reconnect_backoff_max_ms": 1000,
    "request_timeout_ms": 10_000,
    "retry_backoff_ms": 200,
    "metadata_max_age_ms": 30_000,
}
REFUSED = (errors.SaslAuthenticationFailedError, errors.UnsupportedSaslMechanismError, errors.AuthorizationError)
NEEDED = {"crc32c": "8 to 70 times slower without it", "lz4": "to read lz4", "zstandard": "to compress"}


def settings(servers: Sequence[str], kafka: Kafka) -> dict[str, Any]:
    """What consumers, producers and admin clients share; SASL and TLS as configured."""
    found: dict[str, Any] = {
        "bootstrap_servers": list(servers),
        "client_id": f"detente-{socket.gethostname()}",
        "security_protocol": kafka.security_protocol,
        **RECONNECT,
    }
    if kafka.security_protocol.startswith("SASL_"):
        found["sasl_mechanism"] = kafka.sasl_mechanism
        found["sasl_plain_username"] = kafka.sasl_username
        found["sasl_plain_password"] = kafka.sasl_password.reveal() if kafka.sasl_password else None
    if kafka.security_protocol.endswith("SSL"):
        for name in ("ssl_cafile", "ssl_certfile", "ssl_keyfile"):
            found[name] = getattr(kafka, name)
    return found


def check_extras() -> None:
    """UsageError where a compiled helper is missing: it would work, slowly, and nobody would know why."""
    missing = [f"{name} ({why})" for name, why in NEEDED.items() if find_spec(name) is None]
    if missing:
        raise UsageError(f"bus: kafka needs {', '.join(missing)}: install kafka-python[crc32c,lz4,zstd]")


def quiet() -> None:
    """The client logs every reconnect as an error; what matters comes as our own line."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)


@contextmanager
def translated(what: str) -> Iterator[None]:
    """The client's errors as BusUnavailable; wrong credentials as UsageError, for waiting does not mend them."""
    try:
        yield
    except REFUSED as error:
        raise UsageError(f"bus: {what}: {_line(error)}") from error
    except (errors.KafkaError, OSError) as error:
        raise BusUnavailable(f"bus: {what}: {_line(error)}") from error


def _line(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:200]}" if text else type(error).__name__
