"""How fast pages are read: the judge alone, the prefilter alone, and the whole against trafilatura on every page."""

from __future__ import annotations

import time
from collections.abc import Callable

import trafilatura

from detente.demo.articles import articles
from detente.profiles import load
from processors.prefilter import Prefilter
from processors.reading.article import ArticleReader, Input
from processors.reading.judge import Judge
from tests.bench.pages import html

PAGES = 200


def rate(work: Callable[[], int]) -> float:
    """Things a second."""
    began = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - began)


def main() -> None:
    profile = load("us-russia")
    judge, prefilter, reader = Judge(profile), Prefilter(profile), ArticleReader("us-russia")
    texts = [(each.title, "\n".join(each.paragraphs)) for each in articles()]
    pages = [html(n, relevant=n % 50 == 0) for n in range(PAGES)]
    print(f"judging, one core, pages of {len(pages[0]) // 1000} KB of which 2 % are relevant")

    def judged() -> int:
        for _ in range(20):
            for title, text in texts:
                judge.judge(title, text, full=True)
        return 20 * len(texts)

    print(f"  judge            {rate(judged):>7.0f} documents/s")
    passed = sum(prefilter.passes(each, "text/html") for each in pages)
    alone = rate(lambda: len([prefilter.passes(each, "text/html") for each in pages]))
    print(f"  prefilter        {alone:>7.0f} pages/s   {100 * passed / PAGES:.0f} % pass")

    def whole() -> int:
        for each in pages:
            if prefilter.passes(each, "text/html"):
                reader.read(Input(html=each, content_type="text/html"))
        return len(pages)

    def plain() -> int:
        for each in pages:
            trafilatura.extract(each.decode(), fast=True, include_comments=False)
        return len(pages)

    one, two = rate(whole), rate(plain)
    print(
        f"  prefilter + read {one:>7.0f} pages/s   trafilatura fast on every page {two:.0f}/s   ratio {one / two:.1f}"
    )


if __name__ == "__main__":
    main()
