"""The extraction stage: a task is a document, read in a child process of this machine or of a worker elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner

from pipelines.documents import readings
from pipelines.documents.hashes import sha256_of
from pipelines.documents.kept_rows import rows_path
from pipelines.documents.register import Source
from pipelines.errors import ReadingError
from pipelines.night import cluster
from pipelines.night.children import CORES, dismiss, read_in_child
from pipelines.night.limits import Limits
from pipelines.settings import reading_limits
from warehouse.schema import fingerprint

Waiting = Callable[[], tuple[Path, float]]
"""Waits until a document is read; gives the file of its reading, and how many seconds that took by the clock: 0 where
it was there already. Raises ReadingError where the document can't be read.
"""

UNDER_WAY = 256 * 10**6
"""Bytes of documents that are with the workers at the same time: their scheduler holds them in memory."""


def begun(sources: list[Source], folder: Path, rows: Path) -> Iterator[Waiting]:
    """Begin to read in parallel; one for each source, in their order, whichever is read first, so that runs are alike.

    Readings are kept in `folder`, wherever they are made; what is there already isn't read. Who makes one here keeps in
    `rows` what it gives to the warehouse.
    """
    if _runs_here():
        processes = max(1, CORES // max(1, len(sources)))
        version = fingerprint()
        yield from [_begun_here(source, folder, rows, version, processes) for source in sources]
        dismiss()  # who asked has waited for each
        return
    waiting: deque[tuple[Waiting, int]] = deque()
    for source in sources:
        while waiting and source.size + sum(size for _, size in waiting) > UNDER_WAY:
            yield waiting.popleft()[0]
        waiting.append((_begun_elsewhere(source, folder), source.size))
    yield from (each for each, _ in waiting)


@task(name="lettura", task_run_name="{source.name}", cache_policy=NO_CACHE)
def read(source: Source, folder: Path, processes: int, limits: Limits, rows: Path | None = None) -> tuple[Path, float]:
    """Where the reading of a document is kept; made in a child process when it isn't there yet, in so many seconds.

    `processes` may share its pages, each within the limits; `rows` takes what it gives to the warehouse.

    Raises:
        ReadingError: the document can't be read.
    """
    path = readings.reading_path(folder, source.sha256, source.year)
    if path.is_file():
        return path, 0.0
    began = monotonic()
    read_in_child(source.path, path, limits=limits, year=source.year, processes=processes, rows=rows)
    if sha256_of(source.path) != source.sha256:
        # a reading is kept under the bytes that it is of
        path.unlink()
        raise ReadingError(
            "il documento è cambiato mentre veniva letto: la prossima corsa lo legge com'è ora",
            "it changed while it was read; the next run reads it as it is then",
        )
    readings.drop_other_versions(path, source.sha256)
    return path, monotonic() - began


@task(name="lettura", task_run_name="{source.name}", cache_policy=NO_CACHE)
def read_elsewhere(source: Source, content: bytes, limits: Limits, software: dict[str, str]) -> tuple[bytes, float]:
    """The reading of a document whose bytes came with the task: no disk is shared with who asks.

    Raises:
        ReadingError: the document can't be read.
        PipelineError: this machine isn't set up as the one that asks, so its reading could be another one.
    """
    cluster.check_software(software)
    with TemporaryDirectory(prefix="schedario-") as folder:
        pdf = Path(folder) / source.path.name
        pdf.write_bytes(content)
        path, seconds = read.fn(replace(source, path=pdf), Path(folder), 1, limits)
        return path.read_bytes(), seconds


def _begun_here(source: Source, folder: Path, rows: Path, version: str, processes: int) -> Waiting:
    path = readings.reading_path(folder, source.sha256, source.year)
    if path.is_file():
        return lambda: (path, 0.0)  # a task costs more than there is to do
    limits = reading_limits(source.size)
    return partial(_outcome, read.submit(source, folder, processes, limits, rows_path(rows, path, version)))


def _begun_elsewhere(source: Source, folder: Path) -> Waiting:
    path = readings.reading_path(folder, source.sha256, source.year)
    if path.is_file():
        return lambda: (path, 0.0)
    with cluster.reached():
        content, limits = source.path.read_bytes(), reading_limits(source.size)
        future = read_elsewhere.submit(source, content, limits, cluster.software())
    return partial(_kept, future, source, path)


def _kept(future: PrefectFuture[tuple[bytes, float]], source: Source, path: Path) -> tuple[Path, float]:
    content, seconds = cluster.outcome(future)
    path.parent.mkdir(parents=True, exist_ok=True)
    readings.keep(content, path)
    readings.drop_other_versions(path, source.sha256)
    return path, seconds


def _outcome(future: PrefectFuture[tuple[Path, float]]) -> tuple[Path, float]:
    return future.result()


def _runs_here() -> bool:
    context: Any = FlowRunContext.get()
    return isinstance(context.task_runner, ThreadPoolTaskRunner)
