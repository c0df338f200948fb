"""Somebody named in a text, and the one who speaks without being named."""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple

from detente.messages import Party


class Nobody(Enum):
    """A speaker whom one could not name: media, "officials", "he" with nobody before."""

    NOBODY = "nobody"


NOBODY = Nobody.NOBODY
Speaker = Party | Nobody
Kind = Literal["person", "body", "office"]


class Named(NamedTuple):
    """Who is named at `text[start:end]`; a body is an organisation or a state, an office stands for its holder.

    `base`: in the form that a subject has. `loose`: a single word with a capital that may as well be a place.
    """

    start: int
    end: int
    kind: Kind
    party: Speaker
    base: bool = True
    loose: bool = False
