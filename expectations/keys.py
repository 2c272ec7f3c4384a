"""Rows of several frames by what they hold: equal rows have equal numbers, and numbers are quick to compare."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import pandas as pd

DOCUMENT = "atto_id"
ROOM = 2**62
T = TypeVar("T")
_KEPT: dict[tuple[int, Callable[..., Any]], Any] = {}


def numbered(*frames: pd.DataFrame) -> list[np.ndarray]:
    """A number for each row of frames with as many columns: the same for rows that hold the same, from 0 on in the
    order in which they come; NULL equals NULL."""
    numbers, kinds = np.zeros(sum(map(len, frames)), dtype=np.int64), 1
    for position in range(frames[0].shape[1]):
        column = pd.concat([comparable(frame.iloc[:, position]) for frame in frames], ignore_index=True)
        codes, values = pd.factorize(column, use_na_sentinel=False)
        if kinds * len(values) > ROOM:
            numbers, found = pd.factorize(numbers)
            kinds = len(found)
        numbers, kinds = numbers * len(values) + codes, kinds * len(values)
    dense: np.ndarray = pd.factorize(numbers)[0]
    return np.split(dense, np.cumsum([len(frame) for frame in frames])[:-1])


def first_rows(keys: pd.DataFrame, known: pd.DataFrame) -> np.ndarray:
    """The position of the first row of `known` that holds what each row of `keys` holds; -1 for none."""
    wanted, held = numbered(keys, known)
    first = np.full(len(keys) + len(known), -1)
    first[held[::-1]] = np.arange(len(known))[::-1]
    found: np.ndarray = first[wanted]
    return found


def ranges(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """`start`, `start + 1`, ... as many as counted, for one start after the other."""
    before = np.cumsum(counts) - counts
    found: np.ndarray = np.arange(counts.sum()) + np.repeat(starts - before, counts)
    return found


def judged(keys: pd.DataFrame, judge: Callable[..., Any]) -> np.ndarray:
    """What `judge` says of each row's values; rows that hold the same are judged once."""
    (numbers,) = numbered(keys)
    firsts = keys.iloc[np.unique(numbers, return_index=True)[1]]
    said = np.array([bool(judge(*row)) for row in firsts.itertuples(index=False)], dtype=bool)
    found: np.ndarray = said[numbers]
    return found


def in_documents(columns: Sequence[str], *frames: pd.DataFrame) -> list[str]:
    """The columns, and what tells documents apart where all the frames have it."""
    return [*([DOCUMENT] if all(DOCUMENT in frame for frame in frames) else []), *columns]


def kept_with(frame: pd.DataFrame, make: Callable[[pd.DataFrame], T]) -> T:
    """What `make` makes of a frame, made once for as long as the frame lives; it mustn't hold the frame itself."""
    key = id(frame), make
    if key not in _KEPT:
        _KEPT[key] = make(frame)
        weakref.finalize(frame, _KEPT.pop, key)
    found: T = _KEPT[key]
    return found


def comparable(values: pd.Series) -> pd.Series:
    """Keys of two frames in one type: numbers as floats, all others as texts."""
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("Float64").astype(float)
    return values.astype("str")
