"""The documents of the raw folder: every PDF below it, known by its bytes, with what the register says of it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.documents.hashes import hashes
from pipelines.documents.provenance import Facts, fetched_facts
from pipelines.documents.sources import facts_of_sources
from pipelines.errors import PipelineError
from pipelines.folders import Folders, shown, url_of

REGISTER_NAME = "registro.csv"
KEY_COLUMN = "nome_file"
RULES_FOLDER = "regole"
STATEMENTS_NAME = "anagrafe.toml"
"""What people state about units and persons."""
RESULTS_SUFFIXES = (".rilevazioni.csv", ".rilevazioni.xlsx")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it lies in the raw folder."""

    name: str
    """Path relative to the raw folder, with forward slashes."""
    path: Path
    sha256: str
    size: int
    """Bytes."""
    facts: dict[str, str]
    """Column of the register -> text; blanks left out."""

    @property
    def atto_id(self) -> str:
        """As the warehouse knows it, whatever its name."""
        return self.sha256[:16]

    @property
    def year(self) -> int | None:
        """The plan's first year, where the register says it."""
        text = self.facts.get("anno", "")
        return int(text) if text.isdecimal() else None

    @property
    def fingerprint(self) -> str:
        """Changes with the bytes and with what the register says."""
        return hashlib.sha256(f"{self.sha256} {json.dumps(self.facts, sort_keys=True)}".encode()).hexdigest()


def register(folders: Folders) -> list[Source]:
    """Every PDF under the raw folder, by name, so that runs go the same way on every machine.

    The local copy of a URL is brought up to date first.

    Raises:
        PipelineError: the folder isn't there or holds no PDF, its register can't be read, or the storage fails.
        OSError: a folder or file below it can't be read.
    """
    raw = folders.raw
    if url_of(raw):
        # only who has acts behind a URL waits for it
        from pipelines.documents import mirror

        mirror.bring(raw)
    if not raw.is_dir():
        raise PipelineError(f"no folder {shown(raw)}; name the folder of your PDFs with --raw DIR")
    facts = _register_lines(raw / REGISTER_NAME)
    paths = [path for path in _files(raw) if path.suffix.lower() == ".pdf"]
    if not paths:
        raise PipelineError(f"no PDF under {shown(raw)}; put one there, or name another folder with --raw DIR")
    sources = facts_of_sources(raw)
    known = hashes(paths, folders.hashes)
    return [_source(path.relative_to(raw).as_posix(), path, known[path], facts, sources) for path in paths]


def results_files(raw: Path) -> dict[str, Path]:
    """The files of measured values under the folder: relative name -> path, in order."""
    return {
        path.relative_to(raw).as_posix(): path for path in _files(raw) if path.name.lower().endswith(RESULTS_SUFFIXES)
    }


def rules_files(raw: Path) -> list[Path]:
    """A user's own files of scoring rules, in order."""
    return sorted((raw / RULES_FOLDER).glob("[!.]*.toml"))


def _files(raw: Path) -> list[Path]:
    paths = (Path(folder, name) for folder, _, names in os.walk(raw, onerror=_refuse) for name in names)
    return sorted((path for path in paths if path.is_file()), key=lambda path: path.as_posix())


def _refuse(error: OSError) -> None:
    """A folder that can't be looked into isn't empty: its documents aren't gone."""
    raise error


def _source(name: str, path: Path, sha256: str, facts: dict[str, Facts], sources: dict[str, Facts]) -> Source:
    """What a person wrote in the register goes before what a fetched file's source says."""
    known = {**fetched_facts(path, sources), **facts.get(name, {})}
    return Source(name, path, sha256, path.stat().st_size, known)


def _register_lines(path: Path) -> dict[str, dict[str, str]]:
    """What the register says of each file: name -> column -> text; nothing when there is no register."""
    if not path.is_file():
        return {}
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError as error:
        raise PipelineError(f"{shown(path)} isn't UTF-8; save it again as CSV UTF-8") from error
    known: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=2):
        name = (row.pop(KEY_COLUMN, "") or "").strip()
        if not name or name in known:
            raise PipelineError(f"{shown(path)}, row {number}: {KEY_COLUMN} is {'repeated' if name else 'missing'}")
        known[name] = {column: text.strip() for column, text in row.items() if column and text and text.strip()}
    return known
