"""Finding names takes time in proportion to the text, also where it is nothing but names."""

from __future__ import annotations

import time

from detente.profiles import load
from processors.reading.names import Names

NAMES = Names(load("us-russia"))
LINE = "The Russian embassy in the United States and the CIA director met Sergey Lavrov and Marco Rubio in Moscow. "
CPU_SECONDS = 10.0  # generous: it takes a second, and took minutes when every name was compared with every other


def test_a_text_of_names_alone_is_read_in_little_time() -> None:
    began = time.process_time()
    found = NAMES.find(LINE * 4000)
    assert time.process_time() - began < CPU_SECONDS
    assert len(found) % 4000 == 0


def test_a_long_text_names_what_its_parts_name() -> None:
    alone = [(each.start, each.actors) for each in NAMES.find(LINE)]
    found = [(each.start, each.actors) for each in NAMES.find(LINE * 3)]
    assert found == [(start + n * len(LINE), actors) for n in range(3) for start, actors in alone]
