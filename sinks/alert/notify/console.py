"""The console: an alert as plain lines on standard output, which `detente run` shows above its figures."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from sinks.alert.fate import Answer
from sinks.alert.notify.notifier import Message, marked
from sinks.alert.rules import DIGEST, WITHDRAWN

WIDTH = 100
PEOPLE = 6


class Console:
    """Always arrives."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    async def send(self, message: Message) -> Answer:
        items = message.data["items"] if message.type == DIGEST else [{"type": message.type, **message.data}]
        for item in items:
            self._say((withdrawal if item["type"] == WITHDRAWN else render)(item))
        return Answer(200)


def render(data: dict[str, Any]) -> str:
    """Title, outlets, actors, topics, the evidence sentence; a line each."""
    outlets = list(dict.fromkeys([data["source"], *(each["source"] for each in data["also"])]))
    other = next((title for title in data["titles"].values() if title and title != data["title"]), None)
    actors = [each["name"] for each in data["actors"] if each["kind"] != "state"][:PEOPLE]
    evidence = data["what_is_new"] or (data["evidence"][0]["text"] if data["evidence"] else None)
    lines = [
        f"■ {marked(data['type'], data['title'])}",
        f"  {other}" if other else None,
        f"  reported by {', '.join(outlets)}   score {data['score']:.2f}, {data['valence'] or 'neutral'}",
        f"  actors: {', '.join(actors) or '-'}",
        f"  topics: {', '.join(each['id'] for each in data['topics'][:6]) or '-'}",
        textwrap.fill(f"“{evidence}”", WIDTH, initial_indent="  ", subsequent_indent="  ") if evidence else None,
        f"  {data['url']}",
    ]
    return "\n".join(line for line in lines if line)


def withdrawal(data: dict[str, Any]) -> str:
    """That it is gone, and how that shows."""
    return f"■ {marked(data['type'], data['title'])}\n  {data['source']}: {data['what_is_new']}\n  {data['url']}"
