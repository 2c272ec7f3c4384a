"""Whether anything changed since the last publication. Cheap on purpose: no heavy import, no database."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pipelines.folders import REGISTER_NAME, REPOSITORY, Folders
from pipelines.readings import current_version
from pipelines.register import Source, results_files, sha256_of

State = dict[str, str]
"""Name of an input -> what it was: the SHA-256 of a file, a version."""


def current_state(folders: Folders, sources: list[Source]) -> State:
    """All that the published files are made from."""
    register = folders.raw / REGISTER_NAME
    others = [*results_files(folders.raw), *([register] if register.is_file() else [])]
    files = {source.name: source.sha256 for source in sources}
    files |= {path.relative_to(folders.raw).as_posix(): sha256_of(path) for path in others}
    return files | {"lettura": current_version(), "caricamento": _loading_version()}


def is_published(folders: Folders, state: State) -> bool:
    """Whether the published files were made from exactly this."""
    if not (folders.published.is_file() and folders.working.is_file() and folders.state.is_file()):
        return False
    recorded: object = json.loads(folders.state.read_text(encoding="utf-8"))
    return recorded == state


def remember(folders: Folders, state: State) -> None:
    """Write down what was published; aside and renamed, so that a killed run says nothing untrue."""
    aside = folders.state.with_suffix(".new")
    aside.write_text(json.dumps(state, indent=1, ensure_ascii=False), encoding="utf-8")
    aside.replace(folders.state)


def _loading_version() -> str:
    """Hash of what turns readings into published files: a change there publishes again."""
    digest = hashlib.sha256()
    for package in ("warehouse", "expectations"):
        for path in sorted((REPOSITORY / package).rglob("*")):
            if path.suffix in {".py", ".sql", ".toml", ".csv"}:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
