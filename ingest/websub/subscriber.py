"""The subscriber at work beside the polls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import sqlalchemy as sa

from detente import log
from detente.config import Ingest
from detente.errors import Retry
from ingest.manners import Manners
from ingest.websub.asking import Asking
from ingest.websub.callback import Callback, Deliver
from ingest.websub.listener import Listener
from ingest.websub.subscriptions import Subscriptions

LOOK_SECONDS = 1.0


@asynccontextmanager
async def subscribing(
    engine: sa.Engine,
    manners: Manners,
    deliver: Deliver,
    config: Ingest,
    *,
    now: Callable[[], datetime],
    chance: Callable[[], float],
) -> AsyncIterator[None]:
    """Ask hubs and take what they deliver while the block runs. Raises UsageError where nothing can be listened on."""
    subscriptions = Subscriptions(engine)
    callback = Callback(subscriptions, deliver, now)
    listener = Listener(callback.answer, max_body=config.max_body, deadline=config.deadline)
    await listener.open(config.websub_listen)
    asking = asyncio.create_task(_keep_asking(Asking(subscriptions, manners, config, now=now, chance=chance)))
    try:
        yield
    finally:
        asking.cancel()
        await listener.close()


async def _keep_asking(asking: Asking) -> None:
    logger = log.get("websub")
    while True:
        try:
            await asking.ask_due()
        except Retry as retry:
            logger.warning("held", reason=retry.reason)
        await asyncio.sleep(LOOK_SECONDS)
