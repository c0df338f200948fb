"""The process stage: pages in, verdicts out, and an article for each that may be relevant.

page ─▶ prefilter ─▶ [pool: extract ─▶ read ─▶ judge] ─▶ verdict (always), article (relevant or uncertain)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Literal

import msgspec
import zstandard

from detente import log
from detente.bus import Outgoing, Record
from detente.daemon import Context, Daemon
from detente.errors import Reject, Retry
from detente.messages import Article, Judgement, Page, Verdict, decode, encode
from detente.pool import Broken, Pool, PoolFault, result_of
from detente.profiles import load
from detente.stop import Stop
from detente.topology import ARTICLES, VERDICTS
from detente.worker import Decision, Done, Loop
from processors.prefilter import Prefilter
from processors.reading.article import Input, Read, prepare, read_here
from processors.reading.judge import Judge

PAGE_SECONDS = 5.0
BATCH = 128
LONGEST_BODY = 64 << 20
TRIES = 5


def build(context: Context) -> Daemon:
    """The daemon of the topology's stage `process`."""
    return _Process(context)


GONE = (404, 410)  # the status of a page that ingest published before
Outcome = Literal["relevant", "not_relevant", "no_text", "withdrawn"]


class _Process:
    def __init__(self, context: Context) -> None:
        self._context = context
        config = context.config
        self._pool = Pool(config.process.workers, prepare, (config.profile,))
        self._handler = Pages(config.profile, self._pool, lambda: datetime.fromtimestamp(context.now(), UTC))
        context.pulse.uses = self._handler.model

    def run(self, stop: Stop, *, once: bool = False) -> None:
        context = self._context
        Loop(context.stage, self._handler, context.bus, context.pulse, batch=BATCH).run(stop, once=once)


class Pages:
    """The handler of the stage: it keeps no state, so a crash repeats and nothing more."""

    def __init__(self, profile: str, pool: Pool, now: Callable[[], datetime], *, seconds: float = PAGE_SECONDS) -> None:
        """`seconds`: what a page may take before its process is killed."""
        found = load(profile)
        self._prefilter, self._judge = Prefilter(found), Judge(found)
        self._profile, self._pool, self._now, self._seconds = profile, pool, now, seconds
        self._rarer = list(found.sides.values())[-1]  # whose words the prefilter looks for
        self._unzip = zstandard.ZstdDecompressor()
        self._log = log.get("process")

    @property
    def model(self) -> str:
        """What judges relevance here, and what it lacks."""
        return self._judge.model

    def handle(self, records: Sequence[Record]) -> Sequence[Decision]:
        """Each page is read in parallel from when it is opened; the decisions keep the records' order."""
        begun = [self._begin(record) for record in records]
        return [self._decide(page, found) for page, found in begun]

    def persist(self) -> None:
        """Nothing to keep."""

    def restart(self) -> None:
        """Nothing to forget."""

    def close(self) -> None:
        self._pool.close()

    def _begin(self, record: Record) -> tuple[Page | None, Future[Read] | Judgement | Reject]:
        page, given = self._open(record)
        if isinstance(given, Input):
            return page, self._pool.submit(read_here, given, seconds=self._seconds)
        return page, given

    def _open(self, record: Record) -> tuple[Page | None, Input | Judgement | Reject]:
        """The page and what to read of it; a judgement where the prefilter has already decided."""
        try:
            page = decode(Page, record.value)
            body = self._unzip.decompress(page.body, max_output_size=LONGEST_BODY)
        except Reject as reject:
            return None, reject
        except zstandard.ZstdError as error:
            return None, Reject(f"the page's body cannot be unpacked: {error}")
        if page.status in GONE:
            return page, self._judge.nothing("gate", f"withdrawn: its page answers {page.status}")
        content_type = page.headers.get("content-type")
        said = "\n".join(filter(None, (page.entry.title, page.entry.summary, page.entry.content)))
        if not self._prefilter.passes(body, content_type, said):
            return page, self._judge.nothing("prefilter", f"the page does not name {self._rarer} at all")
        return page, Input(
            html=body,
            content_type=content_type,
            title=page.entry.title,
            author=page.entry.author,
            lang=page.source.language,
            published=page.clocks.published,
            feed_content=page.entry.content,
        )

    def _decide(self, page: Page | None, found: Future[Read] | Judgement | Reject) -> Decision:
        if page is None or isinstance(found, Reject):
            assert isinstance(found, Reject)
            return found
        if isinstance(found, Judgement):
            return self._done(page, None, found)
        read = result_of(found, self._seconds)
        if isinstance(read, Broken):
            return Retry(f"reading the page: {read.reason}", limit=TRIES)
        if isinstance(read, PoolFault):
            return Reject(f"reading the page {read.reason}")
        return self._done(page, read, read.judgement)

    def _done(self, page: Page, read: Read | None, judgement: Judgement) -> Done:
        verdict = self._verdict(page, read, judgement)
        outgoing = [Outgoing(VERDICTS.name, page.id.encode(), encode(verdict))]
        if read is not None and judgement.band != "no":
            article = _article(page, read)
            outgoing.append(Outgoing(ARTICLES.name, self._profile.encode(), encode(article)))
            self._log.info(
                "article",
                article=page.id,
                url=page.url,
                band=judgement.band,
                score=judgement.score,
                title=article.title,
            )
        return Done(verdict.outcome, tuple(outgoing))

    def _verdict(self, page: Page, read: Read | None, judgement: Judgement) -> Verdict:
        outcome: Outcome = "relevant" if judgement.relevant else "not_relevant"
        if page.status in GONE:
            outcome = "withdrawn"
        if read is not None and read.no_text:
            outcome = "no_text"
        return Verdict(
            id=page.id,
            url=page.url,
            title=(read.title if read else None) or page.entry.title,
            outcome=outcome,
            source=page.source,
            clocks=page.clocks,
            language=read.language if read else page.source.language,
            score=judgement.score,
            band=judgement.band,
            decided_by=judgement.decided_by,
            reason=judgement.reason,
            at=self._now(),
            revision=page.revision,
            seed=page.seed,
            canary=page.canary,
        )


def _article(page: Page, read: Read) -> Article:
    return Article(
        id=page.id,
        url=page.url,
        title=read.title,
        text=read.text,
        language=read.language,
        author=read.author,
        source=page.source,
        clocks=msgspec.structs.replace(page.clocks, published=page.clocks.published or read.published),
        judgement=read.judgement,
        meaning=read.meaning,
        revision=page.revision,
        seed=page.seed,
        canary=page.canary,
    )
