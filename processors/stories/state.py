"""The assigner's memory in SQL, fenced: who was overtaken by another assigner cannot write any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import sqlalchemy as sa

from detente import sql
from detente.errors import PartitionsLost
from detente.tables.stories import ASSIGNERS, PLACES
from processors.stories.memory import Member

_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(Member)
CHUNK = 500


class State:
    """The state of one profile. Raises StoreUnavailable."""

    def __init__(self, engine: sa.Engine, profile: str) -> None:
        self._engine, self._profile = engine, profile
        self._epoch = 0
        self._number = 0

    def take_over(self) -> Iterator[Member]:
        """Become the one who writes, and read all that is known in the order of assignment."""
        with sql.writing(self._engine) as connection:
            row = connection.execute(
                sql.upsert(connection, ASSIGNERS)
                .values(profile=self._profile, epoch=1)
                .on_conflict_do_update(index_elements=["profile"], set_={"epoch": ASSIGNERS.c.epoch + 1})
                .returning(ASSIGNERS.c.epoch)
            ).one()
            self._epoch = row.epoch
            query = (
                sa.select(PLACES.c.number, PLACES.c.member)
                .where(PLACES.c.profile == self._profile)
                .order_by(PLACES.c.number)
            )
            rows = connection.execute(query).all()
        self._number = rows[-1].number if rows else 0
        for row in rows:
            yield _decoder.decode(row.member)

    def update_of(self, article: str) -> bytes | None:
        """The update that told `article`, as it was published."""
        with sql.reading(self._engine) as connection:
            return connection.scalar(
                sa.select(PLACES.c.story_update).where(PLACES.c.profile == self._profile, PLACES.c.article == article)
            )

    def write(self, places: Sequence[tuple[Member, bytes]], forgotten: Sequence[str]) -> None:
        """Make assignments durable, in one transaction; PartitionsLost when another has taken over."""
        if not places and not forgotten:
            return
        with sql.writing(self._engine) as connection:
            query = sa.select(ASSIGNERS.c.epoch).where(ASSIGNERS.c.profile == self._profile).with_for_update()
            if connection.scalar(query) != self._epoch:
                raise PartitionsLost("another assigner of stories has taken over")
            for member, update in places:
                self._number += 1
                connection.execute(self._row(connection, member, update))
            for at in range(0, len(forgotten), CHUNK):
                connection.execute(
                    sa.delete(PLACES).where(
                        PLACES.c.profile == self._profile, PLACES.c.article.in_(forgotten[at : at + CHUNK])
                    )
                )

    def _row(self, connection: sa.Connection, member: Member, update: bytes) -> sa.Insert:
        values = {
            "revision": member.revision,
            "story": member.story,
            "group_id": member.group,
            "at": member.first_seen,
            "member": _encode(member),
            "story_update": update,
        }
        insert = sql.upsert(connection, PLACES).values(
            profile=self._profile, article=member.doc.id, number=self._number, **values
        )
        return insert.on_conflict_do_update(index_elements=["profile", "article"], set_=values)
