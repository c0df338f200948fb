"""Who said what: the statements of a text, with their speakers, words and addressees."""

from processors.reading.statements.finder import Statements

__all__ = ["Statements"]
