"""Whose each row is, where frames hold the rows of several documents, and that no row is of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

OWNER = "atto_id"
EVIDENCE = "evidenza_id"


def owners(frame: pd.DataFrame, documents: Sequence[str]) -> np.ndarray:
    """The document of each row, as a position in `documents` (their `atto_id`); all are of the only one.

    Raises:
        ValueError: a row is of none of them.
    """
    if len(documents) == 1:
        return np.zeros(len(frame), dtype=int)
    found = pd.Categorical(frame[OWNER], categories=pd.Index(documents)).codes.astype(int)
    if (found < 0).any():
        raise ValueError("a row is of no document of the batch")
    return found


def keep_apart(frames: Mapping[str, pd.DataFrame]) -> None:
    """Make sure that what names a record names it in one document only: checks that compare records by `evidenza_id`
    never meet those of another document then.

    Raises:
        ValueError: two documents have a record of the same name.
    """
    named = [frame[[EVIDENCE, OWNER]] for frame in frames.values() if EVIDENCE in frame and len(frame)]
    if named and pd.concat([rows.drop_duplicates() for rows in named]).drop_duplicates()[EVIDENCE].duplicated().any():
        raise ValueError("two documents of the batch have a record of the same evidenza_id")
