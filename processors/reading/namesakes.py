"""Tells an actor from a namesake: "Daniil Medvedev" is not the politician, and nor is the bare surname that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.profiles import ActorEntry, Profile
from processors.reading.words import Hit

WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*)[  ](?:[A-ZА-Я]\.[  ]?)?$")
LONGEST_FIRST_NAME = 20


class Namesakes:
    """The first names of one profile's persons; made once a process."""

    def __init__(self, profile: Profile) -> None:
        persons = [actor for actor in profile.actors.values() if actor.kind == "person"]
        self._own = {actor.id: {form.partition(" ")[0].lower() for form in _full(actor)} for actor in persons}
        self._first_names = {name.lower() for actor in persons for name in _first_names(actor)}

    def first_name_before(self, text: str, start: int) -> str | None:
        """The word before `start`, or before an initial there, in lower case, if the profile knows it as first name."""
        found = WORD_BEFORE.search(text, max(0, start - LONGEST_FIRST_NAME), start)
        word = found[1] if found else ""
        return word.lower() if word[:1].isupper() and word.lower() in self._first_names else None

    def introduced(self, first: str | None, actors: tuple[str, ...]) -> set[str]:
        """Those persons whose own first name it is: "John Q. Smith" is John Smith in full."""
        return {actor for actor in actors if first is not None and first in self._own.get(actor, ())}

    def are_strangers(self, first: str | None, actors: tuple[str, ...]) -> set[str]:
        """Those persons whose first name is another."""
        return {actor for actor in actors if first is not None and first not in self._own.get(actor, {first})}


class Cast:
    """Who has been named so far in one text: `known` at all, `full` by more than a surname."""

    def __init__(self, namesakes: Namesakes) -> None:
        self._namesakes = namesakes
        self._strangers: set[str] = set()
        self._full: set[str] = set()
        self.known: set[str] = set()

    def told_apart(self, text: str, hit: Hit, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `actors` that `hit` may mean; a surname after another first name means nobody of ours.

        Nor does the bare surname later, unless the text names ours in full.
        """
        if " " in text[hit.start : hit.end]:
            self._full.update(actors)
            kept = actors
        else:
            strangers = self._namesakes.are_strangers(self._namesakes.first_name_before(text, hit.start), actors)
            self._strangers |= strangers
            kept = tuple(each for each in actors if each not in strangers | (self._strangers - self._full))
        self.known.update(kept)
        return kept


def _full(actor: ActorEntry) -> Iterator[str]:
    yield from (form for forms in actor.forms.values() for form in forms if " " in form)


def _first_names(actor: ActorEntry) -> Iterator[str]:
    """In English and, in all cases, in Russian; what stands before a surname in other aliases may be a title."""
    yield actor.name.partition(" ")[0]
    for form in actor.forms.get("ru", ()):
        first, _, rest = form.partition(" ")
        if rest and first[:1].isupper():
            yield first
