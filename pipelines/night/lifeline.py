"""Child processes that never outlive their parent, however it ends: SIGKILL can't be caught, but it closes pipes."""

from __future__ import annotations

import os
import threading
from multiprocessing.connection import Connection, wait

STDIN = 0


def die_with(*ends: Connection | int) -> None:
    """End this process as soon as there is something to read from one of these: ends of pipes that nobody writes to, so
    that it can only be that the process which holds the other end is no more.
    """
    threading.Thread(target=_watch, args=(ends,), daemon=True).start()


def _watch(ends: tuple[Connection | int, ...]) -> None:
    wait(ends)
    os._exit(1)
