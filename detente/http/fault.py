"""What can go wrong in an exchange: a closed set of kinds, each with one line."""

from __future__ import annotations

from typing import Literal

from detente.errors import DetenteError

Kind = Literal[
    "dns",
    "refused_address",
    "connect",
    "tls",
    "timeout",
    "too_large",
    "truncated",
    "encoding",
    "redirect",
    "protocol",
    "url",
]
LONGEST = 300


class HttpFault(DetenteError):
    """The exchange did not end in an answer. `kind` is what is counted, `reason` what a person reads.

    `answered`: a status and headers came, what failed was the rest.
    """

    def __init__(self, kind: Kind, reason: str, *, answered: bool = False) -> None:
        reason = reason if len(reason) <= LONGEST else reason[: LONGEST - 1] + "…"  # servers' words may be in it
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.answered = answered
