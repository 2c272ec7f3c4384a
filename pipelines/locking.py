"""One writer for each curated folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.errors import PipelineError
from pipelines.folders import Folders, shown


@contextmanager
def writing(folders: Folders) -> Iterator[None]:
    """Hold the folder's lock. The system drops it when the process ends, however it ends.

    Raises:
        PipelineError: another run holds it, or the folder can't be written.
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
            raise PipelineError(
                f"another run is writing to {shown(folders.curated)}; wait for it to end, or use another --curated DIR"
            ) from error
        yield
