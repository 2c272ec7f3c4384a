"""Whether anything changed since the last publication. Cheap on purpose: no heavy import, no database."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from pipelines.documents.hashes import sha256_of
from pipelines.documents.readings import current_version
from pipelines.documents.register import STATEMENTS_NAME, Source, results_files, rules_files
from pipelines.folders import REPOSITORY, Folders
from pipelines.night.correction_lines import corrections, fingerprint

State = dict[str, str]
"""What the published files are made from: name of a file or a version -> its fingerprint."""

LOADERS = ("warehouse", "expectations")
SUFFIXES = {".py", ".sql", ".toml", ".csv"}
ASIDE = ".nuovo"


def current_state(folders: Folders, sources: list[Source]) -> State:
    """What a run would publish from now."""
    lines = corrections(folders.raw)
    documents = {source.name: fingerprint(source, lines) for source in sources}
    results = {name: sha256_of(path) for name, path in results_files(folders.raw).items()}
    given = [*rules_files(folders.raw), *folders.raw.glob(STATEMENTS_NAME)]
    rules = {path.relative_to(folders.raw).as_posix(): sha256_of(path) for path in given}
    key = {"senza_nomi": sha256_of(folders.pseudonym_key)} if folders.pseudonym_key.is_file() else {}
    own = {"correzioni": hashlib.sha256(json.dumps(lines, default=str).encode()).hexdigest()} if lines else {}
    return documents | results | rules | key | own | {"lettura": current_version(), "caricamento": _loading_version()}


def published_state(folders: Folders) -> State:
    """What the published files were made from; empty when nothing is published or a file has gone or is damaged."""
    if not (folders.published.is_file() and folders.working.is_file() and folders.state.is_file()):
        return {}
    return _read(folders.state) or {}


def is_published(folders: Folders, state: State) -> bool:
    """Whether the published files are made from exactly this, and from all that the working file holds."""
    return published_state(folders) == state and not folders.pending.exists()


def only_documents_came(held: State, now: State, sources: list[Source]) -> bool:
    """Whether there are more documents than the working file was made from, and nothing else is new: no code, rule,
    value or line of the register.
    """
    new = {source.name for source in sources} - held.keys()
    return bool(held) and held == {name: text for name, text in now.items() if name not in new}


def held_state(folders: Folders) -> State:
    """What the working file was made from: as published, and beyond that whatever runs began that didn't end. Empty
    text for what may be one or the other.
    """
    published, begun = published_state(folders), _begun(folders) or {}
    return published | {name: text if published.get(name, text) == text else "" for name, text in begun.items()}


def begin(folders: Folders, state: State) -> None:
    """Write down what the working file is about to be made from, so that the next run knows even if this one doesn't
    end. Where what was written down before is damaged, all is loaded again.
    """
    held = dict.fromkeys(state, "") if _is_damaged(folders) else held_state(folders)
    _write(folders.pending, {name: text if held.get(name, text) == text else "" for name, text in state.items()})


def forget(folders: Folders) -> None:
    """Say that nobody knows what the working file is made from: all is loaded again."""
    folders.state.write_bytes(b"")


def is_rolled_back(folders: Folders) -> bool:
    """Whether an older version is in force than the last one that was published whole."""
    whole = sorted(path.parent.name for path in folders.curated.glob(".versioni/*/versione.json"))
    return bool(whole) and folders.published.resolve().parent.name < whole[-1]


def remember(folders: Folders, state: State) -> None:
    """Write down what was published."""
    _write(folders.state, state)
    folders.pending.unlink(missing_ok=True)


def _is_damaged(folders: Folders) -> bool:
    """Whether nobody knows any more what the working file was made from."""
    return (folders.state.is_file() and _read(folders.state) is None) or _begun(folders) is None


def _begun(folders: Folders) -> State | None:
    """What the last run began with, if it didn't end; a command that only loads values leaves an empty file."""
    return _read(folders.pending) if folders.pending.is_file() and folders.pending.stat().st_size else {}


def _read(path: Path) -> State | None:
    """What was written down; None where that is damaged."""
    try:
        state = json.loads(path.read_bytes())
    except ValueError:
        return None
    return state if isinstance(state, dict) else None


def _write(path: Path, state: State) -> None:
    """Aside and renamed, so that a killed run says nothing untrue."""
    aside = path.with_name(f"{path.name}{ASIDE}")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(state, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _loading_version() -> str:
    """Hash of what turns readings into published files: a change of the code publishes again."""
    digest = hashlib.sha256()
    for package in LOADERS:
        for path in sorted((REPOSITORY / package).rglob("*")):
            if path.suffix in SUFFIXES:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
