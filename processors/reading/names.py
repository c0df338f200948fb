"""Who is named in a text: actors of both sides by all forms of all their names.

A form that begins with a capital must do so in the text; an acronym must stand as it is written. A weak form (a
common surname) counts only after the text has named the same actor in full. What a mask covers names nobody, and a
surname after another first name nobody of ours.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from detente.profiles import Profile
from processors.reading.namesakes import Cast, Namesakes
from processors.reading.words import Hit, Terms, leftmost_longest, lower

LONGEST_GAP = 2
"""Characters between an office and the name of the person that it introduces."""


class Mention(NamedTuple):
    """`text[start:end]` names these actors: one, or both sides in a compound such as "Russian-American".

    `by_place`: it means its side only because the other one is named nearby, and acts nowhere.
    """

    start: int
    end: int
    actors: tuple[str, ...]
    by_place: bool = False


class _Form(NamedTuple):
    actors: tuple[str, ...]
    capital: bool
    weak: tuple[str, ...]


class Names:
    """The matcher of one profile; made once a process, used from one thread."""

    def __init__(self, profile: Profile) -> None:
        self._side = {actor.id: actor.side for actor in profile.actors.values()}
        self._states = {actor.id for actor in profile.actors.values() if actor.kind == "state"}
        self._kind = {actor.id: actor.kind for actor in profile.actors.values()}
        loose: dict[str, set[str]] = defaultdict(set)
        capital: dict[str, bool] = {}
        weak: dict[str, set[str]] = defaultdict(set)
        exact: dict[str, set[str]] = defaultdict(set)
        for actor in profile.actors.values():
            for form in (form for forms in actor.forms.values() for form in forms):
                key = lower(form)
                loose[key].add(actor.id)
                capital[key] = capital.get(key, True) and form[:1].isupper()
                if form in actor.weak:
                    weak[key].add(actor.id)
            for form in (form for forms in actor.exact.values() for form in forms):
                exact[form].add(actor.id)
        for phrase in profile.masks.phrases:
            loose.setdefault(lower(phrase), set())
            capital.setdefault(lower(phrase), False)
        for phrase in profile.masks.exact:
            exact.setdefault(phrase, set())
        self._loose_forms = [
            _Form(tuple(sorted(ids)), capital[key], tuple(sorted(weak[key]))) for key, ids in loose.items()
        ]
        self._exact_forms = [tuple(sorted(ids)) for ids in exact.values()]
        self._namesakes = Namesakes(profile)
        self._loose = Terms(loose, [True] * len(loose))
        self._exact = Terms(exact, [True] * len(exact))

    def find(self, text: str) -> list[Mention]:
        """The mentions in `text` from left to right, none overlapping another."""
        text = text.replace("’", "'")
        offset = len(self._loose_forms)
        hits = [
            hit
            for hit in self._loose.all(lower(text))
            if not self._loose_forms[hit.term].capital or text[hit.start].isupper()
        ]
        hits += [Hit(hit.start, hit.end, hit.term + offset) for hit in self._exact.all(text)]
        cast = Cast(self._namesakes)
        mentions: list[Mention] = []
        longest = leftmost_longest(hits)
        inner = self._inside(hits, longest, offset)
        for hit in longest:
            cast.known |= self._introduced(text, hit, offset)
            actors = cast.told_apart(text, hit, self._named(hit.term, offset, cast.known))
            if actors:
                mentions.append(Mention(hit.start, hit.end, actors))
                mentions += inner.get(hit.start, ())
        return [each for each, following in pairwise([*mentions, None]) if each and not self._is_title(each, following)]

    def _is_title(self, mention: Mention, following: Mention | None) -> bool:
        """Whether it is an office that only says what the person after it is: "Defense Secretary Ash Carter"."""
        if following is None or not mention.end < following.start <= mention.end + LONGEST_GAP:
            return False
        kinds = [{self._kind[actor] for actor in each.actors} for each in (mention, following)]
        return kinds == [{"office"}, {"person"}]

    def _inside(self, hits: list[Hit], longest: list[Hit], offset: int) -> dict[int, list[Mention]]:
        """What a longer name names besides, by that name's start.

        The other side's state: "Russian embassy in the United States". The body of an office: "CIA director".
        """
        found: dict[int, list[Mention]] = {}
        single = sorted((hit, actor) for hit in hits if (actor := self._single(hit.term, offset)) is not None)
        at = 0
        for outer in longest:
            owners = self._named(outer.term, offset, set())
            while at < len(single) and single[at][0].start < outer.end:
                hit, actor = single[at]
                at += 1
                within = outer.start <= hit.start and hit.end <= outer.end and hit != outer
                if within and owners and self._counts_inside(actor, owners):
                    found.setdefault(outer.start, []).append(Mention(hit.start, hit.end, (actor,)))
        return found

    def _counts_inside(self, actor: str, owners: tuple[str, ...]) -> bool:
        if actor in self._states:
            return self._side[actor] not in {self._side[each] for each in owners}
        return self._kind[actor] == "organisation" and all(self._kind[each] == "office" for each in owners)

    def _single(self, term: int, offset: int) -> str | None:
        """The one actor of a term that may count inside another: a state or a body."""
        actors = self._named(term, offset, set())
        return actors[0] if len(actors) == 1 and self._kind[actors[0]] in ("state", "organisation") else None

    def _introduced(self, text: str, hit: Hit, offset: int) -> set[str]:
        """Those whom a weak form means because their first name and an initial stand before it."""
        weak = self._loose_forms[hit.term].weak if hit.term < offset else ()
        return self._namesakes.introduced(self._namesakes.first_name_before(text, hit.start), weak) if weak else set()

    def _named(self, term: int, offset: int, known: set[str]) -> tuple[str, ...]:
        if term >= offset:
            return self._exact_forms[term - offset]
        form = self._loose_forms[term]
        if not form.weak:
            return form.actors
        return tuple(actor for actor in form.actors if actor not in form.weak or actor in known)
