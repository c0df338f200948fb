"""Asks hubs to push, to go on pushing, and to stop; one that does not answer is asked again in its own time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urljoin

from detente import log, metrics
from detente.config import Ingest
from detente.http import HttpFault, Response
from ingest.manners import Manners
from ingest.politeness import HostRests
from ingest.websub.rules import request
from ingest.websub.subscriptions import Subscription, Subscriptions

MOVES = 3
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Asking:
    """Raises StoreUnavailable."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        manners: Manners,
        config: Ingest,
        *,
        now: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self._subscriptions, self._manners, self._config = subscriptions, manners, config
        self._now, self._chance = now, chance
        self._log = log.get("websub")

    async def ask_due(self) -> int:
        """Ask all hubs that are to be asked now; how many feeds that was about."""
        due = await asyncio.to_thread(self._subscriptions.due, self._now())
        await asyncio.gather(*map(self._ask, due))
        return len(due)

    async def _ask(self, subscription: Subscription) -> None:
        wait, reason = HOUR, ""
        try:
            answer = await self._answer(subscription)
        except (HttpFault, HostRests) as fault:
            reason = str(fault)
        else:
            if 200 <= answer.status < 300:  # 202 by the recommendation (5.2); it verifies by coming back
                self._report(subscription, "asked")
                return
            reason, wait = f"HTTP {answer.status}", HOUR if answer.status >= 500 or answer.status == 429 else DAY
        again = self._now() + wait * (1 + self._chance())
        await asyncio.to_thread(self._subscriptions.later, subscription.feed, again)
        self._report(subscription, "not_asked", reason)

    async def _answer(self, subscription: Subscription) -> Response:
        """The hub's answer, wherever it has moved to (5.2 allows 307 and 308)."""
        callback = f"{self._config.websub_callback.rstrip('/')}/{subscription.path}"
        content = request(subscription.mode, subscription.topic, callback, subscription.secret)
        url = subscription.hub
        for _ in range(MOVES):
            answer = await self._manners.post(url, content, FORM)
            if answer.status not in (307, 308) or not answer.headers.get("location"):
                return answer
            url = urljoin(url, answer.headers["location"])
        raise HttpFault("redirect", f"the hub moved more than {MOVES} times")

    def _report(self, subscription: Subscription, outcome: str, reason: str | None = None) -> None:
        metrics.WEBSUB.labels(outcome).inc()
        facts = {"feed": subscription.feed, "hub": subscription.hub, "mode": subscription.mode}
        self._log.info("hub", outcome=outcome, reason=reason, **facts)
