"""`python -m detente.profiles.compile us_russia`: writes the profile's `actors.json`."""

from __future__ import annotations

import sys
from pathlib import Path

from detente.profiles.compile.actors import compile_actors


def main() -> None:
    for name in sys.argv[1:]:
        folder = Path(__file__).parent.parent / name
        text = compile_actors(folder / "actors")
        (folder / "actors.json").write_text(text, encoding="utf-8")
        print(f"{folder.name}: {text.count(chr(10)) - 3} actors, {len(text) // 1024} KiB")  # noqa: T201


if __name__ == "__main__":
    main()
