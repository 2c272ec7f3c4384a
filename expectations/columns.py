"""What the checks share: the frames, whole columns compared at once, and messages for the rows that break a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from expectations.keys import first_rows

Frames = Mapping[str, pd.DataFrame]
Messages = pd.Series  # of str or None, on the frame's index

SPACE = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""All white space of `re`, spelled out: Arrow's `\\s` knows less of it."""
NOT_LETTERS = f"[{SPACE}\u00ad-]+"


def is_empty(value: Any) -> bool:
    """True for NULL, blank text, and lists or maps without elements."""
    if isinstance(value, str):
        return not value.strip()
    if hasattr(value, "__len__"):
        return len(value) == 0
    return bool(pd.isna(value))


def are_empty(values: pd.Series) -> pd.Series:
    """`is_empty` of each value, whole columns at once."""
    if values.dtype == object:
        if pd.api.types.infer_dtype(values, skipna=True) != "string":
            return values.map(is_empty).astype(bool)
        values = values.astype("str")
    if pd.api.types.is_string_dtype(values.dtype):
        return values.fillna("").str.strip() == ""
    return values.isna()


def messages(
    frame: pd.DataFrame, broken: pd.Series | np.ndarray | list[bool], tell: Callable[[Mapping[Any, Any]], str]
) -> Messages:
    """NULL for the rows in order; what `tell` makes of the broken ones, and of those that can't be judged (NULL)."""
    told = no_messages(frame)
    marked = pd.Series(broken, index=frame.index, dtype="boolean").fillna(True).to_numpy(dtype=bool)
    if marked.any():
        told[marked] = [tell(row) for row in frame[marked].to_dict("records")]
    return told


def no_messages(frame: pd.DataFrame) -> Messages:
    """Every row is in order."""
    return pd.Series(np.full(len(frame), None, dtype=object), index=frame.index)


def standing(frame: pd.DataFrame, columns: list[str], target: pd.DataFrame, target_columns: list[str]) -> pd.Series:
    """Whether each row's combination of `columns` is one of `target`; NULL equals NULL."""
    return pd.Series(first_rows(frame[columns], target[target_columns]) >= 0, index=frame.index)


def floats(values: pd.Series) -> pd.Series:
    """Numbers as they are; NaN for NULL and for what is none."""
    return pd.to_numeric(values, errors="coerce").astype("Float64").astype(float)


def bare(texts: pd.Series) -> pd.Series:
    """Texts without white space and hyphens, of which the print has more than the records; NULL as ''."""
    codes, kinds = pd.factorize(texts.astype("str").fillna(""))
    return pd.Series(kinds).str.replace(NOT_LETTERS, "", regex=True).take(codes).set_axis(texts.index)


def pieces(value: Any) -> Iterator[str]:
    """The texts of a field: itself, or those in a list, a map (without its keys), a list of either."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from pieces(list(value.values()))
    elif hasattr(value, "__len__"):
        for element in value:
            yield from pieces(element)
