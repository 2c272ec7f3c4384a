"""The night's report: one page for each run that came to its end, and an index; static, in Italian."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines import fetching
from pipelines.errors import PipelineError, in_italian
from pipelines.folders import Folders, named
from pipelines.night.state import State
from pipelines.night.summary import DocumentLine, Summary
from pipelines.querying import sql_text
from pipelines.reporting import nights, plots
from pipelines.reporting.nights import Figures

Rows = list[dict[str, Any]]

ASKED = ("documenti", "da_parte", "attese_mancate", "tolti")
KINDS = ("nuovo", "cambiato", "riletto", "invariato", "scartato")
TEMPLATES = Path(__file__).parent / "templates"
SAME_NIGHT = timedelta(hours=12)
"""A fetch that ended longer before the run isn't of its night."""


class Clock:
    """Seconds that each step of a run takes, in the order of the steps."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = monotonic()

    def lap(self, step: str) -> None:
        """Say that a step ends now."""
        now = monotonic()
        self.laps[step], self._since = now - self._since, now


@dataclass(frozen=True, slots=True)
class Night:
    """What only the run itself knows of a night.

    Attributes:
        before: what the published files were made from until tonight.
        now: what they are, or would be, made from.
    """

    before: State
    now: State
    summary: Summary
    clock: Clock


def facts(folders: Folders, night: Night) -> dict[str, Any]:
    """What the page tells; nobody may be writing to the working file."""
    with duckdb.connect(str(folders.working), read_only=True) as con:
        asked = {name: _ask(con, name, night.summary.run_id) for name in ASKED}
        (figures,) = _ask(con, "corsa", night.summary.run_id)
    documents = [row | {"genere": _kind(row["nome_file"], row["stato"], night)} for row in asked["documenti"]]
    kinds = Counter(row["genere"] for row in documents)
    seconds = sum(night.clock.laps.values())
    return asked | {
        "figures": Figures(**figures, secondi=seconds, nuovi=kinds["nuovo"], cambiati=kinds["cambiato"]),
        "documents": {kind: [row for row in documents if row["genere"] == kind] for kind in KINDS},
        "da_parte": [row | {"comando": _command(folders, night, row)} for row in asked["da_parte"]],
        "summary": night.summary,
        "laps": night.clock.laps,
        "times": _times(documents, night.summary.documents),
        "fetched": _fetched(folders.raw),
        **_silent(folders.raw),
    }


def write(folders: Folders, told: dict[str, Any]) -> Path:
    """Write the page of a night and the index anew; gives the page."""
    figures: Figures = told["figures"]
    nights.keep(folders, figures)
    known = nights.kept(folders)
    page = nights.told_in(folders) / figures.page
    nights.put(page, _rendered("notte.html", **told, plots=plots.plots(known), drawing=plots))
    nights.put(page.with_name(nights.INDEX), _rendered("indice.html", nights=known[::-1]))
    return page


def _ask(con: duckdb.DuckDBPyConnection, name: str, run_id: str) -> Rows:
    con.execute(sql_text(f"rapporto/{name}"), {"run_id": run_id})
    columns = [column[0] for column in con.description or []]
    return [dict(zip(columns, row, strict=True)) for row in con.fetchall()]


def _times(documents: Rows, lines: list[DocumentLine]) -> Rows:
    """How long each document took that was read or loaded now, the slowest first."""
    pages = {row["nome_file"]: row["pagine"] for row in documents}
    worked = [line for line in lines if line.loading_seconds]
    worked.sort(key=lambda line: (-line.reading_seconds, -line.loading_seconds, line.name))
    return [
        {
            "documento": line.name,
            "pagine": pages.get(line.name) or 0,
            "lettura": line.reading_seconds,
            "carico": line.loading_seconds,
        }
        for line in worked
    ]


def _kind(name: str, state: str, night: Night) -> str:
    """What a document is beside what was published until tonight."""
    if state == "scartato":
        return "scartato"
    if name not in night.before:
        return "nuovo"
    if night.before[name] != night.now[name]:
        return "cambiato"
    return "invariato" if state == "invariato" else "riletto"


def _command(folders: Folders, night: Night, row: dict[str, Any]) -> str:
    """How to look at what is aside; the list of the quarantine is that of the published file."""
    if night.summary.blocked:
        return shlex.join(["schedario", "inspect", str(folders.raw.absolute() / row["documento"])])
    return shlex.join(["schedario", "quarantine", "show", str(row["voce"]), *named(folders)])


def _fetched(raw: Path) -> fetching.Night | None:
    """The night's fetching, if there was one."""
    night = fetching.last_night(raw)
    recent = night and datetime.now(UTC) - datetime.fromisoformat(night.ended) < SAME_NIGHT
    return night if recent else None


def _silent(raw: Path) -> dict[str, Any]:
    try:
        return {"silent": fetching.silent(raw, datetime.now(UTC).date()), "sources_unreadable": False}
    except PipelineError:
        return {"silent": {}, "sources_unreadable": True}


def _rendered(template: str, **facts: Any) -> str:
    # what stands in documents and on sites is text, never markup
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["italiano"] = in_italian
    environment.filters["numero"] = lambda number: f"{number:,}".replace(",", ".")
    environment.filters["decimale"] = lambda number: f"{number:.1f}".replace(".", ",")
    environment.filters["tempo"] = lambda seconds: f"{seconds:.1f} s".replace(".", ",")
    return environment.get_template(template).render(**facts)
