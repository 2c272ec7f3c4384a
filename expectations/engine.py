"""Great Expectations behind one function: suites in, outcomes out.

The library takes seconds to import, so it is imported where it is used. Its SQL data source doesn't work on
DuckDB: data frames are validated.
"""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Iterable, Mapping
from glob import escape
from pathlib import Path
from typing import Any

import pandas as pd

from expectations.outcomes import Outcome, Severity
from expectations.rules import Rule
from expectations.suites import Suite

SHOWN_AT_MOST = 20
VALIDATIONS = "uncommitted/validations"
"""Where a context with a home keeps results: <suite>/<run name>/<time>/<batch>.json."""
LEVELS: Mapping[Severity, str] = {
    "blocca_documento": "critical",
    "blocca_pubblicazione": "critical",
    "parziale": "warning",
    "avviso": "info",
}


def open_context(home: Path | None, site: Path | None = None) -> Any:
    """A Great Expectations context without analytics or progress bars.

    Args:
        home: folder that keeps suites and validations; None keeps them in memory.
        site: folder for the Data Docs.
    """
    from great_expectations.data_context import get_context
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        FilesystemStoreBackendDefaults,
        InMemoryStoreBackendDefaults,
    )

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    stores: Any = InMemoryStoreBackendDefaults() if home is None else FilesystemStoreBackendDefaults(str(home))
    config = DataContextConfig(
        store_backend_defaults=stores,
        analytics_enabled=False,
        progress_bars={"globally": False},
        data_docs_sites={} if site is None else {"schedario": _site(site)},
    )
    return get_context(project_config=config, mode="ephemeral")


def run(suites: Iterable[Suite], run_name: str, home: Path | None) -> list[Outcome]:
    """Validate each suite's frame; with a home, the results replace those of an earlier run of the same name."""
    import great_expectations as gx

    context = open_context(home)
    if home is not None:
        _forget(home, run_name)
    source = context.data_sources.add_pandas("schedario")
    identifier = gx.RunIdentifier(run_name=run_name)
    outcomes: list[Outcome] = []
    for suite in suites:
        outcomes += _validate(context, source, suite, identifier)
    return outcomes


def _site(folder: Path) -> dict[str, Any]:
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }


def _forget(home: Path, run_name: str) -> None:
    for old in home.glob(f"{VALIDATIONS}/*/{escape(run_name)}"):
        shutil.rmtree(old)


def _validate(context: Any, source: Any, suite: Suite, identifier: Any) -> list[Outcome]:
    import great_expectations as gx

    asset = source.add_dataframe_asset(suite.name)
    expectations = [_expectation(rule) for rule in suite.rules]
    definition = gx.ValidationDefinition(
        name=suite.name,
        data=asset.add_batch_definition_whole_dataframe("tutto"),
        suite=context.suites.add_or_update(gx.ExpectationSuite(name=suite.name, expectations=expectations)),
    )
    result_format = {
        "result_format": "SUMMARY",
        "partial_unexpected_count": SHOWN_AT_MOST,
        "unexpected_index_column_names": suite.key,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = context.validation_definitions.add_or_update(definition).run(
            batch_parameters={"dataframe": suite.frame}, result_format=result_format, run_id=identifier
        )
    by_name = {answer.expectation_config.meta["nome"]: answer for answer in result.results}
    return [_outcome(suite, rule, by_name[rule.name]) for rule in suite.rules]


def _expectation(rule: Rule) -> Any:
    from great_expectations import expectations

    return getattr(expectations, rule.expectation)(
        **rule.expected,
        severity=LEVELS[rule.severity],
        description=rule.note,
        notes=rule.severity,
        meta={"nome": rule.name, "gravita": rule.severity},
    )


def _outcome(suite: Suite, rule: Rule, answer: Any) -> Outcome:
    observed, detail = ("", "") if answer.success else _failure(suite, rule, answer)
    return Outcome(suite.name, rule.name, suite.level, bool(answer.success), rule.severity, observed, detail)


def _failure(suite: Suite, rule: Rule, answer: Any) -> tuple[str, str]:
    """What was seen, and the rows that break the rule."""
    missing = [column for column in rule.columns if column not in suite.frame]
    if missing:
        return "non verificabile", f"mancano: {', '.join(missing)}"
    count, rows = answer.result["unexpected_count"], answer.result["partial_unexpected_index_list"][:SHOWN_AT_MOST]
    told = [_row(suite.key, rule, row) for row in rows]
    if count > len(rows):
        told.append(f"e altre {count - len(rows)} righe")
    return f"{count} {'riga' if count == 1 else 'righe'} su {answer.result['element_count']}", "; ".join(told)


def _row(key: list[str], rule: Rule, row: Mapping[str, Any]) -> str:
    """`pagina 3, ordinale 12: titolo Abc`; the message of a check stands for itself."""
    place = [f"{column} {row[column]}" for column in key if column not in rule.columns and pd.notna(row[column])]
    values = [f"{column} {row[column] if pd.notna(row[column]) else 'vuoto'}" for column in rule.columns]
    return ": ".join(filter(None, (", ".join(place), str(row[rule.name]) if rule.check else ", ".join(values))))
