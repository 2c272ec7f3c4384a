"""Data Docs: the checks as pages that need no network.

`index.html` and a page for each document say what the last check of each document found, in Italian; the pages of Great
Expectations tell the night, one for each suite, with all documents of the night together. What a night didn't check
keeps its page.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from expectations.outcomes import Outcome
from expectations.suites import document_notes
from expectations.tallies import Tally

INDEX = "index.html"
DOCUMENTS = "documenti"
NIGHT = "notte"
ASIDE = ".nuovo"

LOGO = re.compile(r"<img[^>]*great-expectations-web-assets[^>]*>|url\([^)]*great-expectations-web-assets[^)]*\)")
"""Fetched from the network, with an identifier in its address: nobody should learn who reads the pages."""

HEAD = """<!DOCTYPE html>
<html lang="it"><head><meta charset="utf-8"><title>schedario: controlli sui dati</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border-bottom: 1px solid #ccc; padding: .3rem; text-align: left; vertical-align: top }}
.no {{ color: #a40000 }}
</style></head><body>
<h1>{title}</h1>
"""
ABOUT = """<p>Per ogni documento: le attese del suo ultimo controllo, quante sono rispettate e quali no.
Ogni nome porta alla pagina con il dettaglio.</p>
"""

LINE = re.compile(rf'^<tr data-corsa="([^"]*)"><td><a href="{DOCUMENTS}/([^"]*)"', re.MULTILINE)
"""A document's line in the index: the run of its last check, and its page."""


class Checked(NamedTuple):
    """The last check of a document: what each expectation said."""

    name: str
    outcomes: Sequence[Outcome]


class Line(NamedTuple):
    """A document in the index: the run of its last check, expectations kept and held, names of those that failed."""

    name: str
    run: str
    kept: int
    held: int
    failed: Sequence[str]


def stale(target: Path, lines: Iterable[Line]) -> list[str]:
    """The documents whose page isn't that of their last check: the index, written after the pages, says which it is."""
    index = target / INDEX
    told = set(LINE.findall(index.read_text(encoding="utf-8"))) if index.is_file() else set()
    there = {page.name for page in (target / DOCUMENTS).glob("*.html")}
    return [line.name for line in lines if (line.run, page := _page(line.name)) not in told or page not in there]


def build(target: Path, lines: Sequence[Line], checked: Iterable[Checked], night: Sequence[Tally]) -> Path:
    """Bring the pages up to date; gives the first one.

    Args:
        lines: all documents.
        checked: those whose page is to be written.
        night: what this run held against its rules; without any, the pages of the night before stay.
    """
    for document in checked:
        _put(target / DOCUMENTS / _page(document.name), _document(document))
    if night:
        _pages_of_night(target / NIGHT, night)
    for other in target.iterdir() if target.is_dir() else ():
        if other.name not in (INDEX, DOCUMENTS, NIGHT):
            _remove(other)
    _put(target / INDEX, _index(target / NIGHT, lines))
    return target / INDEX


def _page(name: str) -> str:
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.html"


def _put(page: Path, text: str) -> None:
    """Aside, then renamed: a reader, or a killed run, never leaves a half page."""
    page.parent.mkdir(parents=True, exist_ok=True)
    aside = page.with_name(f".{page.name}{ASIDE}")
    aside.write_text(text, encoding="utf-8")
    aside.replace(page)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _document(document: Checked) -> str:
    notes = document_notes()
    parts = (_suite(name, list(own), notes) for name, own in groupby(document.outcomes, lambda outcome: outcome.suite))
    head = HEAD.format(title=escape(document.name))
    return f'{head}<p><a href="../{INDEX}">Tutti i controlli</a></p>\n{"".join(parts)}</body></html>\n'


def _suite(name: str, outcomes: list[Outcome], notes: Mapping[tuple[str, str], str]) -> str:
    rows = "".join(_outcome(outcome, notes.get((name, outcome.aspettativa), "")) for outcome in outcomes)
    head = "<tr><th>Attesa</th><th>Esito</th><th>Gravità</th><th>Righe che non la rispettano</th></tr>"
    return f"<h2>{escape(name)}</h2>\n<table>{head}\n{rows}</table>\n"


def _outcome(outcome: Outcome, note: str) -> str:
    asked = f"{escape(note)} ({escape(outcome.aspettativa)})"
    if outcome.esito:
        return f"<tr><td>{asked}</td><td>rispettata</td><td></td><td></td></tr>\n"
    told = f"{escape(outcome.osservato)}: {escape(outcome.dettaglio)}"
    return (
        f'<tr class="no"><td>{asked}</td><td>non rispettata</td>'
        f"<td>{escape(outcome.gravita)}</td><td>{told}</td></tr>\n"
    )


def _index(night: Path, lines: Sequence[Line]) -> str:
    title = HEAD.format(title="Controlli sui dati")
    nights = sorted(night.glob("*.html"))
    links = ", ".join(f'<a href="{NIGHT}/{escape(page.name)}">{escape(page.stem)}</a>' for page in nights)
    told = f"<p>L'ultima notte con controlli, una pagina per ogni tabella: {links}.</p>\n" if nights else ""
    rows = "".join(_line(line) for line in lines)
    table = "<tr><th>Documento</th><th>Attese rispettate</th><th>Non rispettate</th></tr>"
    return f"{title}{ABOUT}{told}<table>{table}\n{rows}</table></body></html>\n"


def _line(line: Line) -> str:
    failed = ", ".join(f'<span class="no">{escape(name)}</span>' for name in line.failed) or "nessuna"
    return (
        f'<tr data-corsa="{escape(line.run)}"><td><a href="{DOCUMENTS}/{_page(line.name)}">{escape(line.name)}</a></td>'
        f"<td>{line.kept} su {line.held}</td><td>{failed}</td></tr>\n"
    )


def _pages_of_night(folder: Path, night: Sequence[Tally]) -> None:
    written = {f"{name}.html": text for name, text in _rendered(night)}
    for name, text in written.items():
        _put(folder / name, text)
    for old in folder.glob("*.html"):
        if old.name not in written:
            old.unlink()


def _rendered(night: Sequence[Tally]) -> Iterator[tuple[str, str]]:
    """The page that Great Expectations makes of each suite."""
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    view, renderer = DefaultJinjaPageView(), ValidationResultsPageRenderer()  # both keep what they have parsed
    for name, own in groupby(sorted(night, key=lambda tally: tally.suite), lambda tally: tally.suite):
        tallies = list(own)
        kept = sum(tally.kept for tally in tallies)
        numbers = {
            "evaluated_expectations": len(tallies),
            "successful_expectations": kept,
            "unsuccessful_expectations": len(tallies) - kept,
            "success_percent": 100 * kept / len(tallies),
        }
        result = ExpectationSuiteValidationResult(
            success=kept == len(tallies),
            results=[_result(tally) for tally in tallies],
            suite_name=name,
            statistics=numbers,
            meta={"run_id": {"run_name": NIGHT, "run_time": None}},
        )
        yield name, LOGO.sub("", view.render(renderer.render(result)))


def _result(tally: Tally) -> Any:
    """A tally as the library has it; for each row that it shows, the sentence that tells it."""
    from great_expectations.core import ExpectationValidationResult

    from expectations.engine import expectation

    outcome = tally.outcome()
    told = outcome.dettaglio.split("; ") if outcome.dettaglio else []
    return ExpectationValidationResult(
        success=tally.kept,
        expectation_config=expectation(tally.rule).configuration,
        result={
            "element_count": tally.rows,
            "unexpected_count": tally.broken,
            "unexpected_percent": 100 * tally.broken / tally.rows if tally.rows else 0.0,
            "partial_unexpected_list": told,
        },
        exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
    )
