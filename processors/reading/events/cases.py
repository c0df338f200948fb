"""The case of a Russian or Ukrainian name as far as its ending shows it, among the forms that the profile has of it."""

from __future__ import annotations

from detente.profiles import Profile

OBLIQUE = (
    *("ому", "ему", "ыми", "ими", "ами", "ями"),
    *("ым", "им", "ом", "ем", "ой", "ей", "ою", "ею", "ью", "ах", "ях"),
    *("у", "ю", "е", "і"),
)
GENITIVE = ("ого", "его", "ых", "их", "ов", "ев", "а", "я", "ы", "и", "ї")
PLURAL = ("ие", "ые", "яне", "цы")
"""Endings of a nominative in the plural that look like others."""


ACCUSATIVE = ("у", "ю")
"""Endings that no nominative has, also of words of which few forms are known."""


class Cases:
    """The cases of one profile's names; made once."""

    def __init__(self, profile: Profile) -> None:
        self._heads: dict[str, set[str]] = {}
        self._surnames: dict[str, set[str]] = {}
        for actor in profile.actors.values():
            forms = [form.replace("ё", "е") for form in (*actor.forms.get("ru", ()), *actor.forms.get("uk", ()))]
            self._heads[actor.id] = {form.split(maxsplit=1)[0] for form in forms}
            if actor.kind == "person":
                self._surnames[actor.id] = {form.rsplit(maxsplit=1)[-1] for form in forms}
        self._known: dict[tuple[str, str], str] = {}

    def of(self, actor: str, written: str) -> str:
        """nominative, genitive or oblique; "" where the name does not change or is not in Cyrillic."""
        words = written.replace("ё", "е").split()
        fixed = len(words) > 1 and words[0].endswith("о") and actor in self._surnames  # "Джо Байдена"
        head, forms = (words[-1], self._surnames) if fixed else (words[0], self._heads)
        if (actor, head) not in self._known:
            self._known[actor, head] = _case(head, forms[actor])
        return self._known[actor, head]


def _case(head: str, forms: set[str]) -> str:
    """By the ending, if other forms of the same word show that it is one."""
    if not "а" <= head[-1:].lower() <= "ї":
        return ""
    if head.endswith(PLURAL):
        return "nominative"
    if head.endswith(("цев", "ца", "янина", "ян", "янки", "анки")):
        return "genitive"
    if head.endswith(("цу", "цем", "цам", "цами", "янину", "янином", "янам", "янами")):
        return "oblique"
    ends = [end for end in (*OBLIQUE, *GENITIVE) if head.endswith(end) and len(head) > len(end) + 1]
    for end in sorted(ends, key=len, reverse=True):
        stem = head.removesuffix(end)
        family = {form.removeprefix(stem) for form in forms if form.startswith(stem) and len(form) <= len(stem) + 3}
        if len(family) < 3:
            continue
        base = family & {"", "ь", "й", "ый", "ий", "ая"}
        if end in OBLIQUE and (base or family & {"а", "я", "ия", "о"}):
            return "oblique"
        if end == "а" and {"у", "ом"} <= family:
            return "genitive"
        if end in GENITIVE and (base or (end in ("ы", "и", "ї") and family & {"а", "я", "ия"})):
            return "genitive"
    if head.endswith(ACCUSATIVE):
        return "oblique"
    return "nominative" if len({form for form in forms if form[:3] == head[:3]}) > 2 else ""
