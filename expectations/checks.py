"""Checks that look at more than one row or frame; Great Expectations has none for pandas.

Each takes the frame, all frames and the rule's arguments, and gives a message in Italian for each row that
breaks the rule, NULL for the others: a column that one expectation wants to be NULL. Frames may hold the rows of
several documents: what holds within a document names `atto_id` among its columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from expectations.columns import Frames, Messages, floats, is_empty, messages, standing
from expectations.keys import in_documents, numbered
from expectations.places import all_cells, all_pages, cited, first_place, in_cell, on_page
from expectations.printed_dates import dated, recorded
from expectations.printed_numbers import figures, figures_used, signed, units
from expectations.printed_text import as_printed, emptied, evidence, glyphs, whole
from expectations.targets import as_read, fitting, paired, read

__all__ = ["CHECKS", "Frames", "Messages", "is_empty"]

ITALIAN_NUMBER = re.compile(r"-?\d+(?:\.\d{3})*(?:,\d+)?")


def reference(
    frame: pd.DataFrame,
    frames: Frames,
    columns: list[str],
    target: str,
    target_columns: list[str] | None = None,
    where: str = "",
    within: list[str] | None = None,
) -> Messages:
    """Each combination of `columns` without NULL stands in `target`, in its rows `where` a formula holds; if it is to
    do so `within` a document, that has the same name in both frames."""
    others = frames.get(target, pd.DataFrame(columns=[*(target_columns or columns), *(within or [])]))
    others = others.query(where, engine="python") if where else others
    inside = [c for c in within or [] if c not in columns and c in frame and c in others]
    known = standing(frame, [*columns, *inside], others, [*(target_columns or columns), *inside])
    broken = frame[columns].notna().all(axis=1) & ~known
    return messages(frame, broken, lambda row: f"{_named(columns, row)} non esiste in {target}")


def sequence(frame: pd.DataFrame, frames: Frames, column: str, within: list[str]) -> Messages:
    """`column` counts 1, 2, 3, ... in each group of `within`, in any order."""
    numbers = floats(frame[column])
    (groups,) = numbered(frame[within])
    wanted = (numbers.groupby(groups).cumcount() + 1).astype(float)
    astray = np.isin(groups, groups[numbers != wanted])
    wanted[astray] = numbers[astray].groupby(groups[astray]).rank(method="first")
    return messages(
        frame.assign(_atteso=wanted),
        numbers != wanted,
        lambda row: f"{column} è {row[column]}, atteso {row['_atteso']:g}: manca o si ripete una riga",
    )


def adds_up(frame: pd.DataFrame, frames: Frames, parts: list[str], whole: str) -> Messages:
    """`parts` add up to `whole` in each row; a map counts for the sum of its values."""
    sums = sum((_numbers(frame[part]) for part in parts), start=pd.Series(0.0, index=frame.index))
    total = _numbers(frame[whole])
    return messages(
        frame.assign(_somma=sums, _totale=total),
        ~(sums == total),
        lambda row: f"{' + '.join(parts)} fa {row['_somma']:g}, {whole} è {row['_totale']:g}",
    )


def total(frame: pd.DataFrame, frames: Frames, column: str, total_column: str, within: list[str]) -> Messages:
    """`column` adds up to `total_column` in each group, to the hundredth; a group without a total is not judged."""
    sums = _numbers(frame[column]).groupby([frame[c] for c in within], dropna=False).transform("sum")
    wanted = _numbers(frame[total_column])
    return messages(
        frame.assign(_somma=sums, _totale=wanted),
        (sums - wanted).abs() > 0.005,
        lambda row: f"la somma è {row['_somma']:g}, il totale {row['_totale']:g}",
    )


def highest(frame: pd.DataFrame, frames: Frames, column: str, of: str, within: list[str], unless: str) -> Messages:
    """`column` is the highest `of` in each group, 0 in rows marked `unless`; a group without numbers is not judged."""
    best = frame[of].groupby([frame[c] for c in within], dropna=False).transform("max").mask(frame[unless], 0)
    broken = (frame[column] != best) & best.notna()
    return messages(
        frame.assign(_atteso=best), broken, lambda row: f"{column} è {row[column]}, il più alto è {row['_atteso']:g}"
    )


def staged(frame: pd.DataFrame, frames: Frames, kind: str, count: str) -> Messages:
    """The frame that `kind` names has at least as many rows of the document as `count` says (it may count some)."""
    rows = _sizes(frames, frame[kind].dropna().unique(), "atto_id")
    keys = pd.MultiIndex.from_frame(frame[[kind, "atto_id"]])
    found = pd.Series(rows.reindex(keys).fillna(0).to_numpy(), index=frame.index)
    return messages(
        frame.assign(_preparate=found),
        frame[count] > found,
        lambda row: f"{row[kind]}: {row[count]} righe lette, {row['_preparate']:g} preparate",
    )


def published(frame: pd.DataFrame, frames: Frames) -> Messages:
    """The row that `tabella_pubblicata` and `evidenza_id` name is there."""
    known = pd.Series(False, index=frame.index)
    for name, rows in frame.groupby("tabella_pubblicata"):
        if str(name) in frames:
            key = in_documents(["evidenza_id"], rows, frames[str(name)])
            known[rows.index] = standing(rows, key, frames[str(name)], key)
    return messages(frame, ~known, lambda row: f"la riga {row['evidenza_id']} manca in {row['tabella_pubblicata']}")


def counted(frame: pd.DataFrame, frames: Frames, column: str, target: str, within: list[str]) -> Messages:
    """`column` is the number of rows of `target` with the same `within`."""
    others = frames.get(target, pd.DataFrame(columns=within))
    own, held = numbered(frame[within], others[within])
    found = np.bincount(held, minlength=len(frame) + len(others))[own]
    return messages(
        frame.assign(_righe=found),
        frame[column] != found,
        lambda row: f"{column} è {row[column]}, in {target} sono {row['_righe']}",
    )


CHECKS: Mapping[str, Callable[..., Messages]] = {
    check.__name__: check
    for check in (
        *(reference, sequence, adds_up, total, highest, staged, published, counted),
        *(evidence, as_printed, whole, emptied, glyphs),
        *(all_cells, all_pages, cited, first_place, in_cell, on_page),
        *(figures, figures_used, signed, units, dated, recorded, as_read, fitting, paired, read),
    )
}


def _named(columns: list[str], row: Mapping[str, Any]) -> str:
    return ", ".join(f"{column} {row[column]}" for column in columns)


def _sizes(frames: Frames, names: Any, within: str) -> pd.Series:
    """Rows of each frame by (name, `within`)."""
    sizes = {name: frames[name][within].value_counts() for name in names if name in frames}
    empty = pd.Series([], dtype=float, index=pd.MultiIndex.from_tuples([], names=["frame", within]))
    return pd.concat(sizes) if sizes else empty


def _numbers(values: pd.Series) -> pd.Series:
    """Numbers as they are, maps as the sum of their values, texts as the number printed in them; NaN for NULL."""
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("Float64").astype(float)
    return values.map(_number).astype(float)


def _number(value: Any) -> float:
    if isinstance(value, Mapping):
        return float(sum(value.values()))
    printed = ITALIAN_NUMBER.search(value) if isinstance(value, str) else None
    return float(printed[0].replace(".", "").replace(",", ".")) if printed else float("nan")
