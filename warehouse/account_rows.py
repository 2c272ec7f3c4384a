"""What a reading says of itself, as rows of schema `qualita`: conservation, counts, findings, what was set aside."""

from __future__ import annotations

from collections import Counter

from extractors.model import PageAccount, Table
from normalizers.records import Finding, Reading, SetAside, TableAccount
from warehouse.documents import Document, key
from warehouse.frames import Row


def account_rows(document: Document, reading: Reading) -> dict[str, list[Row]]:
    """Rows by table, without `atto_id`."""
    tables = {table.number: table for table in reading.tables}
    return {
        "qualita.quarantena": _all_set_aside(document, reading.set_aside),
        "qualita.pagina": [_page(account) for account in reading.pages],
        "qualita.tabella": [_table(account, tables.get(account.table)) for account in reading.accounts],
        "qualita.rilievo": [_finding(n, finding) for n, finding in enumerate(reading.findings, 1)],
        "qualita.conteggi": [
            {"tabella_pubblicata": c.kind, "trovate": c.found, "attese": c.expected, "modo": c.how}
            for c in reading.counts
        ],
    }


def _all_set_aside(document: Document, items: list[SetAside]) -> list[Row]:
    """A key says where the row stands, so that it stays when another one leaves; rows without a place are counted."""
    seen: Counter[tuple[int | None, ...]] = Counter()
    rows = []
    for item in items:
        place = (item.page, item.table, item.row)
        seen[place] += 1
        rows.append(_set_aside(key(document.atto_id, "quarantena", *place, seen[place]), document, item))
    return rows


def _set_aside(quarantena_id: str, document: Document, item: SetAside) -> Row:
    return {
        "quarantena_id": quarantena_id,
        "nome_file": document.nome_file,
        "pagina": item.page,
        "tabella": item.table,
        "riga": item.row,
        "motivo": item.reason,
        "contenuto": item.content,
    }


def _finding(n: int, finding: Finding) -> Row:
    return {
        "n": n,
        "pagina": finding.page,
        "tabella": finding.table,
        "riga": finding.row,
        "colonna": finding.column,
        "codice": finding.code,
        "messaggio": finding.message,
    }


def _page(account: PageAccount) -> Row:
    return {
        "pagina": account.page,
        "larghezza": account.width,
        "altezza": account.height,
        "rotazione": account.rotation,
        "motore": account.engine,
        "segni": account.glyphs,
        "in_celle": account.in_cells,
        "in_testo": account.in_blocks,
        "in_arredo": account.in_furniture,
        "residuo": account.residue,
        "nascosti": account.hidden,
        "numeri_solo_celle": list(account.numbers_only_in_cells),
        "numeri_solo_testo": list(account.numbers_only_in_text),
    }


def _table(account: TableAccount, table: Table | None) -> Row:
    pages = [segment.page for segment in table.segments] if table else []
    return {
        "tabella": account.table,
        "tracciato": account.layout,
        "motore": table.engine if table else None,
        "prima_pagina": min(pages, default=None),
        "ultima_pagina": max(pages, default=None),
        "righe": account.rows,
        "colonne": table.n_columns if table else None,
        "dati": account.data,
        "quarantena": account.set_aside,
        "non_dati": list(account.non_data.items()),
    }
