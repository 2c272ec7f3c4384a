"""How fast documents are loaded, checked and published, and what a night with one new act costs beside them:
`python -m tests.benchmark.load [--documents 2000]`.

The documents are made up: the readings of the acts in data/raw under other bytes, names and bodies, with their rows, as
the process that reads a PDF leaves them. Counted are the rows that end in the published tables of the acts (pubblicato,
evidenze, qualita without the diary of the runs, the star without its seeds), twice: against the seconds that loading
and publishing take, and against all those from kept readings to the published version, with Great Expectations, the
pages of the checks and the night's report. Which unit and which person each name is, Parquet and the scoring views are
in both; reading the PDFs is in neither.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

from duckdb import DuckDBPyConnection

from extractors import extract
from normalizers import normalize
from normalizers.records import Reading
from pipelines.documents import readings
from pipelines.documents.kept_rows import keep_rows, rows_path
from pipelines.documents.register import Source, register
from pipelines.folders import CURATED, RAW, Folders
from pipelines.night import running
from pipelines.night.server import own_server
from pipelines.reporting.report import Clock
from warehouse.errors import Reason
from warehouse.schema import fingerprint
from warehouse.statements import Stated

ACTS_OF_A_BODY = 20
NOT_OF_ACTS = ("dim_calendario", "dim_livello", "dim_missione_programma", "catalogo")
DIARY = ("corsa", "documento", "esito_aspettativa", "impianto", "uscita_quarantena", "volume")
FACTS = "nome_file,ente,tipo,numero,data,anno\n"


PUBLISHING = "pubblicazione"


@dataclass(frozen=True, slots=True)
class Night:
    """Seconds of a night: by the clock, of processors, of entering the working file (and being settled there), and of
    each step.
    """

    seconds: float
    processors: float
    loading: float
    laps: dict[str, float]


def acts() -> list[bytes]:
    """The readings of the acts in data/raw, kept or made now."""
    return [_reading(source) for source in register(Folders(RAW, CURATED)) if "/" not in source.name]


def _reading(source: Source) -> bytes:
    kept = readings.reading_path(Folders(RAW, CURATED).readings, source.sha256, source.year)
    if kept.is_file():
        return kept.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reading.json"
        readings.save(normalize(extract(source.path), source.year), path)
        return path.read_bytes()


def make(folders: Folders, known: list[bytes], first: int, last: int) -> None:
    """Documents `first` to `last` of made-up bodies, with their kept readings."""
    folders.raw.mkdir(parents=True, exist_ok=True)
    folders.readings.mkdir(parents=True, exist_ok=True)
    register_file = folders.raw / "registro.csv"
    version, parsed = fingerprint(), dict[int, Reading]()
    lines = register_file.read_text(encoding="utf-8") if register_file.is_file() else FACTS
    for n in range(first, last):
        name, content = f"atto-{n:05}.pdf", f"%PDF made up {n}".encode()
        (folders.raw / name).write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        which = n % len(known)
        own = known[which].split(b'"', 4)[3]  # {"sha256":"...
        kept = readings.reading_path(folders.readings, sha256, 2020)
        kept.write_bytes(known[which].replace(own, sha256.encode()))
        if which not in parsed:
            parsed[which] = readings.load(kept)
        keep_rows(parsed[which], rows_path(folders.rows, kept, version))
        lines += f"{name},Comune Inventato {n // ACTS_OF_A_BODY},Deliberazione,{n},2020-03-01,2020\n"
    register_file.write_text(lines, encoding="utf-8")


def night(folders: Folders) -> Night:
    """Run a night."""
    laps: dict[str, float] = {}

    class Kept(Clock):
        def lap(self, step: str) -> None:
            super().lap(step)
            laps.update(self.laps)

    import warehouse
    from pipelines.night import flow

    settle, settling = warehouse.settle, list[float]()

    def settle_timed(con: DuckDBPyConnection, stated: list[Stated], whole: bool) -> list[Reason]:
        began = time.perf_counter()
        problems = settle(con, stated, whole)
        settling.append(time.perf_counter() - began)
        return problems

    start, used = time.perf_counter(), _processors()
    with patch.object(flow, "Clock", Kept), patch.object(warehouse, "settle", settle_timed):
        summary = running.run(folders)
    assert not summary.blocked, summary.blocked
    loading = sum(line.loading_seconds for line in summary.documents) + sum(settling)
    return Night(time.perf_counter() - start, _processors() - used, loading, laps)


def _processors() -> float:
    return sum(os.times()[:4])


def rows(folders: Folders) -> int:
    """The rows of the acts in the published file."""
    import warehouse
    from warehouse.catalogue import relations

    con = warehouse.connect(folders.published, read_only=True)
    tables = [r for schema in ("pubblicato", "evidenze", "qualita", "main") for r in relations(schema, "tabella")]
    counted = [table.qualified for table in tables if table.name not in (*NOT_OF_ACTS, *DIARY)]
    counts = [con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in counted]
    con.close()
    return sum(counts)


def memory() -> dict[str, int]:
    """Peak of this process, and of the biggest of those that it started; megabytes."""
    who = {"this process": resource.RUSAGE_SELF, "the biggest child": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(each).ru_maxrss // 1024 for name, each in who.items()}


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description="Speed and memory of loading and publishing made-up documents.")
    parser.add_argument("--documents", type=int, default=2000)
    documents = parser.parse_args().documents
    known = acts()
    import_module(running.SLOW_IMPORT)
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder) / "prefect"):
        folders = Folders(Path(folder) / "raw", Path(folder) / "curated")
        make(folders, known, 0, documents)
        _tell(f"{documents} documents", night(folders), rows(folders))
        before = rows(folders)
        make(folders, known, documents, documents + 1)
        _tell("one more", night(folders), rows(folders) - before)
        print("peak memory, MB:", ", ".join(f"{name} {peak}" for name, peak in memory().items()))


@contextmanager
def _server(home: Path) -> Iterator[None]:
    """One for all nights: nights in one process share what Prefect keeps of its server."""
    os.environ.update({**running.ALWAYS, **running.OWN_SERVER, "PREFECT_HOME": str(home)})
    with own_server() as address:
        os.environ["PREFECT_API_URL"] = address()
        yield


def _tell(what: str, night: Night, count: int) -> None:
    worked, entering = sum(night.laps.values()), night.loading + night.laps[PUBLISHING]
    print(
        f"{what}: {count} rows loaded and published in {entering:.1f} s ({count / entering:,.0f} rows/s); "
        f"with all checks and reports in {worked:.1f} s ({count / worked:,.0f} rows/s), "
        f"{night.processors:.1f} s of processors; {night.seconds:.1f} s with the flow engine"
    )
    for step, spent in {**night.laps, "di cui: carico": night.loading}.items():
        print(f"  {step:40} {spent:8.2f} s")


if __name__ == "__main__":
    main()
