"""The numbers of a target against its printed text: a second reading, simpler than the first one and independent of it,
that says only what can't be. The words that count are in `parole.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from expectations.columns import Frames, Messages, floats, messages, no_messages
from expectations.keys import judged, numbered

WORDS: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("parole.toml").read_text(encoding="utf-8")
)
REMEMBERED = 2**14
"""Texts whose reading is kept: enough for a batch."""
DAY = re.compile(
    r"(?<!\d)(\d{1,2})[/.:-](\d{1,2})[/.:-](\d{4}|\d{2})(?![\d.,])|(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"
)
SPACE_IN_NUMBER = re.compile(r"(?<=\d)([.,]?)\s+(?=\d)")
ITALIAN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
ENGLISH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def _any(words: Mapping[str, list[str]]) -> str:
    """A pattern of all words, the longest first."""
    spelled = sorted((word for spellings in words.values() for word in spellings), key=len, reverse=True)
    return "|".join(re.escape(word) for word in spelled)


NUMBER = re.compile(
    r"(?P<sign>(?<![\w%)\].,])[-−–])?"
    rf"(?:(?P<figure>\d+(?:[.,'’]\d+)*)|\b(?P<word>{_any(WORDS['numeri'])})(?!\w))"
    rf"(?:\s?(?P<times>{_any(WORDS['moltiplicatori'])})(?!\w))?"
    r"(?P<percent>\s?%)?",
    re.IGNORECASE,
)
SIGN = re.compile(_any(WORDS["segni"]))
MEANING = {
    (kind, word): meaning
    for kind in ("numeri", "moltiplicatori", "segni")
    for meaning, spelled in WORDS[kind].items()
    for word in spelled
}


def figures(frame: pd.DataFrame, frames: Frames, columns: list[str]) -> Messages:
    """The numbers in `columns` are printed in `testo`, with their sign; NULL is none."""
    wrong = pd.Series(False, index=frame.index)
    for column in columns:
        numbers = floats(frame[column])
        pairs = zip(frame["testo"], numbers, frame[column].notna(), strict=True)
        out = [filled and not _among(number, printed_numbers(text)) for text, number, filled in pairs]
        wrong |= pd.Series(out, index=frame.index, dtype=bool)
    told = ", ".join(columns)
    return messages(
        frame,
        wrong,
        lambda row: (
            f"{told} {' e '.join(f'{row[c]}' for c in columns if pd.notna(row[c]))}: in '{row['testo']}' non c'è"
        ),
    )


def figures_used(
    frame: pd.DataFrame, frames: Frames, columns: list[str], within: list[str], kinds: list[str]
) -> Messages:
    """Each percentage printed in `testo` is in `columns`, or in `oggetto` or `condizione`, of one of the parts of the
    target; a target with a part of no kind of `kinds` is not judged."""
    (targets,) = numbered(frame[within])
    percent = frame["testo"].astype("str").str.contains("%", regex=False).fillna(False)
    asked = np.flatnonzero(frame["genere"].isin(kinds).groupby(targets).transform("all") & percent)
    values = [floats(frame[c]).tolist() for c in columns]
    said = [frame[c].fillna("").tolist() for c in ("oggetto", "condizione")]
    lost = no_messages(frame)
    for parts in pd.Series(asked).groupby(targets[asked]).agg(list):
        numbers = {column[part] for column in values for part in parts}
        words = " ".join(str(column[part]) for column in said for part in parts)
        lost.iloc[parts[0]] = _unused(str(frame["testo"].iloc[parts[0]]), numbers, words)
    return messages(
        frame.assign(_persi=lost),
        lost.notna(),
        lambda row: f"{row['_persi']} in '{row['testo']}' non è in nessuna parte",
    )


def units(frame: pd.DataFrame, frames: Frames, column: str, number: str) -> Messages:
    """The unit is printed in `testo`; a number that is printed with a percent sign wherever it stands has that unit."""
    keys = pd.DataFrame({"testo": frame["testo"], "unita": frame[column].fillna(""), "numero": floats(frame[number])})
    right = judged(keys, lambda text, unit, value: _fits(str(text), str(unit), value))
    return messages(frame, ~right, lambda row: f"{column} '{row[column] or ''}': non è quella di '{row['testo']}'")


def signed(frame: pd.DataFrame, frames: Frames, column: str, kinds: list[str]) -> Messages:
    """Where `testo` prints signs of comparison, the operator of the first part is one of them."""
    first = frame["genere"].isin(kinds) & (frame["parte"] == 1)
    rows = zip(first.fillna(False), frame["testo"], frame[column].fillna(""), strict=True)
    wrong = [asked and bool(signs := printed_signs(str(text))) and sign not in signs for asked, text, sign in rows]
    return messages(frame, wrong, lambda row: f"{column} '{row[column]}': non è quello di '{row['testo']}'")


@lru_cache(REMEMBERED)
def printed_signs(text: str) -> frozenset[str]:
    """What the signs of comparison in a text mean."""
    return frozenset(MEANING["segni", sign] for sign in SIGN.findall(text))


@lru_cache(REMEMBERED)
def printed_numbers(text: Any) -> frozenset[float]:
    """The numbers that a text may print, in figures and words; days left out, but for those that a spreadsheet made
    of a number (in 1900). Where separators leave a doubt, both."""
    if not isinstance(text, str):
        return frozenset()
    plain = DAY.sub(" ", text)
    return frozenset(
        number
        for form in (plain, SPACE_IN_NUMBER.sub(r"\1", plain))
        for match in NUMBER.finditer(form)
        for number in _values(match)
    ) | frozenset(_serials(text))


def _values(match: re.Match[str]) -> Iterator[float]:
    word, figure, times = match["word"], match["figure"], match["times"]
    sizes = [float(MEANING["numeri", word.lower()])] if word else list(_readings(re.sub("['’]", ".", figure)))
    by = float(MEANING["moltiplicatori", times.lower()]) if times else 1.0
    for size in sizes:
        yield (-size if match["sign"] else size) * by


def _readings(figure: str) -> Iterator[float]:
    if ITALIAN.fullmatch(figure):
        yield float(figure.replace(".", "").replace(",", "."))
    if ENGLISH_THOUSANDS.fullmatch(figure):
        yield float(figure.replace(",", ""))
    elif figure.count(".") == 1 and "," not in figure and not ITALIAN.fullmatch(figure):
        yield float(figure)


def _serials(text: str) -> Iterator[float]:
    for match in DAY.finditer(text):
        if match[3] == "1900" and int(match[2]) == 1:
            yield float(match[1])
        elif match[3] == "1900" and 1 <= int(match[2]) <= 12:
            yield float(int(match[1]) + (date(2000, int(match[2]), 1) - date(2000, 1, 1)).days)


def _among(number: float, numbers: Iterable[float]) -> bool:
    return any(abs(number - other) <= 1e-9 * max(1.0, abs(other)) for other in numbers)


def _unused(text: str, numbers: set[float], words: str) -> str | None:
    """The first percentage of a text that is neither one of the numbers nor in the words."""
    for match in NUMBER.finditer(text):
        if match["percent"] and not any(_among(v, numbers | printed_numbers(words)) for v in _values(match)):
            return match[0].strip()
    return None


def _fits(text: str, unit: str, value: float) -> bool:
    if unit:
        spelled = WORDS["unita"].get(unit, [])
        return any(re.search(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])", text, re.IGNORECASE) for word in spelled)
    beside = [match["percent"] for match in NUMBER.finditer(text) if _among(value, frozenset(_values(match)))]
    return not (beside and all(beside))
