"""Scoring rules as data files: read, and checked with messages that a user understands.

The package brings the rules that hold for everybody and those of the acts it knows; a user's files stand above them:
a rule for the same body, year, component and parameter takes the packaged one's place.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from warehouse.errors import WarehouseError
from warehouse.frames import Row

PACKAGED = Path(__file__).parent / "regole"
PARAMETERS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "dati" / "parametri.toml").read_text(encoding="utf-8")
)
"""Parameter -> `genere` of its value, perhaps the closed list of its `valori`, what it does (`testo`)."""
KEY = ("ente", "anno", "componente", "parametro")
"""What tells two rules apart; letters of a body's name count in one case."""
NUMBERS = {"quota": (1.0, "a share from 0 to 1, such as 0.70"), "percento": (100.0, "a per cent from 0 to 100")}


class RuleError(WarehouseError):
    """A file of rules is wrong; `problems` has a sentence for each thing to put right."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__(f"{path}: {'; '.join(problems)}")
        self.problems = problems


class Rule(BaseModel):
    """A row of `punteggi.regola`, as a file has it."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)

    regola: str | None = None
    ente: str | None = Field(None, min_length=1)
    anno: int | None = Field(None, ge=1990, le=2100)
    componente: str | None = Field(None, min_length=1)
    parametro: str
    valore: str | None = None
    atto: str | None = None
    pagina: int | None = Field(None, ge=1)
    testo: str | None = None

    @field_validator("parametro")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in PARAMETERS:
            raise ValueError(f"unknown parametro '{name}'; use one of {', '.join(PARAMETERS)}")
        return name

    @model_validator(mode="after")
    def _value_fits(self) -> Rule:
        if self.valore is not None:
            check_value(self.parametro, self.valore)
        return self


def check_value(parameter: str, value: str) -> None:
    """Whether a value is one of a known parameter.

    Raises:
        ValueError: it isn't; the message tells what to write.
    """
    kind = PARAMETERS[parameter]["genere"]
    if kind == "scelta" and value not in PARAMETERS[parameter]["valori"]:
        raise ValueError(f"{parameter}: '{value}' is none of {', '.join(PARAMETERS[parameter]['valori'])}")
    if kind == "intero" and not value.isdecimal():
        raise ValueError(f"{parameter}: '{value}' is not a whole number")
    if kind in NUMBERS:
        highest, wanted = NUMBERS[kind]
        if not re.fullmatch(r"\d+(\.\d+)?", value) or float(value) > highest:
            raise ValueError(f"{parameter}: '{value}' is not {wanted}, with a point before the decimals")


def read_rules(path: Path) -> list[Row]:
    """The rules of a file: `[[regola]]` rows, each with the file's `ente`, `anno`, ... unless it has its own.

    Raises:
        RuleError: the file can't be read, or something in it is wrong.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RuleError(path, [f"not a TOML file ({error})"]) from error
    raw = data.get("regola")
    if not isinstance(raw, list) or not raw or not all(isinstance(row, dict) for row in raw):
        raise RuleError(path, ["no rules; write each under a line [[regola]]"])
    common = {name: value for name, value in data.items() if name != "regola"}
    problems: list[str] = []
    rows: list[Row] = []
    for number, row in enumerate(raw, 1):
        where = f"rule {number} ({row['regola']})" if "regola" in row else f"rule {number}"
        try:
            rows.append(Rule.model_validate({**common, **row}).model_dump() | {"file": path.name})
        except ValidationError as error:
            problems += [f"{where}: {_said(problem)}" for problem in error.errors()]
    problems += _twice(rows)
    if problems:
        raise RuleError(path, problems)
    return rows


@cache
def packaged_rules() -> tuple[Row, ...]:
    """The rules that the package brings."""
    return tuple(row for path in sorted(PACKAGED.glob("*.toml")) for row in read_rules(path))


def rules_in_force(paths: Iterable[Path]) -> list[Row]:
    """The packaged rules, with those of a user's files in the place of the packaged ones for the same thing.

    Raises:
        RuleError: a file is wrong, or says again what another one says.
    """
    own: dict[tuple[object, ...], Row] = {}
    for path in paths:
        for row in read_rules(path):
            other = own.setdefault(_key(row), row)
            if other is not row:
                raise RuleError(path, [f"{_named(row)} stands in {other['file']} too; keep one of them"])
    return [row for row in packaged_rules() if _key(row) not in own] + list(own.values())


def _key(row: Row) -> tuple[object, ...]:
    return tuple(value.casefold() if isinstance(value, str) else value for value in map(row.get, KEY))


def _named(row: Row) -> str:
    return " ".join(str(row[name]) for name in ("parametro", "componente", "ente", "anno") if row[name] is not None)


def _twice(rows: list[Row]) -> list[str]:
    times = Counter(_key(row) for row in rows)
    first = {_key(row): row for row in reversed(rows)}
    return [f"{_named(first[key])} is there {n} times; keep one" for key, n in times.items() if n > 1]


def _said(problem: Any) -> str:
    """A validation error in words that name the key of the file."""
    name = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    if problem["type"] == "extra_forbidden":
        return f"unknown key {name}; use {', '.join(Rule.model_fields)}"
    if problem["type"] == "missing":
        return f"{name} is missing"
    return f"{name} is {problem['input']!r}: {problem['msg'][0].lower()}{problem['msg'][1:]}"
