"""A measured value as people type it -> what the warehouse keeps. Strict: what can be read in two ways is refused."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

WORDS = tomllib.loads((Path(__file__).parent / "dati" / "misure.toml").read_text(encoding="utf-8"))
REASONS: dict[str, str] = WORDS["motivi"]
"""Code of a refusal -> why, in Italian."""

NUMBER_KINDS = {"soglia", "intervallo"}
DELIVERY_KINDS = {"data", "termine", "normativo", "prodotto"}
YES_NO = {"sì": 1.0, "si": 1.0, "no": 0.0}
DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")

THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
"""A number with one kind of separator before groups of three digits."""

UNITS = {word: unit for unit, words in WORDS["unita"].items() for word in words}
WITH_UNIT = re.compile(r"(?P<before>€?)\s*(?P<number>[+-]?\s*\d[\d\s\u00a0.,]*?)\s*(?P<after>(?:[^\d\s.,+-].*)?)")


class RefusedError(ValueError):
    """A value that is kept out of the scores. `code` is one of `REASONS`; the message tells how to write it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Measure:
    """`number` in the target's unit (or 1, 0, or a share, of what is delivered), or the `day` of delivery.

    `unit` is what was written beside the number, empty where nothing was.
    """

    number: float | None = None
    day: date | None = None
    unit: str = ""


def parse_measure(text: str, kind: str) -> Measure:
    """Read a value for a target of a kind (`fact_target.genere`).

    Raises:
        RefusedError: it can't be read, or not in one way only.
    """
    if kind in NUMBER_KINDS:
        return _parse_quantity(text)
    if kind in DELIVERY_KINDS:
        return _parse_delivery(text)
    return Measure(number=_number_if_any(text))


def parse_date(text: str) -> date:
    """A date as 31/12/2020 or 2020-12-31.

    Raises:
        RefusedError: it is something else.
    """
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise RefusedError("data_illeggibile", f"'{text}' is not a date; write it as 31/12/2020")


def parse_number(text: str) -> float:
    """A number with Italian or English separators; one that could be either is refused.

    Raises:
        RefusedError: it is no number, or `1.234` and `1,234`: thousands for one reader, decimals for another.
    """
    compact = text.replace(" ", "").replace("\u00a0", "")
    separators = [sign for sign in compact if sign in ".,"]
    if THOUSANDS.fullmatch(compact) and len(separators) == 1 and compact.lstrip("+-")[0] != "0":
        raise RefusedError("valore_ambiguo", f"'{text}' can be read in two ways; write it without thousands separators")
    if len(set(separators)) == 2 and separators[-1] not in separators[:-1]:
        compact = compact.replace(separators[0], "").replace(separators[-1], ".")
    elif len(separators) > 1 and THOUSANDS.fullmatch(compact):
        compact = compact.replace(separators[0], "")
    elif len(separators) == 1:
        compact = compact.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", compact):
        raise RefusedError("valore_illeggibile", f"'{text}' is not a number")
    return float(compact)


def _parse_quantity(text: str) -> Measure:
    """A number, perhaps with a unit behind it or the sign of the euro before it."""
    found = WITH_UNIT.fullmatch(text)
    word = (found["before"] or found["after"].casefold()) if found else ""
    if found is None or (word and word not in UNITS) or (found["before"] and found["after"]):
        raise RefusedError("valore_illeggibile", f"'{text}' is not a number")
    return Measure(number=parse_number(found["number"]), unit=UNITS.get(word, ""))


def _parse_delivery(text: str) -> Measure:
    folded = text.casefold()
    if folded in YES_NO:
        return Measure(number=YES_NO[folded])
    if text.endswith("%"):
        share = parse_number(text.removesuffix("%").strip()) / 100
        if not 0 <= share <= 1:
            raise RefusedError(
                "percentuale_impossibile", f"'{text}' is not a share of the actions done; write 0% to 100%"
            )
        return Measure(number=share)
    try:
        return Measure(day=parse_date(text))
    except RefusedError:
        raise RefusedError(
            "valore_illeggibile",
            f"'{text}' is not sì, no, a date of delivery, or a share of the actions such as 60%",
        ) from None


def _number_if_any(text: str) -> float | None:
    try:
        return parse_number(text)
    except RefusedError:
        return None
