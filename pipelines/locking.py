"""One writer for each folder: a run for a curated folder, a fetch for a raw one."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import BusyError, PipelineError
from pipelines.folders import Folders, shown, url_of

NAME = "lock"


@contextmanager
def writing(folders: Folders) -> Iterator[None]:
    """Hold the curated folder's lock; where it is the local copy of a URL, keep the two in step.

    Raises:
        BusyError: another run holds it.
        PipelineError: the folder can't be written, or the storage fails.
    """
    with held(folders):
        if not url_of(folders.curated):
            yield
            return
        # only who has a warehouse behind a URL waits for it
        from pipelines.keeping import remote

        with remote.in_step(folders):
            yield


@contextmanager
def held(folders: Folders) -> Iterator[None]:
    """Hold the lock of a curated folder on this machine; errors as `writing`."""
    busy = f"another run is writing to {shown(folders.curated)}; wait for it to end, or use another --curated DIR"
    with alone(folders.work, busy, f"can't write to {shown(folders.curated)}: {{}}; try --curated DIR"):
        yield


def is_written(folders: Folders) -> bool:
    """Whether a run holds the lock just now. A run that starts in this very moment could find it held by us."""
    path = folders.work / NAME
    if not path.is_file():
        return False
    with path.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def alone(folder: Path, busy: str, refused: str) -> Iterator[None]:
    """Hold a folder's lock; the folder is made. The system drops the lock when the process ends, however it ends.

    Args:
        busy: what to say when somebody else holds it.
        refused: what to say when the folder can't be written; `{}` stands for why.

    Raises:
        BusyError, PipelineError: these two.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / NAME).open("w")
    except OSError as error:
        raise PipelineError(refused.format(error.strerror)) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(busy) from error
        yield
