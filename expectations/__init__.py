"""Says whether staged documents may enter, and whether the star may be published, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from expectations.checks import Frames
from expectations.data_docs import Checked, Line, stale
from expectations.outcomes import BLOCKING, Outcome, Severity, State, verdict
from expectations.suites import document_suites, star_references, star_suites, volume_suites
from expectations.tallies import Tally, added, named

__all__ = [
    "Checked",
    "Frames",
    "Line",
    "Outcome",
    "Severity",
    "State",
    "Tally",
    "added",
    "build_data_docs",
    "hold_documents",
    "hold_star",
    "hold_volume",
    "named",
    "stale_pages",
    "star_references",
    "validate_document",
    "validate_star",
    "validate_volume",
    "verdict",
]


def hold_documents(frames: Frames, documents: Sequence[str]) -> dict[str, list[Tally]]:
    """Hold staged documents against the rules, side by side: the tallies of each by its `atto_id`.

    Args:
        frames: the rows of all of them by table, as `warehouse.document_frames` gives them.
        documents: their `atto_id`. Of one alone all rows are, whatever they say.

    Raises:
        ValueError: a row isn't of one document, so that they can't be told apart.
    """
    from expectations.engine import hold_each

    return hold_each(document_suites(frames, documents), documents)


def validate_document(frames: Frames) -> list[Outcome]:
    """Hold one staged document against the rules."""
    return [tally.outcome() for tally in hold_documents(frames, [""])[""]]


def hold_star(parts: Iterable[tuple[Frames, Frames]]) -> list[Tally]:
    """Hold the star against the rules, part by part.

    Args:
        parts: the rows of each part by table, and the rows that their references may lead to.
    """
    from expectations.engine import hold

    tallies: list[Tally] = []
    for frames, known in parts:
        tallies = added([*tallies, *hold(star_suites(frames, known))])
    return tallies


def validate_star(frames: Frames) -> list[Outcome]:
    """Hold the whole star against the rules; `frames` as `warehouse.star_frames` gives them."""
    return [tally.outcome() for tally in hold_star([(frames, frames)])]


def hold_volume(frame: pd.DataFrame, accept_less: bool = False) -> list[Tally]:
    """Hold what a run loaded against the last good run (rows of `qualita.volume`).

    Args:
        accept_less: somebody said that less is right: what would block only warns.
    """
    from expectations.engine import hold

    tallies = hold(volume_suites(frame))
    if accept_less:
        tallies = [replace(t, rule=replace(t.rule, severity="avviso")) if _blocks(t) else t for t in tallies]
    return tallies


def validate_volume(frame: pd.DataFrame, accept_less: bool = False) -> list[Outcome]:
    """The outcomes of `hold_volume`."""
    return [tally.outcome() for tally in hold_volume(frame, accept_less)]


def _blocks(tally: Tally) -> bool:
    return tally.rule.severity in BLOCKING


def stale_pages(curated: Path, lines: Iterable[Line]) -> list[str]:
    """The documents whose page in `curated/data_docs` isn't that of their last check."""
    return stale(_pages(curated), lines)


def build_data_docs(curated: Path, lines: Sequence[Line], checked: Iterable[Checked], night: Sequence[Tally]) -> Path:
    """Bring `curated/data_docs` up to date, as `expectations.data_docs.build`; gives its `index.html`."""
    from expectations.data_docs import build

    return build(_pages(curated), lines, checked, night)


def _pages(curated: Path) -> Path:
    return curated.absolute() / "data_docs"
