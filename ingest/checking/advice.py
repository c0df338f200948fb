"""What is wrong with a source, and what whoever keeps the list of feeds should change. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from detente.http import HttpFault, Response
from ingest.checking.reading import Read
from ingest.counted import counted
from ingest.formats.parsed import ParsedFeed
from ingest.outcome import moved_to

OLD_DAYS = 30


def problems_of(parsed: ParsedFeed) -> list[str]:
    """What is wrong with a document."""
    found = [parsed.malformed] if parsed.malformed else []
    if parsed.kind != "not_a_feed":
        without = sum(entry.url is None for entry in parsed.entries)
        found += [f"{counted(without, 'entry', 'entries')} without a link"] if without else []
        found += [f"{counted(parsed.dropped, 'entry', 'entries')} past the cap, not read"] if parsed.dropped else []
    return found


def advice_on_feed(read: Read, newest: datetime | None, now: datetime, *, as_page: bool) -> Iterator[str]:
    """`as_page`: its links were wanted, not a feed."""
    if read.named:
        yield f"the page names a feed: use {read.named[0]}"
    elif read.is_html and not as_page:
        yield 'a page, and it names no feed: watch its links with kind = "page"'
    if read.is_opml:
        yield "a list of feeds: `detente feeds import` takes it"
    if newest is not None and (now - newest).days > OLD_DAYS:
        yield f"nothing new for {(now - newest).days} days: is it still kept?"


def advice_on_answer(answer: Response) -> Iterator[str]:
    if (target := moved_to(answer)) is not None:
        yield f"moved permanently: use {target}"
    if answer.status in (401, 403):
        yield "it refuses us: set contact in [ingest], or ask its publisher"
    elif answer.status in (404, 410):
        yield f"look for its new address, or take it out: {_site(answer.final_url)} may name it"
    elif answer.status == 429:
        yield f"it asks for fewer requests{_wait(answer)}: check it later"
    elif answer.status >= 500:
        yield "a fault at its side: check it later"


def advice_on_fault(url: str, fault: HttpFault) -> Iterator[str]:
    """What to do where no answer came."""
    if fault.kind == "dns":
        yield f"no such host: has {urlsplit(url).hostname} a new name?"
    elif fault.kind == "refused_address":
        yield "addresses of an intranet need allow_private_addresses = true in [ingest]"
    elif fault.kind == "tls" and url.startswith("https:"):
        yield "its certificate is not valid here: check it later, or ask its publisher"


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _wait(answer: Response) -> str:
    asked = answer.headers.get("retry-after", "")
    return f" for {int(asked)} s" if asked.isdecimal() else ""
