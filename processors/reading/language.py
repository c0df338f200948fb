"""The language of a text: py3langid on its first part, among the languages that news of the profile comes in."""

from __future__ import annotations

from functools import cache
from typing import Any

SOME = (
    "en",
    "ru",
    "uk",
    "de",
    "fr",
    "pl",
    "es",
    "it",
    "be",
    "bg",
    "tr",
    "zh",
    "ar",
    "pt",
    "nl",
    "cs",
    "fi",
    "sv",
    "fa",
    "ja",
)
FIRST = 1500
LEAST = 20


@cache
def _identifier() -> Any:
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(SOME))
    return identifier


def language(text: str, said: str | None = None) -> str | None:
    """ISO 639-1; what the feed `said` where the text is too short to tell; None where nothing does."""
    if len(text) < LEAST:
        return said
    found, sure = _identifier().classify(text[:FIRST])
    return str(found) if sure > 0.5 or said is None else said
