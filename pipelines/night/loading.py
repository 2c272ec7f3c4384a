"""One loader: documents enter the working file one after the other, each let in or kept out by the expectations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from time import monotonic

import duckdb
from duckdb import DuckDBPyConnection

import expectations
import warehouse
from expectations import Tally, added, named
from expectations.outcomes import BLOCKING, Outcome
from pipelines.documents import readings
from pipelines.documents.kept_rows import rows_of, rows_path
from pipelines.documents.register import REGISTER_NAME, Source, results_files
from pipelines.errors import PipelineError, disk_trouble
from pipelines.folders import Folders
from pipelines.night.checking import Checked, Waiting, checked
from pipelines.night.correcting import Correction, StaleError, correct
from pipelines.night.correction_lines import names
from pipelines.night.summary import DocumentLine, ResultsLine
from warehouse import Corrected, Document, Metadata, WarehouseError
from warehouse.errors import Reason
from warehouse.schema import fingerprint

NOTHING_LOADED = Reason(
    "no document could be loaded, so the published ones stay; see the reasons above",
    "nessun documento è stato caricato, restano quelli pubblicati: le ragioni sono fra ciò che è da parte",
)


@dataclass(frozen=True, slots=True)
class Loader:
    """A run's hold on the working file.

    Attributes:
        whole: all that is loaded is checked, and not only what came since the last good run.
        stale: what is wrong with corrections: nothing may be published.
        held: what was held against the expectations, added up.
    """

    con: DuckDBPyConnection
    run_id: str
    folders: Folders
    whole: bool = True
    corrections: list[Correction] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    held: list[Tally] = field(default_factory=list)

    def load_all(self, documents: Iterable[tuple[Source, Path | str]]) -> Iterator[DocumentLine]:
        """Hold readings against the expectations, and let each document in or set it aside, in their order.

        Args:
            documents: where the reading of each is kept, or why it couldn't be read.
        """
        sources: dict[str, Source] = {}
        aside: list[DocumentLine] = []
        for each in checked(self._readable(documents, sources, aside)):
            yield self._load(sources.pop(each.document.nome_file), each)
        yield from aside

    def _readable(
        self, documents: Iterable[tuple[Source, Path | str]], sources: dict[str, Source], aside: list[DocumentLine]
    ) -> Iterator[Waiting]:
        version = fingerprint()
        for source, found in documents:
            if isinstance(found, str):
                aside.append(self.set_aside(source, found))
            else:
                sources[source.name] = source
                yield Waiting(as_document(source, 0), found, rows_path(self.folders.rows, found, version))

    def _load(self, source: Source, found: Checked) -> DocumentLine:
        """Let a document in or set it aside, as the expectations say."""
        document, outcomes = found.document, [tally.outcome() for tally in found.tallies]
        if found.problem:
            return self._refused(source, found.problem, document)
        self.held[:] = added([*self.held, *named(source.name, found.tallies)])
        state, reason = expectations.verdict(outcomes)
        began = monotonic()
        try:
            warehouse.record_outcomes(self.con, self.run_id, outcomes, document)
            if state == "scartato":
                return self.set_aside(source, reason, document.pagine)
            warehouse.stage_prepared(self.con, document, rows_of(found.reading, found.rows))
            corrected = self._corrected(source, found.reading)
            loaded = warehouse.load(self.con, self.run_id, document, state, reason, corrected)
        except (WarehouseError, duckdb.Error) as error:
            if disk_trouble(error):
                raise  # no fault of the document
            return self._refused(source, str(error), document)
        seconds = monotonic() - began
        return DocumentLine(source.name, state, loaded.rows, loaded.quarantined, reason, loading_seconds=seconds)

    def _refused(self, source: Source, problem: str, document: Document) -> DocumentLine:
        return self.set_aside(source, f"il magazzino non lo accetta: {' '.join(problem.split())}", document.pagine)

    def _corrected(self, source: Source, reading: Path) -> Corrected | None:
        if not any(correction.atto in names(source) for correction in self.corrections):
            return None
        try:
            return correct(source, readings.load(reading), self.corrections)
        except StaleError as error:
            self.stale.append(error.reason)
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
        volume = warehouse.record_volume(self.con, self.run_id, self.whole)
        return self._recorded(expectations.hold_volume(volume, accept_less))

    def check_star(self) -> list[Outcome]:
        """Hold the star against its expectations: all of it, or what the documents since the last good run touch."""
        return self._recorded(
            expectations.hold_star(warehouse.star_parts(self.con, expectations.star_references(), self.whole))
        )

    def _recorded(self, tallies: list[Tally]) -> list[Outcome]:
        self.held.extend(tallies)
        outcomes = [tally.outcome() for tally in tallies]
        warehouse.record_outcomes(self.con, self.run_id, outcomes)
        return outcomes


def too_little(outcomes: list[Outcome]) -> list[str]:
    """What of the volume blocks the publication, with the way to go on knowingly."""
    failed = [outcome for outcome in outcomes if not outcome.esito and outcome.gravita in BLOCKING]
    if not failed:
        return []
    details = "; ".join(dict.fromkeys(outcome.dettaglio for outcome in failed))
    return [
        Reason(
            f"less than the last good run had ({details}); if that is right: schedario run --accept-less",
            f"meno dell'ultima corsa riuscita ({details}); se va bene così: schedario run --accept-less",
        )
    ]


def told(outcomes: list[Outcome]) -> tuple[list[str], list[str]]:
    """What failed, one sentence each: what blocks the publication, and what only warns."""
    failed = [outcome for outcome in outcomes if not outcome.esito]
    blocking = [outcome for outcome in failed if outcome.gravita in BLOCKING]
    warning = [outcome for outcome in failed if outcome.gravita not in BLOCKING]
    return [outcome.sentence for outcome in blocking], [outcome.sentence for outcome in warning]


def as_document(source: Source, pages: int) -> Document:
    """The warehouse's view of a file; `pages` is 0 when it couldn't be read.

    Raises:
        PipelineError: the register has a column that the warehouse doesn't know.
    """
    known = [each.name for each in fields(Metadata)]
    if unknown := source.facts.keys() - set(known):
        raise PipelineError(f"{REGISTER_NAME}: unknown column {', '.join(sorted(unknown))}; use {', '.join(known)}")
    return Document(source.name, source.sha256, source.size, pages, Metadata(**source.facts))
