"""`schedario target`: how a printed target is read, one from the command line or many from a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from normalizers.records import Component
from normalizers.targets import read_target
from pipelines.errors import PipelineError
from pipelines.folders import shown
from pipelines.formats import Rows

COLUMNS = [field.name for field in fields(Component)]
NEEDED = "target"


def reading(target: str, contesto: str = "", anno: int | None = None) -> dict[str, Any]:
    """The target, its context, and its components in the fields of docs/targets.md, ready for JSON."""
    components = [asdict(component) for component in read_target(target, contesto, anno)]
    return {"target": target, "contesto": contesto, "anno": anno, "componenti": components}


def rows(found: dict[str, Any]) -> tuple[list[str], Rows]:
    """A reading as a table: a row for each component, without the columns that are empty in all of them."""
    components: list[dict[str, Any]] = found["componenti"]
    used = [name for name in COLUMNS if any(component[name] not in ("", None, ()) for component in components)]
    return used, [tuple(_cell(component[name]) for name in used) for component in components]


def readings(file: Path) -> Iterator[dict[str, Any]]:
    """The reading of each line of a file of JSON objects with `target`, and perhaps `contesto` and `anno`.

    Raises:
        PipelineError: the file can't be read, or a line isn't such an object; the message has the line's number.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError(f"can't read {shown(file)}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield reading(*_asked(line, f"{shown(file)}, line {number}"))


def _asked(line: str, where: str) -> tuple[str, str, int | None]:
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise PipelineError(f"{where}: not JSON ({error}); write one object a line") from error
    if not isinstance(asked, dict) or not isinstance(asked.get(NEEDED), str):
        raise PipelineError(f'{where}: no text in "target"; write {{"target": "...", "contesto": "...", "anno": 2020}}')
    context, year = asked.get("contesto") or "", asked.get("anno")
    if not isinstance(context, str):
        raise PipelineError(f'{where}: "contesto" is {json.dumps(context)}; write the indicator\'s words')
    if isinstance(year, bool) or not isinstance(year, int | None):
        raise PipelineError(f'{where}: "anno" is {json.dumps(year)}; write a year, such as 2020')
    return asked[NEEDED], context, year


def _cell(value: object) -> object:
    return ", ".join(value) if isinstance(value, tuple) else value
