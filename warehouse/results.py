"""Measured values into the warehouse: each line checked, its history kept, what can't be true kept apart.

Values stand in `main.fact_rilevazione`; lines that are refused in `punteggi.rilevazione_esclusa`, with the reason.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.database import transaction
from warehouse.documents import key
from warehouse.forms import Line, read_form, write_form
from warehouse.frames import Row, insert
from warehouse.measures import REASONS, RefusedError, parse_date
from warehouse.plausible import Target, check_day, checked_measure
from warehouse.sql_files import sql
from warehouse.staging import now

TABLE = "main.fact_rilevazione"
REFUSED = "punteggi.rilevazione_esclusa"

Targets = dict[tuple[str, int], Target]
"""(indicatore_id, parte) -> what the value is held against."""
History = dict[tuple[str, int, date], list[tuple[str, str, str]]]
"""(indicatore_id, parte, day) -> text, source and file of each loading, in order."""


@dataclass(slots=True)
class ResultsReport:
    """What became of each line: `errors` holds (line number in the file, message)."""

    loaded: int = 0
    unchanged: int = 0
    empty: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def results_template(con: DuckDBPyConnection, path: Path) -> int:
    """Write a line for each part of a target that waits for a value; `valore`, `data`, `fonte` are to fill in.

    Returns:
        How many lines wait.

    Raises:
        WarehouseError: the path ends in neither .csv nor .xlsx.
    """
    con.execute(sql("risultati/in_attesa"))
    columns, waiting = [column[0] for column in con.description or []], con.fetchall()
    write_form(path, columns, waiting)
    return len(waiting)


def load_results(con: DuckDBPyConnection, path: Path, by: str | None = None) -> ResultsReport:
    """Add a file's values to the history; one that is there already adds nothing. Bad lines don't stop good ones.

    Args:
        by: who loads them; by default the user of the operating system, or its number where it has no name.

    Raises:
        WarehouseError: the file can't be read, or lacks a column.
    """
    report, values, refused = ResultsReport(), [], []
    targets, history = current_targets(con), _history(con)
    who = {"caricata_il": now(), "caricata_da": by or _user(), "origine": path.name}
    for number, line in read_form(path):
        if not line["valore"]:
            report.empty += 1
            continue
        try:
            row = _row(line, targets, history, path.name)
        except RefusedError as error:
            report.errors.append((number, str(error)))
            refused.append(refused_row(line, error) | who | {"riga": number})
            continue
        values += [row | who] if row else []
        report.unchanged += row is None
    with transaction(con):
        insert(con, TABLE, values)
        keep_refused(con, refused)
    report.loaded = len(values)
    return report


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user often has no name
        return str(os.getuid())


def current_targets(con: DuckDBPyConnection, enti: Sequence[str] | None = None) -> Targets:
    """Every part of a target of the current acts: of all, or of those of some bodies."""
    rows = con.execute(sql("risultati/target"), {"enti": enti}).fetchall()
    return {(row[0], row[1]): Target(*row[2:]) for row in rows}


def refused_row(line: Line, error: RefusedError) -> Row:
    """A line that is kept out of the scores, as it was written."""
    return {
        "indicatore_id": line["indicatore_id"],
        "parte": line.get("parte") or "1",
        "testo": line["valore"],
        "data": line["data"],
        "fonte": line.get("fonte", ""),
        "codice": error.code,
        "motivo": REASONS[error.code],
    }


def keep_refused(con: DuckDBPyConnection, rows: list[Row]) -> None:
    """Keep refused lines, each once however often its file is loaded."""
    facts = ("origine", "indicatore_id", "parte", "testo", "data", "fonte", "codice")
    keyed = {key("esclusa", *(row[name] for name in facts)): row for row in rows}
    known = {known for (known,) in con.execute(sql("risultati/esclusi"), {"chiavi": [*keyed]}).fetchall()}
    insert(con, REFUSED, [row | {"esclusa_id": name} for name, row in keyed.items() if name not in known])


def _row(line: Line, targets: Targets, history: History, source: str) -> Row | None:
    """The row that a line adds to the history, None when it is there already.

    Raises:
        RefusedError: what is wrong with it.
    """
    part = _part(line)
    target = targets.get((line["indicatore_id"], part))
    if target is None:
        raise RefusedError(
            "indicatore_sconosciuto", f"no indicator {line['indicatore_id']} with a part {part} in the current acts"
        )
    if not line["data"]:
        raise RefusedError("data_mancante", "data is missing; write the day the value refers to")
    day = parse_date(line["data"])
    check_day(day, f"data {line['data']}", target)
    measure = checked_measure(line["valore"], target)
    fonte = line.get("fonte", "")
    loadings = history.setdefault((line["indicatore_id"], part, day), [])
    this = line["valore"], fonte, source
    # what this file said last is no news, though another file corrected it since
    if next((loading for loading in reversed(loadings) if loading[2] == source), None) == this:
        return None
    loadings.append(this)
    n = len(loadings)
    return {
        "indicatore_id": line["indicatore_id"],
        "parte": part,
        "rilevazione_id": key(line["indicatore_id"], part, day, n),
        "data": day,
        "n": n,
        "valore": measure.number,
        "valore_data": measure.day,
        "testo": line["valore"],
        "fonte": fonte,
    }


def _part(line: Line) -> int:
    text = line.get("parte") or "1"
    if not text.isdecimal():
        raise RefusedError("parte_illeggibile", f"parte '{text}' is not a number")
    return int(text)


def _history(con: DuckDBPyConnection) -> History:
    history: History = {}
    for indicator, part, day, *loading in con.execute(sql("risultati/storia")).fetchall():
        history.setdefault((indicator, part, day), []).append((loading[0], loading[1], loading[2]))
    return history
