"""The documents of the raw folder: every PDF below it, known by its bytes."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.folders import REGISTER_NAME, RESULTS_SUFFIX, shown


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it lies in the raw folder."""

    name: str
    """Path relative to the raw folder, with forward slashes."""
    path: Path
    sha256: str
    size: int
    """Bytes."""


def register(raw: Path) -> list[Source]:
    """Every PDF under the folder, by name, so that runs go the same way on every machine.

    Raises:
        PipelineError: the folder isn't there or holds no PDF.
    """
    if not raw.is_dir():
        raise PipelineError(f"no folder {shown(raw)}; name the folder of your PDFs with --raw DIR")
    sources = [_source(raw, path) for path in _files(raw) if path.suffix.lower() == ".pdf"]
    if not sources:
        raise PipelineError(f"no PDF under {shown(raw)}; put one there, or name another folder with --raw DIR")
    return sources


def results_files(raw: Path) -> list[Path]:
    """The files of measured values under the folder, by name."""
    return [path for path in _files(raw) if path.name.endswith(RESULTS_SUFFIX)]


def described(raw: Path) -> dict[str, dict[str, str]]:
    """What `registro.csv` says of each file: name -> column -> text, blanks left out.

    Raises:
        PipelineError: the register has no column `nome_file`, isn't UTF-8, or names a file twice.
    """
    path = raw / REGISTER_NAME
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except UnicodeDecodeError as error:
        raise PipelineError(f"{shown(path)} isn't UTF-8; save it again as CSV UTF-8") from error
    known: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=2):
        name = (row.get("nome_file") or "").strip()
        if not name or name in known:
            raise PipelineError(f"{shown(path)}, line {number}: nome_file is {'repeated' if name else 'missing'}")
        known[name] = {column: text.strip() for column, text in row.items() if text and text.strip()}
    return known


def _files(raw: Path) -> list[Path]:
    return sorted((path for path in raw.rglob("*") if path.is_file()), key=lambda path: path.as_posix())


def _source(raw: Path, path: Path) -> Source:
    return Source(path.relative_to(raw).as_posix(), path, sha256_of(path), path.stat().st_size)


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
