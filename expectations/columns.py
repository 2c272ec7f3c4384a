"""What the checks share: the frames, whole columns compared at once, and messages for the rows that break a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

Frames = Mapping[str, pd.DataFrame]
Messages = pd.Series  # of str or None, on the frame's index

NOT_LETTERS = r"[\s\u00ad-]+"


def is_empty(value: Any) -> bool:
    """True for NULL, blank text, and lists or maps without elements."""
    if isinstance(value, str):
        return not value.strip()
    if hasattr(value, "__len__"):
        return len(value) == 0
    return bool(pd.isna(value))


def messages(frame: pd.DataFrame, broken: pd.Series | list[bool], tell: Callable[[Mapping[Any, Any]], str]) -> Messages:
    """NULL for the rows in order; what `tell` makes of the broken ones, and of those that can't be judged (NULL)."""
    told = no_messages(frame)
    rows = frame[pd.Series(broken, index=frame.index, dtype="boolean").fillna(True).astype(bool)]
    told[rows.index] = [tell(row) for row in rows.to_dict("records")]
    return told


def no_messages(frame: pd.DataFrame) -> Messages:
    """Every row is in order."""
    return pd.Series([None] * len(frame), index=frame.index, dtype=object)


def standing(frame: pd.DataFrame, columns: list[str], target: pd.DataFrame, target_columns: list[str]) -> pd.Series:
    """Whether each row's combination of `columns` is one of `target`; NULL equals NULL."""
    if len(columns) == 1:
        return comparable(frame[columns[0]]).isin(comparable(target[target_columns[0]]))
    known = pd.DataFrame({c: comparable(target[t]) for c, t in zip(columns, target_columns, strict=True)})
    keys = pd.DataFrame({c: comparable(frame[c]) for c in columns})
    found = keys.merge(known.drop_duplicates(), how="left", indicator=True)["_merge"]
    return pd.Series(found.to_numpy() == "both", index=frame.index)


def comparable(values: pd.Series) -> pd.Series:
    """Keys of two frames in one type: numbers as floats, all others as texts."""
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("Float64").astype(float)
    return values.astype("str")


def floats(values: pd.Series) -> pd.Series:
    """Numbers as they are; NaN for NULL and for what is none."""
    return pd.to_numeric(values, errors="coerce").astype("Float64").astype(float)


def bare(texts: pd.Series) -> pd.Series:
    """Texts without white space and hyphens, of which the print has more than the records; NULL as ''."""
    return texts.astype("str").fillna("").str.replace(NOT_LETTERS, "", regex=True)


def pieces(value: Any) -> Iterator[str]:
    """The texts of a field: itself, or those in a list, a map (without its keys), a list of either."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from pieces(list(value.values()))
    elif hasattr(value, "__len__"):
        for element in value:
            yield from pieces(element)
