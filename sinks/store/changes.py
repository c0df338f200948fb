"""What a revision changed in an article's text: a unified diff, a sentence a line. Pure."""

from __future__ import annotations

import difflib
import re

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
MOST_SENTENCES = 5_000
MOST_CHARACTERS = 64_000


def changes(before: str, after: str) -> str:
    """The sentences that went and came, each with its place; empty where none did."""
    lines = difflib.unified_diff(_sentences(before), _sentences(after), lineterm="", n=0)
    return "\n".join(line for line in lines if line not in ("--- ", "+++ "))[:MOST_CHARACTERS]


def _sentences(text: str) -> list[str]:
    found = (" ".join(sentence.split()) for sentence in SENTENCE_END.split(text))
    return [sentence for sentence in found if sentence][:MOST_SENTENCES]
