"""Readings in; star schema, history, scoring views, curated files out.

In the order of a run:

    con = connect(path, read_only=False)    changed catalogue, SQL or rules: a fresh file, with fact_rilevazione kept
    loaded_documents(con)                   {sha256: version of the reading it was loaded with}
    run_id = begin_run(con, version)
    record_unchanged(con, run_id, documents)
    prepare(reading, sha256) -> Prepared    the rows that a reading gives, kept by save_prepared, load_prepared
    own_tables(document, prepared)          those rows with what the file and the register say: {schema.table: Arrow}
    document_frames([own_tables, ...])      of several documents, {table: DataFrame}, columns as in the catalogue: those
                                            of `pubblicato`, and versione, cella, campo, riga, quarantena, pagina,
                                            tabella, rilievo, conteggi, target
    stage_prepared(con, document, prepared) fills the catalog `staging` (in memory, one document at a time);
                                            staged_frames(con) reads it
    record_outcomes(con, run_id, outcomes, document=None)
    load(con, run_id, document, stato, motivo) -> LoadSummary, or set_aside_document(con, run_id, document, motivo)
    load_rules(con, paths)                  the packaged rules, and a user's own above them
    settle(con, read_statements(path))      which unit and person each printed name is -> statements that don't fit
    release_absent(con, run_id, documents); released(con, run_id) -> what left the quarantine
    load_results(con, path, by) -> ResultsReport; results_template(con, path) -> lines written
    star_parts(con, links, whole)           the star in parts, {table: DataFrame}; star_frames(con): all of it
    record_volume(con, run_id, whole)       how much there is, beside the last good run
    last_checks(con), outcomes_of(con, names) -> the last check of each document
    end_run(con, run_id, stato, counts)     stato: riuscita | fallita; counts: {word: n}
    con.close(); publish(working, curated) -> Published; kept_versions(curated); rollback(curated)
"""

from importlib import import_module
from typing import TYPE_CHECKING

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from warehouse.corrections import Applied, Corrected
    from warehouse.database import connect
    from warehouse.documents import Document, Metadata
    from warehouse.loading import LoadSummary, load
    from warehouse.own_rules import load_rules
    from warehouse.prepared import Prepared, load_prepared, prepare, save_prepared
    from warehouse.printed import load_printed
    from warehouse.publishing import Published, publish
    from warehouse.quarantine import Released, release_absent, released
    from warehouse.results import ResultsReport, load_results, results_template
    from warehouse.rules import RuleError, read_rules, rules_in_force
    from warehouse.runs import (
        begin_run,
        end_run,
        last_checks,
        loaded_documents,
        outcomes_of,
        record_outcomes,
        record_unchanged,
        set_aside_document,
    )
    from warehouse.settling import settle
    from warehouse.staging import document_frames, own_tables, stage, stage_prepared, staged_frames
    from warehouse.star_parts import star_frames, star_parts
    from warehouse.statement_files import StatementError, read_statements
    from warehouse.versions import Version, kept_versions, rollback
    from warehouse.volume import record_volume

__all__ = [
    "Applied",
    "Corrected",
    "Document",
    "LoadSummary",
    "Metadata",
    "Prepared",
    "Published",
    "Released",
    "ResultsReport",
    "RuleError",
    "StatementError",
    "Version",
    "WarehouseError",
    "begin_run",
    "connect",
    "document_frames",
    "end_run",
    "kept_versions",
    "last_checks",
    "load",
    "load_prepared",
    "load_printed",
    "load_results",
    "load_rules",
    "loaded_documents",
    "outcomes_of",
    "own_tables",
    "prepare",
    "publish",
    "read_rules",
    "read_statements",
    "record_outcomes",
    "record_unchanged",
    "record_volume",
    "release_absent",
    "released",
    "results_template",
    "rollback",
    "rules_in_force",
    "save_prepared",
    "set_aside_document",
    "settle",
    "stage",
    "stage_prepared",
    "staged_frames",
    "star_frames",
    "star_parts",
]

MODULES = {
    "corrections": ("Applied", "Corrected"),
    "database": ("connect",),
    "documents": ("Document", "Metadata"),
    "loading": ("LoadSummary", "load"),
    "own_rules": ("load_rules",),
    "prepared": ("Prepared", "load_prepared", "prepare", "save_prepared"),
    "printed": ("load_printed",),
    "publishing": ("Published", "publish"),
    "quarantine": ("Released", "release_absent", "released"),
    "results": ("ResultsReport", "load_results", "results_template"),
    "rules": ("RuleError", "read_rules", "rules_in_force"),
    "runs": (
        "begin_run",
        "end_run",
        "last_checks",
        "loaded_documents",
        "outcomes_of",
        "record_outcomes",
        "record_unchanged",
        "set_aside_document",
    ),
    "settling": ("settle",),
    "staging": ("document_frames", "own_tables", "stage", "stage_prepared", "staged_frames"),
    "star_parts": ("star_frames", "star_parts"),
    "statement_files": ("StatementError", "read_statements"),
    "versions": ("Version", "kept_versions", "rollback"),
    "volume": ("record_volume",),
}
"""Where each name comes from."""


def __getattr__(name: str) -> object:
    """A name on first use: who only makes rows waits neither for the database nor for data frames to be imported."""
    home = next((module for module, names in MODULES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{home}")
    # a module of the same name as one of its functions gives way to it
    globals().update({own: getattr(module, own) for own in MODULES[home]})
    return globals()[name]
