"""Every table of every room in one place, for the migrations."""

from detente.tables import METADATA, archive, feedback, frontier, ops, outbox, rechecks, store, stories

__all__ = ["METADATA", "archive", "feedback", "frontier", "ops", "outbox", "rechecks", "store", "stories"]
