"""The text of a record against the print: what its evidence says, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
import pandas as pd

from expectations.columns import SPACE, Frames, Messages, are_empty, bare, floats, messages, no_messages, pieces
from expectations.keys import first_rows
from expectations.lines import KEY, ROW, joined, lines

NO_WORD = re.compile(r"(?<!\d)[.,]|[.,](?!\d)|[^\w.,]|_")
"""What a list puts between its elements; a separator inside a number is part of it."""


def evidence(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Each text, list or map that isn't empty has at least one line in `campo`; numbers and flags are deduced.

    Columns in `apart` say where a row stands, or have their evidence elsewhere. A frame without `evidenza_id` is
    not made of records.
    """
    if "evidenza_id" not in frame:
        return no_messages(frame)
    printed = frame.select_dtypes(exclude=["number", "bool"]).columns.difference(apart)
    known = lines(frames)
    placed = known.of(frame)
    lost = {c: ~are_empty(frame[c]) & ~_among(frame, placed, known.fields.get(c, -1)) for c in printed}
    return _told(frame, lost, "senza evidenza")


def emptied(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """No field is empty whose evidence prints a text: what was read has not been lost."""
    if "evidenza_id" not in frame:
        return no_messages(frame)
    known = lines(frames)
    placed = known.of(frame)
    placed = placed[placed["said"]]
    fields = [c for c in frame.columns.difference(apart) if c in known.fields]
    lost = {c: are_empty(frame[c]) & _among(frame, placed, known.fields[c]) for c in fields}
    return _told(frame, lost, "vuoto, ma stampato")


def as_printed(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Each text, and each text in a list or map, stands in the text of its evidence, or is put together from it;
    white space and hyphens don't count."""
    if "evidenza_id" not in frame:
        return no_messages(frame)
    known = lines(frames)
    placed = known.of(frame)
    texts = pd.concat([_texts(frame, known.fields, apart), _elements(frame, known.fields, apart)], ignore_index=True)
    texts = texts[texts[KEY].isin(placed[KEY])]
    texts = texts.assign(testo=bare(texts["testo"])).query("testo != ''").rename_axis("pezzo").reset_index()
    held = texts.merge(known.stamped(placed[placed[KEY].isin(texts[KEY])]), on=KEY)
    other = held[~held["pezzo"].isin(held.loc[held["testo"] == held["stampa"], "pezzo"])]
    other = other[~other["pezzo"].isin(other.loc[_inside(other), "pezzo"])]
    left = other.groupby("pezzo").agg({KEY: "first", "testo": "first", "stampa": list})
    wrong = [key for key, text, places in left.itertuples(index=False) if _rest(text, map(_word, places))]
    return _told_of(frame, known.fields, wrong, "diverso dalla stampa")


def whole(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Each text holds all that its cells print, but for what the row's other fields in the same cells hold."""
    if "evidenza_id" not in frame:
        return no_messages(frame)
    known = lines(frames)
    placed = known.of(frame)
    placed = placed[~placed.duplicated([KEY, "cell"]) | placed["loose"]]
    texts = _texts(frame, known.fields, apart)
    texts = texts[texts[KEY].isin(placed[KEY])]
    lists = _elements(frame, known.fields, apart)
    lists = joined(lists.assign(testo=bare(lists["testo"])), "testo", KEY)
    held = pd.concat([texts.assign(testo=bare(texts["testo"])), lists])
    held = held.merge(joined(known.stamped(placed), "stampa", KEY), on=KEY)
    short = held[held["testo"] != held["stampa"]]
    lost = _lost(frame, known.fields, short, placed)
    return _told_of(frame, known.fields, lost, "non tutto il testo stampato")


def glyphs(frame: pd.DataFrame, frames: Frames, kind: str, column: str) -> Messages:
    """The blocks of `kind` print the glyphs that the page counts in `column`, or a few less: joined hyphens."""
    page = ["atto_id", "pagina"]
    blocks = frames.get("blocco_testo", pd.DataFrame(columns=[*page, "genere", "testo"]))
    blocks = blocks[blocks["genere"] == kind]
    printed = blocks["testo"].astype("str").str.replace(f"[{SPACE}]", "", regex=True).str.len().fillna(0)
    at = first_rows(blocks[page], frame[page])
    found = pd.Series(np.bincount(at[at >= 0], printed[at >= 0], len(frame)), index=frame.index)
    missing = floats(frame[column]) - found
    return messages(
        frame.assign(_stampati=found),
        (missing < 0) | (missing > 5 + 0.02 * found),
        lambda row: f"{column} è {row[column]}, nei blocchi di testo i segni sono {row['_stampati']:g}",
    )


def _among(frame: pd.DataFrame, placed: pd.DataFrame, field: int) -> np.ndarray:
    """Whether each row has a line of a field."""
    marks = np.zeros(len(frame), dtype=bool)
    marks[placed[ROW].to_numpy()[placed["field"].to_numpy() == field]] = True
    return marks


def _texts(frame: pd.DataFrame, fields: Mapping[str, int], apart: list[str]) -> pd.DataFrame:
    """The fields that are texts, one after the other; the key of each says row and field."""
    return _keyed({c: frame[c].astype("str") for c in _of_kind(frame, fields, apart, "string")}, frame, fields)


def _elements(frame: pd.DataFrame, fields: Mapping[str, int], apart: list[str]) -> pd.DataFrame:
    """The same for each text in the fields that are lists or maps."""
    lists = {c: frame[c].map(lambda value: list(pieces(value))) for c in _of_kind(frame, fields, apart, "mixed")}
    return _keyed(lists, frame, fields).explode("testo").dropna(subset="testo")


def _keyed(columns: Mapping[str, pd.Series], frame: pd.DataFrame, fields: Mapping[str, int]) -> pd.DataFrame:
    rows = np.arange(len(frame)) * len(fields)
    kept = [pd.DataFrame({KEY: rows + fields[c], "testo": values.array}) for c, values in columns.items()]
    return pd.concat([pd.DataFrame({KEY: rows[:0], "testo": pd.Series(dtype="str")}), *kept], ignore_index=True)


def _of_kind(frame: pd.DataFrame, fields: Mapping[str, int], apart: list[str], kind: str) -> list[str]:
    """The columns that hold texts, or lists and maps, and are printed somewhere."""
    return [c for c in frame.columns.difference(apart) if c in fields and _holds(frame[c]) == kind]


def _holds(values: pd.Series) -> str:
    if values.dtype == object:
        return str(pd.api.types.infer_dtype(values, skipna=True))
    return "string" if pd.api.types.is_string_dtype(values) else ""


def _lost(frame: pd.DataFrame, fields: Mapping[str, int], short: pd.DataFrame, placed: pd.DataFrame) -> list[int]:
    """Keys of the fields of whose cells letters or digits are in none of the row's fields that stand in the same cells;
    a list or map holds them alone."""
    names = list(fields)
    near = placed[placed[ROW].isin(short[KEY] // len(fields))]
    own = near.loc[near[KEY].isin(short[KEY]), [ROW, "cell", KEY]].drop_duplicates()
    both = near[[ROW, "cell", "field"]].merge(own, on=[ROW, "cell"]).drop_duplicates([KEY, "field"])
    beside = {key: [names[n] for n in rows] for key, rows in both.groupby(KEY)["field"]}
    values = {c: frame[c].tolist() for c in names if c in frame and len(short)}
    word = cache(_word)

    def lost(key: int, printed: str) -> bool:
        row, field = divmod(key, len(names))
        others = beside[key] if isinstance(values[names[field]][row], str) else [names[field]]
        texts = (text for c in others if c in values for text in pieces(values[c][row]))
        return bool(_rest(printed, map(word, texts)))

    return [key for key, printed in zip(short[KEY], short["stampa"], strict=True) if lost(key, printed)]


def _inside(held: pd.DataFrame) -> list[bool]:
    return [text in place for text, place in zip(held["testo"], held["stampa"], strict=True)]


def _word(text: str) -> str:
    return NO_WORD.sub("", text)


def _rest(whole: str, parts: Iterable[str]) -> str:
    """The letters and digits of a text that stand in none of its parts, whatever the list marks between them."""
    rest = _word(whole)
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "", 1) if part else rest
    return rest


def _told(frame: pd.DataFrame, wrong: Mapping[str, pd.Series], what: str) -> Messages:
    """A message for each row with a column that is wrong."""
    rows = pd.DataFrame({c: marks for c, marks in wrong.items() if marks.any()}, index=frame.index)
    broken = rows.any(axis=1)
    names = [", ".join(rows.columns[marks]) for marks in rows[broken].to_numpy(dtype=bool)]
    told = no_messages(frame)
    told[broken] = [f"{what}: {name}" for name in names]
    return told


def _told_of(frame: pd.DataFrame, fields: Mapping[str, int], wrong: list[int], what: str) -> Messages:
    """A message for each row of the frame of which `wrong` has a field."""
    names = list(fields)
    of_rows: dict[int, list[str]] = {}
    for row, field in (divmod(key, len(names)) for key in dict.fromkeys(wrong)):
        of_rows.setdefault(row, []).append(names[field])
    told = no_messages(frame)
    for row, own in of_rows.items():
        told.iloc[row] = f"{what}: {', '.join(own)}"
    return told
