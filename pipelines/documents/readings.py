"""Readings on disk: what one document and one version of the code give, worked out once.

JSON and not pickle: a file that came out of a hostile PDF is only ever data.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import extractors
import normalizers
from pipelines.errors import ReadingError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from normalizers.records import Reading


def current_version() -> str:
    """What a reading is a function of beside the document's bytes; equal to `Reading.version`."""
    return f"{extractors.VERSION}.{normalizers.VERSION}"


def reading_path(folder: Path, sha256: str, year: int | None = None) -> Path:
    """Where the reading of a document is kept; targets are read in the plan's `year`, where the register says it."""
    return folder / f"{sha256}-{current_version()}{f'-{year}' if year else ''}.json"


def save(reading: Reading, path: Path) -> None:
    """Keep a reading."""
    keep(_adapter().dump_json(reading), path)


def keep(content: bytes, path: Path) -> None:
    """Write aside, then rename: a killed run leaves no half reading."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with aside.open("wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    aside.replace(path)


def load(path: Path) -> Reading:
    """The reading kept in a file.

    Raises:
        ReadingError: it is damaged.
    """
    try:
        return _adapter().validate_json(path.read_bytes())
    except ValueError as error:
        raise ReadingError(
            "ciò che ne era stato letto è danneggiato: la prossima corsa lo rilegge",
            "what was read of it is damaged; the next run reads it again",
        ) from error


def is_readable(path: Path) -> bool:
    """Whether a reading that another version of the code made is one that this version understands."""
    try:
        load(path)
    except ReadingError:
        return False
    return True


def drop_damaged(path: Path) -> bool:
    """Forget a reading if it can't be used, so that the document is read anew; whether it was so."""
    if is_readable(path):
        return False
    path.unlink()
    return True


def drop_other_versions(path: Path, sha256: str) -> None:
    """Remove what other versions of the code and killed runs left of a document; `path` is the one to keep."""
    for other in path.parent.glob(f"{sha256}-*"):
        if other != path:
            other.unlink(missing_ok=True)


def drop(folder: Path, sha256: str) -> None:
    """Forget what was read of a document, so that it is read anew."""
    for path in folder.glob(f"{sha256}-*"):
        path.unlink(missing_ok=True)


@cache
def _adapter() -> TypeAdapter[Reading]:
    # only who opens a reading pays for these imports
    from pydantic import TypeAdapter

    from normalizers.records import Reading

    return TypeAdapter(Reading)
