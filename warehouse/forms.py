"""The form of measured values as a file: CSV as Italian spreadsheets save it, or XLSX with drop-downs.

CSV is UTF-8 with a byte order mark and `;` between the fields; filled-in files may also use `,` and have no mark.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FORM = tomllib.loads((Path(__file__).parent / "dati" / "modulo.toml").read_text(encoding="utf-8"))
NEEDED = ("indicatore_id", "valore", "data")
"""Columns that a results file can't do without; `parte` (default 1) and `fonte` are read where they are."""
SUFFIXES = (".csv", ".xlsx")

Line = dict[str, str]
Rows = Sequence[Sequence[Any]]


def write_form(path: Path, columns: Sequence[str], rows: Rows) -> None:
    """Write a form, as its suffix says.

    Raises:
        WarehouseError: the suffix is neither .csv nor .xlsx.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise WarehouseError(f"{path} is neither .csv nor .xlsx; name a file that ends in one of them")
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, columns, rows)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerows([columns, *rows])


def read_form(path: Path) -> Iterator[tuple[int, Line]]:
    """The lines of a filled-in form: number in the file (from 1, the header is one), column -> text.

    Raises:
        WarehouseError: it isn't UTF-8 text or a workbook, or lacks a column.
    """
    lines = _workbook_lines(path) if path.suffix.lower() == ".xlsx" else _csv_lines(path)
    _, header = next(lines, (1, []))
    if missing := [name for name in NEEDED if name not in header]:
        raise WarehouseError(f"{path} lacks the column {', '.join(missing)}; start from `schedario results template`")
    for number, cells in lines:
        yield number, dict.fromkeys(header, "") | dict(zip(header, cells, strict=False))


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise WarehouseError(f"{path} is not UTF-8; save it again as 'CSV UTF-8'") from error
    reader = csv.reader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    for cells in reader:
        if cells:
            yield reader.line_num, [cell.strip() for cell in cells]


def _workbook_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    # openpyxl takes a moment to import
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # a broken workbook fails in the zip, the XML or the reader
        raise WarehouseError(f"{path} is not an XLSX workbook ({error}); save it again as .xlsx") from error
    sheet = book[FORM["foglio"]] if FORM["foglio"] in book.sheetnames else book.worksheets[0]
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [cell_text(cell.value, cell.number_format or "") for cell in cells]
        if any(texts):
            yield number, texts
    book.close()


def cell_text(value: object, number_format: str = "General") -> str:
    """What a person reads in a cell of a spreadsheet, in a spelling that is read in one way only."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, int | float):
        return f"{_number_text(value * 100)}%" if "%" in number_format else _number_text(value)
    return str(value).strip()


def _number_text(value: float) -> str:
    whole, _, decimals = f"{value:.12g}".partition(".")
    # three decimals could be taken for thousands
    return whole + (f",{decimals}0" if len(decimals) == 3 else f",{decimals}" if decimals else "")


def _write_workbook(path: Path, columns: Sequence[str], rows: Rows) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = FORM["foglio"]
    for row in (columns, *rows):
        sheet.append(["" if cell is None else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            # a printed target such as "=5" is no formula
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    for n, name in enumerate(columns):
        sheet.column_dimensions[sheet.cell(1, n + 1).column_letter].width = FORM["larghezze"].get(name, 12)
    _add_choices(sheet, columns, rows)
    help_sheet = book.create_sheet(FORM["foglio_istruzioni"])
    for row in FORM["istruzioni"]["righe"]:
        help_sheet.append(row)
    _lay_out_help(help_sheet)
    book.save(path)


def _add_choices(sheet: Worksheet, columns: Sequence[str], rows: Rows) -> None:
    """A drop-down where a value is on or off, or one of a few; a day or a share may be typed instead."""
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = sheet.cell(1, columns.index("valore") + 1).column_letter
    drop_downs: dict[str, DataValidation] = {}
    for n, row in enumerate(rows, 2):
        if choices := _choices(row[columns.index("si_scrive")]):
            drop_down = drop_downs.setdefault(choices, DataValidation("list", formula1=f'"{choices}"'))
            drop_down.add(f"{letter}{n}")
    for drop_down in drop_downs.values():
        drop_down.showErrorMessage, drop_down.allow_blank = False, True
        sheet.add_data_validation(drop_down)


def _choices(asked: str) -> str:
    """The values to choose from, with commas between; empty where the value is free."""
    if asked == FORM["si_no"]:
        return ",".join(FORM["scelte"])
    listed = asked.removeprefix(FORM["una_di"])
    return listed.replace(", ", ",") if listed != asked else ""


def _lay_out_help(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    for name, text in sheet.iter_rows():
        name.font = Font(bold=True)
        text.alignment = Alignment(wrap_text=True, vertical="top")
