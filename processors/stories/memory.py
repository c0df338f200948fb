"""What the one assigner has in mind: groups, stories, and what each story has told. In memory.

`state` makes it durable.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from detente.messages import AlsoReported, Article, StoryUpdate
from processors.stories.clusters import KEPT, Clusters
from processors.stories.doc import Doc
from processors.stories.facts import Common, doc_of
from processors.stories.groups import Groups
from processors.stories.novelty import News, StoryFacts, judge, judge_revision, newest_sentence

ALSO = 50
TELLING = ("first", "new_fact", "development", "correction")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One article in its place, as it is kept. `novelty` is what it was when it came, whatever its revisions are."""

    doc: Doc
    group: str
    story: str
    novelty: str
    also: AlsoReported
    first_seen: datetime
    revision: int
    founder: bool


class Memory:
    """Assigns articles one after the other; the same articles in the same order give the same places."""

    def __init__(self, common: Common, window: float) -> None:
        self._common = common
        self._groups = Groups()
        self._clusters = Clusters(window)
        self._stories: dict[str, StoryFacts] = {}
        self._members: dict[str, list[Member]] = {}
        self._known: dict[str, Member] = {}
        self._story_of: dict[str, str] = {}
        self._newest = 0.0

    def revision_of(self, article: str) -> int | None:
        """The revision in which `article` is known; None where it is not."""
        member = self._known.get(article)
        return None if member is None else member.revision

    def story_of(self, article: str) -> str:
        """The story of a known article."""
        return self._known[article].story

    def assign(self, article: Article) -> tuple[StoryUpdate, Member]:
        """The place of a new article, or of a new revision of a known one, remembered from now on."""
        known = self._known.get(article.id)
        doc = doc_of(article, self._common)
        group, story, copy = self._place(doc) if known is None else (known.group, known.story, True)
        facts = self._stories.get(story)
        news = judge(doc, facts, copy=copy) if known is None else judge_revision(known.doc, doc)
        update = self._update(article, doc, group, story, news)
        member = Member(
            doc=doc,
            group=group,
            story=story,
            novelty=known.novelty if known else news.novelty,
            also=_also(article),
            first_seen=article.clocks.first_seen,
            revision=article.revision,
            founder=known.founder if known else not copy,
        )
        self.remember(member)
        return update, member

    def _place(self, doc: Doc) -> tuple[str, str, bool]:
        """(group, story, whether it is a copy). A group's and a story's id come from their founder."""
        group = self._groups.place(doc)
        if group is not None:
            return group, self._story_of[group], True
        vote = self._clusters.place(doc)
        return f"g{doc.id}", f"s{doc.id}" if vote is None else vote.story, False

    def remember(self, member: Member) -> None:
        """Take in what was assigned, now or before a restart."""
        doc = member.doc
        known = self._known.get(doc.id)
        self._known[doc.id] = member
        self._story_of[member.group] = member.story
        if known is None:
            self._members.setdefault(member.story, []).append(member)
            self._groups.add(doc, member.group)
            self._clusters.add(doc, member.story, votes=member.founder)
        self._tell(member)
        self._newest = max(self._newest, doc.at)

    def _tell(self, member: Member) -> None:
        doc = member.doc
        facts = self._stories.setdefault(member.story, StoryFacts(first=doc.at, last=doc.at))
        facts.first, facts.last = min(facts.first, doc.at), max(facts.last, doc.at)
        facts.families.add(doc.family)
        if member.novelty in TELLING:
            facts.last_told = max(facts.last_told or doc.at, doc.at)
        facts.told |= doc.lead
        facts.facts |= set(doc.facts)

    def _update(self, article: Article, doc: Doc, group: str, story: str, news: News) -> StoryUpdate:
        earlier = [each.also for each in self._members.get(story, []) if each.doc.id != doc.id]
        facts = self._stories.get(story)
        told = facts.told if facts else set[int]()
        return StoryUpdate(
            story=story,
            group=group,
            number=len(earlier) + 1,
            novelty=news.novelty,
            novelty_score=news.score,
            new_sentence=newest_sentence(article.text, told) if news.novelty != "repeat" else None,
            article=article,
            also=tuple(earlier[-ALSO:]),
            first_seen=min([article.clocks.first_seen, *(each.first_seen for each in self._members.get(story, []))]),
            at=article.clocks.fetched or article.clocks.first_seen,
        )

    def forget(self) -> list[str]:
        """Drop the articles past the memory's reach; their ids."""
        old = [member for member in self._known.values() if member.doc.at < self._newest - KEPT]
        for member in old:
            del self._known[member.doc.id]
            self._groups.remove(member.doc)
            self._clusters.remove(member.doc)
            left = [each for each in self._members[member.story] if each.doc.id != member.doc.id]
            if all(each.group != member.group for each in left):
                self._story_of.pop(member.group, None)
            if left:
                self._members[member.story] = left
            else:
                del self._members[member.story], self._stories[member.story]
        return [member.doc.id for member in old]


def _also(article: Article) -> AlsoReported:
    return AlsoReported(
        source=article.source.name,
        family=article.source.family,
        url=article.url,
        title=article.title,
        published=article.clocks.published,
    )
