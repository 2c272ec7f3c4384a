"""Processes that a test starts and ends, with all that they started themselves."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import psutil

MOST_LOOKS = 4000
"""What hasn't come after so many looks never will."""


def kill_all(pid: int) -> None:
    """A process and all below it, without a warning, as a power cut does."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                each.kill()


def wait_until(true: Callable[[], object], what: str) -> None:
    """Look again and again until it is so."""
    for _ in range(MOST_LOOKS):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} never came")
