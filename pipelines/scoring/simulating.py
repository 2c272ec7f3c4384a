"""`schedario simulate`: shares of the pay under other rules, on a copy of the published file that is thrown away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.errors import PipelineError
from pipelines.folders import Folders
from pipelines.formats import Rows
from pipelines.querying import published, sql_text
from warehouse.rules import PARAMETERS, check_value

COLUMNS = ["atto", "struttura", "componente", "quota_prima", "quota_dopo", "differenza", "stato"]

Share = tuple[str, str, float | None, str]
"""Act, unit, share in per cent of the pay, state."""
Shares = dict[tuple[str, str, str], Share]
"""Of each act, unit and component (their keys)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter that takes another value, for one component or (None) for all."""

    component: str | None
    parameter: str
    value: str


def change(setting: str) -> Change:
    """What `component.parameter=value` asks for; `parameter=value` asks it of all components.

    Raises:
        PipelineError: it has another form, or the value isn't one of the parameter.
    """
    name, equals, value = setting.partition("=")
    component, _, parameter = name.strip().rpartition(".")
    if not equals or not parameter:
        raise PipelineError(f"--set '{setting}': write component.parameter=value, as obiettivi_direzione.peso=40")
    if parameter not in PARAMETERS:
        raise PipelineError(f"--set '{setting}': no parameter {parameter}; use one of {', '.join(PARAMETERS)}")
    try:
        check_value(parameter, value.strip())
    except ValueError as error:
        raise PipelineError(f"--set '{setting}': {error}") from error
    return Change(component or None, parameter, value.strip())


def percentage(parameter: str, per_cent: float) -> Change:
    """A share given in per cent, for all components.

    Raises:
        PipelineError: it isn't between 0 and 100.
    """
    if not 0 <= per_cent <= 100:
        raise PipelineError(f"{parameter}: {per_cent:g} is not between 0 and 100 per cent")
    return Change(None, parameter, f"{per_cent / 100:.9f}".rstrip("0").rstrip("."))


def simulate(folders: Folders, changes: Sequence[Change], unit: str = "") -> tuple[list[str], Rows]:
    """The shares before and after, of the units whose name contains `unit`; in per cent of the whole pay.

    Raises:
        PipelineError: nothing is published, or no act has the component.
    """
    with published(folders) as con:
        _check_components(con, changes)
        before = _shares(con)
    with tempfile.TemporaryDirectory(prefix="schedario-") as folder:
        copy = Path(folder) / "simulazione.duckdb"
        shutil.copyfile(folders.published, copy)
        with duckdb.connect(str(copy)) as con:
            for asked in changes:
                _apply(con, asked)
            after = _shares(con)
    found = [_compared(key[2], before.get(key), after.get(key)) for key in {**before, **after}]
    wanted = [row for row in found if unit.casefold() in str(row[1]).casefold()]
    return COLUMNS, sorted(wanted, key=lambda row: [str(name) for name in row[:3]])


def _check_components(con: DuckDBPyConnection, changes: Sequence[Change]) -> None:
    known = [name for (name,) in con.execute(sql_text("simula_componenti")).fetchall()]
    for asked in changes:
        if asked.component and asked.component not in known:
            raise PipelineError(f"no act has the component {asked.component}; use one of {', '.join(known)}")


def _apply(con: DuckDBPyConnection, asked: Change) -> None:
    about = {"parametro": asked.parameter, "componente": asked.component}
    con.execute(sql_text("simula_togli"), about)
    con.execute(sql_text("simula_regola"), about | {"valore": asked.value})


def _shares(con: DuckDBPyConnection) -> Shares:
    return {(row[0], row[1], row[2]): row[3:] for row in con.execute(sql_text("simula_quote")).fetchall()}


def _compared(component: str, before: Share | None, after: Share | None) -> tuple[object, ...]:
    act, unit, _, state = after or before or ("", "", None, "")
    first, then = before[2] if before else None, after[2] if after else None
    difference = None if first is None or then is None else round(then - first, 4)
    return act, unit, component, _rounded(first), _rounded(then), difference, state


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
