"""The stories stage: articles in, each article's place and what is new in it out. One active assigner a profile."""

from __future__ import annotations

from collections.abc import Sequence

from detente import log
from detente.bus import Outgoing, Record
from detente.daemon import Context, Daemon
from detente.errors import Reject
from detente.messages import Article, decode, encode
from detente.profiles import load
from detente.stop import Stop
from detente.topology import STORIES
from detente.worker import Decision, Done, Loop, one_by_one
from processors.stories.facts import common_of
from processors.stories.memory import Member, Memory
from processors.stories.state import State


def build(context: Context) -> Daemon:
    """The daemon of the topology's stage `stories`."""
    return _Stories(context)


class _Stories:
    def __init__(self, context: Context) -> None:
        self._context = context
        config = context.config
        self._handler = Assigner(State(context.engine, config.profile), config.profile, config.stories.window)

    def run(self, stop: Stop, *, once: bool = False) -> None:
        context = self._context
        Loop(context.stage, self._handler, context.bus, context.pulse).run(stop, once=once)


class Assigner:
    """The handler. An article that is known in its revision is told again as it was, byte for byte."""

    def __init__(self, state: State, profile: str, window: float) -> None:
        self._state, self._window = state, window
        self._common = common_of(load(profile))
        self._memory = Memory(self._common, window)
        self._pending: dict[str, tuple[Member, bytes]] = {}
        self._log = log.get("stories")

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        self._pending = {}
        return one_by_one(self._handle, records)

    def _handle(self, record: Record) -> Done:
        article = decode(Article, record.value)
        known = self._memory.revision_of(article.id)
        if known is not None and known >= article.revision:
            again = self._pending[article.id][1] if article.id in self._pending else self._state.update_of(article.id)
            if again is None:
                raise Reject(f"article {article.id} is known, but the update that told it is not")
            story = self._memory.story_of(article.id)
            return Done("again", (Outgoing(STORIES.name, story.encode(), again),))
        update, member = self._memory.assign(article)
        value = encode(update)
        self._pending[article.id] = (member, value)
        self._log.info(
            "placed",
            article=article.id,
            story=update.story,
            number=update.number,
            novelty=update.novelty,
            url=article.url,
        )
        return Done(update.novelty, (Outgoing(STORIES.name, update.story.encode(), value),))

    def persist(self) -> None:
        self._state.write(list(self._pending.values()), self._memory.forget())
        self._pending = {}

    def restart(self) -> None:
        self._memory = Memory(self._common, self._window)
        self._pending = {}
        for member in self._state.take_over():
            self._memory.remember(member)

    def close(self) -> None:
        """Nothing is held."""
