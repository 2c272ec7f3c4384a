"""Run the worker on one document, within limits, and say in one sentence why it failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import PipelineError, ReadingError
from pipelines.night.limits import Limits
from pipelines.night.worker import DISK, PASSWORD_VARIABLE, REFUSED
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
    given = (limits.memory, limits.seconds, limits.pages, processes, year)
    numbers = (str(number) for number in given if number is not None)
    command = [sys.executable, "-m", "pipelines.night.worker", str(pdf), str(out), str(rows or ""), *numbers]
    environment = dict(os.environ) if password is None else os.environ | {PASSWORD_VARIABLE: password}
    out.parent.mkdir(parents=True, exist_ok=True)
    child = _ended(command, environment, limits.seconds * PATIENCE)
    if child.returncode in FROM_OUTSIDE:
        # once may be chance, and no fault of the document
        child = _ended(command, environment, limits.seconds * PATIENCE)
    if child.returncode == DISK:
        raise PipelineError(child.stdout.strip())
    if child.returncode != 0:
        raise _failure(child, limits)


def _ended(command: list[str], environment: dict[str, str], patience: int) -> subprocess.CompletedProcess[str]:
    with _lifeline() as end:
        try:
            return subprocess.run(
                command, stdin=end, capture_output=True, text=True, errors="replace", timeout=patience, env=environment
            )
        except subprocess.TimeoutExpired:
            raise _too_long(patience) from None


@contextmanager
def _lifeline() -> Iterator[int]:
    """A pipe that nobody writes to: when this process ends, the child reads its end and ends too."""
    theirs, ours = os.pipe()
    try:
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


def _failure(child: subprocess.CompletedProcess[str], limits: Limits) -> ReadingError:
    if child.returncode == REFUSED:
        motivo, _, english = child.stdout.strip().partition("\n")
        return ReadingError(motivo, english)
    if child.returncode == -signal.SIGXCPU:
        return _too_long(limits.seconds)
    if child.returncode < 0:
        name = signal.Signals(-child.returncode).name
        return ReadingError(f"il lettore è caduto su questo documento ({name})", f"the reader crashed on it ({name})")
    last_line = (child.stderr.strip().splitlines() or [f"exit code {child.returncode}"])[-1]
    return ReadingError(f"errore interno del lettore: {last_line}", f"internal error of the reader: {last_line}")


def _too_long(seconds: float) -> ReadingError:
    return ReadingError(
        f"la lettura non è finita in {seconds:g} secondi", f"the reading did not end within {seconds:g} seconds"
    )
