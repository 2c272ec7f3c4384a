"""One writer for each curated folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.errors import BusyError, PipelineError
from pipelines.folders import Folders, shown


@contextmanager
def writing(folders: Folders) -> Iterator[None]:
    """Hold the folder's lock. The system drops it when the process ends, however it ends.

    Raises:
        BusyError: another run holds it.
        PipelineError: the folder can't be written.
    """
    try:
        folders.work.mkdir(parents=True, exist_ok=True)
        handle = (folders.work / "lock").open("w")
    except OSError as error:
        raise PipelineError(f"can't write to {shown(folders.curated)}: {error.strerror}; try --curated DIR") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"another run is writing to {shown(folders.curated)}; wait for it to end, or use another --curated DIR"
            ) from error
        yield


def is_written(folders: Folders) -> bool:
    """Whether a run holds the lock just now. A run that starts in this very moment could find it held by us."""
    path = folders.work / "lock"
    if not path.is_file():
        return False
    with path.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
