"""The tokens of a text in which parties are masked as ⟨1⟩, ⟨2⟩, ⟨12⟩ or ⟨3⟩.

What is learned from masked text is how two sides deal with each other, not who they are; that is what holds for
outlets and names never seen in training.
"""

from __future__ import annotations

import regex

WORD = regex.compile(r"⟨[^⟩]*⟩|[\p{L}\p{M}]+|\p{N}+|[?!:«»“”\"]")


def words(text: str) -> list[str]:
    """Masks, words in lower case, numbers by their length, and the marks that ask or quote."""
    return [_plain(match[0]) for match in WORD.finditer(text)]


def _plain(token: str) -> str:
    return f"{min(len(token), 4)}#" if token[0].isnumeric() else token.lower()
