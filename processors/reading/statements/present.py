"""Who is named where in one text: the profile's actors and, between them, whom it does not know."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from detente.messages import Party
from detente.profiles import Profile
from processors.reading.names import Mention
from processors.reading.statements.bodies import Bodies
from processors.reading.statements.forms import FOREIGN, Bases, stem
from processors.reading.statements.language import Language
from processors.reading.statements.named import NOBODY, Kind, Named
from processors.reading.statements.strangers import NAME, Strangers, surname

NEAR = 30
APART = re.compile("[,.;:!?«»“”()—–]")


class Known(NamedTuple):
    """What is known before a text is read: the profile and what is made of it once."""

    profile: Profile
    bodies: Bodies
    bases: Bases

    def party(self, identity: str) -> Party:
        entry = self.profile.actors[identity]
        return Party(id=identity, name=entry.name, side=entry.side)

    def is_body(self, identity: str, side: str | None) -> bool:
        """Whether an actor is an organisation, and of a side if one is asked for."""
        entry = self.profile.actors[identity]
        return entry.kind == "organisation" and side in (entry.side, None)

    def is_human(self, identity: str) -> bool:
        return self.profile.actors[identity].kind == "person"


class Present:
    """The names of one text. `office` says who holds one there: the actor of an id, as a party."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        known: Known,
        language: Language,
        strangers: Strangers,
        *,
        office: Callable[[str], Party],
    ) -> None:
        self._text, self._mentions, self._known, self._language = text, mentions, known, language
        self._strangers, self._office = strangers, office
        self._starts = [each.start for each in mentions]
        self._surnames = {surname(each.name): each.id for each in self._people()}

    def named(self, start: int, end: int) -> list[Named]:
        """Everybody named in `text[start:end]`, in order."""
        found: list[Named] = []
        at = start
        for mention in self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if mention.start >= at:
                found += self._unknown(at, mention.start)
                found += self._mentioned(mention)
                at = max(at, mention.end)
        return found + self._unknown(at, end)

    def foreign(self, mention: Mention) -> str | None:
        """A third country's body, where a noun that is short for ours has its adjective or its name beside it."""
        entry = self._known.profile.actors[mention.actors[0]]
        noun = stem(self._text[mention.start : mention.end].lower().partition(" ")[0])
        if entry.kind != "organisation" or noun not in self._language.bodies:
            return None
        before = FOREIGN.search(self._text, max(0, mention.start - NEAR), mention.start)
        if before is not None:
            return self._text[before.start() : mention.end]
        behind = NAME.match(self._text, mention.end + 1)
        third = behind is not None and stem(behind[0].partition(" ")[0].lower()) in self._language.state_stems
        return self._text[mention.start : behind.end()] if third and behind is not None else None

    def _people(self) -> list[Party]:
        """The persons of the profile who are named anywhere in the text, each as its surname is written there."""
        people = [(each, actor) for each in self._mentions for actor in each.actors[:1] if self._known.is_human(actor)]
        return [Party(id=actor, name=self._text[each.start : each.end], side=None) for each, actor in people]

    def _mentioned(self, mention: Mention) -> list[Named]:
        """Whom the profile's name means; nobody for a compound of both sides."""
        actors = self._known.profile.actors
        if self._text[mention.end : mention.end + 1].isalpha():
            return []
        if len({actors[each].side for each in mention.actors}) > 1:
            return []
        entry = actors[mention.actors[0]]
        if entry.thing:
            return []
        written = self._text[mention.start : mention.end]
        if entry.kind == "state" and self._is_noun(written.lower()):
            return []
        if written.rpartition(" ")[2].lower() in self._language.parties.unnamed:
            return [Named(mention.start, mention.end, "body", NOBODY)]
        foreign = self.foreign(mention)
        if foreign is not None:
            return [Named(mention.start, mention.end, "body", Party(id=None, name=foreign, side=None))]
        base = self._language.bare or self._known.bases.holds(written, entry)
        if entry.kind == "office":
            return [Named(mention.start, mention.end, "office", self._office(entry.id), base)]
        kind: Kind = "person" if entry.kind == "person" else "body"
        return [Named(mention.start, mention.end, kind, self._known.party(entry.id), base)]

    def _is_noun(self, word: str) -> bool:
        """Whether what stands for a state is a common noun: "the American", "минобороны"."""
        return bool(self._language.titles(word)) or (self._language.cyrillic and stem(word) in self._language.bodies)

    def _unknown(self, start: int, end: int) -> list[Named]:
        """Who is named between two names of the profile."""
        found = (self._stranger(match) for match in NAME.finditer(self._text, start, max(start, end)))
        return [each for each in found if each is not None]

    def _stranger(self, match: re.Match[str]) -> Named | None:
        state, name = self._strangers.state(match), self._strangers.bare(match[0])
        if state is not None:
            return state
        if not name:
            return self._capitalised_noun(match)
        known = self._surnames.get(surname(name)) if " " not in name else None
        if known is not None and not self._strangers.is_body(name):
            start = match.start() + match[0].rindex(name)
            return Named(start, start + len(name), "person", self._known.party(known))
        return self._strangers.stranger(match, name, self._side_before(match.start()))

    def _capitalised_noun(self, match: re.Match[str]) -> Named | None:
        """The body that a noun with a capital is in Russian: "the Russian МИД"."""
        if not self._language.cyrillic or stem(match[0].lower()) not in self._language.bodies:
            return None
        called = self._known.bodies.called(self._side_before(match.start()), match[0].lower())
        return Named(match.start(), match.end(), "body", self._known.party(called)) if called else None

    def _side_before(self, start: int) -> str | None:
        """The side that stands right before a name: "Russian lawyer", "US Senator"."""
        near = bisect_left(self._starts, start) - 1
        if near < 0 or start - self._mentions[near].end > NEAR:
            return None
        if APART.search(self._text, self._mentions[near].end, start):
            return None
        return self._known.profile.actors[self._mentions[near].actors[0]].side
