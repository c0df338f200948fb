"""Who holds an office at a date: pure look-ups in the profile's `offices.toml`."""

from __future__ import annotations

from collections.abc import Mapping

Tenure = tuple[str, str, str]
"""(actor, from, to): dates as YYYY, YYYY-MM or YYYY-MM-DD, empty where open."""

Offices = Mapping[str, tuple[Tenure, ...]]


def holder_of(offices: Offices, office: str, date: str) -> str | None:
    """The actor that holds `office` at `date` (YYYY-MM-DD), the later one on the day of a change; None if unknown."""
    held = [who for who, start, end in offices.get(office, ()) if start <= date and (not end or date <= end + "~")]
    return held[-1] if held else None


def holders(offices: Offices, office: str) -> frozenset[str]:
    """Everyone who ever held `office`."""
    return frozenset(who for who, _, _ in offices.get(office, ()))


def complaints(offices: Offices, kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """(office, what is wrong with it) of each mistake; `kinds`: the kind of every actor by its id."""
    found: list[tuple[str, str]] = []
    for office, tenures in offices.items():
        if kinds.get(office) != "office":
            found.append((office, f"{office} is no office among the actors"))
        for (who, start, end), following in zip(tenures, [*tenures[1:], None], strict=True):
            if kinds.get(who) != "person":
                found.append((office, f"{office}: {who} is no person among the actors"))
            if end and end < start:
                found.append((office, f"{office}: {who} leaves ({end}) before coming ({start})"))
            if following is not None and (not end or following[1] < end):
                found.append((office, f"{office}: {following[0]} comes before {who} leaves"))
    return found
