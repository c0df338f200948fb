"""Every table of every room in one place, for the migrations."""

from detente.tables import METADATA, feedback, frontier, ops, outbox, store, stories

__all__ = ["METADATA", "feedback", "frontier", "ops", "outbox", "store", "stories"]
