"""Slack: an incoming webhook with Block Kit. What a headline says can neither ping a channel nor forge a link.

Limits (docs.slack.dev, reference/block-kit): header 150 characters, section 3,000, ten fields of 2,000, 50 blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
import regex
from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, MarkdownTextObject, PlainTextObject, SectionBlock

from detente.config import Alert
from detente.http import Http
from sinks.alert.fate import Answer
from sinks.alert.notify.notifier import Message, marked, post
from sinks.alert.rules import DIGEST, WITHDRAWN

HEADER, SECTION, FIELD, SHORT_URL = 150, 1500, 500, 250
MOST = 11_500  # characters of a message; about 13,200 are refused
REVOKED = ("no_active_hooks", "no_service", "no_team", "team_disabled", "channel_is_archived")  # with 403 and 404
GRAPHEME = regex.compile(r"\X")


class Slack:
    def __init__(self, alert: Alert, http: Http, now: Callable[[], datetime]) -> None:
        self._alert, self._http, self._now = alert, http, now

    async def send(self, message: Message) -> Answer:
        body = msgspec.json.encode(rendered(message))
        answer = await post(self._http, self._alert, body, {"content-type": "application/json"}, self._now)
        return msgspec.structs.replace(answer, gone=answer.reason.endswith(REVOKED))


def rendered(message: Message) -> dict[str, Any]:
    """The message: `text` is what a notification shows, `blocks` what the channel does."""
    data = message.data
    title = f"Digest: {data['count']} told" if message.type == DIGEST else marked(message.type, _title(data))
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=cut(title, HEADER), emoji=False))]
    if message.type == DIGEST:
        blocks += [SectionBlock(text=_markdown(line)) for line in _lines(data["items"])]
    elif message.type == WITHDRAWN:
        blocks.append(_context(_gone(data)))
    else:
        blocks += _news(data)
    return {
        "text": text(title, HEADER),
        "blocks": [block.to_dict() for block in blocks],
        "unfurl_links": False,
    }


def _news(data: dict[str, Any]) -> Iterator[Block]:
    """What is new, from whom, about whom; link and figures."""
    quotation = data["what_is_new"] or (data["evidence"][0]["text"] if data["evidence"] else "")
    if quotation:
        yield SectionBlock(text=_markdown("> " + text(" ".join(quotation.split()), SECTION)))
    yield SectionBlock(fields=[_markdown(each) for each in _fields(data)])
    yield _context(_foot(data))


def _context(said: str) -> ContextBlock:
    return ContextBlock(elements=[_markdown(said)])


def _markdown(said: str) -> MarkdownTextObject:
    return MarkdownTextObject(text=said, verbatim=True)


def _gone(data: dict[str, Any]) -> str:
    """One line: who withdrew it, how that shows."""
    return f"{text(data['source'], FIELD)} · {_link(data)} · {text(data['what_is_new'] or '', FIELD)}"


def _lines(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line each, as many as a message holds."""
    said = 0
    for n, item in enumerate(items):
        line = _line(item)
        said += len(line)
        if said > MOST:
            yield f"… and {len(items) - n} more"
            return
        yield line


def _line(item: dict[str, Any]) -> str:
    """One of a digest: title and source; an address that is too long for a list is left out."""
    link = f" · {_link(item)}" if len(item["url"]) <= SHORT_URL else ""
    return f"*{text(marked(item['type'], _title(item)), HEADER)}*\n{text(item['source'], HEADER)}{link}"


def _title(data: dict[str, Any]) -> str:
    return " ".join((data["title"] or "").split()) or "untitled"


def _fields(data: dict[str, Any]) -> list[str]:
    actors = ", ".join(each["name"] for each in data["actors"] if each["kind"] != "state")
    also = ", ".join(dict.fromkeys(each["source"] for each in data["also"]))
    topics = ", ".join(each["id"] for each in data["topics"])
    found = {"Source": data["source"], "Also reported by": also, "Actors": actors, "Topics": topics}
    return [f"*{name}*\n{text(value, FIELD)}" for name, value in found.items() if value]


def _foot(data: dict[str, Any]) -> str:
    """Link, probability, valence and how long after it was first seen."""
    late = "" if data["latency_seconds"] is None else f" · {data['latency_seconds']:.0f} s after first seen"
    return f"{_link(data)} · {data['score']:.0%} · {data['valence'] or 'neutral'}{late}"


def _link(data: dict[str, Any]) -> str:
    url = data["url"].replace("|", "%7C").replace(">", "%3E").replace("<", "%3C").replace("&", "&amp;")
    return f"<{url[:2000]}|Open the article>"


def text(value: str, most: int) -> str:
    """`value` cut, then escaped: exactly `&`, `<` and `>` (docs.slack.dev, formatting message text)."""
    return cut(value, most).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(value: str, most: int) -> str:
    """At most `most` characters, never within a grapheme."""
    if len(value) <= most:
        return value
    kept, length = [], 0
    for grapheme in GRAPHEME.findall(value):
        if length + len(grapheme) > most - 1:
            break
        kept.append(grapheme)
        length += len(grapheme)
    return "".join(kept).rstrip() + "…"
