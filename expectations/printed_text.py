"""The text of a record against the print: what its evidence says, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from expectations.columns import Frames, Messages, bare, comparable, floats, is_empty, messages, no_messages, pieces

ROW = "posizione"
NO_WORD = re.compile(r"(?<!\d)[.,]|[.,](?!\d)|[^\w.,]|_")
"""What a list puts between its elements; a separator inside a number is part of it."""
KEY = [ROW, "campo"]
CELL = ["tabella", "riga", "colonna"]


def evidence(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Each text, list or map that isn't empty has at least one line in `campo`; numbers and flags are deduced.

    Columns in `apart` say where a row stands, or have their evidence elsewhere. A frame without `evidenza_id` is
    not made of records.
    """
    if "evidenza_id" not in frame:
        return no_messages(frame)
    printed = frame.select_dtypes(exclude=["number", "bool"]).columns.difference(apart)
    places = _places(frame, frames)
    return _told(frame, {c: _filled(frame[c]) & ~_placed(frame, places, c) for c in printed}, "senza evidenza")


def emptied(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """No field is empty whose evidence prints a text: what was read has not been lost."""
    if "evidenza_id" not in frame:
        return no_messages(frame)
    places = _places(frame, frames)
    places = places[places["stampa"] != ""]
    fields = frame.columns.difference(apart).intersection(list(places["campo"].unique()))
    return _told(frame, {c: ~_filled(frame[c]) & _placed(frame, places, c) for c in fields}, "vuoto, ma stampato")


def as_printed(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Each text, and each text in a list or map, stands in the text of its evidence, or is put together from it;
    white space and hyphens don't count."""
    if "evidenza_id" not in frame:
        return no_messages(frame)
    texts = pd.concat([_texts(frame, apart), _elements(frame, apart)], ignore_index=True)
    texts = texts[texts["testo"] != ""].rename_axis("pezzo").reset_index()
    held = texts.merge(_places(frame, frames)[[*KEY, "stampa"]], on=KEY)
    equal = held.loc[held["testo"] == held["stampa"], "pezzo"]
    other = held[~held["pezzo"].isin(equal)]
    other = other[~other["pezzo"].isin(other.loc[_inside(other), "pezzo"])]
    wrong = [rows for _, rows in other.groupby("pezzo") if _rest(rows["testo"].iloc[0], rows["stampa"])]
    return _told_of(frame, pd.concat([other.iloc[:0], *wrong]), "diverso dalla stampa")


def whole(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Each text holds all that its cells print, but for what the row's other fields in the same cells hold."""
    if "evidenza_id" not in frame:
        return no_messages(frame)
    lists = _elements(frame, apart).groupby(KEY, sort=False)["testo"].agg("".join).reset_index()
    places = _places(frame, frames)
    places = places[~places.duplicated([*KEY, *CELL]) | places["tabella"].isna()]
    several = places.duplicated(KEY, keep=False)
    joined = places[several].groupby(KEY, sort=False)["stampa"].agg("".join).reset_index()
    printed = pd.concat([places.loc[~several, [*KEY, "stampa"]], joined])
    held = pd.concat([_texts(frame, apart), lists]).merge(printed, on=KEY)
    short = held[held["testo"] != held["stampa"]]
    lost = [_lost(frame, row, places) for row in short.itertuples()]
    return _told_of(frame, short[pd.Series(lost, index=short.index, dtype=bool)], "non tutto il testo stampato")


def glyphs(frame: pd.DataFrame, frames: Frames, kind: str, column: str) -> Messages:
    """The blocks of `kind` print the glyphs that the page counts in `column`, or a few less: joined hyphens."""
    blocks = frames.get("blocco_testo", pd.DataFrame(columns=["atto_id", "pagina", "genere", "testo"]))
    blocks = blocks[blocks["genere"] == kind]
    printed = blocks["testo"].astype("str").str.replace(r"\s", "", regex=True).str.len().astype(float)
    sums = printed.groupby([blocks["atto_id"], blocks["pagina"]]).sum()
    found = sums.reindex(pd.MultiIndex.from_frame(frame[["atto_id", "pagina"]])).fillna(0).set_axis(frame.index)
    missing = floats(frame[column]) - found
    return messages(
        frame.assign(_stampati=found),
        (missing < 0) | (missing > 5 + 0.02 * found),
        lambda row: f"{column} è {row[column]}, nei blocchi di testo i segni sono {row['_stampati']:g}",
    )


def _places(frame: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """The lines of evidence of the frame's rows, each with its row's position and its bare text (`stampa`)."""
    if "campo" not in frames:
        return pd.DataFrame(columns=[*KEY, *CELL, "stampa"])
    fields = frames["campo"]
    rows = pd.DataFrame({"evidenza_id": comparable(frame["evidenza_id"]), ROW: frame.index})
    mine = fields.loc[fields["evidenza_id"].isin(rows["evidenza_id"]), ["evidenza_id", "campo", *CELL, "testo"]]
    return mine.assign(evidenza_id=comparable(mine["evidenza_id"]), stampa=bare(mine["testo"])).merge(
        rows, on="evidenza_id"
    )


def _placed(frame: pd.DataFrame, places: pd.DataFrame, column: str) -> pd.Series:
    return pd.Series(frame.index.isin(places.loc[places["campo"] == column, ROW]), index=frame.index)


def _filled(values: pd.Series) -> pd.Series:
    if pd.api.types.is_string_dtype(values.dtype) and values.dtype != object:
        return values.fillna("").str.strip() != ""
    return ~values.map(is_empty).astype(bool) if values.dtype == object else values.notna()


def _texts(frame: pd.DataFrame, apart: list[str]) -> pd.DataFrame:
    """Position, field and bare text of each field that is a text."""
    texts = [
        pd.DataFrame({ROW: frame.index, "campo": column, "testo": bare(frame[column])})
        for column in frame.columns.difference(apart)
        if _holds(frame[column]) == "string"
    ]
    return pd.concat([pd.DataFrame(columns=[*KEY, "testo"]), *texts])


def _elements(frame: pd.DataFrame, apart: list[str]) -> pd.DataFrame:
    """Position, field and bare text of each text in the fields that are lists or maps."""
    lists = [
        pd.DataFrame({ROW: frame.index, "campo": column, "testo": frame[column].map(lambda value: list(pieces(value)))})
        for column in frame.columns.difference(apart)
        if _holds(frame[column]) == "mixed"
    ]
    found = pd.concat([pd.DataFrame(columns=[*KEY, "testo"]), *lists]).explode("testo").dropna(subset="testo")
    return found.assign(testo=bare(found["testo"]))


def _holds(values: pd.Series) -> str:
    if values.dtype == object:
        return str(pd.api.types.infer_dtype(values, skipna=True))
    return "string" if pd.api.types.is_string_dtype(values) else ""


def _lost(frame: pd.DataFrame, row: Any, places: pd.DataFrame) -> bool:
    """Whether letters or digits of a field's cells are in none of the row's fields that stand in the same cells; a list
    or map holds them alone."""
    mine = places[places[ROW] == row.posizione]
    cells = mine.loc[mine["campo"] == row.campo, CELL]
    beside = mine.merge(cells.drop_duplicates(), on=CELL)["campo"].unique()
    own = frame.at[row.posizione, row.campo]
    others = beside if isinstance(own, str) else [row.campo]
    texts = [text for c in others if c in frame for text in pieces(frame.at[row.posizione, c])]
    return bool(_rest(str(row.stampa), texts))


def _inside(held: pd.DataFrame) -> list[bool]:
    return [text in place for text, place in zip(held["testo"], held["stampa"], strict=True)]


def _rest(whole: str, parts: Iterable[str]) -> str:
    """The letters and digits of a text that stand in none of its parts, whatever the list marks between them."""
    rest = NO_WORD.sub("", whole)
    for part in sorted((NO_WORD.sub("", part) for part in parts), key=len, reverse=True):
        rest = rest.replace(part, "", 1) if part else rest
    return rest


def _told(frame: pd.DataFrame, wrong: dict[str, pd.Series], what: str) -> Messages:
    """A message for each row with a column that is wrong."""
    rows = pd.DataFrame({c: marks for c, marks in wrong.items() if marks.any()}, index=frame.index)
    broken = rows.any(axis=1)
    names = [", ".join(rows.columns[marks]) for marks in rows[broken].to_numpy(dtype=bool)]
    told = no_messages(frame)
    told[broken] = [f"{what}: {name}" for name in names]
    return told


def _told_of(frame: pd.DataFrame, wrong: pd.DataFrame, what: str) -> Messages:
    """A message for each row of the frame that `wrong` names with a field."""
    told = no_messages(frame)
    names = wrong.drop_duplicates(KEY).groupby(ROW)["campo"].agg(", ".join)
    told[names.index] = what + ": " + names
    return told
