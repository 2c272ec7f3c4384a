"""Disks that are really full: small ones made for the trial, each with room for another part of what a run writes.

Making a disk (a tmpfs) takes the rights of root, so these trials belong to `python -m tests.endurance`.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from .processes import tried
from .scene import Scene
from .trials import Trial, after

PAGE = 4096
ENOUGH = 2**30


def trials(scene: Scene, home: Path, disks: int) -> list[Callable[[Path], Trial]]:
    """A trial for each of so many disks, from one without any room to one with nearly what a run needs; none where
    this user may make no disk.
    """
    if os.geteuid() != 0:
        return []
    with _disk(home, ENOUGH):
        before = _used(scene.copied(home / "prova").raw.parent)
        assert tried("run", home=home / "prova").code == 0
        needed = _used(home / "prova") - before
    return [partial(_on_a_full_disk, scene, size=before + needed * n // disks) for n in range(disks)]


def _on_a_full_disk(scene: Scene, home: Path, size: int) -> Trial:
    with _disk(home, size):
        folders = scene.copied(home / "prova")
        ended = tried("run", home=folders.raw.parent)
        trial = Trial(f"on a disk of {size // 1000} kB", ended.code != 0)
        if trial.killed:
            trial.problems += _untold(ended.code, ended.said)
        _resize(home, ENOUGH)
        return after(trial, scene, folders)


def _untold(code: int, said: str) -> Iterator[str]:
    """What is missing in how a full disk is told."""
    *_, last = said.splitlines() or [""]
    if code != 1 or "Traceback" in said:
        yield f"exit code {code}: {said}"
    if not (last.startswith("error: ") and "No space left" in last and "make room" in last):
        yield f"not told as a full disk: {said}"


@contextmanager
def _disk(home: Path, size: int) -> Iterator[None]:
    home.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", home], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", home], check=True)
        home.rmdir()


def _resize(home: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", home], check=True)


def _used(home: Path) -> int:
    """Bytes that a folder takes on a disk in pages."""
    blocks = {path.lstat().st_ino: path.lstat().st_size for path in home.rglob("*")}
    return sum(-(-size // PAGE) * PAGE for size in blocks.values())
