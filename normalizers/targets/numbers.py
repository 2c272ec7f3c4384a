"""Printed figures as numbers: Italian separators, English ones where they can only be that, each doubt flagged."""

from __future__ import annotations

import re
from typing import NamedTuple

ENGLISH = "separatore_inglese"
AMBIGUOUS = "separatore_ambiguo"


class Number(NamedTuple):
    """A number and what is to be said of how it is printed (`segnalazioni` of docs/targets.md)."""

    value: float
    flags: tuple[str, ...] = ()


# In order: the first form that the whole figure has. Thousands come in groups of three, else a separator is decimal.
_FORMS: tuple[tuple[re.Pattern[str], str, str, tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), thousands, decimal, flags)
    for pattern, thousands, decimal, flags in (
        (r"\d+", "", "", ()),
        (r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", ".", ",", ()),
        (r"0\.\d+|\d+\.\d{1,2}", "", ".", (ENGLISH,)),
        (r"[1-9]\d{0,2},\d{3}", ",", ".", (AMBIGUOUS,)),
        (r"[1-9]\d{0,2}(,\d{3}){2,}(\.\d+)?|[1-9]\d{0,2},\d{3}\.\d+", ",", ".", (ENGLISH,)),
        (r"\d+,\d+", "", ",", ()),
        (r"[1-9]\d{0,2}(['’]\d{3})+([.,]\d{1,2})?", "'", ",", ()),
    )
)


def parse_number(text: str) -> Number | None:
    """The number that a figure prints, without sign; None when its separators fit no way of writing numbers.

    >>> parse_number("9.000.000,50")
    Number(value=9000000.5, flags=())
    >>> parse_number("31,000")
    Number(value=31000.0, flags=('separatore_ambiguo',))
    """
    for form, thousands, decimal, flags in _FORMS:
        if form.fullmatch(text):
            plain = text.replace("’", "'")
            if thousands:
                plain = plain.replace(thousands, "")
            if decimal:
                plain = plain.replace(decimal, ".")
            return Number(float(plain), flags)
    return None
