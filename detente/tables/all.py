"""Every table of every room in one place, for the migrations."""

from detente.tables import METADATA, frontier, ops, outbox, store, stories

__all__ = ["METADATA", "frontier", "ops", "outbox", "store", "stories"]
