"""Measured values: a template to fill in, and its loading with each line checked.

The file is what Italian spreadsheets open and save well: UTF-8 with a byte order mark, `;` between the fields, a line
for each part of a target. Filled-in files may also use `,` and have no mark.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.database import transaction
from warehouse.documents import key
from warehouse.errors import WarehouseError
from warehouse.frames import Row, insert
from warehouse.measures import parse_date, parse_measure
from warehouse.sql_files import sql
from warehouse.staging import now

TABLE = "main.fact_rilevazione"
NEEDED = ("indicatore_id", "valore", "data")
"""Columns that a results file can't do without; `parte` (default 1) and `fonte` are read where they are."""


@dataclass(slots=True)
class ResultsReport:
    """What became of each line: `errors` holds (line number in the file, message)."""

    loaded: int = 0
    unchanged: int = 0
    empty: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Target:
    kind: str
    unit: str
    history: dict[date, list[tuple[str, str, str]]]
    """Day -> text, source and file of each loading."""


def results_template(con: DuckDBPyConnection, path: Path) -> int:
    """Write a line for each part of a target that waits for a value; `valore`, `data`, `fonte` are to fill in.

    Returns:
        How many lines wait.
    """
    waiting = con.sql(sql("risultati/in_attesa")).df()
    waiting.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return len(waiting)


def load_results(con: DuckDBPyConnection, path: Path) -> ResultsReport:
    """Add a file's values to the history; one that is there already adds nothing. Bad lines don't stop good ones.

    Raises:
        WarehouseError: the file isn't UTF-8 text, or lacks a column.
    """
    report, rows = ResultsReport(), []
    targets = _targets(con)
    for number, line in _lines(path):
        if not line["valore"]:
            report.empty += 1
            continue
        try:
            row = _row(line, targets, path.name)
        except ValueError as error:
            report.errors.append((number, str(error)))
            continue
        rows += [row] if row else []
        report.unchanged += row is None
    if rows:
        with transaction(con):
            insert(con, TABLE, rows)
    report.loaded = len(rows)
    return report


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise WarehouseError(f"{path} is not UTF-8; save it again as 'CSV UTF-8'") from error
    header = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",")
    if missing := [name for name in NEEDED if name not in (reader.fieldnames or ())]:
        raise WarehouseError(f"{path} lacks the column {', '.join(missing)}; start from `schedario results template`")
    for line in reader:
        yield reader.line_num, {name: (value or "").strip() for name, value in line.items() if isinstance(name, str)}


def _row(line: dict[str, str], targets: dict[tuple[str, int], _Target], source: str) -> Row | None:
    """The row that a line adds to the history, None when it is there already; ValueError tells what is wrong."""
    part = _part(line)
    target = targets.get((line["indicatore_id"], part))
    if target is None:
        raise ValueError(f"no indicator {line['indicatore_id']} with a part {part} in the current acts")
    day = _day(line["data"])
    measure = parse_measure(line["valore"], target.kind, target.unit)
    fonte = line.get("fonte", "")
    loadings = target.history.setdefault(day, [])
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
        "caricata_il": now(),
        "origine": source,
    }


def _part(line: dict[str, str]) -> int:
    text = line.get("parte") or "1"
    if not text.isdecimal():
        raise ValueError(f"parte '{text}' is not a number")
    return int(text)


def _day(text: str) -> date:
    if not text:
        raise ValueError("data is missing; write the day the value refers to")
    day = parse_date(text)
    if day > now().date():
        raise ValueError(f"data {text} is in the future")
    return day


def _targets(con: DuckDBPyConnection) -> dict[tuple[str, int], _Target]:
    targets = {
        (indicator, part): _Target(kind, unit, {})
        for indicator, part, kind, unit in con.execute(sql("risultati/target")).fetchall()
    }
    for indicator, part, day, *loading in con.execute(sql("risultati/storia")).fetchall():
        if (indicator, part) in targets:
            targets[indicator, part].history.setdefault(day, []).append((loading[0], loading[1], loading[2]))
    return targets
