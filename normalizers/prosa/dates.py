"""The day on which an act was made, as acts print it: in figures, with the month's name, all in words."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
_ONES = (
    "", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici",
    "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove",
)  # fmt: skip
_TENS = ("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")

_month = "|".join(MONTHS)
DATE = re.compile(
    r"\b(?:(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)?\d\d)\b"
    rf"|(?P<day>\d{{1,2}}|primo)[°º^]?\s+(?P<month>{_month})\s+(?P<year>(?:19|20)\d\d)\b)",
    re.IGNORECASE,
)


def _in_words(number: int) -> str:
    """A number below 100 in words, without accents."""
    if number < 20:
        return _ONES[number]
    tens, ones = _TENS[number // 10 - 2], _ONES[number % 10]
    return (tens[:-1] if ones.startswith(("u", "o")) else tens) + ones


_NUMBERS = {"primo": 1} | {_in_words(n): n for n in range(1, 100)}
_NUMBERS |= {"duemila" + _in_words(n): 2000 + n for n in range(100)}
_NUMBERS |= {"millenovecento" + _in_words(n): 1900 + n for n in range(100)}


def first_date(text: str) -> str:
    """The first date that a text prints in figures or with the month's name, ISO; empty without one.

    >>> first_date("N. 12 DEL 3 marzo 2021"), first_date("in data 01/02/2022"), first_date("art. 12")
    ('2021-03-03', '2022-02-01', '')
    """
    match = DATE.search(text)
    if match is None:
        return ""
    year = match["year"] or match["y"]
    month = MONTHS.index(match["month"].lower()) + 1 if match["month"] else match["m"]
    return to_iso(year if len(year) == 4 else f"20{year}", month, match["day"] or match["d"])


def to_iso(year: str, month: str | int, day: str) -> str:
    """A date of parts in figures or in words, ISO; empty where one of them is no part of a date.

    >>> to_iso("duemilaventuno", "marzo", "tre"), to_iso("2021", "febbraio", "30")
    ('2021-03-03', '')
    """
    names = {name: number for number, name in enumerate(MONTHS, 1)}
    try:
        return date(_number(year), names.get(str(month).lower()) or _number(str(month)), _number(day)).isoformat()
    except ValueError:
        return ""


def _number(printed: str) -> int:
    word = re.sub(r"\s", "", printed).lower().replace("é", "e")
    return int(word) if word.isdecimal() else _NUMBERS.get(word, 0)
