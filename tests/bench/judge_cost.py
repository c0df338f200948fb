"""What a labelled text that passes the gate costs to read whole, by how many sentence vectors it took.

`python -m tests.bench.judge_cost DATA`: the folder of labelled texts that `detente eval relevance` takes.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path
from unittest.mock import patch

from detente.profiles import load
from processors.evaluation.labelled import read
from processors.reading.judge import Judge
from processors.relevance.examples import SCORED
from processors.relevance.vectors import embedder
from tests.bench.judge_texts import EMBEDDERS

EVERY = 9


def main(folder: Path) -> None:
    """Print texts and milliseconds of CPU each, of every ninth text that readers labelled relevant or nearly so."""
    made: list[str] = []
    embed = embedder()

    def counted(text: str) -> list[float]:
        if text not in made:
            made.append(text)
        assert embed is not None
        return embed(text)

    with patch(EMBEDDERS[0], return_value=embed and counted), patch(EMBEDDERS[1], return_value=embed and counted):
        judge = Judge(load("us-russia"))
    costs: dict[int, list[float]] = defaultdict(list)
    for row in [row for row in read(folder) if row.label in SCORED][::EVERY]:
        made.clear()
        start = time.process_time()
        judgement = judge.judge(row.title, row.text or "")
        if judgement.decided_by != "gate":
            costs[len(made)].append(1000 * (time.process_time() - start))
    for count, spent in sorted(costs.items()):
        print(f"  {count} vectors {len(spent):>5} texts {sum(spent) / len(spent):>7.1f} ms each")
    every = [each for spent in costs.values() for each in spent]
    print(f"  all       {len(every):>5} texts {sum(every) / len(every):>7.1f} ms each")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
