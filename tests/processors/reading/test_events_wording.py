"""The wording of deeds: stems, endings, gaps, idle words; the cases of names; the valence that all of it makes."""

from __future__ import annotations

import pytest

from detente.messages import Event, Party
from detente.profiles import load
from detente.profiles.lexicon import Cues, EventWords
from processors.reading.events.cases import Cases
from processors.reading.events.patterns import Patterns, variants
from processors.reading.events.valence import valence_of

PROFILE = load("us-russia")
WEIGHTS = PROFILE.events.valence


def found(text: str, *patterns: str, idle: tuple[str, ...] = ()) -> list[str]:
    words = EventWords(deeds={"ACCUSE": {"verb": {"111": patterns}}}, cues=Cues(idle=idle, said=("said",)))
    return [text[deed.start : deed.end] for deed in Patterns(words).deeds(text) if deed.meanings]


def test_a_stem_begins_a_word_and_a_marked_word_is_whole() -> None:
    assert found("they condemned it", "condemn") == ["condemn"]
    assert found("they banned the band", "=ban") == []
    assert found("uncondemned", "condemn") == []


def test_parts_stand_within_one_sentence_in_their_order() -> None:
    assert found("lifted all its sanctions", "lift … sanction") == ["lifted all its sanction"]
    assert found("sanctions were lifted", "lift … sanction") == []
    assert found("lifted a ban. sanctions stay", "lift … sanction") == []


def test_the_fullest_pattern_takes_its_words() -> None:
    assert found("lift the sanctions", "sanction", "lift … sanction") == ["lift the sanction"]
    assert found("declined to comment", "declin", idle=("declin … comment",)) == []


def test_a_verb_is_written_once_for_its_endings() -> None:
    assert variants("deny~ it") == ["=denied it", "=denies it", "=deny it", "=denyed it", "=denying it", "=denys it"]
    assert "=urging to" in list(variants("urge~ to"))


@pytest.mark.parametrize(
    ("actor", "written", "case"),
    [
        ("putin", "Путин", "nominative"),
        ("putin", "Путина", "genitive"),
        ("putin", "Путиным", "oblique"),
        ("russia", "Россия", "nominative"),
        ("russia", "Россией", "oblique"),
        ("white_house", "Белого дома", "genitive"),
        ("united_states", "США", ""),
        ("united_states", "Washington", ""),
    ],
)
def test_an_ending_shows_the_case(actor: str, written: str, case: str) -> None:
    assert Cases(PROFILE).of(actor, written) == case


def event(quad: str, sentence: str) -> Event:
    side = {"us": Party(id=None, name="US", side="us"), "ru": Party(id=None, name="Russia", side="ru")}
    return Event(
        type="X",
        quad=quad,
        score=0.0,
        actor=side["us"],
        target=side["ru"],
        status="happened",
        cameo=None,
        sentence=sentence,
    )


def test_one_kind_of_evidence_is_plain_and_both_in_balance_are_mixed() -> None:
    one, two = event("V-COOP", "They met."), event("M-COOP", "They swapped.")
    assert valence_of([], [one, two], "", "They met. They swapped.", WEIGHTS) == "cooperative"
    assert valence_of(["V-CONF", "V-CONF"], [], "Blame", "", WEIGHTS) == "conflictual"
    text = "They met. They quarrelled."
    both = [one, event("M-COOP", "They met."), event("V-CONF", "They quarrelled.")]
    assert valence_of(["V-COOP", "V-CONF"], both, "Talks amid a quarrel", text, WEIGHTS) == "mixed"


def test_the_title_weighs_more_than_what_stands_below() -> None:
    text = "They met. They quarrelled."
    quarrel = event("V-CONF", "They quarrelled.")
    assert valence_of(["V-COOP", "V-COOP"], [quarrel], "Talks and a deal", text, WEIGHTS) == "cooperative"
    assert valence_of(["V-CONF", "V-CONF"], [event("V-COOP", "They met.")], "Blame", text, WEIGHTS) == "conflictual"
