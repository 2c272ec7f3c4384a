"""One loader: documents enter the working file in batches, each let in or kept out by the expectations."""

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
from pipelines.errors import PipelineError, ReadingError, disk_trouble
from pipelines.folders import Folders
from pipelines.night.batches import batches
from pipelines.night.checking import Checked, Waiting, checked
from pipelines.night.correcting import Correction, StaleError, correct
from pipelines.night.correction_lines import names
from pipelines.night.summary import DocumentLine, ResultsLine
from warehouse import Corrected, Document, Entering, Metadata, WarehouseError
from warehouse.errors import Reason
from warehouse.schema import fingerprint

BYTES_AT_ONCE = 128 * 10**6
"""Size of the readings of a batch, about 450,000 rows."""
NOTHING_LOADED = Reason(
    "no document could be loaded, so the published ones stay; see the reasons above",
    "nessun documento è stato caricato, restano quelli pubblicati: le ragioni sono fra ciò che è da parte",
)


@dataclass(frozen=True, slots=True)
class _LetIn:
    """A document that the expectations let in."""

    source: Source
    found: Checked
    entering: Entering


@dataclass(frozen=True, slots=True)
class Loader:
    """A run's hold on the working file.

    Attributes:
        whole: all that is loaded is checked, and not only what came since the last good run.
        stale: what is wrong with corrections: nothing may be published.
        held: what was held against the expectations, added up.
        again: names of documents that the next run has to read again: what was read of them is damaged.
    """

    con: DuckDBPyConnection
    run_id: str
    folders: Folders
    whole: bool = True
    corrections: list[Correction] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    held: list[Tally] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    def load_all(self, documents: Iterable[tuple[Source, Path | str]]) -> Iterator[DocumentLine]:
        """Hold readings against the expectations, and let each document in or set it aside, in their order.

        Args:
            documents: where the reading of each is kept, or why it couldn't be read.
        """
        sources: dict[str, Source] = {}
        aside: list[DocumentLine] = []
        found = checked(self._readable(documents, sources, aside))
        # a version of an act is numbered when those before it are loaded
        for batch in batches(found, BYTES_AT_ONCE, apart=lambda each: each.document.atto_logico):
            yield from self._load([(sources.pop(each.document.nome_file), each) for each in batch])
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

    def _load(self, batch: list[tuple[Source, Checked]]) -> Iterator[DocumentLine]:
        """Let documents in or set them aside, as the expectations say."""
        self.held[:] = added([*self.held, *(tally for s, found in batch for tally in named(s.name, found.tallies))])
        outcomes = [(found.document, [tally.outcome() for tally in found.tallies]) for _, found in batch]
        warehouse.record_outcomes(self.con, self.run_id, outcomes)
        lines: dict[str, DocumentLine] = {}
        let_in: list[_LetIn] = []
        for (source, found), (document, own) in zip(batch, outcomes, strict=True):
            state, reason = expectations.verdict(own)
            if found.problem:
                self._look_after(source, found.reading)
                lines[source.name] = self._refused(source, found.problem, document)
            elif state == "scartato":
                lines[source.name] = self.set_aside(source, reason, document.pagine)
            else:
                corrected = self._corrected(source, found.reading)
                let_in.append(_LetIn(source, found, Entering(document, state, reason, corrected)))
        lines |= {line.name: line for line in self._enter(let_in)}
        yield from (lines[source.name] for source, _ in batch)

    def _enter(self, let_in: list[_LetIn]) -> list[DocumentLine]:
        """Load documents together; where that fails each alone, so that a bad one costs no other."""
        try:
            return self._entered(let_in) if let_in else []
        except (WarehouseError, duckdb.Error) as error:
            if disk_trouble(error):
                raise  # no fault of a document
            if len(let_in) > 1:
                return [line for each in let_in for line in self._enter([each])]
            return [self._refused(each.source, str(error), each.found.document) for each in let_in]

    def _entered(self, let_in: list[_LetIn]) -> list[DocumentLine]:
        began = monotonic()
        entering = [each.entering for each in let_in]
        warehouse.stage_all(
            self.con, [(each.entering.document, rows_of(each.found.reading, each.found.rows)) for each in let_in]
        )
        loaded = warehouse.load_all(self.con, self.run_id, entering)
        seconds = (monotonic() - began) / len(entering)
        return [
            DocumentLine(e.document.nome_file, e.stato, done.rows, done.quarantined, e.motivo, loading_seconds=seconds)
            for e, done in zip(entering, loaded, strict=True)
        ]

    def _refused(self, source: Source, problem: str, document: Document) -> DocumentLine:
        return self.set_aside(source, f"il magazzino non lo accetta: {' '.join(problem.split())}", document.pagine)

    def _corrected(self, source: Source, reading: Path) -> Corrected | None:
        if not any(correction.atto in names(source) for correction in self.corrections):
            return None
        try:
            return correct(source, readings.load(reading), self.corrections)
        except StaleError as error:
            self.stale.append(error.reason)
        except ReadingError as error:
            self._look_after(source, reading)
            self.stale.append(Reason(error.english, str(error)).of(source.name))
        return None

    def _look_after(self, source: Source, reading: Path) -> None:
        if readings.drop_damaged(reading):
            self.again.append(source.name)

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
        warehouse.record_outcomes(self.con, self.run_id, [(None, outcomes)])
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
