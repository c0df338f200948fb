"""Any document in UTF-8. What is declared is a hint, often wrong; what the bytes can be is not."""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before the BOM of UTF-16, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
HEAD = 2048
WESTERN = ("iso8859-1", "cp1252")
CYRILLIC = ("cp1251", "koi8-r", "iso8859-5", "cp866")
COMMON = frozenset("оеаинтсрвлкмдпуі")  # in wrong charsets they become capitals and signs
MARKS = frozenset("«»„“”‘’–—…№\xa0")  # of any text: they say nothing of its charset
WIDER = {"gb2312": "gb18030"}  # what is called so has characters of its superset
_DECLARED = re.compile(rb"""(?:<\?xml[^>]*?encoding|<meta[^>]*?charset)\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.I)
_XML = re.compile(rb"""^(\s*<\?xml[^>]*?encoding\s*=\s*)(["'])[^"'>]*\2""", re.I)
_HTTP = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]+)""", re.I)
_ACCENTS_ONLY = re.compile("[À-ÿ]{4}")  # no western word has four accented letters in a row


def to_utf8(body: bytes, content_type: str | None = None) -> bytes:
    """`body` in UTF-8, without a byte order mark, and declared as what it is now."""
    for mark, name in BOMS:
        if body.startswith(mark):
            text = body.decode(name, "replace").removeprefix("\ufeff")
            return _declared_anew(text.encode(errors="replace"))
    if (whole := _utf8(body)) is not None:
        return _declared_anew(whole)
    return _declared_anew(_decoded(body, _candidates(body, content_type)).encode(errors="replace"))


def _utf8(body: bytes) -> bytes | None:
    """`body` without a last character that is cut off, where it is UTF-8: other charsets are so never by accident."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)
    except UnicodeDecodeError:
        return None
    cut = len(decoder.getstate()[0])
    return body[:-cut] if cut else body


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    """Python's names of the charsets that the document and its server speak of."""
    declared = [each.decode() for each in _DECLARED.findall(body[:HEAD])] + _HTTP.findall(content_type or "")
    found = []
    for name in declared:
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        found.append(WIDER.get(known, known))
    return found


def _decoded(body: bytes, candidates: list[str]) -> str:
    mended = body.decode(errors="replace")
    if mended.count("\ufffd") * 10 < sum(not each.isascii() for each in mended):
        return mended  # a few broken characters in what is UTF-8 otherwise
    if all(name in (*WESTERN, *CYRILLIC, "utf-8") for name in candidates) and (text := _cyrillic(body)) is not None:
        return text
    for name in (*candidates, "cp1252"):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode("iso8859-2")  # where cp1252 has gaps feedparser goes on so, too


def _cyrillic(body: bytes) -> str | None:
    """The reading in which it is words, where there is one: two of three characters are common (four of five in
    Russian), where Hebrew and Japanese, wrongly read, have six of ten at most.
    """
    if not _ACCENTS_ONLY.search(body.decode("latin-1")):
        return None
    readings = [body.decode(name, "replace") for name in CYRILLIC]
    best = max(readings, key=lambda text: sum(each in COMMON for each in text))
    foreign = [each for each in best if not each.isascii() and each not in MARKS]
    return best if 3 * sum(each in COMMON for each in foreign) > 2 * len(foreign) else None


def _declared_anew(body: bytes) -> bytes:
    return _XML.sub(rb"\1\2utf-8\2", body[:HEAD]) + body[HEAD:]
