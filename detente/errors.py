"""The four words of the pipeline, and the few faults that the bus and the database are translated to.

A handler answers a record with a result or with one of these words; foreign exceptions are translated once, where
they enter.
"""

from __future__ import annotations


class DetenteError(Exception):
    """A fault with a one-line message that a user can act on."""


class UsageError(DetenteError):
    """The command line or the configuration is wrong: exit code 2, one line an error."""


class Skip(DetenteError):
    """Not for us: counted, committed, nothing published. `outcome` is the word under which it is counted."""

    def __init__(self, reason: str, outcome: str = "skipped") -> None:
        super().__init__(reason)
        self.reason = reason
        self.outcome = outcome


class Reject(DetenteError):
    """Will never work: the original bytes go to the stage's dead letters, with the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Retry(DetenteError):
    """Works later, perhaps: nothing of the record is committed; `after` is a hint in seconds.

    `limit` attempts at most, then a dead letter; None: as long as it takes (the database is down, the disk is full).
    """

    def __init__(self, reason: str, *, after: float | None = None, limit: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after
        self.limit = limit


class Halt(DetenteError):
    """The fault is ours: the stage stops, commits nothing, and a person reads `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BusUnavailable(Retry):
    """The broker or the bus file does not answer or does not take writes."""


class StoreUnavailable(Retry):
    """The database does not answer, is locked or is full."""


class RecordTooLarge(Reject):
    """A value is over the bus's `max_value_bytes`; nothing of the call was published."""


class PartitionsLost(DetenteError):
    """Another member has our partitions by now: forget the batch, it is redelivered there."""
