"""Which rules hold for which frame, and the frame made ready for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import pandas as pd

from expectations.checks import CHECKS, Frames, is_empty
from expectations.outcomes import Severity
from expectations.rules import Rule, rules_for
from warehouse.catalogue import Relation, catalogue

PLACE = ("pagina", "tabella")
THE_DOCUMENT = frozenset({"atto_id", "run_id"})
"""Columns that are the same, or not yet filled, in all rows of a staged document."""
WHOLE = "documento_intero"
"""A frame made here: one row, a column for each frame with its number of rows."""
WHOLE_KEY = "documento"


@dataclass(frozen=True, slots=True)
class Suite:
    """The rules of one frame, with the frame and the columns that tell its rows apart."""

    name: str
    level: str
    key: list[str]
    rules: list[Rule]
    frame: pd.DataFrame


def document_suites(frames: Frames) -> Iterator[Suite]:
    """A suite for each staged frame of one document that has rows, and one for the document as a whole."""
    schemas = ("staging", "evidenze", "qualita", "pubblicato")
    relations = {r.name: _inside(r) for schema in schemas for r in catalogue().values() if r.schema == schema}
    located = {name: _located(frame, frames) for name, frame in frames.items()}
    whole = pd.DataFrame([_sizes(frames, relations)])
    yield from _suites({**located, WHOLE: whole}, relations, "documento", "blocca_documento")


def star_suites(frames: Frames) -> Iterator[Suite]:
    """A suite for each table of the star that has rows."""
    relations = {r.name: r for r in catalogue().values() if r.schema == "main"}
    yield from _suites(dict(frames), relations, "stella", "blocca_pubblicazione")


def volume_suites(frame: pd.DataFrame) -> Iterator[Suite]:
    """The suite of a run's rows of `qualita.volume`."""
    relation = catalogue()["qualita.volume"]
    yield from _suites({relation.name: frame}, {relation.name: _inside_run(relation)}, "volume", "blocca_pubblicazione")


def _inside_run(relation: Relation) -> Relation:
    """A relation as it is inside one run."""
    return replace(relation, key=tuple(column for column in relation.key if column != "run_id"))


def _suites(
    frames: dict[str, pd.DataFrame], relations: dict[str, Relation], level: str, blocking: Severity
) -> Iterator[Suite]:
    linked = [relation for name, relation in relations.items() if name in frames]
    for name, frame in frames.items():
        relation = relations.get(name)
        rules = rules_for(relation, relation.qualified if relation else name, blocking, linked)
        if rules and len(frame):
            key = dict.fromkeys((*PLACE, *relation.key)) if relation else (WHOLE_KEY,)
            shown = [column for column in key if column in frame]
            yield Suite(name, level, shown, rules, _prepared(frame, frames, rules))


def _inside(relation: Relation) -> Relation:
    """A relation as it is inside one document."""
    key = tuple(column for column in relation.key if column not in THE_DOCUMENT)
    columns = tuple(column for column in relation.columns if column.name not in THE_DOCUMENT)
    return replace(relation, key=key, columns=columns) if key else relation


def _sizes(frames: Frames, relations: dict[str, Relation]) -> dict[str, int | str]:
    """Rows of each frame, and of all records and whole tables together (`righe_pubblicate`)."""
    sizes = {name: len(frame) for name, frame in frames.items()}
    records = [name for name, r in relations.items() if r.schema == "pubblicato" and _has(r, "evidenza_id")]
    return {WHOLE_KEY: "intero", **sizes, "righe_pubblicate": sum(sizes.get(name, 0) for name in records)}


def _has(relation: Relation, column: str) -> bool:
    return any(own.name == column for own in relation.columns)


def _located(frame: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """A frame of records with the page and table where each record begins."""
    fields = frames.get("campo")
    if fields is None or frame is fields or "evidenza_id" not in frame or "evidenza_id" not in fields:
        return frame
    missing = [c for c in PLACE if c not in frame and c in fields]
    first = fields.drop_duplicates("evidenza_id").set_index("evidenza_id")[missing]
    return frame.join(first, on="evidenza_id")


def _prepared(frame: pd.DataFrame, frames: Frames, rules: list[Rule]) -> pd.DataFrame:
    """The frame with empty fields as NULL and the rules' own columns. A rule whose columns are missing gets none,
    and its expectation fails for it."""
    ready = frame.convert_dtypes().reset_index(drop=True)
    for column in {rule.arguments.get("column") for rule in rules} & set(ready.columns):
        if not pd.api.types.is_numeric_dtype(ready[column]):
            ready[column] = ready[column].astype(object).mask(ready[column].map(is_empty), None)
    for rule in rules:
        with suppress(KeyError, NameError):
            for column, formula in rule.derive.items():
                ready[column] = ready.eval(formula, engine="python")
            if rule.check:
                ready[rule.name] = CHECKS[rule.check](ready, frames, **rule.arguments)
    return ready
