"""The general vocabulary: tables of unknown bodies whose headings are words of the trade.

The header tells which column may be which field (`intestazioni`); here the table's shape decides what it can be read
as. What is doubtful stays under its heading in `altri_campi`, or leaves the table generic: no field takes it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

from extractors.model import Cell, Table
from normalizers.headers import Grid, Mapping
from normalizers.intestazioni import KNOWN, Header, best_header
from normalizers.layout import Column, Group, Layout
from normalizers.notes import distinct
from normalizers.parole import vocabulary

NAME = "vocabolario_generale"
OTHERS = "altri_campi"
"""The field that keeps the columns without one: heading -> cell."""
SHARED = {
    "tipo": "tipo_obiettivo",
    "direzione": "direzione_obiettivo",
    "scadenza_raw": "scadenza_obiettivo",
    "anno_raw": "anno_obiettivo",
    "note": "note_obiettivo",
}
"""What an objective and its indicators may both have -> the name of the same column for the objective."""
OWN_WHEN_MERGED = {"scadenza_raw": "scadenza_obiettivo", "note": "note_obiettivo", "peso_indicatore": "peso_obiettivo"}
"""What belongs to the objective alone where one cell stands beside several of its indicators."""
TITLES = ("descrizione_obiettivo", "obiettivo_operativo", "obiettivo_strategico")
"""What is an objective's title in a table without one, the nearest to it first."""
TOTAL = re.compile(r"(?i)^(?:sub\s?)?total[ei](?: (?:generale|complessivo|pes[oi]|obiettivi))?\W*$")

Fields = dict[str, int]
Row = list[Cell | None]
Rows = list[Row]
_WORD = re.compile(r"[^\W\d_]{4}")


def recognise_words(table: Table, grid: Grid) -> tuple[Layout, Mapping] | None:
    """The layout that the headings of a table spell out, and its columns; None when they say too little."""
    header = best_header(table, grid)
    if header is None:
        return None
    found, targets = _fields(header)
    body = [row for row in grid[header.last_row :] if len(distinct(row)) > 1 and any(_text(cell) for cell in row)]
    if not _enough(found, targets) or not _readable(found, targets, body):
        return None
    years = tuple("" if "anno_raw" in found else header.year(column) for column in targets)
    layout = _layout("titolo" in found, "kpi" in found or bool(targets), years)
    fields = _by_shape(found, body) | {f"target_{i}": column for i, column in enumerate(targets)}
    fields = {name: column for name, column in fields.items() if name in _columns_read(layout)}
    taken = set(fields.values())
    confidence = _confidence(header, taken)
    if confidence < vocabulary().fiducia.minima or _loses(layout, header, found, body):
        return None
    places: dict[str, tuple[int, ...]] = {name: (column,) for name, column in fields.items()}
    text = " ".join(dict.fromkeys(filter(None, header.headings)))
    unknown = _unknown(header, taken)
    return layout, Mapping(places, header.first_row, header.last_row, unknown, text, confidence=confidence)


def _fields(header: Header) -> tuple[Fields, list[int]]:
    """Field -> its column, and the columns of targets; what two columns claim belongs to neither.

    Two titles, two indicators, or targets that no year tells apart leave nothing to read.
    """
    names = Counter(found.name for found in header.senses if found is not None and found.name != KNOWN)
    targets = header.column_of("target_raw")
    years = [header.year(column) for column in targets]
    told_apart = len(targets) < 2 or (all(years) and len(set(years)) == len(years))
    if not told_apart or names["titolo"] > 1 or names["kpi"] > 1:
        return {}, []
    fields = {name: header.column_of(name)[0] for name, count in names.items() if count == 1 and name != "target_raw"}
    if "risultato_raw" in fields and not _same_year(header.year(fields["risultato_raw"]), years):
        del fields["risultato_raw"]
    return _with_title(fields), targets


def _same_year(year: str, years: list[str]) -> bool:
    """Whether a column of results is about the target: of one year, the same where both print it."""
    return len(years) < 2 and (not year or not any(years) or year in years)


def _with_title(fields: Fields) -> Fields:
    """In a table without the objective's title the nearest to it is the title."""
    near = next((name for name in TITLES if name in fields), None)
    if "titolo" in fields or near is None:
        return fields
    rest = {name: column for name, column in fields.items() if name != "descrizione_obiettivo" or name != near}
    return rest | {"titolo": fields[near]}


def _enough(fields: Fields, targets: list[int]) -> bool:
    """Whether a table says what a plan says: an objective and how it is measured, by when or by whom."""
    about = {"kpi", "scadenza_raw", "responsabile_cognome"} & fields.keys()
    return bool(about or targets) if "titolo" in fields else "kpi" in fields and bool(targets)


def _readable(fields: Fields, targets: list[int], body: Rows) -> bool:
    """Whether titles and indicators are worded, and no cell stands for several fields."""
    texts = [name for name in ("titolo", "kpi") if name in fields]
    worded = all(_is_worded(fields[name], body) for name in texts)
    own = {*fields.values(), *targets[:1]}
    wide = any(_stands_for_several(row, own) for row in body if not _is_total(row, fields))
    return bool(body) and worded and not wide


def _is_worded(column: int, body: Rows) -> bool:
    texts = [text for row in body if (text := _text(row[column]))]
    return 2 * sum(_WORD.search(text) is not None for text in texts) > len(texts)


def _is_total(row: Row, fields: Fields) -> bool:
    return "titolo" in fields and TOTAL.match(_text(row[fields["titolo"]])) is not None


def _stands_for_several(row: Row, columns: set[int]) -> bool:
    cells = [id(row[column]) for column in columns if _text(row[column])]
    return len(set(cells)) < len(cells)


def _by_shape(fields: Fields, body: Rows) -> Fields:
    """Tell what belongs to the objective from what belongs to each of its indicators, by the cells beside its title."""
    found = dict(fields)
    of_objective = set(vocabulary().records[0].fields.values()) - {"titolo"}
    for name, column in fields.items() if "titolo" in fields else ():
        varies, merged = _varies(column, fields, body), _merged(column, fields, body)
        if name in SHARED and not varies:
            found[SHARED[name]] = column
        if name in OWN_WHEN_MERGED and merged and not varies:
            del found[name]
            found.setdefault(OWN_WHEN_MERGED[name], column)
        if name in of_objective and varies:
            del found[name]
    return found


def _varies(column: int, fields: Fields, body: Rows) -> bool:
    """Whether a column prints several texts beside one title, or one where there is no title."""
    orphans = (row for row in body if not _text(row[fields["titolo"]]))
    beside = ((_text(upper[column]), _text(lower[column])) for upper, lower in _within(fields, body))
    return any(_text(row[column]) for row in orphans) or any(upper != lower != "" for upper, lower in beside)


def _merged(column: int, fields: Fields, body: Rows) -> bool:
    """Whether a column merges cells beside one title."""
    return any(upper[column] is lower[column] is not None for upper, lower in _within(fields, body))


def _within(fields: Fields, body: Rows) -> list[tuple[Row, Row]]:
    """The rows one under the other that are of one objective: one title stands beside both, or the same again."""
    title, number = fields["titolo"], fields.get("n", fields["titolo"])
    return [
        (upper, lower)
        for upper, lower in pairwise(body)
        if upper[title] is lower[title]
        or (_text(upper[title]) == _text(lower[title]) != "" and _text(upper[number]) == _text(lower[number]))
    ]


def _loses(layout: Layout, header: Header, fields: Fields, body: Rows) -> bool:
    """Whether objectives alone, one record each, would leave cells out: those of the further rows of an objective."""
    return len(layout.records) == 1 and "titolo" in fields and any(_varies(c, fields, body) for c in header.columns)


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


@cache
def _layout(objective: bool, indicator: bool, years: tuple[str, ...]) -> Layout:
    """The layout of a table of objectives, of indicators, or both: an indicator for each column of targets.

    `years` has the year that each of those headings prints, empty where it is not the indicator's.
    """
    of_objective, of_indicator = vocabulary().records
    rules = [of_objective.model_copy(update={"others": "" if indicator else OTHERS})] if objective else []
    for number in range(max(len(years), 1) if indicator else 0):
        own = {"target_raw": f"target_{number}"}
        if any(years):
            own["anno_raw"] = f"anno_{number}"
        rules.append(of_indicator.model_copy(update={"others": OTHERS, "fields": of_indicator.fields | own}))
    return Layout(
        name=NAME,
        title="Vocabolario generale",
        shape="tabella",
        columns=tuple(Column(field=name, headers=meaning.frasi) for name, meaning in vocabulary().campi.items()),
        section="sezione",
        caption={f"anno_{i}": re.compile(rf"(?<!\d){year}(?!\d)") for i, year in enumerate(years) if year},
        group=Group(when={"titolo": TOTAL}, fields={}) if objective else None,
        records=tuple(rules),
    )


def _columns_read(layout: Layout) -> set[str]:
    """The columns that the records of a layout take something from."""
    read = {"titolo"}
    for rule in layout.records:
        read |= {*rule.fields.values(), *(part for parts in rule.people.values() for part in parts.values())}
    return read


def _unknown(header: Header, taken: set[int]) -> dict[int, str]:
    """The columns that no field takes -> their headings, made different where two are the same."""
    unknown: dict[int, str] = {}
    for column in header.columns:
        heading = header.headings[column]
        if column not in taken and heading:
            again = sum(text == heading or text.startswith(f"{heading} (") for text in unknown.values())
            unknown[column] = f"{heading} ({again + 1})" if again else heading
    return unknown


def _confidence(header: Header, taken: set[int]) -> float:
    """Mean certainty of the columns read, times `base` and the rest in the share of columns that words explain."""
    sure = vocabulary().fiducia
    read = [found.confidence for column in taken if (found := header.senses[column]) is not None]
    known = len(taken) + sum(column not in taken for column in header.column_of(KNOWN))
    share = known / len(header.columns)
    return round(min(sure.massima, sum(read) / len(read) * (sure.base + (1 - sure.base) * share)), 3)
