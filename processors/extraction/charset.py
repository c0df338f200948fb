"""Which characters the bytes mean: byte order mark, header, meta element, and only then a guess (WHATWG HTML.

13.2.3).
"""

from __future__ import annotations

import codecs
import re

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.I)
ALIASES = {"utf8": "utf-8", "win-1251": "cp1251", "iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
GUESSES = ("cp1251", "cp1252")


def declared(body: bytes, content_type: str | None) -> str | None:
    """The encoding that the page names for itself, as Python calls it; None where it names none that exists."""
    for bom, name in BOMS:
        if body.startswith(bom):
            return name
    header = HEADER.search(content_type or "")
    meta = META.search(body[:4096])
    for said in (header[1] if header else "", meta[1].decode("ascii", "replace") if meta else ""):
        try:
            return codecs.lookup(ALIASES.get(said.lower(), said)).name
        except LookupError:
            continue
    return None


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of `body`. Valid UTF-8 is believed whatever a page says of itself.

    Nothing else looks like it by chance.
    """
    name = declared(body, content_type)
    if name and name.startswith("utf") and name != "utf-8":
        return body.decode(name, errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if name and name != "utf-8":
        return body.decode(name, errors="replace")
    return (
        body.decode("utf-8", errors="replace") if _is_mostly_utf8(body) else body.decode(_guess(body), errors="replace")
    )


def _is_mostly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", errors="replace")
    return text.count("\ufffd") < max(3, len(text) // 500)


def _guess(body: bytes) -> str:
    """Cyrillic where the high bytes are mostly those of small Cyrillic letters in windows-1251."""
    high = [byte for byte in body[:20_000] if byte >= 0x80]
    return GUESSES[0] if sum(byte >= 0xE0 for byte in high) > 0.5 * len(high) else GUESSES[1]
