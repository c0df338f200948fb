"""What WebSub asks of a subscriber: pure rules, with the section of the recommendation that each comes from."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlencode

LEASE_SECONDS = 10 * 86400.0  # what is asked for; the hub decides
SHORTEST, LONGEST = 60.0, 30 * 86400.0
RENEW_AT = 0.75
METHODS = ("sha1", "sha256", "sha384", "sha512")
_SELF = re.compile(r"<([^>]*)>[^,]*?;\s*rel\s*=\s*\"?self\"?", re.I)


def request(mode: str, topic: str, callback: str, secret: str) -> bytes:
    """The form that asks a hub (5.1)."""
    fields = {"hub.mode": mode, "hub.topic": topic, "hub.callback": callback}
    if mode == "subscribe":
        fields |= {"hub.secret": secret, "hub.lease_seconds": f"{LEASE_SECONDS:.0f}"}
    return urlencode(fields).encode()


def granted(query: Mapping[str, str]) -> float:
    """For how many seconds a hub that verifies has granted the subscription (5.3)."""
    text = query.get("hub.lease_seconds", "")
    seconds = float(text) if text.isdecimal() and len(text) < 12 else LEASE_SECONDS
    return min(max(seconds, SHORTEST), LONGEST)


def is_signed(body: bytes, secret: str, header: str) -> bool:
    """Whether X-Hub-Signature is the HMAC of `body` by one of the recommendation's methods (7.1, 8)."""
    method, _, digest = header.strip().partition("=")
    if method not in METHODS:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), digest.strip().lower().encode())


def other_topic(link: str | None, topic: str) -> str | None:
    """The topic that a delivery's Link header names (7), where it is another than `topic`."""
    found = _SELF.search(link or "")
    return found[1] if found is not None and found[1] != topic else None
