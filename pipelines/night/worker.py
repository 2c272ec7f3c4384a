"""The child process that reads one document: `python -m pipelines.night.worker FILE OUT BYTES SECONDS PAGES ...`.

A PDF can ask for any amount of memory or time, or bring the process down: it does so here, and costs nothing
but itself.

Exit codes: 0 the reading stands in OUT; 3 the document can't be read and standard output says why, in Italian on the
first line and in English on the second; 4 the disk is full or may not be written, and standard output says so; anything
else is a crash.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from pipelines.errors import disk_message
from pipelines.night.lifeline import die_with_parent

REFUSED = 3
DISK = 4
PASSWORD_VARIABLE = "SCHEDARIO_PASSWORD"
OUT_OF_MEMORY = (
    "il documento chiede più memoria di quanta ne è concessa a un documento",
    "it asks for more memory than one document may have",
)


def main(pdf: Path, out: Path, memory: int, seconds: int, pages: int, processes: int, year: int | None = None) -> int:
    """Read `pdf` into `out` within `memory` bytes of address space, `seconds` of processor time and `pages`; the exit
    code.

    The pages of a big document are read by so many `processes`, each within the same limits. `year` is the plan's
    first year, where the register says it.
    """
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # what is imported counts too
    from extractors import ExtractionError

    try:
        _read(pdf, out, pages, processes, year)
    except ExtractionError as error:
        print(error.motivo, error, sep="\n")
        return REFUSED
    except MemoryError:
        print(*OUT_OF_MEMORY, sep="\n")
        return REFUSED
    except OSError as error:
        if not disk_message(error):
            raise
        print(disk_message(error))
        return DISK
    return 0


def _read(pdf: Path, out: Path, pages: int, processes: int, year: int | None) -> None:
    from extractors import extract
    from normalizers import normalize
    from pipelines.documents import readings

    extraction = extract(pdf, os.environ.get(PASSWORD_VARIABLE), processes, pages)
    readings.save(normalize(extraction, year), out)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])))
