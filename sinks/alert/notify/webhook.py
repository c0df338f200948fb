"""Webhooks: a CloudEvent, signed as Standard Webhooks 1.0.0 says."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

import msgspec

from detente.config import Alert
from detente.http import Http
from sinks.alert.fate import Answer
from sinks.alert.notify.notifier import Message, post
from sinks.alert.payload import iso


class Webhook:
    """Without a secret the signature is left out; id and timestamp are always there."""

    def __init__(self, alert: Alert, http: Http, profile: str, now: Callable[[], datetime]) -> None:
        self._alert, self._http, self._profile, self._now = alert, http, profile, now

    async def send(self, message: Message) -> Answer:
        now = self._now()
        body = msgspec.json.encode(event(message, self._profile))
        headers = {"content-type": "application/json", "webhook-id": message.id}
        headers["webhook-timestamp"] = str(int(now.timestamp()))
        if self._alert.secret is not None:
            secret = self._alert.secret.reveal()
            headers["webhook-signature"] = sign(secret, message.id, int(now.timestamp()), body)
        return await post(self._http, self._alert, body, headers, self._now)


def event(message: Message, profile: str) -> dict[str, object]:
    """The CloudEvents 1.0 envelope."""
    return {
        "specversion": "1.0",
        "id": message.id,
        "source": f"detente/{profile}",
        "type": message.type,
        "time": iso(message.created),
        "subject": message.story,
        "datacontenttype": "application/json",
        "data": message.data,
    }


def sign(secret: str, identity: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over `id.timestamp.body`; several secrets, parted by a space.

    Sign while they rotate.
    """
    content = f"{identity}.{timestamp}.".encode() + body
    keys = [base64.b64decode(each.removeprefix("whsec_")) for each in secret.split()]
    return " ".join(f"v1,{base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()}" for key in keys)
