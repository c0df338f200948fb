"""An attribution: who says it, by which verb, and on which side of it the words stand."""

from __future__ import annotations

from typing import Literal, NamedTuple

from processors.reading.statements.named import Speaker
from processors.reading.statements.tables import Verb

SAYS = Verb("says", "speech")

Side = Literal["after", "before", "object", "refusal", "which"]
"""Where the words are: `after` the verb, `before` it, its `object` before it, the `refusal`, or what `which` means."""


class Attribution(NamedTuple):
    """The tokens `first` to `last`, exclusive, say who speaks; words that follow may begin at `last`.

    `joined`: of the same level as the verb before, so that the words of that one end here. `wide`: "as X said", which
    all of the sentence follows. `aside`: "according to X", which may stand inside the words.
    """

    verb: Verb
    verb_at: int
    speaker: Speaker
    first: int
    last: int
    side: Side
    joined: bool
    wide: bool = False
    aside: bool = False
