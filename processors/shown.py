"""`check` for a person: the object laid out."""

from __future__ import annotations

import msgspec
from rich.console import Console
from rich.markup import escape

COLOURS = {"relevant": "green", "uncertain": "yellow", "no": "red"}


def show(encoded: bytes) -> None:
    """Print the object of `check`."""
    found = msgspec.json.decode(encoded)
    console = Console(highlight=False)
    console.print(f"[bold]{escape(found['title'] or found['id'])}[/]")
    facts = " · ".join(filter(None, (found["author"], found["published"], found["language"])))
    console.print(
        f"[{COLOURS[found['band']]}]{found['band']}[/]  {found['score']:.2f}  by {found['decided_by']}  {facts}"
    )
    console.print(f"{escape(found['reason'])}; {found['valence'] or 'no valence'}")
    for each in found["evidence"]:
        console.print(f"  “{escape(' '.join(each['text'].split()))}”", style="dim")
    for heading, names in (
        ("actors", [f"{a['name']} ({a['side']}{', ' + a['role'] if a['role'] else ''})" for a in found["actors"]]),
        ("topics", [f"{t['id']} {t['score']:.2f}" for t in found["topics"]]),
        ("events", [f"{e['actor']['name']} {e['type']} {e['target']['name']}" for e in found["events"]]),
        ("statements", [f"{s['speaker']['name']} {s['verb']}: {s['words']}" for s in found["statements"]]),
        ("weighed", [f"{f['name']} {f['weight']:+.2f}" for f in found["features"]]),
    ):
        if names:
            console.print(f"[bold]{heading}[/] {escape('; '.join(names))}")
