"""Where a fetched document comes from: the sidecar beside it, which the register reads too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.errors import PipelineError
from pipelines.folders import shown

Facts = dict[str, str]
"""Column of the register -> text; blanks left out."""


def sidecar_path(pdf: Path) -> Path:
    """Where the sidecar of a PDF is, if it was fetched."""
    return pdf.with_name(pdf.name + ".json")


def sidecar(pdf: Path) -> dict[str, Any]:
    """What is known of a fetched PDF; empty for one that a person put there.

    Raises:
        PipelineError: the sidecar is damaged.
    """
    path = sidecar_path(pdf)
    if not path.is_file():
        return {}
    try:
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PipelineError(
            f"{shown(path)} is damaged; delete it, and its document's facts go to registro.csv"
        ) from error
    return known


def fetched_facts(pdf: Path, sources: Mapping[str, Facts]) -> Facts:
    """What the source says of a fetched PDF, as it is described today, else as it was then; and what its link says."""
    known = sidecar(pdf)
    of_source: Facts = sources.get(known.get("source", ""), known.get("source_facts", {}))
    return {**of_source, **known.get("facts", {})}
