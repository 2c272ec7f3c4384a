"""Whether a measured value can be true of a target: its unit, its size, its sign, its day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from warehouse.measures import DELIVERY_KINDS, NUMBER_KINDS, UNITS, WORDS, Measure, RefusedError, parse_measure
from warehouse.staging import now

LIMITS = WORDS["limiti"]
VARIATION = re.compile(LIMITS["variazione"], re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """A part of a current target, as far as a measured value is held against it.

    Attributes:
        words: of the indicator and its target.
        condition: what limits it, as printed; "2021" where the print has a target a year.
        options: of a rubric's criterion, one of which is the value.
        since: the act's date; the plan's first day where the act has no date or its deadline precedes it.
    """

    kind: str
    unit: str
    value: float | None
    words: str
    condition: str
    since: date | None
    options: Sequence[str] = ()


def checked_measure(text: str, target: Target) -> Measure:
    """Read a value and hold it against its target.

    Raises:
        RefusedError: it can't be read, or can't be true.
    """
    if target.options and text.casefold() not in map(str.casefold, target.options):
        raise RefusedError("valore_illeggibile", f"'{text}' is none of {', '.join(target.options)}")
    measure = parse_measure(text, target.kind)
    if target.kind in NUMBER_KINDS and measure.number is not None:
        _check_unit(text, measure.unit, target)
        _check_size(text, measure.number, target)
    if target.kind in DELIVERY_KINDS and measure.day:
        check_day(measure.day, f"delivery {text}", target)
    return measure


def check_day(day: date, text: str, target: Target) -> None:
    """Whether a value may be of that day.

    Raises:
        RefusedError: it is in the future, or before the act.
    """
    if day > now().date():
        raise RefusedError("data_futura", f"{text} is in the future")
    if target.since and day < target.since:
        raise RefusedError("data_prima_dell_atto", f"{text} is before the act or its plan ({target.since:%d/%m/%Y})")


def _check_unit(text: str, unit: str, target: Target) -> None:
    if unit in ("", target.unit) or (unit, target.unit) == ("giorni", "giorni_lavorativi"):
        return
    if not target.unit and _names(unit, target.words):
        return
    asked = f"in {target.unit}" if target.unit else "a number without a unit"
    raise RefusedError("unita_diversa", f"'{text}' is in {unit}, the target is {asked}")


def _check_size(text: str, number: float, target: Target) -> None:
    asked = target.value or 0.0
    highest = max(LIMITS["percentuale_massima"], LIMITS["volte_il_target"] * asked)
    if target.unit == "%" and number > highest:
        raise RefusedError("percentuale_impossibile", f"'{text}' is more than {highest:g} per cent")
    signed = target.unit in LIMITS["con_segno"] or asked < 0 or VARIATION.search(target.words)
    if number < 0 and not signed:
        raise RefusedError("valore_negativo", f"'{text}' is below zero")


def _names(unit: str, words: str) -> bool:
    """Whether a unit that the target doesn't print is in the indicator's words."""
    named = (re.escape(word) for word, named_unit in UNITS.items() if named_unit == unit)
    return re.search(rf"(?<!\w)(?:{'|'.join(named)})(?!\w)", words, re.IGNORECASE) is not None
