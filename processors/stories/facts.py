"""From an article to a `Doc`: terms of its own language, and facts that need none.

Facts join reports across languages: the actors' ids, capitalised names by their consonants in Latin letters, numbers,
topics.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from detente.messages import Article
from detente.profiles import Profile
from detente.urls import host_of
from processors.reading.sentences import sentences
from processors.relevance.vectors import DIMENSIONS
from processors.stories.doc import Doc
from processors.stories.numbers import numbers_of, ordinals_of
from processors.stories.shingles import grams, sketch, words

TERM = re.compile(r"[^\W\d_]{3,}")
NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZА-ЯЁІЇЄҐ][^\W\d_]{3,}")
LEAD_WORDS = 200
TERMS = 60
LEAD_SENTENCES = 3
RARE = 0.002
OPINION = re.compile(r"\b(?:opinion|op-ed|editorial|commentary|мнение|колонка|kommentar|tribune|opinia)\b", re.I)
PAST = re.compile(
    r"\b(?:years? ago (?:today|this)|on this day|anniversary of|timeline|a look back|годовщин\w*|лет назад)\b", re.I
)
CORRECTION = re.compile(
    r"^\W*(?:correct(?:s|ed|ion)|clarif(?:ies|ication)|исправлен\w*|уточнени\w*|berichtig\w*)\b", re.I
)
LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэіїєґ", "abvgdeziiklmnoprstufhyeiieg", strict=True)),
        "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ё": "e", "ь": "", "ъ": "",
    }
)  # fmt: skip


@cache
def background() -> tuple[dict[str, float], dict[str, float]]:
    """Shares of news texts that hold a word, and that name an actor: made once from many texts.

    So weights never drift.
    """
    found = json.loads((Path(__file__).parent / "background.json").read_text(encoding="utf-8"))
    return found["words"], found["actors"]


def weight(share: float) -> float:
    """Inverse document frequency of a share of documents."""
    return math.log(1 / max(share, RARE))


class Common(NamedTuple):
    """What every article of the pair names, so that it tells nothing: the states' ids, and their names as skeletons."""

    states: frozenset[str]
    names: frozenset[str]


def common_of(profile: Profile) -> Common:
    """The common names of a profile."""
    states = [actor for actor in profile.actors.values() if actor.kind == "state"]
    forms = (form for actor in states for given in actor.forms.values() for form in given)
    names = filter(None, (skeleton(word) for form in forms for word in form.split()))
    return Common(frozenset(actor.id for actor in states), frozenset(names))


def doc_of(article: Article, common: Common) -> Doc:
    """The document of an article."""
    title, text = article.title or "", article.text
    meaning = article.meaning or b""
    moment = article.clocks.published or article.clocks.first_seen
    lead = " ".join(text[span.start : span.end] for span in sentences(text[:3000], LEAD_SENTENCES))
    return Doc(
        id=article.id,
        source=host_of(article.url) if article.source.family is None else article.source.family,
        family=article.source.family or host_of(article.url),
        language=article.language or "",
        at=min(moment.timestamp(), article.clocks.first_seen.timestamp()),
        sketch=sketch(f"{title}\n{text}"),
        terms=terms_of(title, text),
        facts=facts_of(article, common, lead),
        meaning=meaning if len(meaning) == DIMENSIONS else b"",
        lead=frozenset(grams(words(f"{title} {lead}"), 3)),
        title_numbers=frozenset(numbers_of(title)),
        ordinals=frozenset(ordinals_of(f"{title} {lead}")),
        opinion=bool(OPINION.search(title) or "/opinion" in article.url),
        past=bool(PAST.search(title)),
        correction=bool(CORRECTION.search(title) or CORRECTION.search(text[:80])),
        seed=article.seed,
    )


def terms_of(title: str, text: str) -> dict[str, float]:
    """The unit vector of the top terms: title twice and the first words, weighted by rarity."""
    shares, _ = background()
    body = " ".join(text.split()[:LEAD_WORDS])
    counts = Counter(TERM.findall(f"{title} {title} {body}".lower()))
    weighed = {term: (1 + math.log(count)) * weight(shares.get(term, 0.0)) for term, count in counts.items()}
    return unit(dict(sorted(weighed.items(), key=lambda each: (-each[1], each[0]))[:TERMS]))


def facts_of(article: Article, common: Common, lead: str) -> dict[str, float]:
    """The unit vector of what needs no language."""
    _, shares = background()
    title = article.title or ""
    head = f"{title}\n{' '.join(article.text.split()[:LEAD_WORDS])}"
    weighed: dict[str, float] = {}
    for actor in article.judgement.actors:
        if actor.id not in common.states:
            weighed[f"@{actor.id}"] = weight(shares.get(actor.id, 0.0)) * (1 + math.log(actor.mentions)) / 1.5
    known = common.names | {skeleton(word) for actor in article.judgement.actors for word in actor.name.split()}
    names = Counter(name for name in map(skeleton, NAME.findall(head)) if name and name not in known)
    for name, count in names.items():
        weighed[f"~{name}"] = 3.0 * (1 + math.log(count))
    for number in numbers_of(f"{title} {lead}"):
        weighed[f"#{number}"] = 2.0 if number < 10 else 4.0
    for topic in article.judgement.topics[:4]:
        weighed[f"%{topic.id}"] = 1.5 * topic.score
    return unit(weighed)


def skeleton(name: str) -> str | None:
    """The consonants of a name in Latin letters, without its ending: alike in Russian and English.

    None where too few are left.
    """
    latin = name.lower().translate(LATIN)
    latin = re.sub(r"kh", "h", latin).replace("ph", "f").replace("w", "v").replace("ck", "k").replace("c", "k")
    consonants = re.sub(r"(.)\1+", r"\1", re.sub(r"[^bdfghklmnprstvxz]", "", latin))
    return consonants[:4] if len(consonants) >= 3 else None


def unit(vector: dict[str, float]) -> dict[str, float]:
    """`vector` at length one."""
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {key: round(value / length, 5) for key, value in vector.items()} if length else {}


def cosine(one: dict[str, float], two: dict[str, float]) -> float:
    """Of two unit vectors."""
    if len(one) > len(two):
        one, two = two, one
    return sum(value * two.get(key, 0.0) for key, value in one.items())
