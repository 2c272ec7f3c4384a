"""How long all scoring views take together on 100 000 indicators with results: `python -m tests.benchmark.scores`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import warehouse
from warehouse.catalogue import relations

DATA = Path(__file__).with_name("punteggi.sql")


def measure() -> dict[str, float]:
    """Seconds for each view, every row and column of it worked out."""
    with tempfile.TemporaryDirectory() as folder:
        con = warehouse.connect(Path(folder) / "punteggi.duckdb")
        con.execute(DATA.read_text(encoding="utf-8"))
        seconds = {}
        for view in relations("punteggi", "vista"):
            start = time.perf_counter()
            con.execute(f"create or replace temp table prova as from {view.qualified}")
            seconds[view.name] = time.perf_counter() - start
        con.close()
    return seconds


if __name__ == "__main__":
    found = measure()
    for name, spent in found.items():
        print(f"{name:28} {spent:6.2f} s")
    print(f"{'together':28} {sum(found.values()):6.2f} s")
