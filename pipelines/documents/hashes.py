"""SHA-256 of the documents, remembered: a night reads the bytes of what is new, and looks at the rest from outside.

A file counts as it was while size, times and number of its inode are; nobody can set the time of the inode's last
change (ctime). A file that was touched a moment ago isn't remembered: it may change again within the same tick of the
clock (git keeps its index by the same rules, see its Documentation/technical/racy-git.adoc).
"""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from pathlib import Path

from pipelines.storage import put

MOMENT = 5
"""Seconds; file systems tell times to two seconds, and a server's clock isn't ours."""

Look = tuple[int, ...]
Known = dict[str, tuple[Look, str]]
"""Path -> how the file looked, and the SHA-256 that it had."""


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(paths: list[Path], memory: Path) -> dict[Path, str]:
    """SHA-256 of each file; `memory` is the file where they are remembered, made when missing.

    Raises:
        OSError: a file can't be read.
    """
    known, looks = _read(memory), {path: _look(path) for path in paths}
    found = {path: _remembered(known, path, look) or sha256_of(path) for path, look in looks.items()}
    now = {str(path): (look, found[path]) for path, look in looks.items() if _is_at_rest(look)}
    if now != known:
        with suppress(OSError):  # who may only look works without
            put(memory, json.dumps(now, ensure_ascii=False).encode())
    return found


def _look(path: Path) -> Look:
    told = path.stat()
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino


def _is_at_rest(look: Look) -> bool:
    _, modified, changed, _ = look
    return max(modified, changed) < time.time_ns() - MOMENT * 10**9


def _remembered(known: Known, path: Path, look: Look) -> str:
    then, sha256 = known.get(str(path), ((), ""))
    return sha256 if then == look else ""


def _read(memory: Path) -> Known:
    """What is remembered; nothing where the memory is damaged: it only saves time."""
    try:
        return {path: (tuple(look), sha256) for path, (look, sha256) in json.loads(memory.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
