"""A measured value as people type it -> what the warehouse keeps. Strict: what can be read in two ways is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

NUMBER_KINDS = {"soglia", "intervallo"}
DELIVERY_KINDS = {"data", "termine", "normativo", "prodotto"}
YES_NO = {"sì": 1.0, "si": 1.0, "no": 0.0}
DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
UNIT_SIGNS = {"%": "%", "euro": "€"}

THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
"""A number with one kind of separator before groups of three digits."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`number` in the target's unit (or 1, 0, or a share, of what is delivered), or the `day` of delivery."""

    number: float | None = None
    day: date | None = None


def parse_measure(text: str, kind: str, unit: str) -> Measure:
    """Read a value for a target of a kind (`fact_target.genere`) and unit.

    Raises:
        ValueError: it can't be read, or not in one way only; the message tells how to write it.
    """
    if kind in NUMBER_KINDS:
        return Measure(number=parse_number(text.removesuffix(UNIT_SIGNS.get(unit, " ")).strip()))
    if kind in DELIVERY_KINDS:
        return _parse_delivery(text)
    return Measure(number=_number_if_any(text))


def parse_date(text: str) -> date:
    """A date as 31/12/2020 or 2020-12-31.

    Raises:
        ValueError: it is something else.
    """
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(f"'{text}' is not a date; write it as 31/12/2020")


def parse_number(text: str) -> float:
    """A number with Italian or English separators; one that could be either is refused.

    Raises:
        ValueError: it is no number, or `1.234` and `1,234`: thousands for one reader, decimals for another.
    """
    compact = text.replace(" ", "").replace("\u00a0", "")
    separators = [sign for sign in compact if sign in ".,"]
    if THOUSANDS.fullmatch(compact) and len(separators) == 1 and compact.lstrip("+-")[0] != "0":
        raise ValueError(f"'{text}' can be read in two ways; write it without thousands separators")
    if len(set(separators)) == 2 and separators[-1] not in separators[:-1]:
        compact = compact.replace(separators[0], "").replace(separators[-1], ".")
    elif len(separators) > 1 and THOUSANDS.fullmatch(compact):
        compact = compact.replace(separators[0], "")
    elif len(separators) == 1:
        compact = compact.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", compact):
        raise ValueError(f"'{text}' is not a number")
    return float(compact)


def _parse_delivery(text: str) -> Measure:
    folded = text.casefold()
    if folded in YES_NO:
        return Measure(number=YES_NO[folded])
    if text.endswith("%"):
        share = parse_number(text.removesuffix("%").strip()) / 100
        if not 0 <= share <= 1:
            raise ValueError(f"'{text}' is not a share of the actions done; write 0% to 100%")
        return Measure(number=share)
    try:
        return Measure(day=parse_date(text))
    except ValueError:
        raise ValueError(f"'{text}' is not sì, no, a date of delivery, or a share of the actions such as 60%") from None


def _number_if_any(text: str) -> float | None:
    try:
        return parse_number(text)
    except ValueError:
        return None
