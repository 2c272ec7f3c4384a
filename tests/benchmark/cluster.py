"""Reading on one and on two workers of a Dask cluster, each of one thread: `python -m tests.benchmark.cluster`.

Prints the seconds of the extraction stage, their ratio, and whether readings and warehouse are those of this machine
alone. Two rounds, the second in reverse order, even out a machine that slows down; the better of both counts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.documents.register import Source, register
from pipelines.errors import ReadingError
from pipelines.folders import RAW, Folders
from pipelines.night import running
from pipelines.night.server import own_server
from warehouse import database
from warehouse.comparing import compare_files

ROUNDS = ((1, 2), (2, 1))
"""How many workers, one run after the other."""


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--raw", type=Path, default=RAW, help="folder of the PDFs")
    options.add_argument("--copies", type=int, default=1, help="how often to read each; copies differ in a comment")
    given = options.parse_args()
    with TemporaryDirectory(prefix="schedario-bench-") as name:
        folder = Path(name)
        running.set_unless_set({**running.ALWAYS, **running.OWN_SERVER, "PREFECT_HOME": str(folder / "prefect")})
        with own_server() as address:
            os.environ["PREFECT_API_URL"] = address()
            _measure(_copied(given.raw, given.copies, folder / "raw"), folder)


def _copied(raw: Path, copies: int, into: Path) -> Path:
    shutil.copytree(raw, into, ignore=shutil.ignore_patterns("hostile"))
    for pdf in [path for path in into.rglob("*") if path.suffix == ".pdf"]:
        pdf.chmod(0o644)
        for number in range(1, copies):
            pdf.with_stem(f"{pdf.stem}-{number}").write_bytes(pdf.read_bytes() + b"\n%% copy %d\n" % number)
    return into


def _measure(raw: Path, folder: Path) -> None:
    # Prefect reads its settings when it is imported
    from pipelines.night.cluster import runner
    from pipelines.night.flow import schedario

    sources = list({source.sha256: source for source in register(Folders(raw, folder))}.values())
    seconds: dict[int, float] = {}
    for runs in ROUNDS:
        for workers in runs:
            with _cluster(folder, workers) as scheduler:
                took = _read(sources, folder / f"lette-{workers}", runner(scheduler))
            seconds[workers] = min(took, seconds.get(workers, took))
            print(f"{workers} workers: {took:.1f} s for {len(sources)} documents", flush=True)
    print(f"two workers are {seconds[1] / seconds[2]:.2f} times one")
    here = Folders(raw, folder / "qui")
    _read(sources, here.readings, runner(""))
    print(
        "readings are the same:",
        _contents(here.readings) == _contents(folder / "lette-1") == _contents(folder / "lette-2"),
    )
    schedario.with_options(task_runner=runner(""))(raw, here.curated)
    there = Folders(raw, folder / "altrove")
    database.make(there.working, kept_from=here.published.resolve())  # when each act came, which two runs don't share
    with _cluster(folder, 2) as scheduler:
        schedario.with_options(task_runner=runner(scheduler))(raw, there.curated)
    compared = list(compare_files(here.published, there.published))
    print(f"{sum(each is None for *_, each in compared)} of {len(compared)} relations have the same hash")


def _read(sources: list[Source], kept: Path, runner: Any) -> float:
    """Seconds that the extraction stage takes, from the first document to the last."""
    from prefect import flow

    from pipelines.night.reading import begun

    @flow(name="lettura", task_runner=runner)
    def stage() -> float:
        began = time.perf_counter()
        for waiting in begun(sources, kept, kept.with_name("righe")):
            try:
                waiting()
            except ReadingError as error:
                print(f"set aside: {error}")
        return time.perf_counter() - began

    shutil.rmtree(kept, ignore_errors=True)
    return stage()


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and workers of one thread each; they are there when the block begins."""
    from distributed import Client

    told = folder / "scheduler.json"
    told.unlink(missing_ok=True)
    usual = ("--no-dashboard", "--scheduler-file", told)
    begun = [_dask("scheduler", "--host", "127.0.0.1", "--port", "0", *usual)]
    try:
        begun += [_dask("worker", *usual, "--nthreads", "1", "--local-directory", folder) for _ in range(workers)]
        while not (told.is_file() and told.read_text()):
            time.sleep(0.1)
        address: str = json.loads(told.read_text())["address"]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers)
        yield address
    finally:
        for program in reversed(begun):
            program.terminate()
            program.wait()


def _dask(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main()
