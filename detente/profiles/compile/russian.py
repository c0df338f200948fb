"""Russian case forms of names and of what bodies are called.

Surnames follow rules on their endings (Zaliznyak's declension types as the reference grammar gives them for
surnames): a dictionary does not know foreign ones. Phrases inflect their head, adjectives and noun, by pymorphy3;
what follows the noun stays.
"""

from __future__ import annotations

from functools import cache
from typing import Any

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
FEMALE_SOFT = ("а", "я")
MALE_NAMES_IN_A = ("илья", "никита", "фома", "лука", "кузьма", "саша", "джошуа", "сатья", "элайджа")
FEMALE_NAMES = (
    "алсу", "бриттни", "карин", "нэнси", "венди", "джен", "линн", "кэролайн", "хизер", "морган", "сьюзи", "эврил",
    "тэмми", "пэм", "никки", "хиллари", "сьюзан", "джанет", "джилл", "розе", "роуз", "джин шахин", "бернадетт", "бет",
    "бриджит", "вэл", "гвинн", "деб", "дебби", "джанин", "дженнифер", "джинни", "джули", "джулиан", "дороти", "дэбни",
    "жанетт", "жасмин", "зои", "илим", "карен", "кари", "карли", "кейли", "кейт", "келли", "келлиэнн", "кимберли",
    "кирстен", "клэр", "кэндис", "кэти", "кэтлин", "кэтрин", "лаэль", "лиз", "лорал", "лорен", "лори", "любовь",
    "мари", "марджори", "марси", "мегин", "мейзи", "миньон", "мишель", "мэллори", "мэлфин", "нелли", "николь", "одри",
    "патти", "пэтти", "рейчел", "робин", "сидни", "стефани", "сьюзен", "трейси", "хайди", "хоуп", "челси", "шелби",
    "шелли", "шерель", "шерил", "эбигейл", "эдриенн", "элейн", "элиз", "элизабет", "элис", "элисон", "эллен",
    "эллисон", "эми", "эмили", "энн", "этери",
)  # fmt: skip
VOWELS = "аеёиоуыэюя"
HISSING = "жшчщц"


@cache
def _morph() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def with_e(forms: set[str]) -> set[str]:
    """Each form also with е for ё."""
    return forms | {form.replace("ё", "е").replace("Ё", "Е") for form in forms}


def is_female(first: str) -> bool:
    low = first.lower()
    return low in FEMALE_NAMES or (low.endswith(FEMALE_SOFT) and low not in MALE_NAMES_IN_A)


def surname_forms(surname: str, *, female: bool) -> list[str]:
    """The six cases of `surname` in order; six times itself where it does not change."""
    if "-" in surname:
        head, _, tail = surname.rpartition("-")
        return [
            f"{a}-{b}"
            for a, b in zip(surname_forms(head, female=female), surname_forms(tail, female=female), strict=True)
        ]
    return _female(surname) if female else _male(surname)


def _female(name: str) -> list[str]:
    if name.endswith(("ова", "ева", "ёва", "ина", "ына")):
        stem = name[:-1]
        return [name, stem + "ой", stem + "ой", stem + "у", stem + "ой", stem + "ой"]
    if name.endswith("ая"):
        stem = name[:-2]
        return [name, stem + "ой", stem + "ой", stem + "ую", stem + "ой", stem + "ой"]
    if name.endswith("а"):
        return _first_declension(name)
    return [name] * 6


def _male(name: str) -> list[str]:
    if name.endswith(("ский", "цкий", "кий", "ый")) or name.endswith("ой"):
        stem, y = name[:-2], "им" if name.endswith("ий") else "ым"
        return [name, stem + "ого", stem + "ому", stem + "ого", stem + y, stem + "ом"]
    if name.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return [name, name + "а", name + "у", name + "а", name + "ым", name + "е"]
    if name.endswith(("ий", "ай", "ей", "ой")):
        stem = name[:-1]
        last = "и" if name.endswith("ий") else "е"
        return [name, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + last]
    if name.endswith("ь"):
        stem = name[:-1]
        return [name, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + "е"]
    if name.endswith("а"):
        return _first_declension(name)
    if name.endswith("я"):
        stem = name[:-1]
        return [name, stem + "и", stem + "е", stem + "ю", stem + "ей", stem + "е"]
    if name[-1] in VOWELS:
        return [name] * 6
    instrumental = "ем" if name[-1] in HISSING else "ом"
    return [name, name + "а", name + "у", name + "а", name + instrumental, name + "е"]


def _first_declension(name: str) -> list[str]:
    stem = name[:-1]
    genitive = "и" if stem[-1] in "гкхжшчщ" else "ы"
    instrumental = "ей" if stem[-1] in HISSING else "ой"
    return [name, stem + genitive, stem + "е", stem + "у", stem + instrumental, stem + "е"]


def first_name_forms(first: str, *, female: bool) -> list[str]:
    """The six cases of a first name: by the dictionary where it knows it as one, else by the rules of surnames."""
    if female and not first.endswith(FEMALE_SOFT):
        return [first] * 6
    for parse in _morph().parse(first):
        if "Name" in parse.tag and (("femn" in parse.tag) == female):
            forms = [parse.inflect({case, "sing"}) for case in CASES]
            if all(forms):
                return [form.word.capitalize() for form in forms]
    return _female(first) if female else _male(first)


def person_forms(full: str) -> tuple[set[str], set[str]]:
    """(forms of the full name, forms of the surname alone), in all cases."""
    first, _, rest = full.partition(" ")
    surname = rest.rpartition(" ")[2]
    middle = rest.rpartition(" ")[0]
    female = is_female(first)
    firsts, surnames = first_name_forms(first, female=female), surname_forms(surname, female=female)
    between = f" {middle} " if middle else " "
    return (
        with_e({f"{a}{between}{b}" for a, b in zip(firsts, surnames, strict=True)}),
        with_e(set(surnames)),
    )


def phrase_forms(phrase: str) -> set[str]:
    """All cases of what a body is called: its leading adjectives and first noun; what follows stays."""
    words = phrase.split()
    head = _head_length(words)
    found = {phrase}
    parses = [_parse(word, is_noun=n == head - 1, noun=words[head - 1]) for n, word in enumerate(words[:head])]
    number = "plur" if "plur" in parses[-1].tag else "sing"
    for case in CASES:
        inflected = [parse.inflect({case, number}) for parse in parses]
        if all(inflected):
            front = [_like(form.word, word) for form, word in zip(inflected, words[:head], strict=True)]
            found.add(" ".join([*front, *words[head:]]))
    return with_e(found)


def _head_length(words: list[str]) -> int:
    """How many words from the left agree with each other: adjectives up to and with the first noun."""
    for n, word in enumerate(words):
        tags = [parse.tag for parse in _morph().parse(word)]
        if not any("ADJF" in tag or "PRTF" in tag for tag in tags[:2]):
            return n + 1
    return len(words)


def _parse(word: str, *, is_noun: bool, noun: str) -> Any:
    """The nominative reading of a word; an adjective's in the gender of its noun."""
    parses = [parse for parse in _morph().parse(word) if "nomn" in parse.tag]
    if not parses:
        return _morph().parse(word)[0]
    if is_noun:
        return next((parse for parse in parses if "NOUN" in parse.tag), parses[0])
    target = _parse(noun, is_noun=True, noun=noun).tag
    agree = [p for p in parses if "ADJF" in p.tag and (p.tag.gender == target.gender or "plur" in target)]
    return (agree or parses)[0]


def _like(form: str, word: str) -> str:
    return form.capitalize() if word[:1].isupper() else form
