"""Deeds as verbs: the doer before and the other side after them, or in the passive the other way round."""

from __future__ import annotations

import re

from processors.reading.events.cast import HOSTILE, Cast, Context, Sides, understood
from processors.reading.events.doers import FAR, Doers
from processors.reading.events.markers import CLAUSE, MARK, Markers
from processors.reading.events.passives import Passives
from processors.reading.events.patterns import Deed, Meaning
from processors.reading.events.row import BOTH, THIRD, Party, Row
from processors.reading.events.speakers import Speakers

AIMED = ("REQUEST", "ACCUSE", "SUPPORT", "COERCE", "ASSAULT")
"""Types whose next party is whom they are done to."""
DONE_BY = ("161", "163", "164", "070", "060", "081", "085", "087", "154")
"""CAMEO codes whose Russian noun has the doer as its genitive: "выход США из договора"."""
NEAR, BESIDE = 25, 6
"""So far behind the deed stands whom it is done to; right behind it whom a request is made to."""
JUDGED = ("REQUEST", "ACCUSE", "SUPPORT", "REJECT")
"""Types that may be about another deed, with whose target nobody then quarrels."""
AGAINST = ("on", "against", "против", "отношении", "gegen", "contre")
"""Prepositions of whom a sanction is against."""
AUTHORITIES = re.compile(
    r"\b(?:власти|правительств\w|администраци\w|президента|government|officials|lawmakers|president) "
)
"""What may stand between a request and the own side that it is made to."""
FORCE = ("COERCE", "ASSAULT")
"""Types that no side does to the other unnamed where a third party stands in the sentence."""
MATERIAL = ("SANCTION", "COERCE")
"""Types whose doer is understood where nobody else is there: "lawmakers voted to ban Russian oil"."""
VISIT = "042"


class Acts:
    """The rules for one language; made once. `spoken`: the types that are done by speaking."""

    def __init__(
        self, markers: Markers, speakers: Speakers, doers: Doers, sides: Sides, spoken: frozenset[str]
    ) -> None:
        self._markers, self._doers, self._sides, self._spoken = markers, doers, sides, spoken
        self._speakers = speakers
        self._passives = Passives(markers, sides)

    def cast(self, row: Row, deed: Deed, meaning: Meaning, context: Context) -> Cast | None:
        if self._passives.applies(row, deed, meaning):
            return self._passives.cast(row, deed, meaning, self._speakers.of(row, context))
        return self._done(row, deed, meaning, context)

    def _done(self, row: Row, deed: Deed, meaning: Meaning, context: Context) -> Cast | None:
        agent = self._markers.agent_after(row, deed) or self._markers.instrumental_after(row, deed)
        genitive = None if agent else self._markers.genitive_after(row, deed)
        if meaning.cameo == VISIT:
            return self._visited(row, deed, genitive or self._doers.of(row, deed, context))
        if genitive is not None and meaning.type not in self._spoken and meaning.cameo not in DONE_BY:
            return self._sides.befalls(row, genitive)
        if meaning.form == "feeling":
            agent = agent or self._markers.voice_after(row, deed) or self._markers.angered(row, deed)
        actor = agent or genitive or self._doers.of(row, deed, context)
        if actor is None and meaning.type in MATERIAL:
            return self._by_nobody(row, deed)
        if actor is None or actor.side not in self._sides:
            return None
        if self._is_meant_for(row, deed, meaning, actor):
            return self._sides.befalls(row, actor)
        if meaning.type in AIMED and self._is_own_affair(row, deed, meaning, actor):
            return None
        return self._elsewhere(row, deed, meaning, actor) if agent else self._against(row, deed, meaning, actor)

    def _is_meant_for(self, row: Row, deed: Deed, meaning: Meaning, actor: Party) -> bool:
        """Nobody's own sanction: "in its effort to punish Moscow", where Moscow is nearest."""
        meant = meaning.type == "SANCTION" and row.low[: deed.start].endswith(" to ")
        return meant and self._is_own_affair(row, deed, meaning, actor)

    def _against(self, row: Row, deed: Deed, meaning: Meaning, actor: Party) -> Cast | None:
        """Whom it is done to: the other side after the deed, unless a third party stands in that place."""
        other, following = self._sides.other(actor.side), self._following(row, deed, actor)
        aim = next((each for each in following if each.side in (other, BOTH)), None)
        if aim is not None and CLAUSE.search(row.low, deed.end, aim.start):
            aim = None
        if following and self._is_done_to_third(deed, following[0], aim):
            return None
        if aim is None:
            return self._elsewhere(row, deed, meaning, actor)
        if meaning.type in JUDGED and self._is_aim_of_another(row, deed, aim):
            return None
        thirds = any(each.side == THIRD and each.end <= aim.start for each in following)
        return Cast(actor, aim._replace(side=other), 2 if thirds or aim.start - deed.end > FAR else 3)

    def _is_done_to_third(self, deed: Deed, first: Party, aim: Party | None) -> bool:
        joined = aim is not None and aim.before in self._markers.joining and aim.start - first.end < 8
        return first.side == THIRD and first.start - deed.end < 40 and not joined

    def _is_aim_of_another(self, row: Row, deed: Deed, aim: Party) -> bool:
        """Whether it is what one's own side does to it that is judged: "firms protest against sanctions on it"."""
        if aim.before not in AGAINST:
            return False
        between = [each for each in row.deeds if deed.end <= each.start and each.end <= aim.start]
        return any(m.type in MATERIAL for each in between for m in each.meanings)

    def _by_nobody(self, row: Row, deed: Deed) -> Cast | None:
        """What somebody without a name does to whom stands right behind it."""
        if row.of(THIRD):
            return None
        aim = next((each for each in row.parties if 0 <= each.start - deed.head <= 40), None)
        return self._sides.befalls(row, aim) if aim and aim.before not in self._markers.inside else None

    def _elsewhere(self, row: Row, deed: Deed, meaning: Meaning, actor: Party) -> Cast | None:
        """The other side named anywhere in the sentence, or understood where no third party is meant."""
        other = self._sides.other(actor.side)
        named = [each for each in row.of(other) if each.start != actor.start]
        if named:
            return Cast(actor, named[-1], 1 if self._is_beyond(row, deed, named[-1]) else 2)
        beside = row.parties if meaning.type in FORCE else self._following(row, deed, actor)
        if any(each.side == THIRD for each in beside):
            return None
        return Cast(actor, understood(other), 1)

    def _is_beyond(self, row: Row, deed: Deed, aim: Party) -> bool:
        """Whether another deed stands between, which may be what is done to it."""
        return any(deed.end <= each.start < aim.start and each.meanings for each in row.deeds)

    def _following(self, row: Row, deed: Deed, actor: Party) -> list[Party]:
        """The parties after a deed, without the places where it is done; one side's may be whom it is done to, too."""
        after = [each for each in row.parties if each.start >= deed.head - 1]
        kept = after[-1:] if after and not (after[-1].side == THIRD and self._is_place(row, after[-1])) else []
        return [e for e in after if e is not actor and (e.before not in self._markers.inside or e in kept)]

    def _is_place(self, row: Row, party: Party) -> bool:
        return party.before in self._markers.inside and row.low[: party.start].endswith(f" {party.before} ")

    def _is_own_affair(self, row: Row, deed: Deed, meaning: Meaning, actor: Party) -> bool:
        """Whether it is done to one's own side: "Trump accused Biden of weakness towards Russia"."""
        first = next(iter(self._following(row, deed, actor)), None)
        near = BESIDE if meaning.type == "REQUEST" else NEAR
        if first is None or first.side != actor.side:
            return False
        if len(AUTHORITIES.sub("", row.low[deed.end : first.start])) > near:
            return False
        between = [each for each in row.deeds if deed.end <= each.start < first.start]
        if any(m.type in HOSTILE for each in between for m in each.meanings):
            return False  # "alarm at the arrest of an American" is about the arrest
        return not MARK.search(row.low[deed.end : first.start]) and first.before not in self._markers.joining

    def _visited(self, row: Row, deed: Deed, guest: Party | None) -> Cast | None:
        """Where one arrives is whom one visits: the first party after the deed that is not the guest."""
        host = next((each for each in row.parties if each.start >= deed.head - 1 and each is not guest), None)
        if host is not None and host.before in self._markers.origin:
            return None
        if guest is None or host is None or not self._sides.are(guest, host):
            return None
        return Cast(guest, host, 3, mutual=True)
