"""Checks that look at more than one row or frame; Great Expectations has none for pandas.

Each takes the frame, all frames and the rule's arguments, and gives a message in Italian for each row that
breaks the rule, NULL for the others: a column that one expectation wants to be NULL.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

Frames = Mapping[str, pd.DataFrame]
Messages = pd.Series  # of str or None, on the frame's index

NOT_LETTERS = re.compile(r"[\s\u00ad-]+")
ITALIAN_NUMBER = re.compile(r"-?\d+(?:\.\d{3})*(?:,\d+)?")


def is_empty(value: Any) -> bool:
    """True for NULL, blank text, and lists or maps without elements."""
    if isinstance(value, str):
        return not value.strip()
    if hasattr(value, "__len__"):
        return len(value) == 0
    return bool(pd.isna(value))


def reference(
    frame: pd.DataFrame, frames: Frames, columns: list[str], target: str, target_columns: list[str] | None = None
) -> Messages:
    """Each combination of `columns` without NULL stands in `target`."""
    known = set(_tuples(frames[target], target_columns or columns)) if target in frames else set()
    keys = _tuples(frame, columns)
    whole = frame[columns].notna().all(axis=1)
    return _messages(
        frame,
        [
            f"{_named(columns, key)} non esiste in {target}" if filled and key not in known else None
            for key, filled in zip(keys, whole, strict=True)
        ],
    )


def sequence(frame: pd.DataFrame, frames: Frames, column: str, within: list[str]) -> Messages:
    """`column` counts 1, 2, 3, ... in each group of `within`, in any order."""
    expected = frame.groupby(within, dropna=False)[column].rank(method="first")
    return _messages(
        frame,
        [
            None if value == wanted else f"{column} è {value}, atteso {wanted:g}: manca o si ripete una riga"
            for value, wanted in zip(frame[column], expected, strict=True)
        ],
    )


def adds_up(frame: pd.DataFrame, frames: Frames, parts: list[str], whole: str) -> Messages:
    """`parts` add up to `whole` in each row; a map counts for the sum of its values."""
    sums = sum((_numbers(frame[part]) for part in parts), start=pd.Series(0.0, index=frame.index))
    return _messages(
        frame,
        [
            None if s == w else f"{' + '.join(parts)} fa {s:g}, {whole} è {w:g}"
            for s, w in zip(sums, _numbers(frame[whole]), strict=True)
        ],
    )


def total(frame: pd.DataFrame, frames: Frames, column: str, total_column: str, within: list[str]) -> Messages:
    """`column` adds up to `total_column` in each group, to the hundredth; a group without a total is not judged."""
    sums = _numbers(frame[column]).groupby([frame[c] for c in within], dropna=False).transform("sum")
    return _messages(
        frame,
        [
            f"la somma è {s:g}, il totale {w:g}" if pd.notna(w) and abs(s - w) > 0.005 else None
            for s, w in zip(sums, _numbers(frame[total_column]), strict=True)
        ],
    )


def evidence(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Each text, list or map that isn't empty has at least one line in `campo`; numbers and flags are deduced.

    Columns in `apart` say where a row stands, or have their evidence elsewhere. A frame without `evidenza_id` is
    not made of records.
    """
    if "evidenza_id" not in frame:
        return _messages(frame, [None] * len(frame))
    known = set(_tuples(frames["campo"], ["evidenza_id", "campo"])) if "campo" in frames else set()
    printed = frame.select_dtypes(exclude=["number", "bool"]).columns.difference(apart)
    bare = [
        [c for c in printed if not is_empty(record[c]) and (record["evidenza_id"], c) not in known]
        for record in frame.to_dict("records")
    ]
    return _messages(frame, [f"senza evidenza: {', '.join(names)}" if names else None for names in bare])


def as_printed(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Each text stands in the text of its evidence, or the evidence in it; white space and hyphens don't count."""
    if "evidenza_id" not in frame:
        return _messages(frame, [None] * len(frame))
    places: dict[tuple[str, str], list[str]] = {}
    for row, field, text in _tuples(frames["campo"], ["evidenza_id", "campo", "testo"]):
        places.setdefault((row, field), []).append(_bare(text))
    texts = [c for c in frame.columns.difference(apart) if pd.api.types.is_string_dtype(frame[c])]
    other = [
        [c for c in texts if not _stands(_bare(record[c]), places.get((record["evidenza_id"], c), []))]
        for record in frame.to_dict("records")
    ]
    return _messages(frame, [f"diverso dalla stampa: {', '.join(names)}" if names else None for names in other])


def staged(frame: pd.DataFrame, frames: Frames, kind: str, count: str) -> Messages:
    """The frame that `kind` names has at least as many rows as `count` says (a count may be of some of them)."""
    return _messages(
        frame,
        [
            f"{name}: {wanted} righe lette, {rows} preparate" if wanted > (rows := len(frames.get(name, ()))) else None
            for name, wanted in zip(frame[kind], frame[count], strict=True)
        ],
    )


def published(frame: pd.DataFrame, frames: Frames) -> Messages:
    """The row that `tabella_pubblicata` and `evidenza_id` name is there."""
    names = frame["tabella_pubblicata"].dropna().unique()
    known = {(name, row) for name in names if name in frames for row in frames[name]["evidenza_id"]}
    return _messages(
        frame,
        [
            None if (name, row) in known else f"la riga {row} manca in {name}"
            for name, row in _tuples(frame, ["tabella_pubblicata", "evidenza_id"])
        ],
    )


def counted(frame: pd.DataFrame, frames: Frames, column: str, target: str, within: list[str]) -> Messages:
    """`column` is the number of rows of `target` with the same `within`."""
    rows = Counter(_tuples(frames[target], within)) if target in frames else Counter()
    return _messages(
        frame,
        [
            None if value == rows[group] else f"{column} è {value}, in {target} sono {rows[group]}"
            for value, group in zip(frame[column], _tuples(frame, within), strict=True)
        ],
    )


CHECKS: Mapping[str, Callable[..., Messages]] = {
    check.__name__: check
    for check in (reference, sequence, adds_up, total, evidence, as_printed, staged, published, counted)
}


def _messages(frame: pd.DataFrame, messages: list[str | None]) -> Messages:
    return pd.Series(messages, index=frame.index, dtype=object)


def _tuples(frame: pd.DataFrame, columns: list[str]) -> list[tuple[Any, ...]]:
    return list(frame[columns].itertuples(index=False, name=None))


def _named(columns: list[str], values: tuple[Any, ...]) -> str:
    return ", ".join(f"{column} {value}" for column, value in zip(columns, values, strict=True))


def _bare(text: Any) -> str:
    return NOT_LETTERS.sub("", text) if isinstance(text, str) else ""


def _stands(text: str, places: list[str]) -> bool:
    return not text or not places or any(text in place or (place and place in text) for place in places)


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
