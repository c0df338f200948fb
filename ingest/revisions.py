"""New, the same, or edited: what a feed's items are to what the frontier knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ingest.waiting import NewItem

MOST_REVISIONS = 24  # edits, after the first publication: an entry that changes with every poll is muted then


class KnownItem(msgspec.Struct, frozen=True, kw_only=True):
    """What the frontier has of an item."""

    id: str
    url: str
    feed: str
    state: str  # due | published | failed
    revision: int
    guid_key: bytes | None
    entry_hash: bytes | None


class Sorted(msgspec.Struct, frozen=True):
    """`revised` has items under the id that they were first known by, with the number of their next revision.

    `reused`: how many had a guid that belongs to another article. `muted`: edits that are not followed any more.
    """

    new: list[NewItem]
    revised: list[tuple[NewItem, int]]
    reused: int = 0
    muted: int = 0


def sort_out(
    items: Sequence[NewItem],
    feed: str,
    by_id: Mapping[str, KnownItem],
    by_guid: Mapping[bytes, KnownItem],
    *,
    by_link: bool = False,
) -> Sorted:
    """What of `items` of `feed` is new, and what is an edit of a published article.

    `by_link`: its guids do not name new items any more; those that they named are known by them still.
    """
    new: list[NewItem] = []
    revised: list[tuple[NewItem, int]] = []
    reused = muted = 0
    for item in items:
        known = by_id.get(item.id)
        if known is None and item.guid_key is not None:
            known = by_guid.get(item.guid_key)
            if known is not None and known.entry_hash != item.entry_hash:
                # another link, other words, an old guid: nothing says that it is the same article, so none is lost
                reused += 1
                known = None
                item = msgspec.structs.replace(item, guid_key=None)
        if known is None:
            new.append(msgspec.structs.replace(item, guid_key=None) if by_link else item)
        elif known.feed == feed and _is_edited(item, known):
            if known.revision > MOST_REVISIONS:
                muted += 1
            else:
                revised.append((msgspec.structs.replace(item, id=known.id), known.revision + 1))
    return Sorted(new, revised, reused, muted)


def _is_edited(item: NewItem, known: KnownItem) -> bool:
    return known.state == "published" and known.entry_hash is not None and known.entry_hash != item.entry_hash
