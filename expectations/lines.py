"""The lines of evidence of a batch, by the record that they are of: looked for once, not once for each check."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from expectations.columns import Frames, bare
from expectations.keys import DOCUMENT, comparable, in_documents, kept_with, numbered, ranges

ROW = "posizione"
KEY = "chiave"
CELL = ["tabella", "riga", "colonna"]


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of `campo`, sorted by record and otherwise in their order.

    Attributes:
        records: the `evidenza_id` of each record; the lines of record n are those from `starts[n]` to `starts[n + 1]`.
        fields: the number of each field's name.
        lines: `field` (number), `cell` (number; the same for all lines of a cell), `loose` (outside of tables),
            `testo`, `stampa` (its bare text), `atto_id` if `campo` has it.
    """

    records: pd.Index
    starts: np.ndarray
    fields: dict[str, int]
    lines: pd.DataFrame

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The lines of a frame's rows, with the position of the row and a `chiave` of row and field."""
        record = self.records.get_indexer(pd.Index(comparable(frame["evidenza_id"])))
        counts = np.where(record >= 0, self.starts[record + 1] - self.starts[record], 0)
        rows = np.repeat(np.arange(len(frame)), counts)
        found = self.lines.take(ranges(self.starts[record], counts))
        found = found.assign(**{ROW: rows, KEY: rows * len(self.fields) + found["field"].to_numpy()})
        for column in in_documents([], frame, found):
            found = found[comparable(frame[column]).fillna("").take(rows).array == found[column].array]
        return found


def lines(frames: Frames) -> Lines:
    """The lines of the batch's evidence; none without `campo`."""
    if "campo" in frames:
        return kept_with(frames["campo"], _sorted)
    return _sorted(pd.DataFrame(columns=["evidenza_id", "campo", *CELL, "testo"], dtype="str"))


def joined(texts: pd.DataFrame, column: str, by: str, between: str = "") -> pd.DataFrame:
    """The texts of a column put together, for each number `by` in the order of the rows."""
    ordered = texts.sort_values(by, kind="stable")
    numbers, held = ordered[by].to_numpy(), ordered[column].tolist()
    starts = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]][: len(numbers)])
    together = [between.join(held[a:b]) for a, b in pairwise([*starts.tolist(), len(held)])]
    return pd.DataFrame({by: numbers[starts], column: pd.Series(together, dtype="str")})


def _sorted(campo: pd.DataFrame) -> Lines:
    record, records = pd.factorize(comparable(campo["evidenza_id"]), use_na_sentinel=False)
    field, fields = pd.factorize(campo["campo"].astype("str"), use_na_sentinel=False)
    (cell,) = numbered(campo[CELL])
    order = np.argsort(record, kind="stable")
    own = {c: comparable(campo[c]).fillna("") for c in DOCUMENT if c in campo}
    about = {"field": field, "cell": cell, "loose": campo["tabella"].isna(), "testo": campo["testo"]}
    found = pd.DataFrame({**about, "stampa": bare(campo["testo"]), **own}).take(order).reset_index(drop=True)
    starts = np.searchsorted(record[order], np.arange(len(records) + 1))
    return Lines(pd.Index(records), starts, {name: n for n, name in enumerate(fields)}, found)
