"""Reading on more than one machine: which runner, whether its workers are set up as we are, what can go wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from pipelines.documents.readings import current_version
from pipelines.errors import PipelineError, ReadingError
from pipelines.night.children import CORES

READERS = ("pdfplumber", "pdfminer.six", "pypdfium2", "numpy", "opencv-python-headless", "pillow", "rapidocr")
"""What a reading depends on beside our own code."""

LOOK = 10.0
"""Seconds after which to look whether anybody is still at work."""
PATIENCE = 120.0
"""Seconds that a cluster may be without any worker."""
SERVER = "its workers need a Prefect server that they can reach: set PREFECT_API_URL"


def runner(scheduler: str) -> TaskRunner[Any]:
    """Where documents are read: by the workers of a Dask scheduler, or without one by a thread for each core, each
    waiting for the child process that does the work.

    Raises:
        PipelineError: the packages that speak with the scheduler aren't there.
    """
    if not scheduler:
        return ThreadPoolTaskRunner(max_workers=CORES)
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise PipelineError("the setting dask needs more packages: pip install 'schedario[cluster]'") from error
    return DaskTaskRunner(address=scheduler)


@cache
def software() -> dict[str, str]:
    """What has to be the same on all machines, so that readings are."""
    return {"schedario": current_version(), "python": f"{sys.version_info.major}.{sys.version_info.minor}"} | {
        name: _version(name) for name in READERS
    }


def check_software(expected: dict[str, str]) -> None:
    """Hold this machine against the one that asks.

    Raises:
        PipelineError: something differs; the message names it.
    """
    own = software()
    if own != expected:
        told = [
            f"{name} {own.get(name)} in the place of {expected[name]}"
            for name in expected
            if own.get(name) != expected[name]
        ]
        raise PipelineError(f"a worker is set up otherwise ({', '.join(told)}); install the same on all machines")


@contextmanager
def reached() -> Iterator[None]:
    """What goes wrong between us and the cluster, in one line.

    Raises:
        PipelineError: nobody answers, the answer stops, or a task can't be made sense of there.
    """
    try:
        yield
    except (PipelineError, ReadingError):
        raise
    except Exception as error:
        told = " ".join(str(error).split()) or type(error).__name__
        advice = SERVER if "reach API" in told else "what is read is kept, run again"
        raise PipelineError(f"the Dask cluster fails: {told}; {advice}") from error


def outcome(future: PrefectFuture[tuple[bytes, float]]) -> tuple[bytes, float]:
    """Wait for a reading that is made elsewhere; what it is, and how many seconds it took. A worker that dies has its
    document tried again on another one.

    Raises:
        ReadingError: the document can't be read, or each worker that tried it died.
        PipelineError: the cluster is lost, or without workers for `PATIENCE` seconds.
    """
    from distributed import KilledWorker

    with reached():
        try:
            found: object = _result(future)
        except KilledWorker as error:
            times = error.allowed_failures + 1
            raise ReadingError(
                f"chi leggeva il documento è caduto {times} volte",
                f"the workers that read it died {times} times",
            ) from error
        if isinstance(found, BaseException):
            raise found
        assert isinstance(found, tuple)
        return found


def _result(future: PrefectFuture[tuple[bytes, float]]) -> object:
    alone = 0.0
    while alone < PATIENCE:
        try:
            return future.result(timeout=LOOK, raise_on_failure=False)
        except TimeoutError:
            alone = 0.0 if _workers() else alone + LOOK
    raise PipelineError(f"no worker has been there for {PATIENCE:g} seconds; start one: dask worker ADDRESS")


def _workers() -> int:
    context: Any = FlowRunContext.get()
    return len(context.task_runner.client.nthreads())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
