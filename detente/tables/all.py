"""Every table of every room in one place, for the migrations."""

from detente.tables import METADATA, archive, frontier, ops, outbox, rechecks, store, stories

__all__ = ["METADATA", "archive", "frontier", "ops", "outbox", "rechecks", "store", "stories"]
