"""`make bench-ingest`: `python -m tests.bench.ingest [FEEDS] [--small]`; FEEDS is a tar file or a folder of feeds.

Without it the ladder is measured on feeds of our own, or on those that DETENTE_FEEDS names. `--small` is a tenth of
everything, in half a minute: to see that it works, not what it costs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from detente import log
from tests.bench import ladder
from tests.bench.ingest import fetching, polling, seen

if __name__ == "__main__":
    log.configure("warning")
    words = [word for word in sys.argv[1:] if word != "--small"]
    named = words[0] if words else os.environ.get("DETENTE_FEEDS")
    equal = ladder.main(Path(named) if named else None)
    if "--small" in sys.argv:
        polling.main(feeds=1000, real=5.0, fast=10.0)
        fetching.main(hosts=50, each=10)
        seen.main(items=100_000)
    else:
        polling.main()
        fetching.main()
        seen.main()
    sys.exit(0 if equal else 1)
