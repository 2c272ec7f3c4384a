"""Layout profiles: data files that say how to recognise a table or a text and which part of it means which field."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from normalizers.prosa.profile import Prosa
from normalizers.schema import HeaderKey, Label, Pattern, Settings, header_key

__all__ = ["FOLDER", "Column", "Layout", "LayoutError", "RecordRule", "Scheda", "Slide", "header_key", "layouts"]

FOLDER = Path(__file__).parent / "layouts"


class LayoutError(Exception):
    """A layout file doesn't say what a layout must say."""


class Column(Settings):
    """A column of a table: `headers` are the keys that its heading may have, two-row headings joined from the top.

    `Heading @1` is the first of the columns that one heading stands over; an empty heading is the first column
    without one. `after` names the field of the column that must stand to its left, for headings that a table prints
    twice. `path` takes all columns under the heading: levels of merged cells, from the left. `codes` is a closed
    list: another value is a finding.
    """

    field: str
    headers: tuple[HeaderKey, ...]
    after: str = ""
    codes: tuple[str, ...] = ()
    path: bool = False


class Derived(Settings):
    """A field read out of another: what `pattern` finds in `source` (its group, if it has one).

    `pad` fills numbers with zeros on the left; `lower` drops the capitals of a title; with `flag` the field is a
    boolean: whether the pattern is found.
    """

    field: str
    source: str
    pattern: Pattern
    pad: int = 0
    lower: bool = False
    flag: bool = False


class RecordRule(Settings):
    """How rows become records of a kind.

    `each` is `row`, or the field whose every new cell begins a record. `same` are the record's fields that columns of
    the same name fill, `fields` maps the others to theirs. `people` gathers a list of structs over the rows of the
    record; `ordinal` counts the rows within the last record of another kind; `lists` cuts a column's text at its
    marks, `paths` keeps the levels of a path; `targets` maps a field that holds a target to the columns that say what
    it is about; `others` maps the headings that no field claims to their cells. Where a row prints all texts of `again`
    as the row before, it goes on with its record. A row without a `required` field is set aside.
    """

    kind: str
    each: str
    fields: dict[str, str] = Field(default_factory=dict)
    required: tuple[str, ...] = ()
    people: dict[str, dict[str, str]] = Field(default_factory=dict)
    ordinal: dict[str, str] = Field(default_factory=dict)
    lists: dict[str, str] = Field(default_factory=dict)
    paths: dict[str, str] = Field(default_factory=dict)
    others: str = ""
    again: tuple[str, ...] = ()
    targets: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    derived: tuple[Derived, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: dict[str, Any]) -> dict[str, Any]:
        same = {name: name for name in data.get("same", ())}
        derived = data.get("derived", {})
        named = [{"field": name, **parts} for name, parts in derived.items()] if isinstance(derived, dict) else derived
        kept = {name: value for name, value in data.items() if name != "same"}
        return kept | {"fields": same | data.get("fields", {}), "derived": named}


class Group(Settings):
    """Rows that head others: a row in which each column of `when` matches its pattern. `fields` names what its cells
    stand for in the rows under it."""

    when: dict[str, Pattern]
    fields: dict[str, str]


class Count(Settings):
    """An independent count of the records of a kind: how often a pattern stands in the page text."""

    kind: str
    pattern: Pattern


class SubTable(Settings):
    """A table inside a form. `titolo` and `intestazione` are the keys of its title and of its first heading;
    `campi` maps the fields of further columns to theirs. The rest are columns of one kind (quarters, years):
    `colonne` of them at least, even without a heading. `bersagli` maps a field that holds a target to its context."""

    titolo: tuple[Label, ...]
    intestazione: tuple[Label, ...] = ()
    campi: dict[str, tuple[Label, ...]] = Field(default_factory=dict)
    colonne: int = 0
    bersagli: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    codici: dict[str, tuple[Label, ...]] = Field(default_factory=dict)


class Scheda(Settings):
    """A form: the pattern of its title line and of the number in it, its labels by field, its sub-tables.

    `codici` are closed lists of values by field: another value is a finding.
    """

    titolo: Pattern
    numero: Pattern
    parti: tuple[Label, ...]
    etichette: dict[str, tuple[Label, ...]]
    fasi: SubTable
    indicatori: SubTable
    personale: SubTable
    incentivo: dict[Literal["testo", "titolo"], Pattern]
    codici: dict[str, tuple[Label, ...]] = Field(default_factory=dict)


class Items(Settings):
    """What the cells of a slide hold. `numbered` lists give `number` and `text` to each item, `nested` lists give the
    leaves' `path`, heads first; a `whole` cell is one `text`."""

    kind: Literal["numbered", "nested", "whole"]
    text: str = ""
    number: str = ""
    path: str = ""

    @model_validator(mode="after")
    def _names_its_fields(self) -> Self:
        needed = {"numbered": self.number and self.text, "nested": self.path, "whole": self.text}
        if not needed[self.kind]:
            raise ValueError(f"items of kind {self.kind} need the names of the fields that they fill")
        return self


class Slide(Settings):
    """A sheet with one heading a column and lists in the cells, one row for each entity or one row alone.

    `headings` are the patterns of the heading rows, one for each row; `entity` that of the first column's cells,
    without it there is no such column; their named groups are fields. `entity_heading` is what may stand over them.
    `title` must be found in the texts above the
    table or in its first row; its named groups are fields too. `total` is the heading of a column that prints each
    row's total, for the field `total_field`. `part` finds "1 di 2" in the title: which sheet of how many.
    """

    kind: str
    headings: tuple[Pattern, ...]
    items: Items
    entity: Pattern | None = None
    entity_heading: Pattern | None = None
    title: Pattern | None = None
    total: Pattern | None = None
    total_field: str = ""
    part: Pattern | None = None
    integers: tuple[str, ...] = ()


def _named(data: object) -> object:
    """A table of columns by field, as the file writes it."""
    if isinstance(data, dict):
        return [{"field": name, **parts} if isinstance(parts, dict) else parts for name, parts in data.items()]
    return data


class Layout(Settings):
    """A layout profile: one file of `layouts/`. `shape` says which reader takes it.

    Attributes:
        required: fields that a table must have for the layout to claim it.
        section: field that rows of a single cell fill for the rows under them.
        caption: field -> pattern searched for in the title rows and in the texts just above the table.
        inherit: fields that go on from the row before where a page break leaves them blank, unless the row prints one
            of `inherit_when_blank`. `goes_on` are fields whose text may be cut by the page break.
        volumes: kind -> how many records a document holds at least and at most; another number is a finding.
    """

    name: str
    title: str
    shape: Literal["tabella", "scheda", "slide", "prosa"]
    columns: Annotated[tuple[Column, ...], BeforeValidator(_named)] = ()
    required: tuple[str, ...] = ()
    section: str = ""
    caption: dict[str, Pattern] = Field(default_factory=dict)
    group: Group | None = None
    inherit_when_blank: tuple[str, ...] = ()
    inherit: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()
    records: tuple[RecordRule, ...] = ()
    counts: tuple[Count, ...] = ()
    volumes: dict[str, tuple[int, int]] = Field(default_factory=dict)
    scheda: Scheda | None = None
    slide: Slide | None = None
    prosa: Prosa | None = None

    @model_validator(mode="after")
    def _has_its_shape(self) -> Self:
        parts = {"scheda": self.scheda, "slide": self.slide, "prosa": self.prosa, "tabella": self.columns or None}
        for shape, part in parts.items():
            if (part is not None) != (shape == self.shape):
                raise ValueError(f"a layout of shape {self.shape} has {'no' if part is None else 'a'} part [{shape}]")
        return self


@cache
def layouts() -> tuple[Layout, ...]:
    """All layout profiles, by name.

    Raises:
        LayoutError: a file says something that no layout says.
    """
    return tuple(load_layout(path) for path in sorted(FOLDER.glob("*.toml")))


def load_layout(path: Path) -> Layout:
    """One layout profile.

    Raises:
        LayoutError: the file says something that no layout says.
    """
    try:
        return Layout(name=path.stem, **tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"{path.name}: {error}") from error
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise LayoutError(f"{path.name}: {told}") from error
