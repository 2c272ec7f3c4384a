"""Targets read against the rows they were read from, and each part of one against itself."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from expectations.columns import Frames, Messages, are_empty, messages, standing
from expectations.keys import in_documents


def as_read(frame: pd.DataFrame, frames: Frames) -> Messages:
    """A target's `testo` is that of its row, in the table and field that it names."""
    other = pd.Series(True, index=frame.index)
    for name, rows in frame.groupby(["tabella_pubblicata", "campo"]):
        table, field = map(str, name)
        if table in frames and field in frames[table]:
            key = in_documents(["evidenza_id"], rows, frames[table])
            here, known = rows[[*key, "testo"]].fillna(""), frames[table][[*key, field]].fillna("")
            other[rows.index] = ~standing(here, [*key, "testo"], known, [*key, field])
    return messages(frame, other, lambda row: f"'{row['testo']}' non è il testo di {row['campo']} della sua riga")


def read(frame: pd.DataFrame, frames: Frames, fields: list[str]) -> Messages:
    """Each target field of the row has been read, be it as nothing."""
    targets = frames.get("target", pd.DataFrame(columns=["evidenza_id", "campo"]))
    key = in_documents(["evidenza_id"], frame, targets)
    unread = pd.Series(False, index=frame.index)
    for field in fields:
        unread |= ~standing(frame, key, targets[targets["campo"] == field], key)
    return messages(frame, unread, lambda row: f"target non letto ({', '.join(fields)})")


def fitting(
    frame: pd.DataFrame,
    frames: Frames,
    column: str,
    filled: Mapping[str, list[str]],
    empty: Mapping[str, list[str]],
    unless: Mapping[str, str],
) -> Messages:
    """For each value of `column`, some columns are `filled` and others `empty`; but for rows whose list (`unless`:
    column -> element) explains it."""
    wrong = pd.Series(False, index=frame.index)
    for kinds, asked in ((filled, True), (empty, False)):
        for kind, others in kinds.items():
            for other in others:
                wrong |= (frame[column] == kind).fillna(False) & (are_empty(frame[other]) == asked)
    for other, element in unless.items():
        wrong &= pd.Series([element not in values for values in frame[other]], index=frame.index, dtype=bool)
    return messages(frame, wrong, lambda row: f"{column} {row[column]}: i suoi campi non sono i suoi")


def paired(frame: pd.DataFrame, frames: Frames, column: str, other: str, pairs: Mapping[str, list[str]]) -> Messages:
    """Beside each value of `column` named in `pairs` stands one of those of `other`."""
    wrong = pd.Series(False, index=frame.index)
    for value, allowed in pairs.items():
        wrong |= (frame[column] == value).fillna(False) & ~frame[other].fillna("").isin(allowed)
    return messages(frame, wrong, lambda row: f"{other} '{row[other]}' accanto a {column} {row[column]}")
