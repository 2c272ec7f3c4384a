"""`anagrafe.toml` read: every mistake in it with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from warehouse.errors import WarehouseError
from warehouse.statements import KINDS, Stated

HEADER = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]", re.MULTILINE)


class StatementError(WarehouseError):
    """The file is wrong; `problems` has a sentence for each thing to put right."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_statements(path: Path) -> list[Stated]:
    """The statements of a file, in its order; none where there is no file.

    Raises:
        StatementError: the file can't be read, or something in it is wrong.
    """
    if not path.is_file():
        return []
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StatementError([f"{path}: not a TOML file ({error})"]) from error
    if unknown := data.keys() - KINDS.keys():
        raise StatementError([f"{path}: unknown {', '.join(sorted(unknown))}; write [[...]] with {', '.join(KINDS)}"])
    problems: list[str] = []
    stated = []
    for where, kind, raw in _tables(path, text, data):
        try:
            stated.append(Stated(where, kind, KINDS[kind].model_validate(raw)))
        except ValidationError as error:
            problems += [f"{where}: {_told(each)}" for each in error.errors()]
    if problems:
        raise StatementError(problems)
    return stated


def _tables(path: Path, text: str, data: dict[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Each table with its place, in the order of the file."""
    left = {kind: iter(tables) for kind, tables in data.items() if isinstance(tables, list)}
    if len(left) < len(data):
        raise StatementError([f"{path}: write each statement under a line such as [[grafia]]"])
    for header in HEADER.finditer(text):
        kind, line = header[1], text.count("\n", 0, header.start(1)) + 1
        if kind in left and (raw := next(left[kind], None)) is not None:
            yield f"{path.name}, line {line} ({kind})", kind, raw
    for kind, tables in left.items():
        yield from ((f"{path.name}, {kind} {n} from the end", kind, raw) for n, raw in enumerate(tables, 1))


def _told(problem: Any) -> str:
    """A validation error in words that name the key of the file."""
    name = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    if problem["type"] == "extra_forbidden":
        return f"unknown key {name}"
    if problem["type"] == "missing":
        return f"{name} is missing"
    return f"{name} is {problem['input']!r}: {problem['msg'][0].lower()}{problem['msg'][1:]}"
