"""Run the worker on one document, within limits, and say in one sentence why it failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import ReadingError
from pipelines.worker import PASSWORD_VARIABLE, REFUSED

MEMORY = 2 * 1024**3
SECONDS = 50.0
SECONDS_PER_MEGABYTE = 100.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost."""

    seconds: float
    memory: int = MEMORY
    """Bytes of address space, always more than what is in use."""

    @classmethod
    def of(cls, pdf: Path) -> Limits:
        """Time in proportion to the file: a small one that takes long is a trap, a big one is work."""
        return cls(SECONDS + SECONDS_PER_MEGABYTE * pdf.stat().st_size / 1e6)


def read_in_child(pdf: Path, out: Path, password: str | None = None, limits: Limits | None = None) -> None:
    """Extract and normalize `pdf` in a child process, so that its reading stands in `out`.

    Raises:
        ReadingError: refused, crashed or over a limit; `out` isn't there then.
    """
    limits = limits or Limits.of(pdf)
    command = [sys.executable, "-m", "pipelines.worker", str(pdf), str(out), str(limits.memory)]
    environment = dict(os.environ) if password is None else os.environ | {PASSWORD_VARIABLE: password}
    out.parent.mkdir(parents=True, exist_ok=True)
    with _lifeline() as end:
        try:
            child = subprocess.run(
                command,
                stdin=end,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=limits.seconds,
                env=environment,
            )
        except subprocess.TimeoutExpired:
            raise ReadingError(f"la lettura non è finita in {limits.seconds:g} secondi") from None
    if child.returncode != 0:
        raise ReadingError(_reason(child))


@contextmanager
def _lifeline() -> Iterator[int]:
    """A pipe that nobody writes to: when this process ends, the child reads its end and ends too."""
    theirs, ours = os.pipe()
    try:
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


def _reason(child: subprocess.CompletedProcess[str]) -> str:
    if child.returncode == REFUSED:
        return child.stdout.strip()
    if child.returncode < 0:
        return f"il lettore è caduto su questo documento ({signal.Signals(-child.returncode).name})"
    last_line = (child.stderr.strip().splitlines() or [f"codice {child.returncode}"])[-1]
    return f"errore interno del lettore: {last_line}"
