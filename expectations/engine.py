"""Great Expectations behind one function: suites in, how each rule was kept out, document by document.

A rule costs the library as much for one document as for hundreds, so the rows of all are held against it at once. The
library takes seconds to import, so it is imported where it is used. Its SQL data source doesn't work on DuckDB: data
frames are validated.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from expectations.outcomes import Severity
from expectations.rules import Rule
from expectations.suites import Suite
from expectations.tallies import SHOWN_AT_MOST, Tally

LEVELS: Mapping[Severity, str] = {
    "blocca_documento": "critical",
    "blocca_pubblicazione": "critical",
    "parziale": "warning",
    "avviso": "info",
}
WHOSE = "_documento"
"""Column of the frames that the library gets: number of the document."""


def hold(suites: Iterable[Suite]) -> list[Tally]:
    """Hold the suites of one document, of the star or of the volume against their rules."""
    return hold_each(suites, [""])[""]


def hold_each(suites: Iterable[Suite], documents: Sequence[str]) -> dict[str, list[Tally]]:
    """Hold suites with the rows of several documents against their rules: the tallies of each by its name.

    A document has none of the suites in whose frame it has no row.
    """
    held: dict[str, list[Tally]] = {document: [] for document in documents}
    for suite in suites:
        broken = _broken(suite)
        for rule in suite.rules:
            for owner, tally in _tallies(suite, rule, broken[rule.name]):
                held[documents[owner]].append(tally)
    return held


def expectation(rule: Rule) -> Any:
    """The library's object for a rule."""
    from great_expectations import expectations

    return getattr(expectations, rule.expectation)(
        **rule.expected,
        severity=LEVELS[rule.severity],
        description=rule.note,
        notes=rule.severity,
        meta={"nome": rule.name, "gravita": rule.severity},
    )


@cache
def _context() -> Any:
    """A Great Expectations context without analytics, progress bars or files."""
    from great_expectations.data_context import get_context
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    stores: Any = InMemoryStoreBackendDefaults()
    config = DataContextConfig(
        store_backend_defaults=stores, analytics_enabled=False, progress_bars={"globally": False}, data_docs_sites={}
    )
    return get_context(project_config=config, mode="ephemeral")


def _broken(suite: Suite) -> dict[str, np.ndarray | None]:
    """Rule -> rows that break it, as positions in the frame and in order; None where the frame as a whole does."""
    frame = suite.frame.assign(**{WHOSE: suite.owners})
    asked = {rule.name: _side_by_side(rule).configuration for rule in suite.rules}
    # which rows break a rule costs the library far more than whether any does, and hardly any rule is broken
    failed = [name for name, answer in _answers(frame, asked.values(), "BOOLEAN_ONLY") if not answer.success]
    told = dict(_answers(frame, [asked[name] for name in failed], "COMPLETE"))
    return {name: _rows(told[name]) if name in told else np.empty(0, dtype=int) for name in asked}


def _answers(frame: pd.DataFrame, asked: Iterable[Any], result_format: str) -> Iterator[tuple[str, Any]]:
    """What the library says of each rule, by its name."""
    from great_expectations.execution_engine import PandasExecutionEngine
    from great_expectations.validator.validator import Validator

    # data sources would make a checksum of all the data
    engine = PandasExecutionEngine(batch_data_dict={"": frame})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = Validator(engine, data_context=_context()).graph_validate(
            list(asked), runtime_configuration={"result_format": {"result_format": result_format}}
        )
    yield from ((answer.expectation_config.meta["nome"], answer) for answer in answers)


def _side_by_side(rule: Rule) -> Any:
    """A rule's expectation over several documents: what is unique is so in each of them."""
    keys = {"ExpectColumnValuesToBeUnique": "column", "ExpectCompoundColumnsToBeUnique": "column_list"}
    ready = expectation(rule)
    if rule.expectation not in keys:
        return ready
    from great_expectations import expectations

    ignored = "any_value_is_missing" if rule.expectation == "ExpectColumnValuesToBeUnique" else None
    return expectations.ExpectCompoundColumnsToBeUnique(
        column_list=[*rule.columns, WHOSE],
        ignore_row_if=ignored or ready.ignore_row_if,
        meta=ready.meta,
    )


def _rows(answer: Any) -> np.ndarray | None:
    if answer.success:
        return np.empty(0, dtype=int)
    rows = answer.result.get("unexpected_index_list")
    return None if rows is None else np.sort(np.asarray(rows, dtype=int))


def _tallies(suite: Suite, rule: Rule, broken: np.ndarray | None) -> Iterator[tuple[int, Tally]]:
    """The tally of each document that has rows in the suite's frame, with the document's number."""
    rows = np.bincount(suite.owners)
    unverified = [] if broken is not None else [c for c in rule.columns if c not in suite.frame] or list(rule.columns)
    positions = np.empty(0, dtype=int) if broken is None else broken
    whose = suite.owners[positions]
    for owner in np.flatnonzero(rows):
        own = positions[whose == owner]
        shown = _shown(suite, rule, own[:SHOWN_AT_MOST]) if len(own) else []
        key = (suite.name, suite.level, suite.key, rule)
        yield int(owner), Tally(*key, int(rows[owner]), len(own), shown, list(unverified))


def _shown(suite: Suite, rule: Rule, positions: np.ndarray) -> list[dict[str, Any]]:
    columns = [c for c in dict.fromkeys((*suite.key, *rule.columns)) if c in suite.frame]
    rows = suite.frame[columns].iloc[positions].itertuples(index=False, name=None)
    return [dict(zip(columns, row, strict=True)) for row in rows]
