"""Dates in the spellings that acts use, read to the day; months and parts of a year are read to their last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from normalizers.targets.vocabulary import DATA

_CALENDAR = DATA["calendario"]
_MONTHS = {name: n for names in (_CALENDAR["mesi"], _CALENDAR["mesi_brevi"]) for n, name in enumerate(names, 1)}
_ORDINALS = {word: n for words in (_CALENDAR["ordinali"], _CALENDAR["romani"]) for n, word in enumerate(words, 1)}

OUT_OF_PLAN = "anno_fuori_piano"
IMPOSSIBLE = "data_impossibile"
AS_TIME = "ora_per_data"
SPREADSHEET = "data_da_foglio"


class Day(NamedTuple):
    """A deadline. `iso` is empty when the printed day doesn't exist or no year is known.

    `weak` dates (a month or a day and month without year) count only where a word says that a date stands there.
    `serial` is the number that a spreadsheet printed as this date.
    """

    iso: str
    flags: tuple[str, ...] = ()
    weak: bool = False
    serial: int | None = None


_NUMERIC = re.compile(r"(\d{1,2})([/.:-])(\d{1,2})[/.:-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](20\d\d)")
_DAY_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})")

_months_full = "|".join(_CALENDAR["mesi"])
_months_short = "|".join(_CALENDAR["mesi_brevi"])
_four_digits = r"[\s/.-]*(?:(?:del(?:l['’]anno)?|anno|dell['’])\s?)?(?:19|20)\d\d(?!\d|[.,/:]\d|\s?[%€])"
_two_digits = r"(?:[/.-]|\s?['’])\d\d(?![\w%°]|[.,/:]\d|\s?[%€])|\s\d\d$"
_year = rf"(?P<{{0}}>{_four_digits}|{_two_digits})"
WRITTEN = re.compile(
    rf"(?:(?P<fine>fine)\s(?:di\s|del\smese\sdi\s|mese\sdi\s)?)?"
    rf"(?:(?P<day>\d{{1,2}}|primo)\s?[°º^]?[\s/.-]{{0,3}}(?:di\s)?)?"
    rf"(?:(?P<month>{_months_full})\b(?:{_year.format('year')})?"
    rf"|(?P<short>{_months_short})\b\.?(?:{_year.format('short_year')})?)",
    re.IGNORECASE,
)
_ordinals = "|".join(sorted(_ORDINALS, key=len, reverse=True))
PERIOD = re.compile(
    rf"(?P<ordinal>(?:{_ordinals})\b"
    rf"|[1-6](?!\d))\s?[°º^]?\s?(?P<period>{'|'.join(_CALENDAR['periodi'])})\b\.?"
    rf"(?:[\s/-]*(?:(?:del(?:l['’]anno)?|anno)\s)?\s*(?P<year>20\d\d)\b)?",
    re.IGNORECASE,
)
YEAR_END = re.compile(
    r"(?:la\s)?fine\s?(?:del(?:l['’])?\s?|di\s)?(?:anno|esercizio)?(?:\s?(?:del\s)?(?P<year>20\d\d))?(?!\s?\w)",
    re.IGNORECASE,
)


def _day(year: int, month: int, day: int, plan: int | None, flags: tuple[str, ...] = (), weak: bool = False) -> Day:
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return Day("", (*flags, IMPOSSIBLE), weak)
    outside = plan is not None and not plan <= year <= plan + 2
    return Day(iso, (*flags, OUT_OF_PLAN) if outside else flags, weak)


def _month_end(year: int, month: int, plan: int | None, weak: bool = False) -> Day:
    return _day(year, month, monthrange(year, month)[1], plan, weak=weak)


def _full_year(text: str) -> int:
    """Of a matched year: "del 2021", "'21", "-21"."""
    digits = re.sub(r"\D", "", text)
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _serial(year: int, month: int, day: int) -> int | None:
    """The number a spreadsheet prints as a day of 1900: its day 1 is 01/01, and it believes in a 29/02/1900."""
    if year != 1900 or not 1 <= month <= 12:
        return None
    before = sum(monthrange(2000, m)[1] for m in range(1, month))
    return before + day


def numeric_date(figure: str, plan: int | None = None) -> Day | None:
    """A date all in figures, None when the figure isn't one. Day first; two digits of a year are of this century."""
    if match := _NUMERIC.fullmatch(figure):
        day, separator, month, year = int(match[1]), match[2], int(match[3]), _full_year(match[4])
        if (serial := _serial(year, month, day)) is not None:
            return Day("", (SPREADSHEET,), serial=serial)
        if separator != ":":
            return _day(year, month, day, plan)
        read = _day(year, month, day, plan, (AS_TIME,))
        return read if read.iso else None
    if match := _ISO.fullmatch(figure):
        return _day(int(match[1]), int(match[2]), int(match[3]), plan)
    if (match := _MONTH_YEAR.fullmatch(figure)) and 1 <= int(match[1]) <= 12:
        return _month_end(int(match[2]), int(match[1]), plan)
    if (match := _DAY_MONTH.fullmatch(figure)) and int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
        return _day(plan, int(match[2]), int(match[1]), plan, weak=True) if plan else Day("", weak=True)
    return None


def written_date(match: re.Match[str], plan: int | None = None) -> Day | None:
    """A match of WRITTEN as a date; None when it is only a word (an abbreviation without day and year)."""
    name, printed = match["month"] or match["short"], match["year"] or match["short_year"]
    month, day = _MONTHS[name.lower()], match["day"]
    if match["short"] and not day and not printed:
        return None
    year = _full_year(printed) if printed else plan
    if printed and not day and not printed[-4:].isdigit() and not (plan and year in range(plan - 1, plan + 4)):
        year = None  # "apr-21" may be a day or a year: only the plan's year tells
    weak = not printed and (not day or bool(match["short"]))
    if year is None:
        return Day("", weak=weak)
    if not day:
        return _month_end(year, month, plan, weak)
    return _day(year, month, 1 if day.lower() == "primo" else int(day), plan, weak=weak)


def period_end(match: re.Match[str], plan: int | None = None) -> Day | None:
    """A match of PERIOD ("II trimestre 2021") as its last day; None when the year has no such part."""
    ordinal = match["ordinal"].lower()
    number = int(ordinal) if ordinal.isdigit() else _ORDINALS[ordinal]
    last_month = number * int(_CALENDAR["periodi"][match["period"].lower()])
    year = int(match["year"]) if match["year"] else plan
    if last_month > 12:
        return None
    return _month_end(year, last_month, plan, weak=not match["year"]) if year else Day("", weak=True)


def year_end(year: int | None, plan: int | None = None) -> Day:
    """31 December of `year`, or of the plan's year when none is printed."""
    chosen = year or plan
    return _day(chosen, 12, 31, plan) if chosen else Day("")
