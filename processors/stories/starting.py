"""Makes `centres.json`, where the means of `centre` start: `python -m processors.stories.starting`.

It is the mean vector of the headlines that the profile us-russia ships to teach its models, a language each.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from detente.profiles import load
from detente.profiles.profile import FOLDER
from processors.evaluation.labelled import lines_of
from processors.reading.features import Reader
from processors.relevance.vectors import embedder
from processors.relevance.views import opening_text
from processors.stories.centre import FILE

LEAST = 20
"""Texts of a language that the file needs to know it."""


class _Headline(msgspec.Struct):
    title: str
    lang: str
    text: str = ""


def main() -> None:
    """Write the file."""
    embed, reader = embedder(), Reader(load("us-russia"))
    assert embed is not None, "the file is made where sentence vectors can be had"
    found: defaultdict[str, list[list[float]]] = defaultdict(list)
    for name in ("headlines.jsonl", "topic_headlines.jsonl"):
        for row in lines_of(FOLDER / "us_russia" / name, _Headline):
            found[row.lang].append(embed(opening_text(reader.read(row.title, row.text))))
    means = {language: mean(rows) for language, rows in sorted(found.items()) if len(rows) >= LEAST}
    FILE.write_text(json.dumps({"": mean(means.values()), **means}) + "\n", encoding="utf-8")


def mean(vectors: Iterable[Sequence[float]]) -> list[float]:
    """Of as many numbers each."""
    rows = list(vectors)
    return [round(sum(column) / len(rows), 5) for column in zip(*rows, strict=True)]


if __name__ == "__main__":
    main()
