"""What a configuration must also be, beyond the type of each key: pure, every complaint at once."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from urllib.parse import urlsplit

from detente import profiles
from detente.config.keys import Alert, Config, Feed

NEEDS_URL = ("slack", "webhook", "apprise")
MINUTE = 60.0
BUILT = ("slack", "webhook", "console")


def complaints(config: Config) -> list[str]:
    """One line for each fault, in the order of the file. A feed or alert that could not be read is None."""
    feeds = [(n, feed) for n, feed in enumerate(config.feeds) if feed is not None]
    alerts = [(n, alert) for n, alert in enumerate(config.alerts) if alert is not None]
    return [
        *_addresses(config),
        *(line for n, feed in feeds for line in _feed(f"feeds[{n}]", feed)),
        *_repeated("feeds", "url", [feed.url for _, feed in feeds]),
        *(line for n, alert in alerts for line in _alert(f"alerts[{n}]", alert)),
        *_repeated("alerts", "name", [alert.name for _, alert in alerts]),
        *_of_the_profile(config.profile, feeds, alerts),
    ]


def _addresses(config: Config) -> Iterator[str]:
    if not re.fullmatch(r"sqlite:///.+|kafka://[^/\s]+", config.bus):
        yield f'bus: {config.bus!r} is neither "sqlite:///file" nor "kafka://host:9092"'
    if not re.match(r"sqlite:///.+|postgresql(\+psycopg)?://", config.store):
        yield 'store: is neither "sqlite:///file" nor "postgresql://user@host/db"'
    if config.profile not in profiles.names():
        yield f"profile: no {config.profile!r} (one of {', '.join(profiles.names())})"
    if config.ops.listen and not re.fullmatch(r"[^\s]+:\d{1,5}", config.ops.listen):
        yield f'ops.listen: {config.ops.listen!r} is no "host:port"'
    if config.ingest.poll_min > config.ingest.poll_max:
        yield "ingest.poll_min: is longer than poll_max"
    if config.kafka.security_protocol.startswith("SASL_") and not (
        config.kafka.sasl_mechanism and config.kafka.sasl_username and config.kafka.sasl_password
    ):
        yield "kafka: a SASL_ protocol needs sasl_mechanism, sasl_username and sasl_password_file"


def _of_the_profile(
    profile: str, feeds: Sequence[tuple[int, Feed]], alerts: Sequence[tuple[int, Alert]]
) -> Iterator[str]:
    """Sides, topics and actors that the profile does not know: such a filter would let nothing through."""
    chosen = [(f"feeds[{n}].side", "sides", (feed.side,) if feed.side else ()) for n, feed in feeds]
    chosen += [(f"alerts[{n}].{key}", key, getattr(a, key)) for n, a in alerts for key in ("sides", "topics", "actors")]
    if profile not in profiles.names() or not any(values for _, _, values in chosen):
        return
    known = profiles.load(profile)
    for where, key, values in chosen:
        for value in values:
            if value not in getattr(known, key):
                near = get_close_matches(value, getattr(known, key), n=1)
                yield f"{where}: {profile} has no {value!r}" + (f" (did you mean {near[0]!r}?)" if near else "")


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
    if alert.digest is not None and alert.digest < MINUTE:
        yield f"{where}.digest: is under a minute"
    if alert.type in NEEDS_URL and alert.url is None:
        yield f"{where}: a {alert.type} alert needs url or url_file"
    if alert.url is not None and alert.type in NEEDS_URL and not is_http(alert.url.reveal()):
        yield f"{where}.url: is no http(s) address"
    for key in ("token", "channel"):
        if getattr(alert, key) is not None:
            yield f"{where}.{key}: Slack bot tokens are not built into this release (use an incoming webhook)"
    if alert.type == "webhook" and alert.secret is not None and not _is_signing(alert.secret.reveal()):
        yield f'{where}.secret: must be "whsec_" and base64 (two of them, parted by a space, while they rotate)'


def _is_signing(secret: str) -> bool:
    """Whether all its keys are as Standard Webhooks 1.0.0 has them."""
    keys = secret.split()
    return bool(keys) and all(each.startswith("whsec_") and _is_base64(each.removeprefix("whsec_")) for each in keys)


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text, validate=True))
    except binascii.Error:
        return False


def _repeated(where: str, key: str, values: list[str]) -> Iterator[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{where}: {key} {value!r} stands {times} times"
