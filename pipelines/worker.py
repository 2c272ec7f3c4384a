"""The child process that reads one document: `python -m pipelines.worker FILE OUT MEMORY`.

A PDF can ask for any amount of memory or time, or bring the process down: it does so here, and costs nothing
but itself. The parent holds the other end of standard input; when the parent dies, however it dies, so do we.

Exit codes: 0 the reading stands in OUT; 3 the document can't be read and standard output says why, in Italian;
anything else is a crash.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
from pathlib import Path

STDIN = 0
REFUSED = 3
PASSWORD_VARIABLE = "SCHEDARIO_PASSWORD"
OUT_OF_MEMORY = "il documento chiede più memoria di quanta ne è concessa a un documento"


def main(pdf: Path, out: Path, memory: int) -> int:
    """Read `pdf` into `out` within `memory` bytes of address space; the exit code."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # imported under the limits, and so that a refusal at start costs nothing
    from extractors import ExtractionError

    try:
        _read(pdf, out)
    except ExtractionError as error:
        print(error)
        return REFUSED
    except (MemoryError, RecursionError):
        print(OUT_OF_MEMORY)
        return REFUSED
    return 0


def _read(pdf: Path, out: Path) -> None:
    from extractors import extract
    from normalizers import normalize
    from pipelines import readings

    readings.save(normalize(extract(pdf, os.environ.get(PASSWORD_VARIABLE))), out)


def _die_with_parent() -> None:
    # not sys.stdin: its lock would be held when the interpreter ends
    os.read(STDIN, 1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
