"""Pages of our own for the extraction tests."""

from __future__ import annotations

SENTENCES = (
    "The harbour master of the small town said on Tuesday that the new ferry would sail twice a day.",
    "Bakers along the quay had asked for an early boat, because flour comes from the other shore.",
    "The council will vote on the price of a ticket before the end of the month, its clerk wrote.",
    "Two sailors who had worked on the old boat were among the first to see the new one arrive.",
)
PARAGRAPHS = "".join(f"<p>{each}</p>" for each in SENTENCES)


def page(main: str = PARAGRAPHS, head: str = "", title: str = "A ferry for the town") -> str:
    """A page with navigation, an article and a foot."""
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(8))
    return (
        f"<!doctype html><html><head><title>{title} | Harbour News</title>{head}</head>"
        f"<body><nav><ul>{links}</ul></nav>"
        f"<article><h1>{title}</h1>{main}</article><footer>Harbour News, all rights reserved.</footer></body></html>"
    )
