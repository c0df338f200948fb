"""Texts of our own that name both sides, or seem to, and what each must be called: the traps of the judgement."""

from __future__ import annotations

import pytest

from detente.profiles import load
from processors.reading.features import Reader
from processors.relevance import model as model_file
from processors.relevance.scorer import Learned

READER = Reader(load("us-russia"))

ABOUT = {
    "a call": (
        "Putin and Trump speak by phone",
        "The two presidents discussed a ceasefire, the Kremlin said on Monday.",
    ),
    "sanctions": (
        "US imposes sanctions on Russian banks",
        "The Treasury Department announced new sanctions against three Russian banks. Moscow called the step hostile.",
    ),
    "an expulsion": (
        "Россия высылает американских дипломатов",
        "МИД России объявил о высылке десяти сотрудников посольства США.",
    ),
    "an exchange": (
        "Росія та США обмінялися ув'язненими",
        "Росія та США провели обмін ув'язненими, повідомили у Кремлі та Білому домі.",
    ),
    "talks": (
        "Lawrow trifft US-Außenminister zu Gesprächen",
        "Russlands Außenminister Lawrow und sein US-Kollege haben in Genf über Abrüstung verhandelt.",
    ),
}
NOT_ABOUT = {
    "sport": (
        "American tennis champion beats Russian in Miami",
        "The American won her semi-final match against the Russian in two sets and goes on to the Grand Slam final.",
    ),
    "a third country": (
        "Xi visits Moscow",
        "China's leader met Putin in Moscow to sign energy contracts. Beijing and Moscow praised their partnership. "
        "China has been in a trade dispute with the United States.",
    ),
    "the battlefield": (
        "Russian drones hit Kharkiv",
        "Shelling and drones killed three in Kharkiv overnight. Ukraine's air defence used American Patriot missiles.",
    ),
    "aid": (
        "Congress debates new aid package for Ukraine",
        "Lawmakers in Washington debated military aid and F-16 jets for Ukraine, which Russia invaded.",
    ),
    "a domestic hearing": (
        "Attorney general to testify at hearing on special counsel",
        "The judiciary committee issued a subpoena in the Russia collusion probe. "
        "Republicans and Democrats in Congress quarrel.",
    ),
    "the market": (
        "Oil prices slip as Brent falls below 80 dollars a barrel",
        "Crude futures fell. Russia and the United States are among the largest producers; shares on Wall Street rose.",
    ),
}
STOPPED = {
    "Moscow in Idaho": (
        "Moscow, Idaho, police search for driver",
        "The Moscow Police Department asked residents for help.",
    ),
    "us the pronoun": (
        "What Russia taught us",
        "A traveller in Siberia writes to us about trains, tea and winter in Russia.",
    ),
    "St Petersburg in Florida": (
        "Storm nears St. Petersburg, Florida",
        "Residents of the American city were told to leave.",
    ),
}


@pytest.fixture(scope="module")
def scorer() -> Learned:
    profile = load("us-russia")
    model = model_file.read(model_file.path_of(profile.id))
    assert model is not None
    return Learned(profile, READER, model, None)


@pytest.mark.parametrize("name", ABOUT)
def test_the_relation_scores_as_relevant_without_vectors(name: str, scorer: Learned) -> None:
    reading = READER.read(*ABOUT[name])
    assert READER.gate(reading)
    scored = scorer.score(reading)
    assert (scored.band, scored.decided_by) == ("relevant", "model")


@pytest.mark.parametrize("name", NOT_ABOUT)
def test_both_sides_named_is_not_enough(name: str, scorer: Learned) -> None:
    assert scorer.score(READER.read(*NOT_ABOUT[name])).band != "relevant"


@pytest.mark.parametrize("name", STOPPED)
def test_the_gate_stops_what_only_looks_like_a_side(name: str) -> None:
    assert not READER.gate(READER.read(*STOPPED[name]))


def test_a_verdict_shows_what_weighed_most_first(scorer: Learned) -> None:
    weights = [abs(weight) for _, weight in scorer.score(READER.read(*ABOUT["sanctions"])).features]
    assert len(weights) > 5
    assert weights == sorted(weights, reverse=True)


def test_the_other_side_of_a_third_party_weighs_less(scorer: Learned) -> None:
    warned = scorer.score(READER.read("US warns Russia over missiles", "Washington warned Moscow on Tuesday."))
    third = scorer.score(READER.read("US warns Turkey over Russian missiles", "Washington warned Ankara on Tuesday."))
    assert warned.probability > third.probability
