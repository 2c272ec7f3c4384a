"""What an expectation said of some data, and what follows for the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["blocca_documento", "blocca_pubblicazione", "parziale", "avviso"]
"""What a failure means: the document stays out; nothing is published; the document enters but not all of it
was placed; something to look at."""

State = Literal["caricato", "parziale", "scartato"]

BLOCKING: frozenset[Severity] = frozenset({"blocca_documento", "blocca_pubblicazione"})
TOLD_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation held against one frame.

    Attributes:
        suite: the frame's name (`kpi`, `pagina`, `dim_atto`, ...).
        aspettativa: name of the rule, the same in every run.
        livello: schema of the frame (`pubblicato`, `qualita`, `main`, ...).
        osservato: how many rows break the rule, in Italian.
        dettaglio: up to 20 of them by key (page, table, ordinale), in Italian; empty when `esito` is true.
    """

    suite: str
    aspettativa: str
    livello: str
    esito: bool
    gravita: Severity
    osservato: str
    dettaglio: str = ""

    @property
    def sentence(self) -> str:
        """What it is, how many rows break it, and where the first of them stands."""
        first = self.dettaglio.split("; ")[0]
        return f"{self.suite}/{self.aspettativa}: {self.osservato}" + (f" ({first})" if first else "")


def verdict(outcomes: Iterable[Outcome]) -> tuple[State, str]:
    """What becomes of the document, and why (Italian; empty when it is `caricato`).

    A broken structure keeps it out (`scartato`), what was set aside or not found makes it `parziale`;
    warnings change nothing.
    """
    failed = [outcome for outcome in outcomes if not outcome.esito]
    blocking = [outcome for outcome in failed if outcome.gravita in BLOCKING]
    if blocking:
        return "scartato", _reason("Struttura non valida", blocking)
    partial = [outcome for outcome in failed if outcome.gravita == "parziale"]
    if partial:
        return "parziale", _reason("Lettura incompleta", partial)
    return "caricato", ""


def _reason(title: str, failed: list[Outcome]) -> str:
    told = [outcome.sentence for outcome in failed[:TOLD_AT_MOST]]
    if len(failed) > TOLD_AT_MOST:
        told.append(f"e altre {len(failed) - TOLD_AT_MOST} attese")
    return f"{title}: {'; '.join(told)}"
