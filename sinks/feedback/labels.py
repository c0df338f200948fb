"""Thumbs as labelled texts: what `detente train relevance` reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from sinks.feedback.thumbs import Thumb

Label = Literal["positive", "hard_negative", "borderline"]


class LabelledText(msgspec.Struct, frozen=True, kw_only=True):
    """A line of training data."""

    id: str
    label: Label
    title: str | None
    text: str
    lang: str | None
    outlet: str


def label_of(ups: int, downs: int) -> Label:
    """What most people say; where they are even, careful readers differ, and nobody is to learn from it."""
    return "positive" if ups > downs else "hard_negative" if downs > ups else "borderline"


def labelled(thumbs: Iterable[Thumb]) -> list[LabelledText]:
    """One text an article, in the order of their ids, with the longest text that a thumb was given on."""
    by_article: dict[str, list[Thumb]] = {}
    for thumb in thumbs:
        by_article.setdefault(thumb.article, []).append(thumb)
    return [_text(of) for _, of in sorted(by_article.items())]


def _text(thumbs: list[Thumb]) -> LabelledText:
    fullest = max(thumbs, key=lambda each: (len(each.text), each.at))
    ups = sum(each.up for each in thumbs)
    return LabelledText(
        id=fullest.article,
        label=label_of(ups, len(thumbs) - ups),
        title=fullest.title,
        text=fullest.text,
        lang=fullest.language,
        outlet=fullest.source,
    )
