"""What a configuration must also be, beyond the type of each key: pure, every complaint at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from detente.config.keys import Alert, Config, Feed

NEEDS_URL = ("slack", "webhook", "apprise")
BUILT = ("slack", "webhook", "console")


def complaints(config: Config) -> list[str]:
    """One line for each fault, in the order of the file."""
    return [
        *_addresses(config),
        *(line for n, feed in enumerate(config.feeds) for line in _feed(f"feeds[{n}]", feed)),
        *_repeated("feeds", "url", [feed.url for feed in config.feeds]),
        *(line for n, alert in enumerate(config.alerts) for line in _alert(f"alerts[{n}]", alert)),
        *_repeated("alerts", "name", [alert.name for alert in config.alerts]),
    ]


def _addresses(config: Config) -> Iterator[str]:
    if not re.fullmatch(r"sqlite:///.+|kafka://[^/\s]+", config.bus):
        yield f'bus: {config.bus!r} is neither "sqlite:///file" nor "kafka://host:9092"'
    if not re.match(r"sqlite:///.+|postgresql(\+psycopg)?://", config.store):
        yield 'store: is neither "sqlite:///file" nor "postgresql://user@host/db"'
    if config.ops.listen and not re.fullmatch(r"[^\s]+:\d{1,5}", config.ops.listen):
        yield f'ops.listen: {config.ops.listen!r} is no "host:port"'
    if config.ingest.websub_listen and not re.fullmatch(r"[^\s]+:\d{1,5}", config.ingest.websub_listen):
        yield f'ingest.websub_listen: {config.ingest.websub_listen!r} is no "host:port"'
    if bool(config.ingest.websub_listen) != bool(config.ingest.websub_callback):
        yield "ingest.websub_callback: goes with websub_listen: give both or neither"
    if config.ingest.websub_callback and not is_http(config.ingest.websub_callback):
        yield f"ingest.websub_callback: {config.ingest.websub_callback!r} is no http(s) address"
    if config.ingest.poll_min > config.ingest.poll_max:
        yield "ingest.poll_min: is longer than poll_max"
    if config.kafka.security_protocol.startswith("SASL_") and not (
        config.kafka.sasl_mechanism and config.kafka.sasl_username and config.kafka.sasl_password
    ):
        yield "kafka: a SASL_ protocol needs sasl_mechanism, sasl_username and sasl_password_file"


def is_http(url: str) -> bool:
    """Whether `url` is an absolute http(s) address."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _feed(where: str, feed: Feed) -> Iterator[str]:
    if not is_http(feed.url):
        yield f"{where}.url: {feed.url!r} is no http(s) address"
    if feed.poll is not None and feed.poll < 1:
        yield f"{where}.poll: is under one second"


def _alert(where: str, alert: Alert) -> Iterator[str]:
    if alert.type not in BUILT:
        yield f"{where}.type: {alert.type!r} is not built into this release (use {', '.join(BUILT)})"
    if alert.digest is not None:
        yield f"{where}.digest: digests are not built into this release"
    if alert.type in NEEDS_URL and alert.url is None:
        yield f"{where}: a {alert.type} alert needs url or url_file"
    if alert.url is not None and alert.type in NEEDS_URL and not is_http(alert.url.reveal()):
        yield f"{where}.url: is no http(s) address"
    if alert.type == "webhook" and alert.secret is not None and not alert.secret.reveal().startswith("whsec_"):
        yield f'{where}.secret: must start with "whsec_"'


def _repeated(where: str, key: str, values: list[str]) -> Iterator[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{where}: {key} {value!r} stands {times} times"
