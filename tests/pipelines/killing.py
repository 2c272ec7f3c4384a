"""Processes that a test starts and ends, with all that they started themselves."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

MOST_LOOKS = 900
"""What hasn't come after so many looks never will."""


def tree(pid: int) -> list[int]:
    """A process and all below it, as the machine's power cut would find them."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(below for child in children for below in tree(child))]


def kill_all(pid: int) -> None:
    """Without a warning, as a power cut does."""
    for each in tree(pid):
        os.kill(each, signal.SIGKILL)


def wait_until(true: Callable[[], object], what: str) -> None:
    """Look again and again until it is so."""
    for _ in range(MOST_LOOKS):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} never came")
