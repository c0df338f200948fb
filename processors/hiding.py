"""How a page may hide a letter: references, escapes, what no reader sees, other forms; and the page without them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from html.entities import html5

ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
MARKS = range(0x300, 0x370)
STYLED = (range(0xFF00, 0xFFF0), range(0x1D400, 0x1D800))  # fullwidth, and letters of mathematics
NEAR = (*range(0x20, 0x530), *range(0x2000, 0x2070), *STYLED[0])
UNSEEN = (*range(0x3000), *range(0xE000, 0xF900), *range(0xFE00, 0xFF00), *range(0xFFF0, 0x10000))
STYLED_TEXT = re.compile("[\u0300-\u036f\uff00-\uffef\U0001d400-\U0001d7ff]")


def normalised(page: str) -> str:
    """`page` with references and escapes read, compatibility forms made plain, and nothing invisible left."""
    read = ESCAPE.sub(lambda match: chr(int(match[1], 16)), html.unescape(page))
    read = _unseen().sub("", read)
    return unicodedata.normalize("NFKC", read) if STYLED_TEXT.search(read) else read


def pattern(letters: Iterable[str]) -> str:
    """An RE2 pattern of everything in a UTF-8 page that may hide one of these `letters` from a plain search.

    What a reader never sees counts as hiding, and so does a fullwidth letter. White space does not: a search has to
    allow for it by itself.
    """
    wanted = {each for letter in letters for each in (letter.lower(), letter.upper())} - {" "}
    codes = [code for code in NEAR if chr(code) in wanted or (code >= 0xFF00 and _plainly(code) in wanted)]
    codes += [code for code in UNSEEN if _is_unseen(chr(code))] + list(MARKS)
    decimal = "|".join(map(str, codes_below(codes)))
    hexadecimal = "|".join(f"{code:x}" for code in codes_below(codes))
    escaped = "|".join(f"{code:04x}" for code in codes_below(codes))
    named = sorted(name for name, text in html5.items() if wanted & set(text) or any(map(_is_unseen, text)))
    return "|".join(
        (
            rf"&#0*(?:{decimal})(?:[^0-9]|$)",
            rf"&#[xX]0*(?i:{hexadecimal})(?:[^0-9a-fA-F]|$)",
            rf"\\u(?i:{escaped}|e[0-9a-f]{{3}}|f[0-8][0-9a-f]{{2}})",
            rf"&(?:{'|'.join(named)})",
            f"[{_class([code for code in codes if not _is_plain(code)])}{_class(STYLED[1])}]",
        )
    )


def codes_below(codes: Iterable[int], limit: int = 0x10000) -> list[int]:
    """The codes worth a reference of their own: private use stands in the pattern as a range."""
    return sorted({code for code in codes if code < limit and not 0xE000 <= code < 0xF900})


@cache
def _unseen() -> re.Pattern[str]:
    codes = [code for code in UNSEEN if _is_unseen(chr(code))]
    return re.compile("[" + "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in _runs(codes)) + "]")


def _is_unseen(letter: str) -> bool:
    """What trafilatura drops as a control character, and the soft hyphen's kind."""
    return not letter.isprintable() and not letter.isspace()


def _is_plain(code: int) -> bool:
    """A letter that a search finds as it stands."""
    return chr(code).isprintable() and _plainly(code) == chr(code) and code not in MARKS


def _plainly(code: int) -> str:
    return unicodedata.normalize("NFKC", chr(code))


def _class(codes: Iterable[int]) -> str:
    return "".join(f"\\x{{{first:x}}}-\\x{{{last:x}}}" for first, last in _runs(sorted(codes)))


def _runs(codes: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring codes as (first, last)."""
    runs: list[tuple[int, int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs
