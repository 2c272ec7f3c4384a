"""Speed, exactness and memory of schedario beside its peers on the same pages: `make bench`.

Each reader works each document whole, in a process of its own pinned to one core, one after the other; a second
round in reverse order evens out a machine that slows down. Writes the table into the README between its markers.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.benchmark.readers import READERS, Row

ROOT = Path(__file__).parents[2]
DOCUMENTS = {"milano-dd-2020": ("kpi",), "sesto-schede-2021": ("fase", "indicatore"), "venezia-peg-2020": ("riga_peg",)}
FIELDS = {
    "kpi": ("kpi", "descrizione", "target_raw", "fonte", "azioni_raw"),
    "fase": ("descrizione", "settore"),
    "indicatore": ("tipologia", "descrizione", "target_raw"),
    "riga_peg": (
        "missione",
        "programma",
        "obiettivo_operativo",
        "cdr",
        "obiettivo_gestionale",
        "indicatore_peg",
        "target_peg",
    ),
}
"""What a row of each kind prints in cells of its own."""
ROUNDS = 2
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def main() -> None:
    """Run all readers and write the table."""
    if len(sys.argv) == 3:
        _work(sys.argv[1], Path(sys.argv[2]))
        return
    lines = [
        "| document | reader | pages/s | × pdfplumber | cells right | cells lost | rows wrong | peak MB |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, kinds in DOCUMENTS.items():
        expected = _expected(name, kinds)
        runs = {reader: _run(reader, name) for reader in READERS}
        for _ in range(ROUNDS - 1):
            for reader in reversed(READERS):
                again = _run(reader, name)
                runs[reader]["seconds"] = min(runs[reader]["seconds"], again["seconds"])
        base = runs["pdfplumber"]["seconds"]
        for reader, run in runs.items():
            right, rows = _compare(expected, run["rows"])
            cells = sum(len(row) for row in expected)
            lines.append(
                f"| {name} | {reader} | {run['pages'] / run['seconds']:.1f} | {base / run['seconds']:.1f} "
                f"| {right / cells:.2%} | {cells - right} | {len(expected) - rows} | {run['memory'] / 1024:.0f} |"
            )
            print(lines[-1], flush=True)
    _write("\n".join(lines))


def _run(reader: str, name: str) -> dict[str, object]:
    pdf = ROOT / "data/raw" / f"{name}.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmark", reader, str(pdf)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _work(reader: str, pdf: Path) -> None:
    """Read one document and print what it took. The imports are paid before the clock starts."""
    import pypdfium2

    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    pages = len(pypdfium2.PdfDocument(pdf))
    next(iter(READERS[reader](ROOT / "data/raw/esempio/comune-di-fantasia-pdo-2020.pdf")))
    start = time.perf_counter()
    rows = list(READERS[reader](pdf))
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"pages": pages, "seconds": seconds, "memory": memory, "rows": rows}))


def _expected(name: str, kinds: tuple[str, ...]) -> list[Row]:
    """The cells that each row of the truth prints."""
    truth = (ROOT / "tests/truth" / f"{name}.truth.jsonl").read_text(encoding="utf-8").splitlines()
    records = (json.loads(line) for line in truth)
    return [
        [_squeeze(record[field]) for field in FIELDS[record["record"]] if record[field].strip()]
        for record in records
        if record["record"] in kinds
    ]


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\-‐–\u00ad]+", "", text).casefold().replace("’", "'").replace("‘", "'")


def _compare(expected: list[Row], found: list[Row]) -> tuple[int, int]:
    """Cells of the truth found as a cell, and rows of the truth found with all their cells in one row."""
    rows = [Counter(_squeeze(cell) for cell in row if cell.strip()) for row in found]
    bag: Counter[str] = sum(rows, Counter())
    right = sum((sum((Counter(row) for row in expected), Counter()) & bag).values())
    whole = 0
    for row in expected:
        match = next((i for i, candidate in enumerate(rows) if Counter(row) <= candidate), None)
        if match is not None:
            whole += 1
            rows.pop(match)
    return right, whole


def _write(table: str) -> None:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(re.sub(f"(?s){BEGIN}.*{END}", f"{BEGIN}\n{table}\n{END}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
