"""Readings in; star schema, history, scoring views, curated files out.

In the order of a run:

    con = connect(path, read_only=False)    changed catalogue, SQL or rules: a fresh file, with fact_rilevazione kept
    loaded_documents(con)                   {sha256: version of the reading it was loaded with}
    run_id = begin_run(con, version)
    record_unchanged(con, run_id, documents)
    stage(con, document, reading)           fills the catalog `staging` (in memory, one document at a time)
    staged_frames(con)                      {table: DataFrame}, columns as in the catalogue: those of `pubblicato`, and
                                            atto, cella, campo, riga, quarantena, pagina, tabella, rilievo, conteggi,
                                            target
    record_outcomes(con, run_id, outcomes, document=None)
    load(con, run_id, document, stato, motivo) -> LoadSummary, or set_aside_document(con, run_id, document, motivo)
    load_rules(con, paths)                  the packaged rules, and a user's own above them
    release_absent(con, run_id, documents); released(con, run_id) -> what left the quarantine
    load_results(con, path, by) -> ResultsReport; results_template(con, path) -> lines written
    star_frames(con)                        {table: DataFrame}: dim_* and fact_* of schema `main`
    record_volume(con, run_id)              how much there is, beside the last good run
    end_run(con, run_id, stato, counts)     stato: riuscita | fallita; counts: {word: n}
    con.close(); publish(working, curated) -> Published; kept_versions(curated); rollback(curated)
"""

from warehouse.corrections import Applied, Corrected
from warehouse.database import connect
from warehouse.documents import Document, Metadata
from warehouse.errors import WarehouseError
from warehouse.loading import LoadSummary, load, star_frames
from warehouse.own_rules import load_rules
from warehouse.publishing import Published, publish
from warehouse.quarantine import Released, release_absent, released
from warehouse.results import ResultsReport, load_results, results_template
from warehouse.rules import RuleError, read_rules, rules_in_force
from warehouse.runs import (
    begin_run,
    end_run,
    loaded_documents,
    record_outcomes,
    record_unchanged,
    set_aside_document,
)
from warehouse.staging import stage, staged_frames
from warehouse.versions import Version, kept_versions, rollback
from warehouse.volume import record_volume

__all__ = [
    "Applied",
    "Corrected",
    "Document",
    "LoadSummary",
    "Metadata",
    "Published",
    "Released",
    "ResultsReport",
    "RuleError",
    "Version",
    "WarehouseError",
    "begin_run",
    "connect",
    "end_run",
    "kept_versions",
    "load",
    "load_results",
    "load_rules",
    "loaded_documents",
    "publish",
    "read_rules",
    "record_outcomes",
    "record_unchanged",
    "record_volume",
    "release_absent",
    "released",
    "results_template",
    "rollback",
    "rules_in_force",
    "set_aside_document",
    "stage",
    "staged_frames",
    "star_frames",
]
