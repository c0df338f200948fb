"""The list of how a good poller behaves has 33 lines, and each has its test here: it cannot drift."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_every_behaviour_has_a_test_of_its_number() -> None:
    found = {
        int(number)
        for path in HERE.glob("test_*.py")
        for number in re.findall(r"^def test_(\d\d)_", path.read_text(encoding="utf-8"), re.M)
    }
    assert found == set(range(1, 34))
