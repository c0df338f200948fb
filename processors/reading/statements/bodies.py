"""Bodies by what they are called without their state: "the foreign ministry" is one of each side."""

from __future__ import annotations

from detente.profiles import ActorEntry, Profile
from processors.reading.statements.forms import stems

PLACE = frozenset(("in", "to", "at", "в", "на", "у"))


class Bodies:
    """The organisations of a profile by the names that are left when the words for the state are taken away."""

    def __init__(self, profile: Profile) -> None:
        states = {form.lower() for actor in profile.actors.values() if actor.kind == "state" for form in _forms(actor)}
        states |= {"us", "u.s."}
        self._by_name: dict[str, dict[str, str]] = {}
        self._names: dict[str, set[str]] = {}
        for actor in profile.actors.values():
            if actor.kind == "organisation":
                forms = {form.lower() for form in _forms(actor)}
                short = {stems(name) for form in forms for name in _shortened(form, states)}
                self._names[actor.id] = short | {stems(form) for form in forms}
                for name in short:
                    self._by_name.setdefault(name, {}).setdefault(actor.side, actor.id)

    def called(self, side: str | None, name: str) -> str | None:
        """The body of a side that is called so, named in the text or not; without a side, that of the only one."""
        found = self._by_name.get(stems(name), {})
        if side is not None:
            return found.get(side)
        return next(iter(found.values())) if len(found) == 1 else None

    def is_called(self, identity: str, name: str) -> bool:
        """Whether a body may be called so: by its name without the state, or by the beginning or end of its name."""
        noun = stems(name)
        names = self._names.get(identity, ())
        return any(each == noun or each.endswith(" " + noun) or each.startswith(noun + " ") for each in names)


def _forms(actor: ActorEntry) -> set[str]:
    return {form for own in (*actor.forms.values(), *actor.exact.values()) for form in own}


def _shortened(form: str, states: set[str]) -> set[str]:
    """A name without the state before or behind it, and without the place where it is."""
    words = [word.removesuffix("'s").removesuffix("’s") for word in form.split(" ")]
    found = {" ".join(words[1:])} if words[0] in states else set()
    found |= {" ".join(words[:-1])} if words[-1] in states else set()
    placed = next((n for n, word in enumerate(words) if n and word in PLACE), None)
    if placed is not None:
        found.add(" ".join(word for word in words[:placed] if word not in states))
    return found - {""}
