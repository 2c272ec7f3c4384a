"""Rows on disk, beside the readings they were made from: what one reading and one version of the warehouse give."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import warehouse
from pipelines.documents import readings
from warehouse import WarehouseError

if TYPE_CHECKING:
    from normalizers.records import Reading
    from warehouse import Prepared

SUFFIX = ".arrows"


def rows_path(folder: Path, reading: Path, fingerprint: str) -> Path:
    """Where the rows of a reading are kept; `fingerprint` is that of the warehouse's code."""
    return folder / f"{reading.stem}-{fingerprint}{SUFFIX}"


def rows_of(reading: Path, path: Path) -> Prepared:
    """The rows of a reading, made when they aren't there yet or are damaged, or when it is newer than they are.

    Raises:
        ReadingError: the reading is damaged.
        WarehouseError: a record has a kind, a field or a value that the warehouse doesn't know.
    """
    if path.is_file() and path.stat().st_mtime_ns >= reading.stat().st_mtime_ns:
        with suppress(WarehouseError):
            return warehouse.load_prepared(path)
    keep_rows(readings.load(reading), path)
    return warehouse.load_prepared(path)


def keep_rows(reading: Reading, path: Path) -> None:
    """Make the rows of a reading, in the place of those that other readings and versions gave; errors as `rows_of`."""
    sha256 = path.name.split("-")[0]
    warehouse.save_prepared(warehouse.prepare(reading, sha256), path)
    for other in path.parent.glob(f"{sha256}-*"):
        if other != path:
            other.unlink(missing_ok=True)
