"""Acts behind a URL: their copy on this machine, brought up to date before anybody looks at it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pipelines.documents.hashes import hashes
from pipelines.errors import PipelineError
from pipelines.folders import url_of
from pipelines.locking import alone
from pipelines.storage import change, opened, put

Known = dict[str, list[str]]
"""Name of a file -> what the storage said of it when it was brought here, and the SHA-256 of what was brought."""


def bring(raw: Path) -> None:
    """Bring what is new or changed, and let go what is no longer there; nothing to do for an ordinary folder.

    Only a file that is here as it was brought, byte for byte, isn't brought again.

    Raises:
        PipelineError: the storage fails, holds nothing, or somebody else is bringing the same.
    """
    url = url_of(raw)
    if not url:
        return
    index = raw.with_name(f"{raw.name}.json")
    busy = f"another run is copying from {url}; wait for it to end"
    with alone(raw.with_name(f"{raw.name}.lock"), busy, f"can't write to {raw.parent}: {{}}; see the setting mirrors"):
        for aside in raw.parent.glob(f".{raw.name}.*.nuovo"):
            aside.unlink()  # of one that was killed
        storage = opened(url)
        there = storage.files()
        if not there:
            raise PipelineError(f"nothing lies in {url}; look at the address, or put acts there")
        known, brought = _known(index), _brought(raw, there)
        here = {name for name, sha256 in brought.items() if known.get(name) == [change(there[name]), sha256]}
        _keep_only(raw, here)
        try:
            storage.take({name: facts["size"] for name, facts in there.items() if name not in here}, raw)
        finally:
            # what came before it broke off doesn't come again
            now = {name: [change(there[name]), sha256] for name, sha256 in _brought(raw, there).items()}
            put(index, json.dumps(now, ensure_ascii=False, indent=1).encode())


def _known(index: Path) -> Known:
    found: Known = json.loads(index.read_bytes()) if index.is_file() else {}
    return found


def _brought(raw: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of those that are here, by name."""
    paths = {name: raw / name for name in names if (raw / name).is_file()}
    found = hashes(list(paths.values()), raw.with_name(f"{raw.name}.hashes.json"))
    return {name: found[path] for name, path in paths.items()}


def _keep_only(raw: Path, names: set[str]) -> None:
    """Remove all other files, and folders that stay empty."""
    for path in sorted(raw.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(raw).as_posix() not in names:
            path.unlink()
