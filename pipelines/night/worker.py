"""The child process that reads one document: `python -m pipelines.night.worker FILE OUT ROWS BYTES SECONDS PAGES ...`.

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
from contextlib import suppress
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import disk_message
from pipelines.night.lifeline import die_with_parent

if TYPE_CHECKING:
    from normalizers.records import Reading

REFUSED = 3
DISK = 4
PASSWORD_VARIABLE = "SCHEDARIO_PASSWORD"
OUT_OF_MEMORY = (
    "il documento chiede più memoria di quanta ne è concessa a un documento",
    "it asks for more memory than one document may have",
)


def main(
    pdf: Path,
    out: Path,
    rows: Path | None,
    memory: int,
    seconds: int,
    pages: int,
    processes: int,
    year: int | None = None,
) -> int:
    """Read `pdf` into `out` within `memory` bytes of address space, `seconds` of processor time and `pages`; the exit
    code. What the reading gives to the warehouse stands in `rows` then, if it gives any.

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
        reading = _read(pdf, out, pages, processes, year)
        if rows:
            _keep_rows(reading, rows)
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


def _read(pdf: Path, out: Path, pages: int, processes: int, year: int | None) -> Reading:
    from extractors import extract
    from normalizers import normalize
    from pipelines.documents import readings

    extraction = extract(pdf, os.environ.get(PASSWORD_VARIABLE), processes, pages)
    reading = normalize(extraction, year)
    readings.save(reading, out)
    return reading


def _keep_rows(reading: Reading, rows: Path) -> None:
    sys.meta_path.insert(0, _WithoutPandas())
    from pipelines.documents.kept_rows import keep_rows
    from warehouse import WarehouseError

    # who loads them makes them again, and says what is wrong with the document
    with suppress(WarehouseError, MemoryError):
        keep_rows(reading, rows)


class _WithoutPandas(MetaPathFinder):
    """pyarrow imports pandas at its first value where it finds it: a second for each document, and for nothing."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


if __name__ == "__main__":
    file, out, rows, *numbers = sys.argv[1:]
    sys.exit(main(Path(file), Path(out), Path(rows) if rows else None, *map(int, numbers)))
