"""A folder that is a URL: what lies in it, brought here and sent there file by file, each of them whole or not at all.

fsspec knows the storages (s3://, abfs://, gs://, file://, memory://, ...); which keys and which end points they take
is their own affair, and stands in their own variables and files.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.errors import PipelineError

LOG = logging.getLogger("schedario.storage")
AT_ONCE = 8
"""Files on their way side by side."""
CHANGES = (
    "size",
    "ETag",
    "etag",
    "md5Hash",
    "content_md5",
    "LastModified",
    "last_modified",
    "updated",
    "mtime",
    "created",
)
"""What the storages say of a file that changes when the file does; each has some of them."""


@dataclass(frozen=True, slots=True)
class Storage:
    """A folder in a storage. Names are relative to it, with forward slashes; errors are PipelineErrors that name it."""

    url: str
    fs: Any
    root: str

    def files(self, below: str = "") -> dict[str, dict[str, Any]]:
        """All files, by name, with what the storage says of them; none where there is no such folder."""
        with told(self.url):
            self.fs.invalidate_cache()
            found = self.fs.find(self._path(below), detail=True)
            names = {path[len(self.root) :].lstrip("/"): facts for path, facts in found.items()}
        return {name: facts for name, facts in sorted(names.items()) if self._is_file(name, facts)}

    def read(self, name: str) -> bytes | None:
        """The content of a file; None where it isn't there."""
        with told(self.url):
            try:
                return bytes(self.fs.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def replace(self, name: str, content: bytes) -> None:
        """Write a small file; who reads it finds the old one or the new one."""
        with told(self.url):
            self.fs.makedirs(self.root, exist_ok=True)
            if self.fs.protocol[0] == "file":
                put(Path(self._path(name)), content)
            else:
                self.fs.pipe_file(self._path(name), content)

    def take(self, sizes: dict[str, int], folder: Path) -> None:
        """Bring files (name -> bytes) into a local folder, each aside first, then renamed.

        Raises:
            PipelineError: one has another size than it should: it changed on its way, or broke off.
        """
        self._each(sizes, lambda name: self._take(name, sizes[name], folder / name))

    def give(self, names: Iterable[str], folder: Path, under: str = "") -> None:
        """Send files of a local folder, `under` a name there."""
        self._each(names, lambda name: self._give(folder / name, f"{under}/{name}" if under else name))

    def drop(self, names: Iterable[str]) -> None:
        """Remove files, one after the other, in this order."""
        with told(self.url):
            for name in names:
                self.fs.rm_file(self._path(name))

    def _each(self, names: Iterable[str], move: Callable[[str], None]) -> None:
        with told(self.url), ThreadPoolExecutor(AT_ONCE) as movers:
            list(movers.map(move, names))

    def _take(self, name: str, size: int, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.nuovo")
        self.fs.get_file(self._path(name), str(aside))
        if aside.stat().st_size != size:
            aside.unlink()
            raise PipelineError(f"{self.url}/{name} changed on its way here; run again")
        _synced(aside).replace(path)

    def _give(self, path: Path, name: str) -> None:
        target = self._path(name)
        self.fs.makedirs(target.rpartition("/")[0], exist_ok=True)
        self.fs.put_file(str(path), target)
        if self.fs.info(target)["size"] != path.stat().st_size:
            raise PipelineError(f"{self.url}/{name} didn't arrive whole; run again")

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}" if name else self.root

    def _is_file(self, name: str, facts: dict[str, Any]) -> bool:
        whole = facts["type"] == "file" and bool(name) and not name.endswith("/")
        path = PurePosixPath(name)
        if whole and (path.as_posix() != name or ".." in path.parts):
            LOG.warning("%s: %r is left out, no folder can hold that name", self.url, name)
            return False
        return whole


def opened(url: str) -> Storage:
    """The folder behind a URL; it needn't be there yet.

    Raises:
        PipelineError: no such kind of storage, or its package isn't there.
    """
    with told(url):
        from fsspec.core import url_to_fs

        fs, root = url_to_fs(url)
        return Storage(url, fs, root.rstrip("/"))


def change(facts: dict[str, Any]) -> str:
    """What stays the same as long as a file does."""
    return " ".join(f"{name}={facts[name]}" for name in CHANGES if facts.get(name) is not None)


def put(path: Path, content: bytes) -> None:
    """Write a local file: aside, under a name of this process, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.nuovo")
    aside.write_bytes(content)
    _synced(aside).replace(path)


@contextmanager
def told(url: str) -> Iterator[None]:
    """Whatever a storage fails with, said in one line. The storages' errors have nothing in common."""
    try:
        yield
    except PipelineError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise PipelineError(f"{url}: {reason}; look at the address, the keys and the network") from error


def _synced(path: Path) -> Path:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return path
