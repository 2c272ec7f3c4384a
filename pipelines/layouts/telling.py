"""What `schedario layout check` tells a person, in a terminal of 100 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from normalizers.claims import Claim
from normalizers.misses import Heading, Miss
from normalizers.records import Record, Value
from pipelines.layouts.claiming import Check

NEAREST = 3
"""So many of the profiles that came near are shown; --json has them all."""
UNKNOWN_COLUMN = "colonna_sconosciuta"
WIDEST = 50
"""Characters of a heading or a fact that are shown."""
HOW = {
    "headings": "by its headings",
    "continuation": "goes on with the table before",
    "form": "in one of its forms",
    "words": "by the words of its headings",
    "none": "nobody claims it: kept whole",
}


def as_report(done: Check) -> RenderableType:
    """A paragraph for each table, then the facts of the prose."""
    tables = [line for claim in done.claims for line in _table(claim, done)]
    return Group(*(tables or ["no tables"]), *_prose(done.prose))


def _table(claim: Claim, done: Check) -> Iterator[RenderableType]:
    table = claim.table
    pages = _span("page", table.segments[0].page, table.segments[-1].page)
    size = f"{table.n_rows} rows x {table.n_columns} columns"
    yield f"\n[bold]table {table.number}[/], {pages}, {size}: [bold]{_claimed(claim)}[/]"
    if claim.headings:
        yield _headings(claim.headings)
    yield from map(_indented, [*_records(claim), *_misses(claim), *_left_over(claim, done)])


def _indented(line: str, by: int = 2) -> Padding:
    return Padding(line, (0, 0, 0, by))


def _records(claim: Claim) -> Iterator[str]:
    if claim.records:
        yield "records: " + ", ".join(f"{kind} {number}" for kind, number in claim.records.items())
    elif claim.how != "none":
        yield "records: none"


def _left_over(claim: Claim, done: Check) -> Iterator[str]:
    """Columns without a field, rows set aside, findings."""
    number = claim.table.number
    kept = f": its cells are kept in {claim.kept_in}" if claim.kept_in else ": its cells are in no record"
    yield from (f"no field for column {h.column + 1}, «{escape(_short(h.text))}»{kept}" for h in claim.unknown)
    aside = [line for line in done.reading.set_aside if line.table == number]
    yield from (f"set aside: page {line.page}, row {_from_1(line.row)}, {escape(line.reason)}" for line in aside)
    yield from (
        f"finding: page {finding.page}, row {_from_1(finding.row)}, {escape(finding.message)}"
        for finding in done.reading.findings
        if finding.table == number and finding.code != UNKNOWN_COLUMN
    )


def _claimed(claim: Claim) -> str:
    if claim.how == "none":
        return HOW[claim.how]
    rows = claim.header_rows
    where = "" if rows is None else f" ({_span('row', rows[0] + 1, rows[1] + 1)})"
    sure = f", confidence {claim.confidence:.2f}" if claim.confidence < 1 else ""
    return f"{claim.layout}, {HOW[claim.how]}{where}{sure}"


def _span(what: str, first: int, last: int) -> str:
    return f"{what} {first}" if first == last else f"{what}s {first}-{last}"


def _headings(known: tuple[Heading, ...]) -> Table:
    view = Table(box=None, pad_edge=False, padding=(0, 2), show_header=False)
    for heading in known:
        view.add_row("", f"{heading.column + 1}", f"«{escape(_short(heading.text))}»", "->", heading.field)
    return view


def _misses(claim: Claim) -> Iterator[str]:
    near = [miss for miss in claim.misses if miss.found]
    for miss in near[:NEAREST]:
        yield f"{miss.layout} has {_found(miss)}; it lacks {escape(', '.join(miss.missing))}"
    if claim.misses and not near:
        yield "no profile knows any of its headings"
    if claim.how == "none":
        yield f"write a profile: schedario layout propose FILE.pdf --table {claim.table.number}"


def _found(miss: Miss) -> str:
    return escape(", ".join(f"«{_short(heading.text)}»" for heading in miss.found))


def _prose(facts: list[Record]) -> Iterator[RenderableType]:
    if not facts:
        return
    yield "\n[bold]running text[/]"
    for (layout, kind), number in Counter((record.layout, record.kind) for record in facts).items():
        yield _indented(f"{layout}: {kind} {number}")
        own = (record for record in facts if (record.layout, record.kind) == (layout, kind))
        yield from (_indented(_fact(record), 4) for record in own)


def _fact(record: Record) -> str:
    printed = ((name, _told(value)) for name, value in record.fields.items())
    return escape(", ".join(f"{name} «{_short(text)}»" for name, text in printed if text))


def _told(value: Value) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _from_1(row: int | None) -> str:
    return "" if row is None else str(row + 1)


def _short(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
