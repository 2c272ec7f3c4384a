"""Says whether a staged document may enter, and whether the star may be published, and why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from expectations.checks import Frames
from expectations.outcomes import BLOCKING, Outcome, Severity, State, verdict
from expectations.suites import document_suites, star_suites, volume_suites

__all__ = [
    "Frames",
    "Outcome",
    "Severity",
    "State",
    "build_data_docs",
    "validate_document",
    "validate_star",
    "validate_volume",
    "verdict",
]

STAR = "stella"
VOLUME = "volume"


def _home(curated: Path) -> Path:
    return curated.absolute() / ".work" / "gx"


def validate_document(frames: Frames, name: str = "documento", curated: Path | None = None) -> list[Outcome]:
    """Hold one staged document against the rules.

    Args:
        frames: as `warehouse.staged_frames` gives them.
        name: how Data Docs call the document (a file name).
        curated: folder whose `.work/gx` keeps the results for the Data Docs; None keeps nothing.
    """
    from expectations.engine import run

    return run(document_suites(frames), name.replace("/", "__"), curated and _home(curated))


def validate_star(frames: Frames, curated: Path | None = None) -> list[Outcome]:
    """Hold the star against the rules; `frames` as `warehouse.star_frames` gives them, `curated` as above."""
    from expectations.engine import run

    return run(star_suites(frames), STAR, curated and _home(curated))


def validate_volume(frame: pd.DataFrame, curated: Path | None = None, accept_less: bool = False) -> list[Outcome]:
    """Hold what a run loaded against the last good run (rows of `qualita.volume`).

    Args:
        accept_less: somebody said that less is right: what would block only warns.
    """
    from expectations.engine import run

    outcomes = run(volume_suites(frame), VOLUME, curated and _home(curated))
    if accept_less:
        outcomes = [replace(o, gravita="avviso") if o.gravita in BLOCKING else o for o in outcomes]
    return outcomes


def build_data_docs(curated: Path) -> Path:
    """Render the results kept in `curated` to `curated/data_docs`, swapped in whole; gives its `index.html`."""
    from expectations.data_docs import build

    return build(_home(curated), curated.absolute() / "data_docs")
