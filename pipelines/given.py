"""Whether there are settings at all. Light on purpose: without any, no command waits for their reader."""

from __future__ import annotations

import os
from pathlib import Path

PREFIX = "SCHEDARIO_"
FILE_VARIABLE = "SCHEDARIO_SETTINGS"
USUAL_FILE = Path("schedario.toml")
"""In the folder that the command is typed in."""


def settings_file() -> Path | None:
    """The file that SCHEDARIO_SETTINGS names, else `schedario.toml` here if there is one."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    return USUAL_FILE if USUAL_FILE.is_file() else None


def are_given() -> bool:
    """Whether anything departs from the usual, or tries to."""
    return settings_file() is not None or any(name.startswith(PREFIX) for name in os.environ)
