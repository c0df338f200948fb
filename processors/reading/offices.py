"""Offices give way to their holders: who "the secretary of state" is at the date of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from detente.profiles import Profile
from detente.profiles.offices import holder_of, holders


def resolved(counts: Mapping[str, int], date: str | None, profile: Profile) -> Counter[str]:
    """The mentions of each actor with those of an office given to its holder, where the holder can be told.

    `date` (YYYY-MM-DD) is the text's; without one the holder is whoever of the office's holders the text names, if it
    is one alone. An office stays where nobody is known to have held it.
    """
    found = Counter(counts)
    for office in [each for each in counts if each in profile.offices]:
        holder = _holder(office, counts, date, profile)
        if holder is not None:
            found[holder] += found.pop(office)
    return found


def _holder(office: str, counts: Mapping[str, int], date: str | None, profile: Profile) -> str | None:
    if date is not None:
        return holder_of(profile.offices, office, date)
    named = [each for each in holders(profile.offices, office) if each in counts]
    return named[0] if len(named) == 1 else None
