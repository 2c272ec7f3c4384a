"""Read documents in processes of their own, within limits, and say in one sentence why one could not be read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

from pipelines.errors import ReadingError
from pipelines.night.job import Ended, Job, too_long
from pipelines.night.limits import Limits
from pipelines.settings import reading_limits

CORES = os.cpu_count() or 1
PATIENCE = 4
"""How many times its processor time a child may take by the clock: other work of the machine is not its fault."""
FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM)
"""How a child ends that somebody, or a system without memory, ended."""


def read_in_child(
    pdf: Path,
    out: Path,
    password: str | None = None,
    limits: Limits | None = None,
    year: int | None = None,
    processes: int = CORES,
    rows: Path | None = None,
) -> None:
    """Extract and normalize `pdf` in a child process, so that its reading stands in `out`, and what that gives to the
    warehouse in `rows`.

    `limits` are those of the settings, unless they are given; `year` is the plan's first year, where the register says
    it; `processes` may share the pages of a big document.

    Raises:
        ReadingError: refused, crashed or over a limit; `out` isn't there then.
        PipelineError: the disk is full, the folder of `out` can't be written, or the settings are wrong.
    """
    limits = limits or reading_limits(pdf.stat().st_size)
    patience = limits.seconds * PATIENCE
    out.parent.mkdir(parents=True, exist_ok=True)
    # the worker may have begun in another folder
    pdf, out, rows = pdf.absolute(), out.absolute(), rows and rows.absolute()
    job = Job(pdf, out, rows, limits, patience, password, year, processes)
    ended = _ended(job)
    if ended in FROM_OUTSIDE:
        # once may be chance, and no fault of the document
        ended = _ended(job)
    if isinstance(ended, int):
        raise _failure(ended, limits)
    if ended is not None:
        raise ended


def dismiss() -> None:
    """End the workers that wait for a document."""
    while _idle:
        _idle.pop().end()


class _Worker:
    """A process that reads documents, one after another: it takes a second to begin."""

    def __init__(self) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.night.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def ended(self, job: Job) -> Ended:
        """How a job ended; a worker that ends itself has that exit code."""
        try:
            self._pipe.send(job)
            ended: Ended = self._pipe.recv()
        except (EOFError, ConnectionError):
            return self._process.wait()
        return ended

    def end(self) -> None:
        """Let it go; it may have ended already."""
        self._pipe.close()
        self._process.wait()

    @property
    def is_there(self) -> bool:
        return self._process.poll() is None


_idle: list[_Worker] = []


def _ended(job: Job) -> Ended:
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    ended = worker.ended(job)
    if worker.is_there:
        _idle.append(worker)
    return ended


def _failure(code: int, limits: Limits) -> ReadingError:
    if code == -signal.SIGXCPU:
        return too_long(limits.seconds)
    if code < 0:
        name = signal.Signals(-code).name
        return ReadingError(f"il lettore è caduto su questo documento ({name})", f"the reader crashed on it ({name})")
    return ReadingError(f"errore interno del lettore: codice {code}", f"internal error of the reader: exit code {code}")
