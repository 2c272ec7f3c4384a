"""What a run did, for the person who started it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.folders import CURATED, Folders, shown

if TYPE_CHECKING:
    from warehouse.quarantine import Released

STATE_STYLES = {"caricato": "green", "parziale": "yellow", "scartato": "red", "invariato": "dim"}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in one run."""

    name: str
    state: str
    """caricato, parziale (not all of it was placed), scartato (set aside, with its reason), invariato."""
    records: dict[str, int] = field(default_factory=dict)
    """Rows loaded by table of schema `pubblicato`."""
    quarantine: int = 0
    reason: str = ""
    reading_seconds: float = 0
    """By the clock; 0 when it had been read before."""
    loading_seconds: float = 0
    """Into the working file."""


@dataclass(frozen=True, slots=True)
class ResultsLine:
    """One file of measured values."""

    name: str
    loaded: int
    unchanged: int
    empty: int
    errors: list[tuple[int, str]]
    """Line number and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One run."""

    documents: list[DocumentLine]
    results: list[ResultsLine]
    blocked: list[str]
    """Why nothing was published, one sentence each; empty when it was."""
    warnings: list[str]
    released: list[Released] = field(default_factory=list)
    """What left the quarantine, and why."""
    run_id: str = ""
    """Of the run in the diary; empty when there was nothing to do."""

    def counts(self) -> dict[str, int]:
        """Documents by state."""
        return dict(Counter(line.state for line in self.documents))


def tell(summary: Summary, folders: Folders, console: Console) -> None:
    """Print the whole summary, with what to type next."""
    console.print(_documents(summary.documents))
    lines = [_reason(line, folders) for line in summary.documents if line.reason]
    lines += [results_text(line) for line in summary.results]
    lines += [_left(item) for item in summary.released]
    lines += [f"[yellow]warning:[/] {escape(text)}" for text in summary.warnings]
    lines += [f"[red]not published:[/] {escape(text)}" for text in summary.blocked]
    for line in (*lines, "", "Open next:", *_openings(folders)):
        # commands are to be copied: not broken over lines
        console.print(line, soft_wrap=True)


def _documents(lines: list[DocumentLine]) -> Table:
    view = Table()
    for heading in ("document", "state", "rows loaded", "quarantine"):
        view.add_column(heading, overflow="fold", justify="right" if heading == "quarantine" else "left")
    for line in lines:
        rows = ", ".join(f"{number} {kind}" for kind, number in line.records.items())
        view.add_row(escape(line.name), _state(line), rows, str(line.quarantine or ""))
    return view


def _reason(line: DocumentLine, folders: Folders) -> str:
    command = f"schedario inspect {shown(folders.raw / line.name)}"
    return f"{_state(line)} {escape(line.name)}: {escape(line.reason)}\n  look at it: {escape(command)}"


def _left(item: Released) -> str:
    place = [f"{what} {n}" for what, n in (("page", item.pagina), ("table", item.tabella), ("row", item.riga)) if n]
    where = escape(", ".join([item.nome_file, *place]))
    return f"[green]left the quarantine:[/] {where}: {escape(item.perche)} (era da parte: {escape(item.motivo)})"


def _state(line: DocumentLine) -> str:
    return f"[{STATE_STYLES[line.state]}]{line.state}[/]"


def results_text(line: ResultsLine) -> str:
    """One file of measured values, its bad lines by number."""
    counts = f"{line.loaded} loaded, {line.unchanged} unchanged, {line.empty} empty, {len(line.errors)} bad"
    bad = "".join(f"\n  [red]line {number}:[/] {escape(message)}" for number, message in line.errors)
    return f"{escape(line.name)}: {counts}{bad}"


def _openings(folders: Folders) -> list[str]:
    """What there is in the curated folder, and how to look at it."""
    option = "" if folders.curated == CURATED else f" --curated {shown(folders.curated)}"
    return [
        f"  the warehouse          {escape(shown(folders.published))}",
        f"  the night's report     {escape(shown(folders.curated / 'rapporto' / 'index.html'))}",
        f"  the checks             {escape(shown(folders.curated / 'data_docs' / 'index.html'))}",
        f"  states and quarantine  schedario status{escape(option)}",
        f'  a first question       schedario query{escape(option)} "from punteggi.copertura"',
    ]
