"""The prefilter lets through whatever the gate would accept, however a page hides a name."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.profiles import load
from processors.prefilter import Prefilter

PREFILTER = Prefilter(load("us-russia"))
WORDS = ["Russia", "Moscow", "Kremlin", "Путин", "Россия", "Москва", "Росія", "Russland", "Poutine", "Rosja"]


def spans(word: str) -> str:
    return "".join(f"<span>{letter}</span>" for letter in word)


def references(word: str) -> str:
    return "".join(f"&#{ord(letter)};" for letter in word)


HIDES = {
    "plain": lambda w: w,
    "capitals": str.upper,
    "bold start": lambda w: f"<b>{w[:3]}</b>{w[3:]}",
    "drop cap": lambda w: f'<span class="dropcap">{w[0]}</span>{w[1:]}',
    "a span a letter": spans,
    "decimal references": references,
    "hexadecimal references": lambda w: "".join(f"&#x{ord(c):X};" for c in w),
    "one reference": lambda w: f"&#{ord(w[0])};{w[1:]}",
    "soft hyphen": lambda w: f"{w[:3]}\u00ad{w[3:]}",
    "named soft hyphen": lambda w: f"{w[:3]}&shy;{w[3:]}",
    "zero width": "\u200b".join,
    "zero width reference": lambda w: f"{w[:2]}&#8203;{w[2:]}",
    "word joiner": lambda w: f"{w[:2]}\u2060{w[2:]}",
    "json escapes": lambda w: "".join(f"\\u{ord(c):04x}" for c in w),
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("hide", HIDES.values(), ids=HIDES.keys())
def test_no_way_of_writing_a_name_hides_it(hide: object, word: str) -> None:
    page = f"<html><body><p>Something about {hide(word)} today.</p></body></html>"  # type: ignore[operator]
    assert PREFILTER.passes(page.encode(), "text/html")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "windows-1251", "koi8-r", "iso-8859-5", "utf-8-sig"])
def test_no_charset_hides_a_name(encoding: str) -> None:
    page = "<html><head></head><body><p>Переговоры начались, Россия предложила.</p></body></html>"
    assert PREFILTER.passes(page.encode(encoding), f"text/html; charset={encoding}")


def test_fullwidth_letters_hide_no_name() -> None:
    assert PREFILTER.passes("Ｒｕｓｓｉａ".encode(), None)


@pytest.mark.parametrize(
    "text",
    ["A mission to the museum in Missouri", "Погода в Казани", "torf, Морфий и торф", "St Petersburg, Florida", ""],
)
def test_a_page_without_the_side_is_stopped(text: str) -> None:
    assert not PREFILTER.passes(f"<p>{text} &#8217; &nbsp; &amp;</p>".encode(), "text/html")


def test_what_the_feed_said_counts_too() -> None:
    assert PREFILTER.passes(b"<p>Subscribe to read on</p>", "text/html", "Kremlin answers Washington")


@given(st.text(max_size=50), st.sampled_from(WORDS), st.text(max_size=50))
def test_what_the_text_shows_the_page_cannot_hide(before: str, word: str, after: str) -> None:
    page = f"<p>{html.escape(before)} {word} {html.escape(after)}</p>"
    assert PREFILTER.passes(page.encode(errors="replace"), "text/html")
