"""Readings on disk: what one document and one version of the code give, worked out once.

JSON and not pickle: a file that came out of a hostile PDF is only ever data.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import extractors
import normalizers
from normalizers.records import Reading
from pydantic import TypeAdapter


def current_version() -> str:
    """What a reading is a function of beside the document's bytes; equal to `Reading.version`."""
    return f"{extractors.VERSION}+{normalizers.VERSION}"


def reading_path(folder: Path, sha256: str) -> Path:
    """Where the reading of a document is kept."""
    return folder / f"{sha256}-{current_version()}.json"


def save(reading: Reading, path: Path) -> None:
    """Write aside, then rename: a killed run leaves no half reading."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(_adapter().dump_json(reading))
    aside.replace(path)


def load(path: Path) -> Reading:
    """The reading kept in a file.

    Raises:
        ValueError: the file holds something else.
    """
    return _adapter().validate_json(path.read_bytes())


@cache
def _adapter() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)
