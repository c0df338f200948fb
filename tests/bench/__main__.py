"""`make bench`."""

from __future__ import annotations

from detente import log
from tests.bench import bus, end_to_end, judge

if __name__ == "__main__":
    log.configure("warning")
    bus.main()
    judge.main()
    end_to_end.main()
