"""The dateline: where a report was written, as it stands before the first sentence: "WASHINGTON, Nov 3 (Reuters) -"."""

from __future__ import annotations

import re

PLACE = r"(?P<place>[A-ZА-ЯЁІЇЄҐ][\w.'’-]*(?:[ /][A-ZА-ЯЁІЇЄҐ][\w.'’-]*){0,3})"
MONTH = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2}\.? [A-Za-zа-яёіїєґ]{3,9}\.?)"
AGENCY = r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/\.?|[-–—] ?(?:РИА Новости|ТАСС|Интерфакс|Укринформ)[.,])"
LINE = re.compile(
    rf"\s*{PLACE}(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?)?(?:, {MONTH})?[.,]?\s*(?:{AGENCY}\s*(?:[-–—:]+ )?|[-–—]{{1,2}} )"
)
LONGEST = 120


def dateline(text: str) -> str | None:
    """The place, as written; None where the text begins without one. Capitals or an agency must stand with it."""
    found = LINE.match(text[:LONGEST])
    if not found:
        return None
    place = found["place"]
    return place if place.isupper() or re.search(AGENCY, found[0]) else None
