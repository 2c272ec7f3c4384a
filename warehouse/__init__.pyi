from .corrections import Applied, Corrected
from .database import connect
from .documents import Document, Metadata
from .errors import WarehouseError
from .forgetting import forget_renamed
from .loading import Entering, LoadSummary, load, load_all
from .own_rules import load_rules
from .parts import star_frames, star_parts
from .prepared import Prepared, load_prepared, prepare, save_prepared
from .printed import load_printed
from .publishing import Published, publish
from .quarantine import Released, release_absent, released
from .results import ResultsReport, load_results, results_template
from .rules import RuleError, read_rules, rules_in_force
from .runs import (
    acquired_documents,
    begin_run,
    end_run,
    forget_notes,
    last_checks,
    loaded_documents,
    outcomes_of,
    record_outcomes,
    record_unchanged,
    set_aside_document,
    superseded,
)
from .settling import settle
from .staging import document_frames, own_tables, stage, stage_all, staged_frames
from .statement_files import StatementError, read_statements
from .versions import Version, kept_versions, rollback
from .volume import record_volume

__all__ = [
    "Applied",
    "Corrected",
    "Document",
    "Entering",
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
    "acquired_documents",
    "begin_run",
    "connect",
    "document_frames",
    "end_run",
    "forget_notes",
    "forget_renamed",
    "kept_versions",
    "last_checks",
    "load",
    "load_all",
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
    "stage_all",
    "staged_frames",
    "star_frames",
    "star_parts",
    "superseded",
]
