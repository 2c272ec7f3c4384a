"""The shape `scheda`: one form for each objective, labels over values, with sub-tables for phases and indicators.

A form runs from its title line to the next one, over as many tables and pages as it takes.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.model import Block, Cell, Table
from normalizers.headers import Grid
from normalizers.layout import Layout, Scheda, SubTable
from normalizers.notes import Notes, distinct, evidence_of
from normalizers.records import Evidence, Finding, Record, TableAccount, Value
from normalizers.scheda_heading import Heading, lowest, read_heading
from normalizers.text import key

ALIKE = 0.85
"""A misspelt label is still that label when it is so much alike (1 is equal)."""


@dataclass(slots=True)
class Form:
    """A form while it is read."""

    record: Record
    labels: dict[int, str] = field(default_factory=dict)
    """Column -> field of the last row of labels."""
    heading: Heading | None = None
    inside: SubTable | None = None
    """The sub-table whose header stood last."""
    announced: SubTable | None = None
    """The sub-table whose title stood last, before its header."""
    title: str = ""
    title_evidence: tuple[Evidence, ...] = ()
    group: Cell | None = None
    header_until: int = 0
    count: Counter[str] = field(default_factory=Counter)


class SchedaReader:
    """Reads forms from the blocks and tables of a document, in the order in which they are printed."""

    def __init__(self, layout: Layout, profile: Scheda, notes: Notes) -> None:
        self.layout, self.profile, self.notes = layout, profile, notes
        self.form: Form | None = None

    def read_block(self, block: Block) -> None:
        """A line of text: the title of a form, the title of a part, a note."""
        self.notes.layout, self.notes.confidence = self.layout.name, 1.0
        if self.profile.titolo.search(block.text):
            self._begin(block.text, (_block_evidence(block),))
        elif self.form is not None:
            self._read_text(self.form, block.text, (_block_evidence(block),))

    def read_table(self, table: Table, grid: Grid, above: Sequence[Block]) -> TableAccount | None:
        """The rows of a table of the form; None for a table outside a form, or one that prints nothing of it."""
        if self.form is not None and self.form.heading is not None and self.form.heading.columns != table.n_columns:
            self.form.heading = None
        if not self._is_ours(grid):
            return None
        self.notes.layout, self.notes.confidence = self.layout.name, 1.0
        if self.form is not None:
            self.form.header_until = 0
        fate: Counter[str] = Counter()
        for index, cells in enumerate(grid):
            fate[self._place_row(table, grid, index, cells)] += 1
        data, aside = fate.pop("dati", 0), fate.pop("quarantena", 0)
        return TableAccount(table.number, self.layout.name, table.n_rows, data, aside, dict(fate))

    def _is_ours(self, grid: Grid) -> bool:
        """Whether a table goes on with the form, or prints a title, a label or a header of one."""
        rows = [[cell for cell in distinct(cells) if cell.row == i and cell.text] for i, cells in enumerate(grid)]
        if any(self._is_title(own) for own in rows):
            return True
        form = self.form
        if form is None or form.heading is not None or form.labels or form.announced is not None:
            return form is not None
        return any(own and self._says_something(own) for own in rows)

    def _says_something(self, own: Sequence[Cell]) -> bool:
        """Whether a row prints a label, a header, a title of a part, or what is said of the incentive."""
        first = own[0].text
        known = self._part(first) is not None or self._is_incentive(first) or self._header_of(own) is not None
        return known or bool(self._labels(own) or self._pairs(own))

    def _is_title(self, own: Sequence[Cell]) -> bool:
        return len(own) == 1 and self.profile.titolo.search(own[0].text) is not None

    def _place_row(self, table: Table, grid: Grid, index: int, cells: list[Cell | None]) -> str:
        """Begin a form, or go on with the one that is open; returns what became of the row."""
        printed = [cell for cell in distinct(cells) if cell.row == index and cell.text]
        if self._is_title(printed):
            self._begin(printed[0].text, evidence_of(table, printed))
            return "titolo"
        if self.form is None:
            if printed:
                self.notes.put_aside(table, index, "Sta prima del titolo della scheda.", printed)
            return "quarantena" if printed else "vuota"
        return self._read_row(self.form, table, grid, index, cells)

    def finish(self) -> None:
        """Check the closed lists of the form that ends here."""
        if self.form is not None:
            self._check_codes(self.form.record, self.profile.codici)

    def _check_codes(self, record: Record, codes: dict[str, tuple[str, ...]]) -> None:
        for name, values in codes.items():
            value = str(record.fields.get(name, ""))
            if value and key(value) not in values:
                place = record.evidence[name][0]
                message = f"«{value}» non è tra i valori previsti di {name}."
                self.notes.findings.append(
                    Finding(place.page, place.table, place.row, "valore_fuori_elenco", message, place.column)
                )

    def _begin(self, title: str, where: tuple[Evidence, ...]) -> None:
        self.finish()
        number = self.profile.numero.search(title)
        fields: dict[str, Value] = dict.fromkeys(self.profile.etichette, "")
        fields |= {"scheda_n": number.group(1) if number else "", "intestazione": title}
        fields |= {"note": "", "incentivato": False, "incentivo_testo": ""}
        self.form = Form(self.notes.add("scheda", fields, {"scheda_n": where, "intestazione": where}))

    def _read_text(self, form: Form, text: str, where: tuple[Evidence, ...]) -> None:
        """A text of the form outside its tables, or a row of a table that is one text."""
        part = self._part(text)
        if part is not None:
            form.announced, form.title, form.title_evidence = part, text, where
            if part is self.profile.personale:
                form.heading, form.labels = None, {}
        elif form.announced is self.profile.fasi:
            form.title, form.title_evidence = f"{form.title} {text}", (*form.title_evidence, *where)
        elif form.announced is self.profile.personale:
            self._person(form, {form.title: text}, where)
        elif not self._incentive(form, text, where):
            _append(form.record, "note", text, where)

    def _part(self, text: str) -> SubTable | None:
        """The sub-table whose title a text is."""
        parts = (self.profile.fasi, self.profile.indicatori, self.profile.personale)
        return next((part for part in parts if key(text).startswith(part.titolo)), None)

    def _incentive(self, form: Form, text: str, where: tuple[Evidence, ...]) -> bool:
        """Keep what is said of the incentive; True when it is only that, and no note."""
        goes_on = str(form.record.fields["incentivo_testo"]).endswith(":")
        if not goes_on and not re.search(self.profile.incentivo["testo"], text):
            return False
        _append(form.record, "incentivo_testo", text, where)
        titled = re.search(self.profile.incentivo["titolo"], text) is not None
        if titled:
            form.record.fields["incentivato"] = True
            form.record.evidence["incentivato"] = where
        return titled

    def _person(self, form: Form, campi: dict[str, str], where: tuple[Evidence, ...]) -> None:
        form.count["personale"] += 1
        fields: dict[str, Value] = {
            "scheda_n": form.record.fields["scheda_n"],
            "ordinale_riga": form.count["personale"],
            "campi": campi,
        }
        self.notes.add("personale", fields, {"scheda_n": form.record.evidence["scheda_n"], "campi": where})

    def _read_row(self, form: Form, table: Table, grid: Grid, index: int, cells: list[Cell | None]) -> str:
        """Place one row of a table; returns what became of it."""
        own = [cell for cell in distinct(cells) if cell.row == index]
        printed = [cell for cell in own if cell.text]
        if index < form.header_until:
            return "intestazione"
        if not printed:
            return "vuota"
        sub_table = self._header_of(own)
        if sub_table is not None:
            self._read_header(form, sub_table, table, grid, index, own)
            return "intestazione"
        if self._part(printed[0].text) is not None:
            self._read_text(form, " ".join(cell.text for cell in printed), evidence_of(table, printed))
            return "sezione"
        if len(distinct(cells)) == 1:
            return self._read_line(form, table, printed[0], grid[index + 1 :])
        labels = self._labels(own)
        if labels:
            form.heading, form.labels = None, labels
            return "etichetta"
        pairs = self._pairs(own)
        if pairs:
            for name, cell, text in pairs:
                _append(form.record, name, text, evidence_of(table, [cell]))
            return "dati"
        if form.heading is not None:
            return self._read_entry(form, form.heading, table, cells)
        if form.announced is self.profile.personale:
            campi = {f"{form.title} {i}": cell.text for i, cell in enumerate(own, 1) if cell.text}
            self._person(form, campi, evidence_of(table, printed))
            return "dati"
        return self._read_values(form, table, index, own)

    def _header_of(self, own: Sequence[Cell]) -> SubTable | None:
        """The sub-table whose header a row is."""
        names = [key(cell.text) for cell in own]
        fasi, indicatori = self.profile.fasi, self.profile.indicatori
        if names and names[0].startswith(fasi.intestazione):
            return fasi
        targets = indicatori.campi["target"]
        has_target = any(name.startswith(targets) for name in names)
        titled = names and names[0].startswith((*indicatori.intestazione, *indicatori.titolo))
        return indicatori if titled and has_target else None

    def _read_header(
        self, form: Form, part: SubTable, table: Table, grid: Grid, index: int, own: Sequence[Cell]
    ) -> None:
        """The columns of a sub-table; a header of two rows may hold the sub-table's title over its columns."""
        if part not in (form.announced, form.inside):
            form.title, form.title_evidence = "", ()
        form.inside, form.announced, form.labels = part, None, {}
        last = max((cell.row + cell.row_span for cell in own if key(cell.text)), default=index + 1)
        # a page break may part the two rows of a header: an entry always has a text in the first column
        while last < len(grid) and not _text(grid[last], own[0].column) and any(c.text for c in distinct(grid[last])):
            last += 1
        form.header_until, form.group = last, None
        rows = grid[index:last]
        for cell in own:
            if len(rows) > 1 and cell.row + cell.row_span < last and key(cell.text).startswith(part.titolo):
                form.title, form.title_evidence = cell.text, evidence_of(table, [cell])
        form.heading = read_heading(part, lowest(rows), table, form.title, form.title_evidence)

    def _read_line(self, form: Form, table: Table, cell: Cell, following: Grid) -> str:
        """A row that is one cell: over other rows the name of their group, else a note."""
        heads_rows = bool(following) and len(distinct(following[0])) > 1
        if form.heading is not None and heads_rows and not self._is_incentive(cell.text):
            form.group = cell
        else:
            self._read_text(form, cell.text, evidence_of(table, [cell]))
        return "sezione"

    def _is_incentive(self, text: str) -> bool:
        return re.search(self.profile.incentivo["testo"], text) is not None

    def _labels(self, own: Sequence[Cell]) -> dict[int, str]:
        """Column -> field where a row holds labels; empty for a row of values."""
        found: dict[int, str] = {}
        others = 0
        for cell in own:
            name = key(cell.text)
            field_name = _label(name, self.profile.etichette)
            if field_name is not None and field_name not in found.values():
                found |= dict.fromkeys(range(cell.column, cell.column + cell.column_span), field_name)
            elif name and not name.startswith(self.profile.parti):
                others += 1
        count = len(set(found.values()))
        return found if count > others else {}

    def _pairs(self, own: Sequence[Cell]) -> list[tuple[str, Cell, str]]:
        """Field, cell and text of each value in a row whose labels stand to the left of their values, or in their
        cells before a colon; empty for other rows."""
        pairs: list[tuple[str, Cell, str]] = []
        label = ""
        for cell in own:
            head, colon, rest = cell.text.partition(":")
            name = _exactly(head, self.profile.etichette)
            if label and (name is None or rest.strip()):
                pairs.append((label, cell, cell.text))
                label = ""
            elif name is not None and colon and rest.strip():
                pairs.append((name, cell, rest.strip()))
            elif name is not None:
                label = name
            elif cell.text:
                return []
        return [pair for pair in pairs if pair[2]]

    def _read_values(self, form: Form, table: Table, index: int, own: Sequence[Cell]) -> str:
        """A row under labels: each value belongs to the label over it."""
        printed = [cell for cell in own if cell.text and not key(cell.text).startswith(self.profile.parti)]
        labelled = bool(form.labels) and all(cell.column in form.labels for cell in printed)
        if not labelled and printed and self._is_incentive(printed[0].text):
            self._incentive(form, " | ".join(cell.text for cell in printed), evidence_of(table, printed))
            return "dati"
        if not labelled:
            self.notes.put_aside(table, index, "Nessuna etichetta sopra il valore.", own)
            return "quarantena"
        for cell in printed:
            _append(form.record, form.labels[cell.column], cell.text, evidence_of(table, [cell]))
        return "dati"

    def _read_entry(self, form: Form, heading: Heading, table: Table, cells: list[Cell | None]) -> str:
        """A row of the phases or of the indicators."""
        printed = [cell for cell in distinct(cells) if cell.text]
        if self._is_incentive(printed[0].text) and form.inside is not self.profile.fasi:
            self._incentive(form, " | ".join(cell.text for cell in printed), evidence_of(table, printed))
            return "dati"
        if form.inside is self.profile.fasi:
            self._add_phase(form, heading, table, cells)
        else:
            self._add_indicator(form, heading, table, cells)
        return "dati"

    def _add_phase(self, form: Form, heading: Heading, table: Table, cells: list[Cell | None]) -> None:
        form.count["fase"] += 1
        row = {"descrizione": cells[heading.first], "gruppo": form.group}
        row |= {name: cells[column] for name, column in heading.fields.items()}
        fields, evidence = _fields(table, row)
        fields |= {"scheda_n": form.record.fields["scheda_n"], "fase_ordinale": form.count["fase"]}
        fields |= {"tempi_titolo": heading.title, "blocco": heading.block, "settore": fields.get("settore", "")}
        evidence |= {"scheda_n": form.record.evidence["scheda_n"], "blocco": heading.evidence["blocco"]}
        evidence |= {"tempi_titolo": heading.title_evidence}
        fields["intestazioni_tempo"], fields["marcature"] = heading.time_texts, _texts(cells, heading.times)
        evidence["intestazioni_tempo"] = heading.evidence["tempi"]
        evidence["marcature"] = _where(table, cells, heading.times)
        self._finish(form, table, "fase", fields, evidence, cells, heading)

    def _add_indicator(self, form: Form, heading: Heading, table: Table, cells: list[Cell | None]) -> None:
        form.count["indicatore"] += 1
        row = {"tipologia": cells[heading.first], "gruppo": form.group}
        row |= {{"target": "target_raw"}.get(name, name): cells[column] for name, column in heading.fields.items()}
        fields, evidence = _fields(table, row)
        for name in ("descrizione", "target_raw"):
            fields.setdefault(name, "")
        fields |= {"scheda_n": form.record.fields["scheda_n"], "indicatore_ordinale": form.count["indicatore"]}
        fields["intestazione_target"] = heading.target_text
        fields["intestazioni_verifica"] = heading.time_texts
        years = [re.search(r"\d{4}", text) for text in heading.time_texts]
        checks = zip(years, _texts(cells, heading.times), strict=True)
        fields["verifiche"] = {year.group(): text for year, text in checks if year}
        evidence |= {"scheda_n": form.record.evidence["scheda_n"], "intestazione_target": heading.evidence["target"]}
        evidence |= {
            "intestazioni_verifica": heading.evidence["tempi"],
            "verifiche": _where(table, cells, heading.times),
        }
        self._finish(form, table, "indicatore", fields, evidence, cells, heading)

    def _finish(
        self,
        form: Form,
        table: Table,
        kind: str,
        fields: dict[str, Value],
        evidence: dict[str, tuple[Evidence, ...]],
        cells: list[Cell | None],
        heading: Heading,
    ) -> None:
        fields["annotazione"] = " ".join(text for text in _texts(cells, heading.notes) if text)
        evidence["annotazione"] = _where(table, cells, heading.notes)
        record = self.notes.add(kind, fields, {name: places for name, places in evidence.items() if places})
        if form.inside is not None:
            self._check_codes(record, form.inside.codici)
            for name, about in form.inside.bersagli.items():
                self.notes.has_target(
                    record, name, [str((form.record.fields | fields).get(field, "")) for field in about]
                )


def _block_evidence(block: Block) -> Evidence:
    return Evidence(block.page, block.box, block.text, "testo", 1.0)


def _append(record: Record, name: str, text: str, where: tuple[Evidence, ...]) -> None:
    before = record.fields[name]
    record.fields[name] = f"{before} {text}" if before else text
    record.evidence[name] = (*record.evidence.get(name, ()), *where)


def _label(name: str, labels: dict[str, tuple[str, ...]]) -> str | None:
    """The field whose label this is, misspelt or not."""
    if not name:
        return None
    fields = {label: field_name for field_name, names in labels.items() for label in names}
    close = difflib.get_close_matches(name, fields, 1, ALIKE)
    return fields[close[0]] if close else None


def _exactly(text: str, labels: dict[str, tuple[str, ...]]) -> str | None:
    """The field whose label this is to the letter."""
    name = key(text)
    return next((field_name for field_name, names in labels.items() if name in names), None)


def _text(cells: Sequence[Cell | None], column: int) -> str:
    return cell.text if (cell := cells[column]) is not None else ""


def _fields(table: Table, row: dict[str, Cell | None]) -> tuple[dict[str, Value], dict[str, tuple[Evidence, ...]]]:
    fields: dict[str, Value] = {name: cell.text if cell else "" for name, cell in row.items()}
    return fields, {name: evidence_of(table, [cell]) for name, cell in row.items() if cell and cell.text}


def _texts(cells: Sequence[Cell | None], columns: Sequence[int]) -> list[str]:
    return [_text(cells, column) for column in columns]


def _where(table: Table, cells: Sequence[Cell | None], columns: Sequence[int]) -> tuple[Evidence, ...]:
    """Where the cells of a list stand, blank ones too: a quarter without a mark is printed as well."""
    chosen: Iterator[Cell] = (cell for column in columns if (cell := cells[column]) is not None)
    return evidence_of(table, chosen)
