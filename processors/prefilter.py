"""Before any parse: does the page name the rarer side at all? One pass of RE2 over the raw bytes.

Stage 1 finds the profile's stems, also with tags between their letters (<b>Rus</b>sia). Only where something could
hide one - a character reference or an escape of a letter, a soft hyphen, fullwidth letters, another charset - stage 2
looks again in a normalised copy. It is sound for the gate because the gate asks for a stem too; hostile pages test
it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

import re2

from detente.profiles import Profile
from processors.extraction import charset

BETWEEN = r"(?:<[^<>]*>)*"
HIDING = re2.compile(
    rb"&#0*(?:6[5-9]|[789]\d|1[0-2]\d|173|10[2-9]\d|1[12]\d\d|820[3-7]|8288|65279|652\d\d|653\d\d)\b"
    rb"|&#[xX]0*(?:[4-7][0-9a-fA-F]|[aA][dD]|4[0-9a-fA-F]{2}|200[b-fB-F]|2060|[fF][eE][fF]{2}|[fF]{2}[0-5][0-9a-fA-F])\b"
    rb"|&shy;|&zwn?j;|&[A-Za-z]{1,5}cy;|\\u(?:04|00[4-7aA]|[fF]{2}|200)"
)
HIDING_BYTES = (
    b"\xc2\xad",  # soft hyphen
    *(b"\xe2\x80" + bytes([last]) for last in range(0x8B, 0x90)),  # zero width
    b"\xe2\x81\xa0",  # word joiner
    *(b"\xef" + bytes([last]) for last in (0xBB, 0xBC, 0xBD)),  # byte order mark within, fullwidth
    *(bytes([first]) for first in (0xCC, 0xCD)),  # combining marks
)
MEMORY = 256 << 20
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])


class Prefilter:
    """The prefilter of one profile; made once a process."""

    def __init__(self, profile: Profile) -> None:
        stems = [_spread(stem) for stem in profile.prefilter.stems]
        plain = [re.escape(stem) for stem in profile.prefilter.stems]
        words = [rf"(?-i:(?:^|[^\pL]){_spread(word)}(?:[^\pL]|$))" for word in profile.prefilter.words]
        self._raw = _compiled([*stems, *words])
        self._text = _compiled([*plain, *words])

    def passes(self, body: bytes, content_type: str | None, said: str = "") -> bool:
        """Whether the page, or what its feed `said` of it, may name the rarer side."""
        if self._raw.search(body) is not None or (said and self.names(said)):
            return True
        if not self._may_hide(body, content_type):
            return False
        return self.names(normalised(charset.decode(body, content_type)))

    def names(self, text: str) -> bool:
        """Whether a stem stands in `text`: what the gate asks for too."""
        return self._text.search(text.encode(errors="replace")) is not None

    def _may_hide(self, body: bytes, content_type: str | None) -> bool:
        declared = charset.declared(body, content_type)
        if declared not in (None, "utf-8", "utf-8-sig", "ascii"):
            return True
        if any(each in body for each in HIDING_BYTES) or HIDING.search(body) is not None:
            return True
        return not _is_utf8(body)


def _compiled(alternatives: list[str]) -> Any:
    """One automaton with the memory that its states need; without it RE2 falls back to its slow engine."""
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    return re2.compile("(?i)" + "|".join(alternatives), options)


def _spread(stem: str) -> str:
    return BETWEEN.join(re.escape(letter) for letter in stem)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def normalised(page: str) -> str:
    """`page` with references and escapes read, compatibility forms made plain, and nothing invisible left."""
    read = ESCAPE.sub(lambda match: chr(int(match[1], 16)), html.unescape(page))
    return unicodedata.normalize("NFKC", read.translate(INVISIBLE))


def visible(text: str) -> str:
    """Extracted text without what a reader does not see, composed, so that names match."""
    return unicodedata.normalize("NFC", text.translate(INVISIBLE))
