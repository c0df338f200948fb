"""The class of a statement: its verb's, or what its words plainly do where the verb is neutral."""

from __future__ import annotations

from processors.reading.statements.language import Language

ASKS, ASKED = "other", "asked"
UNNAMED = (ASKS, ASKED)
"""Patterns that tell no class of their own: to do something, and somebody to do something."""


def shade(kind: str, words: str, language: Language) -> str:
    """The first class whose plain words are found; a verb that is not neutral ("denied") tells it alone.

    Who asks or tells somebody to do something demands it: "asked Moscow to release him", but not "asked whether".
    """
    plain = words.replace("’", "'")
    if kind not in ("says", ASKS):
        return kind
    if _holds(ASKS, plain, language) or (kind == ASKS and _holds(ASKED, plain, language)):
        return "warns" if _holds("warns", plain, language) else "demands"
    if kind == ASKS:
        return kind
    return next((each for each in language.shades if each not in UNNAMED and _holds(each, plain, language)), kind)


def _holds(kind: str, words: str, language: Language) -> bool:
    pattern = language.shades.get(kind)
    return pattern is not None and pattern.search(words) is not None
