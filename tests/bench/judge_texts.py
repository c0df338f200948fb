"""Texts: what the gate, the judgement and each of its parts cost, with sentence vectors and without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from detente.demo.articles import articles
from detente.profiles import load
from processors.reading.events import Events
from processors.reading.features import Reader
from processors.reading.judge import Judge
from processors.reading.statements import Statements
from processors.reading.topics import Topics
from processors.relevance.vectors import why_not
from tests.bench.rates import rate

EMBEDDERS = ("processors.relevance.scorer.embedder", "processors.reading.topics.embedder")


def main() -> None:
    """Print documents a second of each."""
    profile = load("us-russia")
    every = [(each.title, "\n".join(each.paragraphs)) for each in articles()]
    relevant = [(each.title, "\n".join(each.paragraphs)) for each in articles() if each.story]
    reader = Reader(profile)
    readings = [reader.read(*text) for text in relevant]
    print(f"  texts of {sum(len(text) for _, text in every) // len(every)} characters, {len(relevant)} relevant ones")
    _show("names and gate, every text", rate(lambda text: reader.gate(reader.read(*text)), every * 20))
    events, statements = Events(profile), Statements(profile)
    with _without_vectors():
        judge, topics = Judge(profile), Topics(profile, reader)
    _show("judge without vectors, every text", rate(lambda text: judge.judge(*text), every * 5))
    _show("judge without vectors, relevant", rate(lambda text: judge.judge(*text), relevant * 5))
    _show("  topics", rate(topics.find, readings * 10))
    _show("  events", rate(lambda each: events.find(each, None), readings * 10))
    _show("  statements", rate(lambda each: statements.find(each, None), readings * 10))
    if (why := why_not()) is not None:
        print(f"    no vectors here: {why}")
        return
    with_vectors = Judge(profile)
    _show("judge with vectors, relevant", rate(lambda text: with_vectors.judge(*text), relevant))


@contextmanager
def _without_vectors() -> Iterator[None]:
    with patch(EMBEDDERS[0], return_value=None), patch(EMBEDDERS[1], return_value=None):
        yield


def _show(what: str, documents: float) -> None:
    print(f"    {what:<35}{documents:>8.0f} documents/s   {1000 / documents:>7.2f} ms each")
