"""What reading costs: pages against trafilatura on every page, texts by part, and memory over many pages.

python -m tests.bench.judge [FOLDER]        # `make bench-judge PAGES=FOLDER`: a folder of HTML pages beside ours
"""

from __future__ import annotations

import sys
from pathlib import Path

from detente import log
from tests.bench import judge_memory, judge_pages, judge_texts

OWN = 250
ON_THE_WAY = 1000


def main(folder: Path | None = None, *, memory: int = ON_THE_WAY) -> int:
    """Print all figures; 1 where the prefilter lost a page that the full path calls relevant."""
    print("judging, one core; ratios are of this run")
    lost = judge_pages.main(OWN, folder)
    judge_texts.main()
    judge_memory.main(memory)
    return 1 if lost else 0


if __name__ == "__main__":
    log.configure("warning")
    given = Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else None
    sys.exit(main(given, memory=5 * ON_THE_WAY))
