"""Layout profiles: data files that say how to recognise a table and which header means which field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from normalizers.text import key

FOLDER = Path(__file__).parent / "layouts"


class LayoutError(Exception):
    """A layout file doesn't say what a layout must say."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `headers` are the keys that its heading may have, two-row headings joined from the top.

    `Heading @1` is the first of the columns that one heading stands over.
    `after` names the field of the column that must stand to its left, for headings that a table prints twice.
    """

    field: str
    headers: tuple[str, ...]
    after: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A field read out of another: what `pattern` finds in `source`; `pad` fills numbers with zeros on the left.

    With `flag` the field is a boolean: whether the pattern is found.
    """

    field: str
    source: str
    pattern: str
    pad: int = 0
    flag: bool = False


@dataclass(frozen=True, slots=True)
class RecordRule:
    """How rows become records of a kind.

    `each` is `row`, or the field whose every new cell begins a record. `fields` maps the record's fields to columns.
    `people` gathers a list of structs over the rows of the record; `ordinal` counts the rows within the last record
    of another kind; `lists` cuts a column's text at its marks; `targets` maps a target's field to its context.
    """

    kind: str
    each: str
    fields: dict[str, str]
    required: tuple[str, ...] = ()
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    ordinal: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    targets: dict[str, list[str]] = field(default_factory=dict)
    derived: tuple[Derived, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """An independent count of the records of a kind: how often a pattern stands in the page text."""

    kind: str
    pattern: str


@dataclass(frozen=True, slots=True)
class SubTable:
    """A table inside a form. `titolo` and `intestazione` are the keys of its title and of its first heading;
    `campi` maps the fields of further columns to theirs. The rest are columns of one kind (quarters, years):
    `colonne` of them at least, even without a heading. `bersagli` maps a field that holds a target to its context."""

    titolo: tuple[str, ...]
    intestazione: tuple[str, ...] = ()
    campi: dict[str, tuple[str, ...]] = field(default_factory=dict)
    colonne: int = 0
    bersagli: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scheda:
    """A form: the pattern of its title line and of the number in it, its labels by field, its sub-tables."""

    titolo: str
    numero: str
    parti: tuple[str, ...]
    etichette: dict[str, tuple[str, ...]]
    fasi: SubTable
    indicatori: SubTable
    personale: SubTable
    incentivo: dict[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout profile. `shape` says which reader takes the table."""

    name: str
    title: str
    shape: Literal["tabella", "scheda"]
    columns: tuple[Column, ...] = ()
    required: tuple[str, ...] = ()
    section: str = ""
    inherit_when_blank: tuple[str, ...] = ()
    inherit: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()
    records: tuple[RecordRule, ...] = ()
    counts: tuple[Count, ...] = ()
    scheda: Scheda | None = None


def header_key(header: str) -> str:
    """The key of a heading; `@1`, `@2` after it count the columns that one heading stands over."""
    name, _, part = header.partition("@")
    return key(name) + (f"@{part}" if part else "")


@cache
def layouts() -> tuple[Layout, ...]:
    """All layout profiles, by name.

    Raises:
        LayoutError: a file says something that no layout says.
    """
    return tuple(_layout(path) for path in sorted(FOLDER.glob("*.toml")))


def _layout(path: Path) -> Layout:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        data["columns"] = tuple(
            Column(name, tuple(header_key(h) for h in c.pop("headers")), codes=tuple(c.pop("codes", ())), **c)
            for name, c in data.get("columns", {}).items()
        )
        data["records"] = tuple(_rule(rule) for rule in data.get("records", ()))
        data["counts"] = tuple(Count(**count) for count in data.get("counts", ()))
        if "scheda" in data:
            data["scheda"] = _scheda(data["scheda"])
        for name in ("required", "inherit", "inherit_when_blank", "goes_on"):
            data[name] = tuple(data.get(name, ()))
        return Layout(name=path.stem, **data)
    except (TypeError, KeyError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"{path.name}: {error}") from error


def _rule(rule: dict[str, Any]) -> RecordRule:
    rule["fields"] = dict.fromkeys(rule.pop("same", ())) | rule.get("fields", {})
    rule["fields"] = {name: source or name for name, source in rule["fields"].items()}
    rule["required"] = tuple(rule.get("required", ()))
    rule["derived"] = tuple(Derived(name, **derived) for name, derived in rule.get("derived", {}).items())
    return RecordRule(**rule)


def _scheda(data: dict[str, Any]) -> Scheda:
    data["parti"] = _keys(data["parti"])
    data["etichette"] = {name: _keys(labels) for name, labels in data["etichette"].items()}
    for name in ("fasi", "indicatori", "personale"):
        data[name] = _sub_table(data[name])
    return Scheda(**data)


def _sub_table(data: dict[str, Any]) -> SubTable:
    own: dict[str, Any] = {"titolo": _keys(data.pop("titolo")), "intestazione": _keys(data.pop("intestazione", ()))}
    own |= {name: data.pop(name) for name in ("colonne", "bersagli") if name in data}
    return SubTable(**own, campi={name: _keys(labels) for name, labels in data.items()})


def _keys(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(key(label) for label in labels)
