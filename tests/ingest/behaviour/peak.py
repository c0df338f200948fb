"""How much memory a poll takes: python -m tests.ingest.behaviour.peak FOLDER SITE HARMLESS PATH...

Prints by how many bytes the peak of this process grew from polling HARMLESS to polling the others.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from ingest.lanes import Lanes
from tests.ingest.conftest import Poller
from tests.servers.site import Scripted


def main(folder: str, base: str, harmless: str, *paths: str) -> None:
    site = Scripted()
    site.base = base
    poller = Poller(Path(folder), site, Lanes.opened)
    poller.run(harmless)
    before = _peak()
    poller.run(harmless, *paths)
    poller.close()
    print(_peak() - before)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


if __name__ == "__main__":
    main(*sys.argv[1:])
