"""From a page's bytes to its text and what its head says: title, byline, dates."""

from processors.extraction.extract import Extracted, NoText, extract

__all__ = ["Extracted", "NoText", "extract"]
