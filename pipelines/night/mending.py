"""Before a run begins: what runs that were killed left half done is taken away."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.folders import Folders
from warehouse import versions

HALF_DONE = (
    ".work/*.nuovo",
    ".work/*.nuovo.wal",
    ".work/.*.nuovo",
    ".work/readings/*.json.*",
    ".work/rows/*.arrows.*",
    "data_docs/.*.nuovo",
    "data_docs/*/.*.nuovo",
    "rapporto/.*.nuovo",
)
"""All of it is made aside and renamed when it is whole."""


def mend(folders: Folders) -> None:
    """Remove half-made files and versions; whoever calls it holds the folder's lock."""
    for pattern in HALF_DONE:
        for path in folders.curated.glob(pattern):
            _remove(path)
    versions.clear(folders.curated)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
