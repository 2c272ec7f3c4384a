"""Letters that look alike in print, told apart by the letters around them: only where one of them can't be."""

from __future__ import annotations

import re

TWINS = "cosvwxz"
"""Letters whose capital differs in size alone."""
RULES = (
    # before a capital, or at the end of a word in capitals: AgID, KPI
    (re.compile(r"(?<![a-zà-ü]{2})l(?=[A-Z])|(?<=[A-Z]{2})l(?![a-zà-ü])"), "I"),
    # no word begins with l and a consonant: Italia; but d.lgs.
    (re.compile(r"\bl(?=[bcdfgmnpqrstvz][a-zà-ü]{2})"), "I"),
    # two letters, not three: provvedimento
    (re.compile(r"w(?=v)|(?<=v)w"), "v"),
    # an article, and decreto legislativo: l'Italia, D.lgs.
    (re.compile(r"\bI(?=['’][A-Za-zÀ-ü])|(?<=\.)I(?=gs\b)"), "l"),
)
WITHIN = re.compile(rf"(?<=[A-Z]{{2}})[{TWINS}i]+(?=[A-Z])|(?<=[A-Z]{{3}})[{TWINS}i]*[covwxzi](?![a-zà-ü])")
"""Low letters within, or at the end of, a word in capitals: COVID, OBIETTIVO. An s there may be a plural: ONGs."""


def told_apart(text: str) -> str:
    """A line with each such letter as it must be; its length stays the same.

    >>> told_apart("l'ltalia e I'AglD: OBIETTIvo, D.Igs. 33")
    "l'Italia e l'AgID: OBIETTIVO, D.lgs. 33"
    """
    for pattern, letter in RULES:
        text = pattern.sub(letter, text)
    return WITHIN.sub(lambda found: found[0].upper(), text)
