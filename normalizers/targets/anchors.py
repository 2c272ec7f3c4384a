"""The figures of a target that may be something to reach: quantities and dates, with operator, unit and flags."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from normalizers.targets.dates import Day, year_end
from normalizers.targets.tokens import Token
from normalizers.targets.vocabulary import BRIDGE

_DAY_OR_RATIO = re.compile(r"\d{1,2}/[1-9]|(?:[1-9]|1[0-2])/1[0-2]")
TIME_UNITS = frozenset({"giorni", "giorni_lavorativi", "mesi", "ore", "minuti", "anni"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quantity (`number`, to `high` when it is an interval) or a date, at `start` to `end` of the target.

    `marked`: an operator, "n.", a unit or a sign says that it is a quantity, wherever it stands.
    `spelled`: written as a word ("due").
    `doubt`: why it can't be read, in Italian, though it is surely a figure.
    """

    start: int
    end: int
    operator: str = ""
    number: float | None = None
    high: float | None = None
    unit: str = ""
    day: Day | None = None
    flags: tuple[str, ...] = ()
    marked: bool = False
    spelled: bool = False
    doubt: str = ""

    @property
    def is_span(self) -> bool:
        """A quantity of time."""
        return self.unit in TIME_UNITS


Item = Token | Anchor
"""A piece of a target: an anchor, or a token that belongs to none."""


def find_anchors(tokens: list[Token], plan: int | None = None) -> list[Item]:
    """The tokens, with those of each anchor put together."""
    items: list[Item] = []
    i = 0
    while i < len(tokens):
        anchor, after = _anchor(tokens, i, plan)
        items.append(anchor or tokens[i])
        i = after if anchor else i + 1
    return _with_intervals(items)


class _Prefix(NamedTuple):
    """What stands before a figure: "almeno n.", "entro il", "≥ €"."""

    start: int
    operator: str = ""
    unit: str = ""
    counted: bool = False


_NOTHING: tuple[None, int] = (None, 0)


def _anchor(tokens: list[Token], first: int, plan: int | None) -> tuple[Anchor | None, int]:
    """The anchor whose first token is `first`, and the index after its last."""
    prefix, i = _prefix(tokens, first)
    if i == len(tokens):
        return _NOTHING
    token, until = tokens[i], prefix.operator == "entro"
    if token.kind == "date" or (token.day and until and not prefix.unit):
        alone = len(tokens) == 1
        if alone and _DAY_OR_RATIO.fullmatch(token.text):
            return _date(None, prefix, token.end, "può essere una data o un rapporto"), i + 1
        if (
            token.day is None
            or prefix.unit
            or prefix.counted
            or (token.day.weak and not prefix.operator and not alone and not _announced(tokens, first))
        ):
            return _NOTHING
        return _date(token.day, prefix, token.end), i + 1
    if token.kind in ("year", "years") and prefix.operator:
        day = year_end(int(token.number), plan) if until and token.kind == "year" else None
        return _date(day, prefix, token.end, "il numero può essere un anno"), i + 1
    if token.text == "anno" and until:
        return _whole_year(tokens, i, prefix, plan)
    if token.kind in ("number", "range", "number_word"):
        return _quantity(tokens, i, prefix)
    return _NOTHING


def _prefix(tokens: list[Token], first: int) -> tuple[_Prefix, int]:
    operator, unit, counted, i = "", "", False, first
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "operator":
            operator = operator or token.text
        elif token.kind == "counter":
            counted = True
        elif token.kind == "unit":
            unit = token.text
        elif not (token.text in BRIDGE and (operator or counted)):
            break
        i += 1
    return _Prefix(tokens[first].start, operator, unit, counted), i


def _announced(tokens: list[Token], i: int) -> bool:
    """Whether a date without year stands after "il", "al": without them "10/12" may be a ratio."""
    return i > 0 and tokens[i - 1].text in ("il", "al", "data") and "/" in tokens[i].text


def _date(day: Day | None, prefix: _Prefix, end: int, doubt: str = "") -> Anchor:
    operator = "entro" if prefix.operator == "non oltre" else prefix.operator
    if day is None:
        return Anchor(prefix.start, end, operator, doubt=doubt)
    if operator not in ("", "entro", "<=", "<"):
        doubt = "il confronto con una data non dice una scadenza"
    elif not day.iso and not day.flags:
        doubt = "la data è senza anno"
    else:
        doubt = ""
    return Anchor(prefix.start, end, operator, day=day, flags=day.flags, doubt=doubt)


def _whole_year(tokens: list[Token], i: int, prefix: _Prefix, plan: int | None) -> tuple[Anchor, int]:
    """ "Entro l'anno", "entro l'anno 2021"; not "entro l'anno scolastico"."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following and following.kind == "year":
        return _date(year_end(int(following.number), plan), prefix, following.end), i + 2
    day = None if following and following.kind in ("word", "years") else year_end(None, plan)
    return _date(day, prefix, tokens[i].end, "l'anno non è detto in cifre"), i + 1


def _quantity(tokens: list[Token], i: int, prefix: _Prefix) -> tuple[Anchor | None, int]:
    token, last = tokens[i], i
    operator, unit, factor, doubt = prefix.operator, prefix.unit, 1.0, ""
    for j in range(i + 1, len(tokens)):
        part = tokens[j]
        if part.kind == "multiplier" and tokens[j - 1].kind != "unit":
            factor *= part.number
        elif part.kind == "unit" and not unit:
            unit = part.text
        elif part.kind == "alien_unit":
            doubt = "l'unità di misura non è tra quelle previste"
        elif part.kind == "suffix" and not operator:
            operator = part.text
        else:
            break
        last = j
    spelled = token.kind == "number_word"
    marked = bool(operator or prefix.counted or unit or factor > 1)
    if spelled and token.number == 1 and not marked:
        return _NOTHING  # an article
    anchor = Anchor(
        start=prefix.start,
        end=tokens[last].end,
        operator="<=" if operator == "non oltre" else operator,
        number=round(token.number * factor, 6),
        high=round(token.high * factor, 6) if token.kind == "range" else None,
        unit=unit,
        flags=token.flags,
        marked=marked or token.number <= 0,
        spelled=spelled,
        doubt=doubt,
    )
    return anchor, last + 1


def _with_intervals(items: list[Item]) -> list[Item]:
    """Two bounds put together as one anchor: "tra 10 e 20", "da 5 a 8 giorni", ">= 10 e <= 20", "10% - 15%"."""
    found: list[Item] = []
    for item in items:
        found.append(item)
        if len(found) < 3 or not isinstance(item, Anchor):
            continue
        low, between = found[-3], found[-2]
        if isinstance(low, Anchor) and isinstance(between, Token) and _may_bound(low, item):
            opening = found[-4] if len(found) > 3 else None
            opened = isinstance(opening, Token) and between.text in _OPENINGS.get(opening.text, ())
            if opened or _closed_bounds(low, between.text, item):
                start = opening.start if opened and opening else low.start
                from_to = opened and between.text not in ("e", "ed")
                del found[-4 if opened else -3 :]
                found.append(_interval(start, low, item, from_to))
    return found


_OPENINGS = {"tra": ("e", "ed"), "fra": ("e", "ed"), "da": ("a", "ad"), "dal": ("al", "all'"), "dall'": ("al", "all'")}


def _may_bound(low: Anchor, high: Anchor) -> bool:
    numbers = None not in (low.number, high.number) and low.high is None and high.high is None
    return numbers and low.unit in ("", high.unit)


def _closed_bounds(low: Anchor, between: str, high: Anchor) -> bool:
    bounds = low.operator in (">=", ">") and high.operator in ("<=", "<")
    dash = between in ("-", "–") and not low.operator and not high.operator
    return (bounds and between in ("e", "ed", ",", "-")) or (dash and (low.unit == high.unit or not low.marked))


def _interval(start: int, low: Anchor, high: Anchor, from_to: bool) -> Anchor:
    assert low.number is not None and high.number is not None
    doubt = ""
    if low.number >= high.number:
        doubt = "gli estremi dell'intervallo non sono in ordine"
    elif from_to and not high.is_span:
        doubt = "può essere un intervallo o il passaggio da un valore a un altro"
    flags = (*low.flags, *high.flags)
    return replace(
        high, start=start, operator="", number=low.number, high=high.number, flags=flags, marked=True, doubt=doubt
    )
