"""What a hub wants that calls back: to verify that we asked, to say no, or to deliver."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from detente import log, metrics
from detente.errors import Retry
from ingest.websub.listener import Answer, Head
from ingest.websub.rules import granted, is_signed, other_topic
from ingest.websub.subscriptions import Subscriptions

ASK_AFTER_NO = timedelta(days=1)
REMEMBERED = 4096
Deliver = Callable[[Mapping[str, Any], bytes, str | None], Awaitable[int]]


class Callback:
    """Answers requests at the paths of subscriptions, and no others.

    A delivery is acknowledged when its items are durable, as a poll's; one that is not authentic is acknowledged and
    ignored (7.1: so that nobody can try signatures out).
    """

    def __init__(self, subscriptions: Subscriptions, deliver: Deliver, now: Callable[[], datetime]) -> None:
        self._subscriptions, self._deliver, self._now = subscriptions, deliver, now
        self._taken: OrderedDict[bytes, None] = OrderedDict()
        self._log = log.get("websub")

    async def answer(self, head: Head, body: Callable[[], Awaitable[bytes]]) -> Answer:
        """The answer to a request, whose body is read only where somebody waits for it."""
        try:
            feed = await asyncio.to_thread(self._subscriptions.at, head.path.rpartition("/")[2])
            if feed is None:
                return Answer(404)
            if head.method == "GET":
                return await self._verified(feed, head.query)
            if head.method == "POST":
                return await self._delivered(feed, head.headers, await body())
            return Answer(405)
        except Retry as retry:
            self._log.warning("push_not_taken", reason=retry.reason)
            return Answer(503)

    async def _verified(self, feed: Mapping[str, Any], query: Mapping[str, str]) -> Answer:
        """Verification of intent (5.3) and denial (5.2): only what we asked, for the topic that we asked it for."""
        mode, url, now = query.get("hub.mode"), feed["url"], self._now()
        if query.get("hub.topic") != feed["hub_topic"]:
            return self._no(feed, "wrong_topic")
        if mode == "denied":
            await asyncio.to_thread(self._subscriptions.refused, url, now + ASK_AFTER_NO)
            return self._no(feed, "denied", query.get("hub.reason", "")[:200], status=200)
        wanted = "subscribe" if feed["state"] == "active" else "unsubscribe"
        if mode != feed["hub_mode"] or mode != wanted or not query.get("hub.challenge"):
            return self._no(feed, "not_asked_for")
        if mode == "subscribe":
            await asyncio.to_thread(self._subscriptions.granted, url, now, granted(query))
        else:
            await asyncio.to_thread(self._subscriptions.ended, url)
        metrics.WEBSUB.labels(f"{mode}d").inc()
        self._log.info("hub", feed=url, outcome=f"{mode}d")
        return Answer(200, query["hub.challenge"].encode())

    async def _delivered(self, feed: Mapping[str, Any], headers: Mapping[str, str], body: bytes) -> Answer:
        """Content distribution (7)."""
        if feed["state"] != "active" or feed["hub_until"] is None:
            return self._no(feed, "not_subscribed", status=410)  # the hub may end the subscription
        if not is_signed(body, feed["hub_secret"], headers.get("x-hub-signature", "")):
            return self._no(feed, "wrong_signature", status=202)
        if (topic := other_topic(headers.get("link"), feed["hub_topic"])) is not None:
            return self._no(feed, "wrong_topic", topic[:200], status=202)
        digest = hashlib.sha256(feed["hub_path"].encode() + body).digest()
        if digest in self._taken:  # repeated by the hub, or by who listened: an old state of the feed is no news
            return self._no(feed, "repeated", status=202)
        await self._deliver(feed, body, headers.get("content-type"))
        self._taken[digest] = None
        while len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        metrics.WEBSUB.labels("delivered").inc()
        return Answer(202)

    def _no(self, feed: Mapping[str, Any], outcome: str, reason: str | None = None, *, status: int = 404) -> Answer:
        metrics.WEBSUB.labels(outcome).inc()
        self._log.warning("hub", feed=feed["url"], outcome=outcome, reason=reason or None)
        return Answer(status)
