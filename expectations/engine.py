"""Great Expectations behind one function: the suites of documents in, how each rule was kept out.

Documents are held against the rules side by side: a rule costs the library as much for one document as for hundreds.
The library takes seconds to import, so it is imported where it is used. Its SQL data source doesn't work on
DuckDB: data frames are validated.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd

from expectations.outcomes import Outcome, Severity
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
"""Column of frames that hold several documents: number of the document."""

Kind = tuple[object, ...]
Group = list[tuple[str, Suite]]
"""Suites of one name with the documents that they belong to."""


def run(suites: Iterable[Suite]) -> list[Outcome]:
    """Hold the suites of one document, of the star or of the volume against their rules."""
    return [tally.outcome() for tally in hold({"": suites})[""]]


def hold(documents: Mapping[str, Iterable[Suite]]) -> dict[str, list[Tally]]:
    """Hold the suites of several documents, by name, against their rules; what one document has costs no other."""
    groups: dict[Kind, Group] = {}
    order: dict[str, list[tuple[Kind, str]]] = {name: [] for name in documents}
    for name, suites in documents.items():
        for suite in suites:
            kind = _kind(suite)
            groups.setdefault(kind, []).append((name, suite))
            order[name].append((kind, name))
    source = _source()
    found: dict[tuple[Kind, str], list[Tally]] = {}
    for kind, group in groups.items():
        for name, tallies in _hold(source, group):
            found[kind, name] = tallies
    return {name: [tally for place in places for tally in found[place]] for name, places in order.items()}


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


def _kind(suite: Suite) -> Kind:
    """What suites must have alike to be held together: the rules, and the columns with their types."""
    own = {column for rule in suite.rules for column in (*rule.derive, rule.name if rule.check else "")}
    types = tuple((name, str(kind)) for name, kind in suite.frame.dtypes.items() if name not in own)
    return suite.name, tuple(rule.name for rule in suite.rules), tuple(suite.frame.columns), types


def _source() -> Any:
    """A Great Expectations data source without analytics, progress bars or files."""
    from great_expectations.data_context import get_context
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    stores: Any = InMemoryStoreBackendDefaults()
    config = DataContextConfig(
        store_backend_defaults=stores, analytics_enabled=False, progress_bars={"globally": False}, data_docs_sites={}
    )
    return get_context(project_config=config, mode="ephemeral").data_sources.add_pandas("schedario")


def _hold(source: Any, group: Group) -> Iterator[tuple[str, list[Tally]]]:
    """The tallies of each document of a group, of whose suites the first stands for all but in its frame."""
    suites = [suite for _, suite in group]
    ends = list(accumulate(len(suite.frame) for suite in suites))
    frame = pd.concat([suite.frame for suite in suites], ignore_index=True)
    frame[WHOSE] = np.repeat(np.arange(len(suites)), [len(suite.frame) for suite in suites])
    broken = _broken(source, suites[0], frame)
    for (name, suite), end in zip(group, ends, strict=True):
        start = end - len(suite.frame)
        yield name, [_tally(suite, rule, broken[rule.name], start, end) for rule in suite.rules]


def _broken(source: Any, suite: Suite, frame: pd.DataFrame) -> dict[str, np.ndarray | None]:
    """Rule -> rows that break it, as positions in the frame and in order; None where the frame as a whole does."""
    import great_expectations as gx

    batch = source.add_dataframe_asset(suite.name).add_batch_definition_whole_dataframe("tutto")
    together = gx.ExpectationSuite(name=suite.name, expectations=[_side_by_side(rule) for rule in suite.rules])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = batch.get_batch(batch_parameters={"dataframe": frame}).validate(
            together, result_format={"result_format": "COMPLETE"}
        )
    source.delete_asset(suite.name)
    return {answer.expectation_config.meta["nome"]: _rows(answer) for answer in result.results}


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


def _tally(suite: Suite, rule: Rule, broken: np.ndarray | None, start: int, end: int) -> Tally:
    tally = Tally(suite.name, suite.level, suite.key, rule, end - start)
    if broken is None:
        tally.unverified = [column for column in rule.columns if column not in suite.frame] or list(rule.columns)
        return tally
    own = broken[np.searchsorted(broken, start) : np.searchsorted(broken, end)] - start
    tally.broken = len(own)
    if len(own):
        columns = [c for c in dict.fromkeys((*suite.key, *rule.columns)) if c in suite.frame]
        rows = suite.frame.iloc[own[:SHOWN_AT_MOST]][columns].itertuples(index=False, name=None)
        tally.shown = [dict(zip(columns, row, strict=True)) for row in rows]
    return tally
