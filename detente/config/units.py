"""Durations and sizes as people write them: `250ms`, `30s`, `5m`, `6h`, `7d`; `512KiB`, `15MiB`; rates as `1/s`."""

from __future__ import annotations

import re

SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
BYTES = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


class Duration(float):
    """Seconds, written as `5m`."""

    @classmethod
    def parse(cls, text: object) -> Duration:
        """The duration in `text`; ValueError says what is expected."""
        match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)", text) if isinstance(text, str) else None
        if match is None:
            raise ValueError(f'{text!r} is no duration (write "250ms", "30s", "5m", "6h" or "7d")')
        return cls(float(match[1]) * SECONDS[match[2]])

    def __str__(self) -> str:
        unit = next((u for u in ("d", "h", "m", "s") if self >= SECONDS[u] and self % SECONDS[u] == 0), "ms")
        return "0s" if not self else f"{self / SECONDS[unit]:g}{unit}"


class Size(int):
    """Bytes, written as `15MiB`."""

    @classmethod
    def parse(cls, text: object) -> Size:
        """The size in `text`; ValueError says what is expected."""
        match = re.fullmatch(r"(\d+(?:\.\d+)?)(B|KiB|MiB|GiB)", text) if isinstance(text, str) else None
        if match is None:
            raise ValueError(f'{text!r} is no size (write "512KiB" or "15MiB")')
        return cls(int(float(match[1]) * BYTES[match[2]]))

    def __str__(self) -> str:
        unit = next((u for u in ("GiB", "MiB", "KiB") if self >= BYTES[u] and self % BYTES[u] == 0), "B")
        return f"{self // BYTES[unit]}{unit}"


class Rate(float):
    """Events a second, written as `1/s` or `30/m`."""

    @classmethod
    def parse(cls, text: object) -> Rate:
        """The rate in `text`; ValueError says what is expected."""
        match = re.fullmatch(r"(\d+(?:\.\d+)?)/(s|m|h)", text) if isinstance(text, str) else None
        if match is None or float(match[1]) <= 0:
            raise ValueError(f'{text!r} is no rate (write "1/s" or "30/m")')
        return cls(float(match[1]) / SECONDS[match[2]])

    def __str__(self) -> str:
        unit = next((u for u in ("s", "m") if self * SECONDS[u] >= 1), "h")
        return f"{self * SECONDS[unit]:g}/{unit}"


class Secret:
    """A value that prints as `***`; `reveal` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    @classmethod
    def parse(cls, text: object) -> Secret:
        if not isinstance(text, str):
            raise ValueError("must be a text")
        return cls(text)
