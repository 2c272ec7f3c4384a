"""Rules as data: made from the catalogue of columns, or written in `suites/*.toml`.

A rule names a Great Expectations class and its arguments; before it, `derive` may add columns by formula, or
`check` one column of messages by a function of `expectations.checks` (NULL where the row is in order).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from expectations.outcomes import Severity
from warehouse.catalogue import Column, Relation

FOLDER = Path(__file__).parent / "suites"

WHOLE_NUMBERS = ("Int8Dtype", "Int16Dtype", "Int32Dtype", "Int64Dtype")
TYPES: Mapping[str, tuple[str, ...]] = {
    "INTEGER": WHOLE_NUMBERS,
    "BIGINT": WHOLE_NUMBERS,
    "DOUBLE": (*WHOLE_NUMBERS, "Float64Dtype"),
    "BOOLEAN": ("BooleanDtype",),
}
"""How a DuckDB type looks in a frame after `DataFrame.convert_dtypes`; the other types can hold anything."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An expectation with what it means when it fails; `note` in Italian says what it asks."""

    name: str
    severity: Severity
    note: str
    suite: str = ""
    """Patterns of the frames it holds for, as `schema.name`, one space apart; empty for the rules of the catalogue."""
    expectation: str = "ExpectColumnValuesToBeNull"
    arguments: Mapping[str, Any] = field(default_factory=dict)
    derive: Mapping[str, str] = field(default_factory=dict)
    check: str = ""

    @property
    def columns(self) -> list[str]:
        """The columns that the expectation reads."""
        named = (value for name, value in self.expected.items() if name.startswith("column"))
        return [column for value in named for column in ([value] if isinstance(value, str) else value)]

    @property
    def expected(self) -> dict[str, Any]:
        """The arguments of the Great Expectations class."""
        return {"column": self.name} if self.check else dict(self.arguments)


def rules_for(relation: Relation | None, qualified: str, blocking: Severity, linked: Iterable[Relation]) -> list[Rule]:
    """All rules of a frame: those of its columns, its links to `linked`, and the written ones.

    A written one comes in the place of a made one of its name.
    """
    made = [] if relation is None else [*_from_catalogue(relation, blocking), *_links(relation, linked, blocking)]
    written = [rule for rule in written_rules() if any(fnmatchcase(qualified, s) for s in rule.suite.split())]
    return list({rule.name: rule for rule in [*made, *written]}.values())


@cache
def written_rules() -> tuple[Rule, ...]:
    """The rules of `suites/*.toml`.

    Raises:
        TypeError: a rule lacks a field or has one that doesn't exist.
    """
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(Rule(**raw) for path in files for raw in tomllib.loads(path.read_text(encoding="utf-8"))["rule"])


def _from_catalogue(relation: Relation, blocking: Severity) -> Iterator[Rule]:
    yield Rule(
        "colonne",
        blocking,
        "Ci sono tutte le colonne del catalogo",
        expectation="ExpectTableColumnsToMatchSet",
        arguments={"column_set": [column.name for column in relation.columns], "exact_match": False},
    )
    yield _unique(list(relation.key), blocking)
    for column in relation.columns:
        if column.required:
            yield Rule(
                f"obbligatorio:{column.name}",
                blocking,
                f"{column.name} non è mai vuoto",
                expectation="ExpectColumnValuesToNotBeNull",
                arguments={"column": column.name},
            )
        if column.codes:
            yield _closed_list(column, blocking)
        if column.type in TYPES:
            yield Rule(
                f"tipo:{column.name}",
                blocking,
                f"{column.name} è di tipo {column.type}",
                expectation="ExpectColumnValuesToBeInTypeList",
                arguments={"column": column.name, "type_list": list(TYPES[column.type])},
            )


def _unique(key: list[str], blocking: Severity) -> Rule:
    rule = Rule("chiave", blocking, f"Non ci sono due righe con la stessa chiave ({', '.join(key)})")
    if len(key) == 1:
        return replace(rule, expectation="ExpectColumnValuesToBeUnique", arguments={"column": key[0]})
    return replace(rule, expectation="ExpectCompoundColumnsToBeUnique", arguments={"column_list": key})


def _closed_list(column: Column, blocking: Severity) -> Rule:
    """In a document a value nobody foresaw is a finding; in the star we wrote it ourselves."""
    return Rule(
        f"elenco_chiuso:{column.name}",
        "avviso" if blocking == "blocca_documento" else blocking,
        f"{column.name} è uno fra: {', '.join(column.codes)}",
        expectation="ExpectColumnValuesToBeInSet",
        arguments={"column": column.name, "value_set": list(column.codes)},
    )


def _links(relation: Relation, linked: Iterable[Relation], blocking: Severity) -> Iterator[Rule]:
    """A column named as the key of another table (`..._id`) refers to it."""
    names = {column.name for column in relation.columns}
    for other in linked:
        column = other.key[0]
        if other.qualified != relation.qualified and len(other.key) == 1 and column.endswith("_id") and column in names:
            yield Rule(
                f"riferimento:{column}",
                blocking,
                f"Ogni {column} esiste in {other.name}",
                check="reference",
                arguments={"columns": [column], "target": other.name},
            )
