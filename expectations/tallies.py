"""How a rule was kept by the rows of a frame: what the outcome of an expectation is told from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from expectations.outcomes import Outcome
from expectations.rules import Rule

SHOWN_AT_MOST = 20
OF = "nome_file"
"""What names the document of a row, where several are shown together."""


@dataclass(slots=True)
class Tally:
    """One rule held against one frame, or against the frames of several documents (`added`).

    Attributes:
        key: the columns that tell the frame's rows apart.
        rows: how many rows there are; `broken` so many of them break the rule.
        shown: the first of those, key and columns of the rule.
        unverified: columns that are missing or of another type, so that nothing could be held against the rule.
    """

    suite: str
    level: str
    key: list[str]
    rule: Rule
    rows: int = 0
    broken: int = 0
    shown: list[dict[str, Any]] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Whether no row breaks the rule."""
        return not (self.broken or self.unverified)

    def outcome(self) -> Outcome:
        """The outcome as the warehouse keeps it."""
        observed, detail = ("", "") if self.kept else self._failure()
        return Outcome(self.suite, self.rule.name, self.level, self.kept, self.rule.severity, observed, detail)

    def _failure(self) -> tuple[str, str]:
        """What was seen, and the rows that break the rule."""
        if self.unverified:
            return "non verificabile", f"mancano: {', '.join(self.unverified)}"
        told = [_row(self.key, self.rule, row) for row in self.shown]
        if self.broken > len(told):
            told.append(f"e altre {self.broken - len(told)} righe")
        return f"{self.broken} {'riga' if self.broken == 1 else 'righe'} su {self.rows}", "; ".join(told)


def added(tallies: Iterable[Tally]) -> list[Tally]:
    """One tally for each rule of each suite, from those of several frames."""
    sums: dict[tuple[str, str], Tally] = {}
    for each in tallies:
        whole = sums.setdefault((each.suite, each.rule.name), Tally(each.suite, each.level, each.key, each.rule))
        whole.rows += each.rows
        whole.broken += each.broken
        whole.shown += each.shown[: SHOWN_AT_MOST - len(whole.shown)]
        whole.unverified = whole.unverified or each.unverified
    return list(sums.values())


def named(name: str, tallies: Iterable[Tally]) -> Iterator[Tally]:
    """The tallies of a document, with its name where they show a row."""
    for each in tallies:
        shown = [{OF: name, **row} for row in each.shown]
        yield replace(each, key=[OF, *each.key], shown=shown)


def _row(key: list[str], rule: Rule, row: Mapping[str, Any]) -> str:
    """`pagina 3, ordinale 12: titolo Abc`; the message of a check stands for itself."""
    place = [f"{column} {row[column]}" for column in key if column not in rule.columns and pd.notna(row[column])]
    values = [f"{column} {row[column] if pd.notna(row[column]) else 'vuoto'}" for column in rule.columns]
    return ": ".join(filter(None, (", ".join(place), str(row[rule.name]) if rule.check else ", ".join(values))))
