"""Before any parse: does the page name the rarer side at all? One pass of RE2 over the raw bytes.

Stage 1 finds the profile's stems, also with tags between their letters (<b>Rus</b>sia) and any white space between
their words. Only where something could hide one - a reference to a letter or its escape, a soft hyphen, fullwidth
letters, another charset - stage 2 looks again in a normalised copy. It is sound for the gate because the gate asks
for a stem too; hostile pages test it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import re2

from detente.profiles import Profile
from detente.profiles.profile import BOTH
from processors import hiding
from processors.extraction import charset
from processors.hiding import normalised

TAG = r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[^<>]*>"
BETWEEN = f"(?:{TAG})*"
SPACE = (
    rf"(?:\s|\x{{a0}}|[\x{{2000}}-\x{{200a}}]|\x{{202f}}|&nbsp;?|&#0*(?:160|32);?|&#[xX]0*(?i:a0|20);?"
    rf"|\\u00[aA]0|\\[nrt]|{TAG})+"
)
BEFORE = r"(?:^|[^\pL]|\\[nrtbf]|&nbsp)"
AFTER = r"(?:[^\pL]|$)"
MEMORY = 256 << 20
HIDDEN_MEMORY = 64 << 20
LIKE_ASCII = re.compile(r"utf-8(?:-sig)?|ascii|cp125\d|iso8859-\d+|koi8-[rut]|latin.*|mac-.*", re.I)
INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])


class Prefilter:
    """The prefilter of one profile; made once a process."""

    def __init__(self, profile: Profile) -> None:
        rarer = [*profile.sides][-1]
        standins = [*profile.standins.get(rarer, ()), *profile.standins.get(BOTH, ())]
        stems = [*profile.prefilter.stems, *(each for each in standins if _is_stem(each))]
        whole_words = (each.strip() for each in standins if not _is_stem(each))
        words = [*profile.prefilter.words, *(form for each in whole_words for form in _forms(each))]
        whole = [f"(?-i:{BEFORE}{_spread(word)}{AFTER})" for word in words]
        plain = [rf"(?-i:(?:^|[^\pL]){re.escape(word)}{AFTER})" for word in words]
        self._raw = _compiled("(?i)" + "|".join([*map(_spread, stems), *whole]), MEMORY)
        self._text = _compiled("(?i)" + "|".join([*map(re.escape, stems), *plain]), MEMORY)
        self._hiding = _compiled(hiding.pattern("".join([*stems, *words])), HIDDEN_MEMORY)

    def passes(self, body: bytes, content_type: str | None, said: str = "") -> bool:
        """Whether the page, or what its feed `said` of it, may name the rarer side."""
        if self._raw.search(body) is not None or (said and self._tells(normalised(said))):
            return True
        if not self._may_hide(body, content_type):
            return False
        return self._tells(normalised(charset.decode(body, content_type)))

    def names(self, text: str) -> bool:
        """Whether a stem stands in `text`: what the gate asks for too."""
        return self._text.search(text.encode(errors="replace")) is not None

    def _tells(self, page: str) -> bool:
        return self._raw.search(page.encode(errors="replace")) is not None

    def _may_hide(self, body: bytes, content_type: str | None) -> bool:
        """Whether stage 1 may have missed a name: other characters than UTF-8's, or a letter that is not plain."""
        declared = charset.declared(body, content_type)
        if declared and not LIKE_ASCII.fullmatch(declared):
            return True
        if not body.isascii() and ((declared or "utf-8") not in ("utf-8", "utf-8-sig", "ascii") or not _is_utf8(body)):
            return True
        return self._hiding.search(body.removeprefix(b"\xef\xbb\xbf")) is not None


def _is_stem(standin: str) -> bool:
    return standin == standin.lower() and not standin.endswith(" ")


def _forms(word: str) -> set[str]:
    """How a word may be written: one with a capital as it is, another in three ways."""
    return {word} if word != word.lower() else {word, word.upper(), word.capitalize()}


def _compiled(pattern: str, memory: int) -> Any:
    """One automaton with the memory that its states need; without it RE2 falls back to its slow engine."""
    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    return re2.compile(pattern, options)


def _spread(stem: str) -> str:
    """The stem with tags allowed between its letters, and any white space where it has a blank."""
    letters = [SPACE if letter == " " else re.escape(letter) for letter in stem]
    return BETWEEN.join(letters)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def visible(text: str) -> str:
    """Extracted text without what a reader does not see, composed, so that names match."""
    return unicodedata.normalize("NFC", text.translate(INVISIBLE))
