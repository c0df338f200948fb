"""The model file: what is written is read, what is broken is named, and running needs no training library."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from detente.errors import UsageError
from detente.profiles import load
from processors.reading.features import Reader
from processors.relevance import model as model_file
from processors.relevance.grams import BITS
from processors.relevance.model import ModelFile, OfVector, VectorWeighing, Weighing, packed, packed_rows
from processors.relevance.scorer import Learned, Rules
from processors.relevance.vectors import DIMENSIONS, embedder, why_not

SHIPPED = model_file.path_of("us-russia")
PROFILE = load("us-russia")
READER = Reader(PROFILE)
TEXT = ("US imposes sanctions on Russian banks", "The Treasury Department named three Russian banks. Moscow protested.")


def shipped() -> ModelFile:
    found = model_file.read(SHIPPED)
    assert found is not None
    return found


def test_the_shipped_file_is_small_and_for_its_profile() -> None:
    assert SHIPPED.stat().st_size < 3_000_000
    assert shipped().profile == "us-russia"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    model_file.write(shipped(), path)
    assert model_file.read(path) == shipped()
    assert path.read_bytes() == SHIPPED.read_bytes()


def test_no_file_is_no_model_and_a_broken_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "relevance.json"
    assert model_file.read(path) is None
    path.write_text("{}")
    with pytest.raises(UsageError, match=r"relevance\.json"):
        model_file.read(path)
    model_file.write(msgspec.structs.replace(shipped(), format=99), path)
    with pytest.raises(UsageError, match="train it again"):
        model_file.read(path)


def test_a_byte_a_weight_is_close_to_the_weight() -> None:
    size = 1 << BITS
    weights = list(islice(cycle([0.5, -1.0, 0.0, 0.25]), size))
    view = packed(BITS, [2.0] * size, weights)
    grams = {0: 1.0, 1: 2.0, 3: 1.0}
    exact = (0.5 * 1 - 1.0 * 2 + 0.25 * 1) / (1 + 4 + 1) ** 0.5
    assert Weighing(view).log_odds(grams) == pytest.approx(exact, abs=0.02)
    assert Weighing(view).log_odds({}) == 0.0


def form(linear: list[float], bends: tuple[tuple[float, float, list[float]], ...] = ()) -> OfVector:
    """Of weight, offset and direction."""
    directions, scale = packed_rows([direction for _, _, direction in bends])
    return OfVector(
        linear=tuple(linear),
        weights=tuple(weight for weight, _, _ in bends),
        offsets=tuple(offset for _, offset, _ in bends),
        directions=directions,
        scale=scale,
    )


def test_a_vector_speaks_by_its_place_along_each_direction() -> None:
    bent = VectorWeighing(form([1.0, 0.0], ((2.0, 0.5, [0.0, 1.0]), (-1.0, 0.0, [1.0, -1.0]))))
    assert bent.log_odds([3.0, 1.5]) == pytest.approx(3.0 + 2.0 * (1.5 - 0.5) ** 2 - (3.0 - 1.5) ** 2, abs=0.01)
    assert VectorWeighing(None).log_odds([3.0, 1.5]) == 0.0


def test_a_vector_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        VectorWeighing(form([1.0, 0.0])).log_odds([1.0])
    with pytest.raises(ValueError, match="1 directions of 3 numbers"):
        VectorWeighing(form([1.0, 0.0, 0.0], ((1.0, 0.0, [1.0, 2.0]),)))


def test_the_bands_are_in_order() -> None:
    for stack in shipped().stacks:
        assert 0 < stack.uncertain_from <= stack.relevant_from < 1


def test_a_score_is_the_same_every_time_and_in_every_scorer() -> None:
    reading = READER.read(*TEXT)
    one, other = Learned(PROFILE, READER, shipped(), None), Learned(PROFILE, Reader(PROFILE), shipped(), None)
    assert one.score(reading) == other.score(reading) == one.score(reading)


def with_ranges(*ranges: tuple[float, float]) -> ModelFile:
    """The shipped model with other ranges in which the next stack is asked."""
    stacks = [
        msgspec.structs.replace(stack, unsettled=unsettled)
        for stack, unsettled in zip(shipped().stacks, (*ranges, None), strict=True)
    ]
    return msgspec.structs.replace(shipped(), stacks=tuple(stacks))


@pytest.mark.parametrize(
    ("ranges", "asked"), [([(1.0, 0.0), (0.0, 1.0)], 0), ([(0.0, 1.0), (1.0, 0.0)], 1), ([(0.0, 1.0), (0.0, 1.0)], 2)]
)
def test_as_many_vectors_are_made_as_the_text_needs(ranges: list[tuple[float, float]], asked: int) -> None:
    texts: list[str] = []

    def embed(text: str) -> list[float]:
        texts.append(text)
        return [1.0 / DIMENSIONS] * DIMENSIONS

    scorer = Learned(PROFILE, READER, with_ranges(*ranges), embed)
    found = scorer.score(READER.read(*TEXT))
    assert len(texts) == asked
    assert ("sentence vectors" in dict(found.features)) == (asked > 0)
    assert scorer.name.endswith("+vectors")


def test_without_vectors_the_first_stack_judges_alone() -> None:
    scorer = Learned(PROFILE, READER, with_ranges((0.0, 1.0), (0.0, 1.0)), None)
    assert "sentence vectors" not in dict(scorer.score(READER.read(*TEXT)).features)
    assert scorer.lacks


def test_what_is_settled_without_vectors_is_a_no_and_what_one_settles_above_is_relevant() -> None:
    plain, of_one, of_two = shipped().stacks
    assert plain.unsettled is not None
    assert of_one.unsettled is not None
    assert 0 < plain.unsettled[0] <= plain.uncertain_from
    assert plain.unsettled[1] == 1.0
    assert of_one.unsettled[1] >= of_one.relevant_from
    assert of_two.unsettled is None


def test_a_profile_without_a_model_starts_with_its_rules() -> None:
    assert Rules(PROFILE, READER).score(READER.read(*TEXT)).decided_by == "rules"


def test_scoring_imports_no_training_library() -> None:
    program = (
        "import sys; from detente.profiles import load; from processors.reading.features import Reader;"
        "from processors.relevance.scorer import scorer_of; profile = load('us-russia'); reader = Reader(profile);"
        f"scorer_of(profile, reader).score(reader.read(*{TEXT!r}));"
        "print([name for name in ('sklearn', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_text_costs_less_than_a_fifth_of_a_second_without_vectors() -> None:
    scorer = Learned(PROFILE, READER, shipped(), None)
    reading = READER.read(TEXT[0], TEXT[1] * 200)
    begun = time.process_time()
    for _ in range(5):
        scorer.score(reading)
    assert (time.process_time() - begun) / 5 < 0.2


def test_a_cpu_without_the_instructions_is_never_asked_to_run_them(tmp_path: Path) -> None:
    flags = tmp_path / "cpuinfo"
    flags.write_text("flags : fpu sse2\n")
    assert why_not(flags) is not None
    assert why_not(tmp_path / "none") is not None


def test_vectors_are_there_exactly_when_nothing_speaks_against_them() -> None:
    assert (embedder() is None) is (why_not() is not None)


def test_training_without_its_library_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import typer

    from processors.relevance import commands

    app = typer.Typer()
    app.command()(commands.train)
    monkeypatch.setattr(commands, "find_spec", lambda _: None)
    done = CliRunner().invoke(app, ["relevance", str(tmp_path)])
    assert isinstance(done.exception, UsageError)
    assert "scikit-learn" in str(done.exception)
