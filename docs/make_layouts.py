"""Write docs/layout/*.md, one page for each layout, from normalizers/layouts and warehouse/catalogo.

Run it as `.venv/bin/python docs/make_layouts.py` after each change of a layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from normalizers.layout import Layout, RecordRule, layouts
from normalizers.layout_text import as_written, comments
from pipelines.layouts.claiming import kinds_of
from pipelines.layouts.drafts import given_fields
from warehouse.catalogue import Column, catalogue

FOLDER = Path(__file__).with_name("layout")
FILES = "../../normalizers/layouts"
MADE = (
    "Made from [{name}.toml]({files}/{name}.toml) by `docs/make_layouts.py`: change the file, then make the page again."
)
MANY = 40
"""So many values are written out, the others are counted."""
SHARED = {"atto_id", "ordinale", "evidenza_id", "layout", "confidenza"}
LONG = 200
"""Longer values are left to the file."""
RECOGNISED = {
    "tabella": """A table is read by this layout when its header has a column for each of: {required}. Headings are
compared by their [key](../layouts.md#how-texts-are-compared); the order of the columns is free.""",
    "scheda": """A form begins at a line outside the tables that fits `scheda.titolo` below, and ends at the next one.
What stands under its labels is read, and its tables of phases and indicators.""",
    "slide": """A table is read by this layout when the heading over each column fits the patterns `slide.headings`
below{title}.""",
    "prosa": "Read from the running text, outside the tables, by the patterns below.",
}
TITLED = ", and a text over it, or its first row, fits `slide.title`"


def pages() -> dict[str, str]:
    """File name -> text of all pages, the index too."""
    made = {f"{layout.name}.md": "\n".join(_page(layout)) for layout in layouts()}
    return made | {"README.md": "\n".join(_index())}


def _index() -> Iterator[str]:
    yield from (
        "# The layouts",
        "",
        "Made by `docs/make_layouts.py`. What the settings mean: [layouts](../layouts.md).",
        "",
    )
    yield from _table(
        ("layout", "shape", "title", "records"),
        (
            (f"[{x.name}]({x.name}.md)", x.shape, x.title, ", ".join(f"`{kind}`" for kind in kinds_of(x)))
            for x in layouts()
        ),
    )


def _page(layout: Layout) -> Iterator[str]:
    told = comments(layout.name)
    yield from (f"# {layout.title}", "", f"Layout `{layout.name}`, shape `{layout.shape}`.", "")
    yield from (line for setting, text in told if not setting for line in (text, ""))
    yield from (MADE.format(name=layout.name, files=FILES), "", "## How it is recognised", "")
    yield from (_recognised(layout), "")
    yield from _columns(layout)
    yield from _labels(layout)
    yield from _records(layout)
    yield from _settings(layout)
    yield from _counts(layout)
    notes = [(setting, text) for setting, text in told if setting]
    if notes:
        yield from ("## Why it is so", "", *(f"- `{setting}`: {text}" for setting, text in notes), "")


def _recognised(layout: Layout) -> str:
    required = ", ".join(f"`{name}`" for name in layout.required)
    title = TITLED if layout.slide is not None and layout.slide.title is not None else ""
    return RECOGNISED[layout.shape].format(required=required, title=title)


def _columns(layout: Layout) -> Iterator[str]:
    """The columns of a `tabella`: heading -> field -> column of `pubblicato`."""
    if layout.shape != "tabella":
        return
    raw = as_written(layout.name)["columns"]
    yield from ("## Columns", "")
    yield from _table(
        ("field", "headings", "goes to", "what it holds", ""),
        (
            (f"`{name}`{' ●' * (name in layout.required)}", _texts(c["headers"]), *_goes_to(layout, name), _remarks(c))
            for name, c in raw.items()
        ),
    )
    yield from ("", "● required.", "")


def _goes_to(layout: Layout, name: str) -> tuple[str, str]:
    """Which columns of `pubblicato` a column of the table fills, and what the catalogue says of the first."""
    places = [(rule.kind, field) for rule in layout.records for field in _filled(rule, name)]
    about = next((column.comment for kind, field in places for column in _own(kind) if column.name == field), "")
    if layout.group is not None and not places:
        about = ", ".join(
            f"`{field}`, in rows of a group" for field, source in layout.group.fields.items() if source == name
        )
    return ", ".join(f"`{kind}.{field}`" for kind, field in dict.fromkeys(places)), about


def _filled(rule: RecordRule, name: str) -> Iterator[str]:
    maps = {**rule.fields, **rule.lists, **rule.paths, **{d.field: d.source for d in rule.derived}}
    yield from (field for field, source in maps.items() if source == name)
    yield from (field for field, parts in rule.people.items() if name in parts.values())


def _remarks(column: dict[str, Any]) -> str:
    told = []
    if column.get("codes"):
        told.append(f"closed list: {_texts(column['codes'])}")
    if column.get("after"):
        told.append(f"to the right of `{column['after']}`")
    if column.get("path"):
        told.append("all columns under the heading, as levels")
    return "; ".join(told)


def _labels(layout: Layout) -> Iterator[str]:
    """The labels of a `scheda`."""
    if layout.scheda is None:
        return
    raw = as_written(layout.name)["scheda"]
    about = {column.name: column.comment for column in _own("scheda")}
    codes = raw.get("codici", {})
    yield from ("## Labels", "")
    yield from _table(
        ("labels", "goes to", "what it holds", "closed list"),
        (
            (_texts(names), f"`scheda.{name}`", about.get(name, ""), _texts(codes.get(name, ())))
            for name, names in raw["etichette"].items()
        ),
    )
    yield ""


def _records(layout: Layout) -> Iterator[str]:
    yield from ("## Records", "")
    if layout.shape == "tabella":
        yield from _rows(layout)
        for rule in layout.records:
            yield from _rule(rule)
        return
    for kind in kinds_of(layout):
        yield from (f"**`{kind}`**: {catalogue()[f'pubblicato.{kind}'].comment}.", "")
        yield from _table(("field", "what it holds"), ((f"`{c.name}`", c.comment) for c in _own(kind)))
        yield ""


def _rows(layout: Layout) -> Iterator[str]:
    """What goes on from row to row."""
    if layout.section:
        yield f"- A row of a single cell holds `{layout.section}` for the rows under it."
    for name, pattern in layout.caption.items():
        yield f"- `{name}` is what {_code(pattern.pattern)} finds in the title rows, or in the texts over the table."
    if layout.group is not None:
        when = " and ".join(f"`{name}` fits {_code(pattern.pattern)}" for name, pattern in layout.group.when.items())
        given = ", ".join(f"`{name}`" for name in layout.group.fields)
        yield f"- A row in which {when} is the head of a group: it holds {given} for the rows under it."
    if layout.inherit:
        unless = (
            f", where it prints no {_names(layout.inherit_when_blank, ' and no ')}" if layout.inherit_when_blank else ""
        )
        taken = f"- The first row of a page takes what it leaves blank from the row before{unless}"
        yield f"{taken}: {_names(layout.inherit)}."
    if layout.goes_on:
        yield f"- A text that a page break cuts is put together again: {_names(layout.goes_on)}."
    yield ""


def _rule(rule: RecordRule) -> Iterator[str]:
    begins = "each row" if rule.each == "row" else f"each new cell of `{rule.each}`"
    yield from (f"**`{rule.kind}`**, for {begins}: {_names(given_fields(rule))}.", "")
    if rule.again:
        yield f"- A row that prints the same {_names(rule.again)} as the row before goes on with its record."
    if rule.required:
        yield f"- Set aside without: {_names(rule.required)}."
    yield from (
        f"- `{name}` is a list of persons, from {_names(parts.values())}." for name, parts in rule.people.items()
    )
    yield from (f"- `{name}` counts them within a record of `{kind}`." for name, kind in rule.ordinal.items())
    yield from (f"- `{name}` is the list in `{source}`, cut at its marks." for name, source in rule.lists.items())
    yield from (
        f"- `{name}` is the path of `{source}`, its levels from the left." for name, source in rule.paths.items()
    )
    for d in rule.derived:
        how = "says whether" if d.flag else "is what"
        yield f"- `{d.field}` {how} {_code(d.pattern.pattern)} {'is found' if d.flag else 'finds'} in `{d.source}`."
    yield from (
        f"- `{name}` is [read as a target](../targets.md), beside {_names(about)}."
        for name, about in rule.targets.items()
    )
    if rule.others:
        yield f"- `{rule.others}` keeps the cells of columns without field, under their headings."
    yield ""


def _settings(layout: Layout) -> Iterator[str]:
    """What the other shapes say, setting by setting, as the file writes it."""
    if layout.shape == "tabella":
        return
    part = as_written(layout.name)[layout.shape]
    rows = [row for row in _flat(layout.shape, part) if not row[0].startswith(("scheda.etichette", "scheda.codici"))]
    yield from ("## Settings", "")
    yield from _table(("setting", "value"), ((f"`{name}`", _value(value)) for name, value in rows))
    yield ""


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for inner, part in value.items():
            yield from _flat(f"{name}.{inner}", part)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, part in enumerate(value, 1):
            yield from _flat(f"{name} {number}", part)
    else:
        yield name, value


def _value(value: Any) -> str:
    told = _texts(value) if isinstance(value, list) else _code(str(value))
    return told if len(told) <= LONG else f"{len(told)} characters, in the file"


def _counts(layout: Layout) -> Iterator[str]:
    if not layout.counts and not layout.volumes:
        return
    yield from ("## Counts", "")
    for count in layout.counts:
        yield f"- `{count.kind}`: as many as {_code(count.pattern.pattern)} stands in the text of the pages."
    for kind, (least, most) in layout.volumes.items():
        yield f"- `{kind}`: {least} to {most} in a document; another number is a finding."
    yield ""


def _own(kind: str) -> list[Column]:
    """The columns of a kind, but for those that every kind has."""
    return [column for column in catalogue()[f"pubblicato.{kind}"].columns if column.name not in SHARED]


def _names(names: Iterable[str], between: str = ", ") -> str:
    return between.join(f"`{name}`" for name in names)


def _texts(texts: Iterable[Any]) -> str:
    """Values one after the other; of very many only the number."""
    values = [str(text) for text in texts]
    if len(values) > MANY:
        return f"{len(values)} values, in the file"
    return ", ".join(_code(text) if text else "(no heading)" for text in values)


def _code(text: str) -> str:
    """A code span on one line; a text with ticks stands between double ones."""
    line = " ".join(text.split())
    return f"`` {line} ``" if "`" in line else f"`{line}`"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(heads)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text.rstrip("\n") + "\n", encoding="utf-8")
