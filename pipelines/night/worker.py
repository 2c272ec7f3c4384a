"""The process that reads documents: `python -m pipelines.night.worker DESCRIPTOR`, that of its end of a pipe.

It takes one `Job` after another from there and says how each `Ended`, until the other end is closed.

A PDF can ask for any amount of memory or time, or bring the process down: each is read in a fork, and costs nothing but
that. What takes a second to import is imported once for all.
"""

from __future__ import annotations

import gc
import multiprocessing
import resource
import signal
import sys
import traceback
from contextlib import suppress
from importlib.abc import MetaPathFinder
from multiprocessing.connection import Connection
from pathlib import Path

from extractors import ExtractionError, extract
from normalizers import normalize
from normalizers.records import Reading
from pipelines.documents import readings
from pipelines.documents.kept_rows import keep_rows
from pipelines.errors import PipelineError, ReadingError, disk_message
from pipelines.night.job import Ended, Job, too_long
from pipelines.night.lifeline import die_with
from pipelines.night.limits import Limits
from warehouse import WarehouseError

OUT_OF_MEMORY = (
    "il documento chiede più memoria di quanta ne è concessa a un documento",
    "it asks for more memory than one document may have",
)


def serve(pipe: Connection) -> None:
    """Do one job after another, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is for the parent to tell of
    gc.freeze()  # or the first collection in each fork would copy all that is imported
    with suppress(EOFError, BrokenPipeError):
        while True:
            pipe.send(_forked(pipe.recv(), pipe))


def read(job: Job) -> Ended:
    """Do a job in this process, within the pages of its limits only."""
    try:
        extraction = extract(job.pdf, job.password, job.processes, job.limits.pages)
        reading = normalize(extraction, job.year)
        readings.save(reading, job.out)
        if job.rows:
            _keep_rows(reading, job.rows)
    except ExtractionError as error:
        return ReadingError(error.motivo, str(error))
    except MemoryError:
        return ReadingError(*OUT_OF_MEMORY)
    except Exception as error:
        if isinstance(error, OSError) and disk_message(error):
            return PipelineError(disk_message(error))
        told = traceback.format_exception_only(error)[-1].strip()
        return ReadingError(f"errore interno del lettore: {told}", f"internal error of the reader: {told}")
    return None


def _keep_rows(reading: Reading, rows: Path) -> None:
    # not before: camelot reads tables without rulings, and needs it
    sys.meta_path.insert(0, _WithoutPandas())
    # who loads them makes them again, and says what is wrong with the document
    with suppress(WarehouseError, MemoryError):
        keep_rows(reading, rows)


def _forked(job: Job, pipe: Connection) -> Ended:
    forking = multiprocessing.get_context("fork")
    ours, theirs = forking.Pipe(duplex=False)
    fork = forking.Process(target=_in_fork, args=(job, theirs, pipe))
    fork.start()
    theirs.close()
    with ours:
        if not ours.poll(job.patience):
            fork.kill()
            fork.join()
            return too_long(job.patience)
        try:
            ended: Ended = ours.recv()
        except EOFError:
            ended = None
        fork.join()
    return fork.exitcode or ended


def _in_fork(job: Job, answer: Connection, pipe: Connection) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    die_with(parent.sentinel, pipe)
    _limit(job.limits)
    answer.send(read(job))


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _WithoutPandas(MetaPathFinder):
    """pyarrow imports pandas at its first value where it finds it: a second for each document, and for nothing."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
