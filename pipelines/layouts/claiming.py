"""`schedario layout list` and `check`: the layouts, and which of them claims which table of a PDF and why."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from extractors.model import Extraction
from normalizers import layout as shipped
from normalizers import normalize
from normalizers.claims import Claim, claims_of
from normalizers.layout import Layout, LayoutError, layouts
from normalizers.layout_text import headings
from normalizers.records import Reading, Record
from pipelines.errors import PipelineError
from pipelines.folders import shown
from pipelines.formats import Rows
from pipelines.inspecting import inspect_pdf
from pipelines.layouts.drafts import with_draft

COLUMNS = ("name", "shape", "title", "records", "required", "file")
Json = dict[str, object]


def listing() -> tuple[tuple[str, ...], Rows]:
    """Columns and rows of all layouts: `required` are the headings that a table must have, or patterns.

    Raises:
        PipelineError: a layout file says something that no layout says.
    """
    try:
        profiles = layouts()
    except LayoutError as error:
        raise PipelineError(str(error)) from error
    return COLUMNS, [
        (
            profile.name,
            profile.shape,
            profile.title,
            ", ".join(kinds_of(profile)),
            ", ".join(_readable(profile)),
            shown(shipped.FOLDER / f"{profile.name}.toml"),
        )
        for profile in profiles
    ]


def kinds_of(profile: Layout) -> list[str]:
    """The kinds of records that a layout gives."""
    if profile.scheda is not None:
        return ["scheda", "fase", "indicatore", "personale"]
    if profile.slide is not None:
        return [profile.slide.kind]
    if profile.prosa is not None:
        parts = profile.prosa
        act = ["atto"] * bool(parts.act) + ["firma", "parere"] * bool(parts.signatures)
        return act + [part.kind for part in (parts.sheet, parts.list) if part is not None]
    return list(dict.fromkeys(rule.kind for rule in profile.records))


def _readable(profile: Layout) -> list[str]:
    """What a table or text must print to be this layout's: the first heading of each required field, or patterns."""
    if profile.slide is not None:
        title = [profile.slide.title.pattern] if profile.slide.title else []
        return [*title, *(pattern.pattern for pattern in profile.slide.headings)]
    if profile.scheda is not None:
        return [profile.scheda.titolo.pattern]
    if profile.prosa is not None:
        parts = profile.prosa
        return [
            *([parts.act.subject.pattern] if parts.act else ()),
            *([parts.sheet.title.pattern] if parts.sheet else ()),
            *(title.pattern for title in (parts.list.titles if parts.list else ())),
        ]
    written = headings(profile.name)
    return [next(filter(None, written[name]), name) for name in profile.required]


@dataclass(frozen=True, slots=True)
class Check:
    """A reading, who claims its tables, and what the layouts of prose read."""

    reading: Reading
    claims: list[Claim]
    prose: list[Record]


def check(pdf: Path, password: str | None, draft: Path | None) -> Check:
    """Read a PDF with the layouts shipped, and a draft beside them.

    Raises:
        PipelineError: no such file, it can't be read, or the draft isn't a layout.
    """
    with with_draft(draft) if draft is not None else nullcontext():
        reading = inspect_pdf(pdf, password)
        if draft is not None:
            reading = _read_again(reading)
        prose = {profile.name for profile in layouts() if profile.prosa is not None}
        return Check(reading, claims_of(reading), [r for r in reading.records if r.layout in prose])


def _read_again(reading: Reading) -> Reading:
    """The same pages, tables and blocks by the layouts as they are now."""
    return normalize(
        Extraction(reading.sha256, reading.version, reading.pages, reading.tables, reading.blocks), reading.year
    )


def as_json(done: Check) -> Json:
    """`tables`: for each who claims it, why, and what is left over; `prose`: the facts read from running text."""
    return {"tables": [_table(claim, done.reading) for claim in done.claims], "prose": [_fact(r) for r in done.prose]}


def _table(claim: Claim, reading: Reading) -> Json:
    number = claim.table.number
    facts = asdict(claim)
    del facts["table"]
    return {
        "table": number,
        "pages": [segment.page for segment in claim.table.segments],
        "rows": claim.table.n_rows,
        "columns": claim.table.n_columns,
        **facts,
        "set_aside": [asdict(line) for line in reading.set_aside if line.table == number],
        "findings": [asdict(finding) for finding in reading.findings if finding.table == number],
    }


def _fact(record: Record) -> Json:
    pages = sorted({place.page for places in record.evidence.values() for place in places})
    return {"layout": record.layout, "kind": record.kind, "pages": pages, "fields": record.fields}
