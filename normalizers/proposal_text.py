"""A proposal as a layout file: valid TOML, with comments that teach and say what a person must decide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from normalizers.layout import RecordRule
from normalizers.proposal import MAIN, MEASURE, NUMBER, SECTION, TITLE, Column, Proposal

WIDTH = 110
SHORT = 40
_VALUE = re.compile(r"^\W*(?:\d|entro\b|almeno\b)", re.IGNORECASE)


def as_toml(proposal: Proposal, title: str, source: str) -> str:
    """The whole file. `title` is what the table is called, `source` where it stands, both for people."""
    parts = (_head(proposal, title, source), _rows(proposal), _columns(proposal), _records(proposal))
    return "\n".join(line for part in parts for line in part)


def waiting(proposal: Proposal) -> list[Column]:
    """The columns that wait for a person's decision."""
    return [column for column in proposal.columns if not column.field]


def _head(proposal: Proposal, title: str, source: str) -> Iterator[str]:
    yield from _comment(f"A draft made from {source}. What a setting means: docs/layouts.md.")
    yield from _comment('Each "decide" is a question to a person: answer it, then take the comment away.')
    yield from ("", "# decide: what is this table called?")
    yield from (f"title = {_quoted(title)}", 'shape = "tabella"', "")
    yield from _comment(
        "A table is read by this layout when it has a column for each of these fields: enough of them to tell it from "
        "any other, none that another year may leave out."
    )
    yield from (f"required = {_list(_known(proposal))}", "")


def _known(proposal: Proposal) -> list[str]:
    """The fields of the columns; where nothing was guessed, names made from the headings."""
    known = [column.field for column in proposal.columns if column.field]
    return known or list(dict.fromkeys(column.name for column in proposal.columns if column.heading))


def _rows(proposal: Proposal) -> Iterator[str]:
    if proposal.section:
        yield from _comment(
            f"Rows of one cell over all columns, as «{_short(proposal.section)}», say whose the rows under them are."
        )
        yield from (f"section = {_quoted(SECTION)}", "")
    if any(column.merged for column in proposal.columns):
        yield from _comment(
            "Some cells are merged over several rows. Where a page break leaves the rest of such a cell blank, it goes "
            "on with the row before, unless the row prints one of `inherit_when_blank`."
        )
        known = [column.field for column in proposal.columns if column.merged and column.field]
        merged = known or [NUMBER, TITLE]
        first = NUMBER if NUMBER in merged else merged[0]
        lines = (f"inherit_when_blank = {_list([first])}", f"inherit = {_list(merged)}")
        yield from (*(line if known else f"# {line}" for line in lines), "")


def _columns(proposal: Proposal) -> Iterator[str]:
    yield from _comment("Field = the headings that its column may have: those of other years and bodies can be added.")
    yield "[columns]"
    guessed = any(column.field for column in proposal.columns)
    names: set[str] = set()
    for column in proposal.columns:
        if column.field:
            doubt = "" if column.sure == 1 else "  # decide: is it? told by words beside its own, or by its neighbours"
            yield _column(column.field, column) + doubt
            continue
        yield from _comment(f"decide: {_question(column, proposal)}")
        declared = not guessed and bool(column.heading) and column.name not in names
        names.add(column.name)
        yield _column(column.name, column) if declared else f"# {_column(column.name, column)}"
    yield ""


def _column(name: str, column: Column) -> str:
    return f"{name} = {{ headers = {_list([column.heading])} }}"


def _question(column: Column, proposal: Proposal) -> str:
    """What a person must decide of a column, and what may help."""
    printed = " | ".join(_short(text) for text in column.samples) or "nothing"
    asked = f"which field is column {column.number + 1}, «{column.heading or 'no heading'}»? It prints: {printed}."
    hints = []
    if column.likely in {other.field for other in proposal.columns if other.field}:
        hints.append(f"Another column is {column.likely} already; `after` tells columns with one heading apart.")
    elif column.likely:
        hints.append(f"It would be {column.likely}, if a column were {TITLE} or {MEASURE}.")
    elif sum(_VALUE.match(text) is not None for text in column.samples) * 2 > len(column.samples):
        values = (
            "a number (n)" if column.merged else "a target (target_raw), a weight (peso_raw), a deadline (scadenza_raw)"
        )
        hints.append(f"Does it hold {values}?")
    if column.merged:
        hints.append("Its cells are merged over rows: it says something of the objective, and goes into `inherit` too.")
    return " ".join((asked, *hints))


def _records(proposal: Proposal) -> Iterator[str]:
    yield from _comment(
        "What a row becomes. A kind is a table of schema pubblicato, a field one of its columns: docs/dizionario.md. A "
        "row without a `required` column is set aside; `others` keeps the cells of columns without field."
    )
    for rule in proposal.missing:
        main = MAIN[rule.kind]
        yield from _comment(f"decide: which column is {main}? With it the rows become records of {rule.kind}, too:")
        yield from (f"# {line}" for line in _rule(rule))
        yield ""
    for rule in proposal.records:
        yield from (*_rule(rule), "")
    yield from _comment(
        "decide: does each objective begin a line of the page's text with something that can be counted? Such a count "
        "says when one is missing."
    )
    yield from ("# [[counts]]", '# kind = "obiettivo"', r"# pattern = '(?m)^\d+\.\d+\s'", "")


def _rule(rule: RecordRule) -> Iterator[str]:
    yield from ("[[records]]", f"kind = {_quoted(rule.kind)}", f"each = {_quoted(rule.each)}")
    if rule.again:
        yield f"again = {_list(rule.again)}"
    yield f"required = {_list(rule.required)}"
    yield f"same = {_list(name for name, column in rule.fields.items() if name == column)}"
    maps = {
        "fields": {name: column for name, column in rule.fields.items() if name != column},
        "ordinal": rule.ordinal,
        "lists": rule.lists,
    }
    yield from (f"{setting} = {_map(names)}" for setting, names in maps.items() if names)
    if rule.targets:
        told = ", ".join(f"{name} = {_list(about)}" for name, about in rule.targets.items())
        yield f"targets = {{ {told} }}"
    if rule.others:
        yield f"others = {_quoted(rule.others)}"
    for name, parts in rule.people.items():
        yield f"[records.people.{name}]"
        yield from (f"{part} = {_quoted(column)}" for part, column in parts.items())


def _comment(text: str) -> Iterator[str]:
    """Comment lines that aren't too wide."""
    line = "#"
    for word in text.split():
        if len(line) + len(word) >= WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _map(names: dict[str, str]) -> str:
    return f"{{ {', '.join(f'{name} = {_quoted(column)}' for name, column in names.items())} }}"
