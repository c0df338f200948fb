"""The cast of a text: who is named in it, and whom a role, an office or a pronoun stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from detente.messages import Party
from detente.profiles.offices import holder_of, holders
from processors.reading.names import Mention
from processors.reading.statements.forms import is_feminine, stem
from processors.reading.statements.groups import SAME, Group, group
from processors.reading.statements.language import Language
from processors.reading.statements.named import Named
from processors.reading.statements.present import APART, Known, Present
from processors.reading.statements.strangers import Strangers

BEFORE = 60
"""Characters in which the titles before a name stand."""

APPOSED = re.compile("(, [^,.;:!?]{3,70},)")


class Seen(NamedTuple):
    """A person who was named, with what the text calls them and what the profile does."""

    party: Party
    called: str
    roles: str


class Cast:
    """Whom the phrases of one text stand for; it follows the text, so ask in its order.

    `person` and `body` are whom "he" and "it" mean, `organisation` is the last one that was named.
    """

    def __init__(
        self, text: str, mentions: Sequence[Mention], known: Known, language: Language, date: str | None
    ) -> None:
        self._text, self._known, self._language, self._date = text, known, language, date
        self._mentions = sorted(mentions, key=lambda each: (each.start, -each.end))
        self._starts = [each.start for each in self._mentions]
        self._strangers = Strangers(text, self._mentions, language)
        self._present = Present(text, self._mentions, known, language, self._strangers, office=self._office)
        self._seen: list[Seen] = []
        self._unnamed: set[str] = set()
        self._parts: set[Party] = set()
        self._heard: set[Party] = set()
        self._group: Group | None = None
        self._joint = False
        self._met = 0
        self._last: Party | None = None
        self._author: Party | None = None
        self.person: Party | None = None
        self.body: Party | None = None
        self.organisation: Party | None = None

    def introduce(self, mentions: Sequence[Mention]) -> None:
        """Remember the persons whom a title names: "the minister" may be one of them."""
        for actor in (actor for each in mentions for actor in each.actors[:1] if self._known.is_human(actor)):
            party = self._known.party(actor)
            self._seen.append(Seen(party, "", self._roles(party)))

    def meet(self, start: int, end: int) -> None:
        """Remember whom a sentence names and what it calls them, before who speaks in it is asked."""
        self._met, begin = end, start
        named = self.named(start, end)
        together = group(self._text, start, end, [each for each in named if each.kind == "person"])
        self._group, self._joint = (together, False) if together is not None else (self._group, self._joint)
        for each in named:
            if isinstance(each.party, Party) and each.kind == "body" and self._kind(each.party) == "organisation":
                self.organisation = self.organisation if self._language.is_media(each.party.name) else each.party
            if isinstance(each.party, Party) and each.kind == "person" and self.is_person(each.party):
                behind = APPOSED.match(self._text, each.end, end)
                title = self._title_before(begin, each.start) if each.base else ""
                written = title, self._text[each.start : each.end]
                called = " ".join((*written, behind[1] if behind else "")).lower()
                self._seen.append(Seen(each.party, called, self._roles(each.party)))
                begin = each.end

    def focus(self, party: Party) -> None:
        """Whom "he" and "it" mean next: who spoke last, or whom a sentence without a statement is about."""
        if self.is_person(party):
            self.person = party
        else:
            self.body = party

    def spoke(self, party: Party, *, takes_part: bool = False) -> None:
        """Who speaks is in focus, and is seen again; who `takes_part` does more than report."""
        self._last = party
        self._heard.add(party)
        self._parts |= {party} if takes_part else set()
        self._joint = self._group is not None and party in self._group.parties
        self.focus(party)
        if self._strangers.is_single(party):
            self.person = party
        if self.is_person(party):
            called = next(
                (each.called for each in reversed(self._seen) if each.party == party and each.called.strip()), ""
            )
            self._seen.append(Seen(party, called, self._roles(party)))

    def leave(self, *, person: bool) -> None:
        """Somebody spoke whom the text does not name: "it", and "he" behind a `person`, means nobody known."""
        self.body = None
        self._author = self._last = None
        if person:
            self.person = None

    def named(self, start: int, end: int) -> list[Named]:
        """Everybody named in `text[start:end]`, in order."""
        return self._present.named(start, end)

    def he(self, feminine: bool | None) -> Party | None:
        """Whom "he" or "she" means; None for `feminine` where a language does not tell."""
        if feminine is None or self.person is None or is_feminine(self.person.name) is feminine:
            return self.person
        fit = [seen.party for seen in self._seen if is_feminine(seen.party.name) is feminine]
        return fit[-1] if fit else self.person

    def is_state(self, party: Party) -> bool:
        return self._kind(party) == "state" or (party.id is None and party.name in self._language.state_names)

    def author(self) -> Party | None:
        """Whose a document is that is not said to be anybody's: the last speaker's, and it stays so."""
        self._author = self._author or self._last or self.body
        return self._author

    def in_role(self, word: str, fuller: str, side: str | None, feminine: bool | None = None) -> Party | None:
        """The last person called by a role: by its very words rather than by the office that they stand for.

        `fuller`: with the word before it, "prime minister". A deputy is one only where nobody else is.
        """
        called = re.compile(rf"\b{re.escape(stem(word))}")
        best, party = 0.0, None
        for seen in self._seen:
            if side is not None and seen.party.side not in (side, None):
                continue
            if feminine is not None and feminine is not is_feminine(seen.party.name):
                continue
            score: float = 4 * (fuller != word and fuller in seen.called) or 3 * bool(called.search(seen.called))
            roles = seen.roles or seen.called
            score = score or 2 * any(title in roles for title in self._language.titles(word))
            score -= bool(score) and ("deputy" in seen.roles or "former" in seen.called)
            score += bool(score) and side is not None and seen.party.side == side and 2
            score += 0.5 * (bool(score) and seen.party in self._heard)
            if score > 0 and score >= best:
                best, party = score, seen.party
        return party

    def together(self, word: str | None = None) -> Party | None:
        """One of several who were named together: who is called so, or, without a word, who of them spoke last."""
        if self._group is None:
            return None
        first, *_ = self._group.parties
        if word is None:
            return self._last if self._joint else None
        called = any(title in self._roles(first) for title in self._language.titles(word))
        return first if called or word[:SAME] in self._group.words else None

    def takes_part(self, party: Party) -> bool:
        return party in self._parts

    def they(self) -> Party | None:
        """Whom "they" means: who spoke last, if that was one of several who were named together, or a body."""
        body = self._last if self._last is not None and self._last == self.body else None
        return self.together() or (None if body and self._language.bare and self.is_state(body) else body)

    def leave_unnamed(self, word: str) -> None:
        """From here on a role stands for somebody whom the text does not name."""
        self._unnamed.add(word)

    def is_unnamed(self, word: str) -> bool:
        return word in self._unnamed

    def called(self, word: str) -> Party | None:
        """The last person whom the text calls by a word, titles and apposition included."""
        written = re.compile(rf"\b{re.escape(stem(word))}\w{{0,3}}\b")
        return next((seen.party for seen in reversed(self._seen) if written.search(seen.called)), None)

    def commentator(self) -> Party | None:
        """Whom "the expert" means: who is in focus and unknown to the profile, unless somebody else spoke last."""
        known = self.person is None or self.person.id is not None
        return None if known or self._last not in (None, self.person) else self.person

    def body_called(self, noun: str, side: str | None) -> Party | None:
        """The profile's body by its common noun: the last one called so in the text, else the side's."""
        met = self._mentions[: bisect_left(self._starts, self._met)]
        for mention in (each for each in reversed(met) if self._present.foreign(each) is None):
            for actor in mention.actors:
                if self._known.is_body(actor, side) and self._known.bodies.is_called(actor, noun):
                    return self._known.party(actor)
        called = self._known.bodies.called(side, noun)
        return self._known.party(called) if called and (side or self._is_at_home(called)) else None

    def _is_at_home(self, identity: str) -> bool:
        """Whether the text speaks of an actor's side at least as often as of the other."""
        actors = self._known.profile.actors
        sides = [actors[each.actors[0]].side for each in self._mentions]
        return 2 * sides.count(actors[identity].side) >= len(sides)

    def stranger_called(self, noun: str) -> str | None:
        """The name of the third side's body that a common noun stands for."""
        return self._strangers.body(noun)

    def side_of(self, start: int, end: int) -> str | None:
        """The side that an adjective or a state in a phrase names."""
        named = [each.party for each in self.named(start, end) if isinstance(each.party, Party)]
        sides = {party.side for party in named if party.id is not None}
        return sides.pop() if len(sides) == 1 else None

    def _title_before(self, start: int, end: int) -> str:
        """The titles right before a name."""
        words = APART.split(self._text[max(start, end - BEFORE) : end])[-1].split()
        ends = self._language.words.preposition - {"of", "в", "при", "по", "на"}
        verbs = self._language.verbs
        cut = max((n for n, word in enumerate(words) if word.lower() in ends or word.lower() in verbs), default=-1)
        return " ".join(words[cut + 1 :])

    def _roles(self, party: Party) -> str:
        return " ".join(role.title.lower() for role in self._known.profile.actors[party.id].roles) if party.id else ""

    def _kind(self, party: Party) -> str | None:
        return self._known.profile.actors[party.id].kind if party.id is not None else None

    def is_person(self, party: Party) -> bool:
        """Whether a party is somebody, an office included, rather than a body."""
        return self._kind(party) in ("person", "office") or (party.id is None and self._strangers.is_person(party))

    def _office(self, identity: str) -> Party:
        """The holder of an office: who is named in the text or held it at the date of the text, else the office."""
        held = holders(self._known.profile.offices, identity)
        seen = [each.party for each in self._seen if each.party.id in held]
        if seen:
            return seen[-1]
        ahead = next((actor for each in self._mentions for actor in each.actors if actor in held), None)
        if ahead is None and self._date is not None:
            ahead = holder_of(self._known.profile.offices, identity, self._date)
        return self._known.party(ahead or identity)
