"""How the English-language press writes a Russian surname: Alekseyev or Alekseev, Lugovoi or Lugovoy."""

from __future__ import annotations

from itertools import product

from detente.profiles.compile.russian import HISSING, VOWELS
from detente.profiles.compile.spellings import CYRILLIC

SOUNDS = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya"
LETTERS = dict(zip(CYRILLIC, SOUNDS.split(" "), strict=True))
DIFFERENT = {"ё": ("yo", "e", "ye"), "я": ("ya", "ia"), "ю": ("yu", "iu")}
ENDINGS = (
    ("ский", ("sky", "skiy", "ski", "skii")), ("ий", ("y", "iy", "i")), ("ый", ("y", "yi", "iy")),
    ("ой", ("oy", "oi")), ("ай", ("ay", "ai")), ("ей", ("ey", "ei")),
)  # fmt: skip


def romanised(surname: str) -> set[str]:
    """The spellings of a surname that stands in Cyrillic; of a double one, its halves in the same way."""
    return {"-".join(parts) for parts in product(*(sorted(_one(part.lower())) for part in surname.split("-")))}


def _one(name: str) -> set[str]:
    ending, written = next(((end, ways) for end, ways in ENDINGS if name.endswith(end)), ("", ("",)))
    stem = name.removesuffix(ending)
    ways = [_ways(letter, stem[:n]) for n, letter in enumerate(stem)]
    found = {"".join(letters) for letters in product(*ways, written)}
    return {form.capitalize() for each in found for form in (each, each.replace("ks", "x"))}


def _ways(letter: str, before: str) -> tuple[str, ...]:
    last = before[-1:]
    if letter in "её" and (not last or last in VOWELS + "ьъ"):
        return ("ye", "e", *(("ie",) if last == "ь" else ()), *(("yo",) if letter == "ё" else ()))
    if letter == "ё" and last in HISSING:
        return ("e", "o", "yo")
    return DIFFERENT.get(letter, (LETTERS.get(letter, letter),))
