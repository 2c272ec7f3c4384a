"""Which rules hold for which frame, and the frame made ready for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from expectations.checks import CHECKS, Frames, is_empty
from expectations.located import PLACE, located
from expectations.outcomes import Severity
from expectations.owners import EVIDENCE, OWNER, keep_apart, owners
from expectations.rules import Rule, rules_for
from warehouse.catalogue import Relation, catalogue

THE_DOCUMENT = frozenset({"atto_id", "run_id", "da_parte_dal"})
"""Columns that are the same, or not yet filled, in all rows of a staged document."""
WHOLE = "documento_intero"
"""A frame made here: a row for each document, a column for each frame with its number of rows."""
WHOLE_KEY = "documento"


Reference = tuple[str, tuple[str, ...], str, tuple[str, ...]]
"""Columns of a table lead to columns of another one, or are NULL."""


@dataclass(frozen=True, slots=True)
class Suite:
    """The rules of one frame, with the frame, the columns that tell its rows apart, and the document of each row."""

    name: str
    level: str
    key: list[str]
    rules: list[Rule]
    frame: pd.DataFrame
    owners: np.ndarray


def document_suites(frames: Frames, documents: Sequence[str] = ("",)) -> Iterator[Suite]:
    """A suite for each staged frame that has rows, and one for the documents as a whole.

    Args:
        documents: the `atto_id` of each document that has rows in the frames; of one alone, whatever its name, all are.

    Raises:
        ValueError: a row isn't of one document.
    """
    if len(documents) > 1:
        keep_apart(frames)
    relations = _of_documents()
    whole = _sizes(frames, relations, documents)
    yield from _suites(
        {**located(frames), WHOLE: whole}, relations, "documento", "blocca_documento", documents=documents
    )


def document_notes() -> dict[tuple[str, str], str]:
    """What each rule of a document asks, in Italian, by suite and name of the rule."""
    relations = _of_documents()
    rules = [(name, rules_for(r, r.qualified, "blocca_documento", relations.values())) for name, r in relations.items()]
    rules.append((WHOLE, rules_for(None, WHOLE, "blocca_documento", ())))
    return {(name, rule.name): rule.note for name, own in rules for rule in own}


def star_suites(frames: Frames, known: Frames | None = None) -> Iterator[Suite]:
    """A suite for each table of the star that has rows.

    Args:
        known: the rows that references may lead to, where `frames` are only a part of the star.
    """
    yield from _suites(dict(frames), _star(), "stella", "blocca_pubblicazione", known)


def star_references() -> list[Reference]:
    """The references of the star: those that its rules ask for, by the columns that stand in the tables."""
    star = _star()
    rules = {name: rules_for(r, r.qualified, "blocca_pubblicazione", star.values()) for name, r in star.items()}
    asked = [(star[name], rule) for name, own in rules.items() for rule in own if rule.check == "reference"]
    return [reference for relation, rule in asked if (reference := _reference(relation, rule))[1]]


def _reference(relation: Relation, rule: Rule) -> Reference:
    columns = rule.arguments["columns"]
    pairs = zip(columns, rule.arguments.get("target_columns", columns), strict=True)
    own = [(column, target) for column, target in pairs if _has(relation, column) and column not in rule.derive]
    names, targets = tuple(column for column, _ in own), tuple(target for _, target in own)
    return relation.name, names, rule.arguments["target"], targets


def _of_documents() -> dict[str, Relation]:
    schemas = ("staging", "evidenze", "qualita", "pubblicato")
    return {r.name: _inside(r) for schema in schemas for r in catalogue().values() if r.schema == schema}


def _star() -> dict[str, Relation]:
    return {r.name: r for r in catalogue().values() if r.schema == "main"}


def volume_suites(frame: pd.DataFrame) -> Iterator[Suite]:
    """The suite of a run's rows of `qualita.volume`."""
    relation = catalogue()["qualita.volume"]
    yield from _suites({relation.name: frame}, {relation.name: _inside_run(relation)}, "volume", "blocca_pubblicazione")


def _inside_run(relation: Relation) -> Relation:
    """A relation as it is inside one run."""
    return replace(relation, key=tuple(column for column in relation.key if column != "run_id"))


def _suites(
    frames: dict[str, pd.DataFrame],
    relations: dict[str, Relation],
    level: str,
    blocking: Severity,
    known: Frames | None = None,
    documents: Sequence[str] = ("",),
) -> Iterator[Suite]:
    linked = [relation for name, relation in relations.items() if name in (known or frames)]
    for name, frame in frames.items():
        relation = relations.get(name)
        rules = rules_for(relation, relation.qualified if relation else name, blocking, linked)
        if rules and len(frame):
            key = dict.fromkeys((*PLACE, *relation.key, EVIDENCE)) if relation else (WHOLE_KEY,)
            shown = [column for column in key if column in frame]
            ready = _prepared(frame, known or frames, rules)
            yield Suite(name, level, shown, rules, ready, owners(frame, documents))


def _inside(relation: Relation) -> Relation:
    """A relation as it is inside one document."""
    key = tuple(column for column in relation.key if column not in THE_DOCUMENT)
    columns = tuple(column for column in relation.columns if column.name not in THE_DOCUMENT)
    return replace(relation, key=key, columns=columns) if key else relation


def _sizes(frames: Frames, relations: dict[str, Relation], documents: Sequence[str]) -> pd.DataFrame:
    """Rows of each document in each frame, and in all records and whole tables together (`righe_pubblicate`)."""
    count = len(documents)
    sizes = {name: np.bincount(owners(frame, documents), minlength=count) for name, frame in frames.items()}
    records = [name for name, r in relations.items() if r.schema == "pubblicato" and _has(r, EVIDENCE)]
    published = sum((sizes[name] for name in records if name in sizes), start=np.zeros(count, dtype=int))
    return pd.DataFrame({WHOLE_KEY: "intero", OWNER: documents, **sizes, "righe_pubblicate": published})


def _has(relation: Relation, column: str) -> bool:
    return any(own.name == column for own in relation.columns)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with columns that can be NULL; those whose type says so stay as they are."""
    texts = {name: pd.StringDtype() for name, kind in frame.dtypes.items() if isinstance(kind, pd.StringDtype)}
    plain = [name for name, kind in frame.dtypes.items() if not isinstance(kind, pd.api.extensions.ExtensionDtype)]
    return frame.astype(texts).assign(**{str(name): own for name, own in frame[plain].convert_dtypes().items()})


def _filled(values: pd.Series) -> pd.Series:
    """The values with what is empty as NULL."""
    if isinstance(values.dtype, pd.StringDtype):
        return values.mask(values.str.strip() == "")
    return values.mask(values.map(is_empty), None) if values.dtype == object else values


def _prepared(frame: pd.DataFrame, frames: Frames, rules: list[Rule]) -> pd.DataFrame:
    """The frame with empty fields as NULL and the rules' own columns. A rule whose columns are missing gets none,
    and its expectation fails for it."""
    ready = _typed(frame).reset_index(drop=True)
    named = {str(rule.arguments.get("column")) for rule in rules} & set(ready.columns)
    ready = ready.assign(**{column: _filled(ready[column]) for column in named})
    told = {}
    for rule in rules:
        with suppress(KeyError, NameError):
            for column, formula in rule.derive.items():
                ready[column] = ready.eval(formula, engine="python")
            if rule.check:
                told[rule.name] = CHECKS[rule.check](ready, frames, **rule.arguments)
    return ready.assign(**told)
