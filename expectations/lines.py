"""The lines of evidence of a batch, by the record that they are of: looked for once, not once for each check."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from expectations.columns import Frames, bare
from expectations.keys import DOCUMENT, comparable, kept_with, numbered, ranges

ROW = "posizione"
KEY = "chiave"
CELL = ["tabella", "riga", "colonna"]


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of `campo`, sorted by record and otherwise in their order.

    Attributes:
        records: the `evidenza_id` of each record; the lines of record n are those from `starts[n]` to `starts[n + 1]`.
        documents: the `atto_id` of each document; none if `campo` doesn't have it.
        fields: the number of each field's name.
        lines: `line` (number), `document`, `field` (numbers), `cell` (number; the same for all lines of a cell),
            `loose` (outside of tables), `said` (a text is printed).
        texts, stamps: the text of each line, and its bare text.
    """

    records: pd.Index
    starts: np.ndarray
    documents: pd.Index
    fields: dict[str, int]
    lines: pd.DataFrame
    texts: pd.Series
    stamps: pd.Series

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The lines of a frame's rows, with the position of the row and a `chiave` of row and field."""
        record = self.records.get_indexer(pd.Index(comparable(frame["evidenza_id"])))
        counts = np.where(record >= 0, self.starts[record + 1] - self.starts[record], 0)
        rows = np.repeat(np.arange(len(frame)), counts)
        found = self.lines.take(ranges(self.starts[record], counts))
        found = found.assign(**{ROW: rows, KEY: rows * len(self.fields) + found["field"].to_numpy()})
        if len(self.documents) and DOCUMENT in frame:
            own = self.documents.get_indexer(pd.Index(comparable(frame[DOCUMENT])))
            found = found[own[rows] == found["document"].to_numpy()]
        return found

    def stamped(self, placed: pd.DataFrame) -> pd.DataFrame:
        """The bare text of lines by their keys."""
        return pd.DataFrame({KEY: placed[KEY].array, "stampa": self.stamps.take(placed["line"].to_numpy()).array})


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
    starts = np.searchsorted(record[order], np.arange(len(records) + 1))
    document, documents = pd.factorize(comparable(campo[DOCUMENT] if DOCUMENT in campo else campo["campo"].iloc[:0]))
    texts = campo["testo"].astype("str").fillna("").take(order).reset_index(drop=True)
    stamps = bare(texts)
    about = {"field": field[order], "cell": cell[order], "loose": campo["tabella"].isna().to_numpy()[order]}
    found = pd.DataFrame({"line": np.arange(len(campo)), **about, "said": stamps != ""})
    found["document"] = document[order] if DOCUMENT in campo else -1
    names = {name: n for n, name in enumerate(fields)}
    return Lines(pd.Index(records), starts, pd.Index(documents), names, found, texts, stamps)
