"""Units: sentences that no quotation is cut by, with their tokens; a quotation is one token."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from typing import Literal, NamedTuple

from processors.reading.sentences import Span, sentences
from processors.reading.statements.quotes import Quote
from processors.reading.words import lower

SHORT = "Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Prof|St"
"""Titles before a name that are written with a full stop."""

TOKEN = re.compile(
    rf"(?:[A-Z]\.){{2,}}|\b(?:{SHORT}|[A-ZА-ЯЁ])\.(?= [A-ZА-ЯЁ])|\b(?:Jr|Sr)\.|\w+(?:[-’'.]\w+)*|[^\w\s]"
)
CAPITAL = re.compile(r"\W{0,4}[A-ZÀ-ÞА-ЯЁІЇЄҐ]")
PICTURE = r"(?:Фото|Photo|Foto|Видео|Video)"
WHOM = r"(?:[A-ZА-ЯЁ][\w’'.-]+ ){1,3}"
RUBRIC = r"(?:Политика|Общество|Экономика|Бизнес|Финансы|Технологии и медиа|База знаний|Инвестиции)"
"""The section that stands behind the title of another text, where a page's links are run into its own."""

LINK = re.compile(rf"[\w»] {RUBRIC}$")
BREAK = re.compile(
    rf"\((?:[^()\n]{{0,12}}\b)?{PICTURE}\b[^()\n]{{0,90}}\)(\s)|(\s)(?=\[\w{{6,20}}\]\s)"
    r"|(\s)(?=[a-z-]{2,20}\.[a-z]{2,10}\s[«A-ZА-ЯЁ0-9])"
    rf"|(?<=[\w»”\"])(\s)(?={WHOM}(?:(?:и|and) {WHOM})?\({PICTURE}:)|(\s)(?={PICTURE}: )"
    rf"|(?<=[\w»] ){RUBRIC}(\s)(?=[a-z«А-ЯЁ])|«x{{12,}}»(\s)(?=[А-ЯЁ][\w-]+ [А-ЯЁ])"
    rf"|{PICTURE}: [^/.\n]{{3,40}}(?:/ (?:[A-Z]\w++ ?)+|/ (?:ТАСС|РИА Новости|РБК|Коммерсантъ) ?)*"
    r"(?<=\w)(\s)(?=[А-ЯЁ«])"
)
"""The white space at which a new sentence begins: around a picture's credit and whom it shows, before a wire's code or
the site's name; and behind words in marks (hidden as x) that a heading without a full stop ends with."""

CITY = re.compile(r"[A-Z]{4,}(?:[/ ][A-Z]{3,})* (?=[A-Z][a-z.’' ])")
"""The city that a wire's text begins with, where the dash after it was lost."""

ENDED = re.compile(r"(?<!\.)\.[^\w\s.]|[?!][»“](?= [А-ЯЁ])")
"""What ends the sentence at the end of a quotation: a full stop, or a question before another sentence in Russian."""

INSERTED = re.compile(r"(?<=[,!?…])\s[—–-]\s(?=([а-яёіїєґ]+)\b)[^«»“”\"\n]{3,120}?[.,]\s?[—–-]\s")
SITE = re.compile(r"[\w-]{2,20}\.[a-z]{2,10}\s+")
DATELINE = re.compile(
    r"\([A-Z][\w /]{1,20}\) [—–-]{1,2} "
    r"|[A-ZÀ-Þ](?:(?! [^\W\d_A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]{3})[\w .,/'’-]){2,60}?"
    r"(?:,[^—–\n]{3,20})?\s?(?:\([A-Z][\w /]{1,20}\)\s?)?[—–-]{1,2} "
    r"|[A-ZА-ЯЁ][А-ЯЁа-яё -]{2,30}, \d{1,2} [а-я]{3,8}[^—–\n]{0,30}[—–-] "
)


class Token(NamedTuple):
    """`word` is the text in lower case; a quotation is one token with its marks."""

    start: int
    end: int
    word: str
    kind: Literal["word", "point", "quote"]


class Unit(NamedTuple):
    """A sentence, or several that one quotation holds together."""

    start: int
    end: int
    tokens: list[Token]


def units(text: str, found: Sequence[Quote], most: int, verbs: Container[str] = ()) -> list[Unit]:
    """The first `most` units of `text` that have a token; `verbs` are words that a remark inside a quotation begins
    with.
    """
    pieces = [piece for quote in found for piece in _pieces(text, quote, verbs)]
    starts, small = [piece.start for piece in pieces], lower(text)
    spans = (span for span in sentences(_masked(text, found), most) if not LINK.search(text, span.start, span.end))
    every = (_unit(text, small, span, pieces, starts) for span in spans)
    return [unit for unit in every if unit.tokens]


def _pieces(text: str, quote: Quote, verbs: Container[str]) -> Iterator[Quote]:
    """A quotation without the remarks that Russian inserts into its marks: «A, — said X. — B»."""
    start, first = quote.start, quote.first
    for match in INSERTED.finditer(text, quote.first, quote.last):
        if match[1] in verbs:
            yield Quote(start, match.start(), first, match.start())
            start = first = match.end()
    yield Quote(start, quote.end, first, quote.last)


def _masked(text: str, found: Sequence[Quote]) -> str:
    """`text` with what is quoted made one word, but for a full stop at its end, which ends the sentence around it."""
    parts, at = [], 0
    for quote in found:
        last = quote.last - (ENDED.search(text, max(quote.first, quote.last - 2), quote.end + 2) is not None)
        first = "X" if CAPITAL.match(text, quote.first) else "x"
        hidden = first.ljust(last - quote.first, "x")[: last - quote.first]
        parts += [text[at : quote.first], hidden, text[last : quote.end]]
        at = quote.end
    masked = "".join((*parts, text[at:])).replace("„", "“")
    return BREAK.sub(lambda each: each[0][:-1] + "\n", masked)


def _unit(text: str, small: str, span: Span, found: Sequence[Quote], starts: list[int]) -> Unit:
    start = span.start
    for lead in (SITE, DATELINE, *((CITY,) if span.start == 0 else ())):
        match = lead.match(text, start, span.end)
        start = match.end() if match is not None and match.end() < span.end else start
    tokens: list[Token] = []
    at = start
    for quote in found[bisect_left(starts, start) : bisect_left(starts, span.end)]:
        tokens += _tokens(text, small, at, quote.start)
        tokens.append(Token(quote.start, quote.end, text[quote.start : quote.end], "quote"))
        at = quote.end
    tokens += _tokens(text, small, at, span.end)
    return Unit(start, span.end, tokens)


def _tokens(text: str, small: str, start: int, end: int) -> list[Token]:
    spans = (each.span() for each in TOKEN.finditer(text, start, max(start, end)))
    return [Token(a, b, small[a:b], "word" if text[a].isalnum() else "point") for a, b in spans]
