"""How much may begin: what keeps us waiting moves aside, so that it takes no place from the rest."""

from __future__ import annotations

ASIDE = 1024  # more polls, and more fetches, whose hosts keep us waiting: the dead do not hold up the living
PATIENCE_SECONDS = 2.0


class Places:
    """`quick` places for all, and `aside` places for what has taken more than `patience` seconds or failed before.

    When the places aside are all taken, too, the slow keep their quick ones: there is a bound to everything. Times are
    on a clock of the caller's.
    """

    def __init__(self, quick: int, aside: int, patience: float) -> None:
        self._quick, self._aside, self._patience = quick, aside, patience
        self._since: dict[str, float] = {}
        self._moved: set[str] = set()

    def enter(self, key: str, now: float, *, aside: bool = False) -> None:
        """`key` has begun."""
        (self._moved.add(key) if aside else self._since.setdefault(key, now))

    def leave(self, key: str) -> None:
        """`key` has ended."""
        self._since.pop(key, None)
        self._moved.discard(key)

    def back(self, key: str, now: float) -> None:
        """`key` does not wait for others any more but has work of ours to do: it counts as quick again."""
        if key in self._moved:
            self._moved.discard(key)
            self._since[key] = now

    def free(self, now: float) -> int:
        """How many may begin now."""
        for key, since in list(self._since.items()):  # in the order of their beginning
            if now - since < self._patience or len(self._moved) >= self._aside:
                break
            del self._since[key]
            self._moved.add(key)
        return max(0, self._quick - len(self._since))

    def free_aside(self) -> int:
        """How many may begin now that are known to be slow."""
        return max(0, self._aside - len(self._moved))
