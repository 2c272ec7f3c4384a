"""Days and years against the printed text: only what can't be is said, as for a day written out in words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from expectations.columns import Frames, Messages, messages, no_messages
from expectations.lines import ROW, joined, lines
from expectations.printed_numbers import DAY, REMEMBERED, WORDS

_MONTHS = {name: n for n, name in enumerate(WORDS["calendario"]["mesi"], 1)}
MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})", re.IGNORECASE)
IN_PARTS = re.compile(r"(?i)(?<!\d)\d{1,2}\s?[/.-]\s?\d|mestr|\btrim|\bsem\b|\bfine\b|\bann[oi]\b|\bmes[ei]\b")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def dated(frame: pd.DataFrame, frames: Frames, column: str) -> Messages:
    """The day in `column` is printed in `testo`, or ends the month or the part of a year printed there."""
    days = pd.to_datetime(frame[column], errors="coerce")
    wrong = [
        filled and not may_be(day, text)
        for day, text, filled in zip(days, frame["testo"], frame[column].notna(), strict=True)
    ]
    return messages(
        frame,
        wrong,
        lambda row: f"{column} {str(row[column])[:10]}: in '{row['testo']}' non c'è",
    )


def recorded(frame: pd.DataFrame, frames: Frames, apart: list[str]) -> Messages:
    """Days and numbers of a record that have evidence are printed in it."""
    told = no_messages(frame)
    if "evidenza_id" not in frame or "campo" not in frames:
        return told
    known = lines(frames)
    columns = frame.select_dtypes(include=["number", "datetime"]).columns.difference(apart)
    placed = known.of(frame)
    for column in columns.intersection(list(known.fields)):
        values = frame[column].tolist()
        check = may_be if pd.api.types.is_datetime64_any_dtype(frame[column]) else _in_figures
        printed = placed[placed["field"] == known.fields[column]]
        texts = pd.DataFrame({ROW: printed[ROW], "testo": known.texts.take(printed["line"].to_numpy()).array})
        for row, text in joined(texts, "testo", ROW, " ").itertuples(index=False):
            value = values[row]
            if pd.notna(value) and not check(value, text):
                told.iloc[row] = f"{column} {str(value)[:10]}: non è stampato nel suo riquadro"
    return told


@lru_cache(REMEMBERED)
def may_be(day: Any, text: Any) -> bool:
    """Whether a text may print a day: it does so in figures, or it has other words for one that don't contradict it."""
    if not isinstance(text, str) or pd.isna(day):
        return False
    printed = [_day(match) for match in DAY.finditer(text)]
    months = {_MONTHS[name.lower()] for name in MONTH.findall(text)}
    if day.date() in printed:
        return True
    if months:
        ends = day.day in (1, monthrange(day.year, day.month)[1])
        years = {int(year) for year in YEAR.findall(text)}
        return (
            day.month in months
            and (ends or str(day.day) in re.findall(r"\d+", text))
            and (not years or day.year in years)
        )
    return not any(printed) and bool(IN_PARTS.search(text))


def _day(match: re.Match[str]) -> date | None:
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _in_figures(number: Any, text: str) -> bool:
    """Whether a whole number is one of the text's; a text without figures isn't judged."""
    printed = re.findall(r"\d+", text)
    return not printed or number in map(int, printed)
