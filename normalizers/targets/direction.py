"""Whether more or less is better, deduced by the table `direction.toml`: not printed, and so no part of the reading."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from normalizers.records import Component


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what it asks of a component and of its context, and the direction it gives."""

    nome: str
    verso: str
    operatori: frozenset[str] | None
    unita: frozenset[str] | None
    segno: str
    oggetto: re.Pattern[str] | None
    contesto: re.Pattern[str] | None
    testo: re.Pattern[str] | None

    def holds(self, component: Component, context: str) -> bool:
        """Whether the component and the indicator's words have all that the row names."""
        return (
            (self.operatori is None or component.operatore in self.operatori)
            and (self.unita is None or component.unita in self.unita)
            and (not self.segno or self.segno == _sign(component))
            and (self.oggetto is None or self.oggetto.search(component.oggetto) is not None)
            and (self.contesto is None or self.contesto.search(context) is not None)
            and (self.testo is None or self.testo.search(f"{component.oggetto} {context}") is not None)
        )


def _sign(component: Component) -> str:
    value = component.valore or 0.0
    return "negativo" if value < 0 else "zero" if value == 0 else "positivo"


def _rows() -> tuple[Row, ...]:
    def closed(row: dict[str, Any], name: str) -> frozenset[str] | None:
        return frozenset(row[name]) if name in row else None

    def pattern(row: dict[str, Any], name: str) -> re.Pattern[str] | None:
        return re.compile(row[name], re.IGNORECASE) if name in row else None

    table = tomllib.loads(files(__package__).joinpath("direction.toml").read_text(encoding="utf-8"))
    return tuple(
        Row(
            row["nome"],
            row["verso"],
            closed(row, "operatori"),
            closed(row, "unita"),
            row.get("segno", ""),
            pattern(row, "oggetto"),
            pattern(row, "contesto"),
            pattern(row, "testo"),
        )
        for row in table["riga"]
    )


_TABLE = _rows()


def deduce_direction(component: Component, context: str = "") -> str:
    """`crescente` when more is better, `decrescente` when less is, empty when it can't be told or nothing is counted.

    Args:
        component: a component of a target's reading; only a `soglia` has a direction.
        context: the indicator's words.
    """
    if component.genere != "soglia":
        return ""
    return next((row.verso for row in _TABLE if row.holds(component, context)), "")
