"""One loader: readings enter the working file one after the other, each let in or kept out by the expectations."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

import expectations
import warehouse
from expectations.outcomes import BLOCKING, Outcome
from normalizers.records import Reading
from pipelines.documents.register import REGISTER_NAME, Source, results_files
from pipelines.errors import PipelineError
from pipelines.folders import Folders
from pipelines.night.correcting import Correction, StaleError, correct
from pipelines.night.summary import DocumentLine, ResultsLine
from warehouse import Corrected, Document, Metadata, WarehouseError


@dataclass(frozen=True, slots=True)
class Loader:
    """A run's hold on the working file."""

    con: DuckDBPyConnection
    run_id: str
    folders: Folders
    corrections: list[Correction] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    """What is wrong with corrections: nothing may be published."""

    def load(self, source: Source, reading: Reading) -> DocumentLine:
        """Stage the reading, hold it against the expectations, and let it in or set it aside."""
        document = as_document(source, len(reading.pages))
        try:
            warehouse.stage(self.con, document, reading)
            outcomes = expectations.validate_document(
                warehouse.staged_frames(self.con), source.name, self.folders.curated
            )
            warehouse.record_outcomes(self.con, self.run_id, outcomes, document)
            state, reason = expectations.verdict(outcomes)
            if state == "scartato":
                return self.set_aside(source, reason, document.pagine)
            corrected = self._corrected(source, reading)
            loaded = warehouse.load(self.con, self.run_id, document, state, reason, corrected)
        except (WarehouseError, duckdb.Error) as error:
            return self.set_aside(source, " ".join(str(error).split()), document.pagine)
        return DocumentLine(source.name, state, loaded.rows, loaded.quarantined, reason)

    def _corrected(self, source: Source, reading: Reading) -> Corrected | None:
        try:
            return correct(source, reading, self.corrections)
        except StaleError as error:
            self.stale.append(str(error))
            return None

    def set_aside(self, source: Source, reason: str, pages: int = 0) -> DocumentLine:
        """Keep a document out, and say why."""
        warehouse.set_aside_document(self.con, self.run_id, as_document(source, pages), reason)
        return DocumentLine(source.name, "scartato", reason=reason)

    def load_results(self) -> list[ResultsLine]:
        """The measured values that lie in the raw folder, after the documents that they belong to."""
        return [self._load_results(name, path) for name, path in results_files(self.folders.raw).items()]

    def _load_results(self, name: str, path: Path) -> ResultsLine:
        try:
            report = warehouse.load_results(self.con, path)
        except WarehouseError as error:
            return ResultsLine(name, 0, 0, 0, [(1, str(error))])
        return ResultsLine(name, report.loaded, report.unchanged, report.empty, report.errors)

    def check_volume(self, accept_less: bool) -> list[Outcome]:
        """Hold what is loaded now against the last good run."""
        volume = warehouse.record_volume(self.con, self.run_id)
        outcomes = expectations.validate_volume(volume, self.folders.curated, accept_less)
        warehouse.record_outcomes(self.con, self.run_id, outcomes)
        return outcomes

    def check_star(self) -> list[Outcome]:
        """Hold the whole star against its expectations."""
        outcomes = expectations.validate_star(warehouse.star_frames(self.con), self.folders.curated)
        warehouse.record_outcomes(self.con, self.run_id, outcomes)
        return outcomes


def too_little(outcomes: list[Outcome]) -> list[str]:
    """What of the volume blocks the publication, with the way to go on knowingly."""
    failed = [outcome for outcome in outcomes if not outcome.esito and outcome.gravita in BLOCKING]
    if not failed:
        return []
    details = "; ".join(dict.fromkeys(outcome.dettaglio for outcome in failed))
    return [f"less than the last good run had ({details}); if that is right: schedario run --accept-less"]


def told(outcomes: list[Outcome]) -> tuple[list[str], list[str]]:
    """What failed, one sentence each: what blocks the publication, and what only warns."""
    failed = [outcome for outcome in outcomes if not outcome.esito]
    blocking = [outcome for outcome in failed if outcome.gravita in BLOCKING]
    warning = [outcome for outcome in failed if outcome.gravita not in BLOCKING]
    return [_sentence(outcome) for outcome in blocking], [_sentence(outcome) for outcome in warning]


def _sentence(outcome: Outcome) -> str:
    return f"{outcome.suite}/{outcome.aspettativa}: {outcome.osservato}"


def as_document(source: Source, pages: int) -> Document:
    """The warehouse's view of a file; `pages` is 0 when it couldn't be read.

    Raises:
        PipelineError: the register has a column that the warehouse doesn't know.
    """
    known = [each.name for each in fields(Metadata)]
    if unknown := source.facts.keys() - set(known):
        raise PipelineError(f"{REGISTER_NAME}: unknown column {', '.join(sorted(unknown))}; use {', '.join(known)}")
    return Document(source.name, source.sha256, source.size, pages, Metadata(**source.facts))
