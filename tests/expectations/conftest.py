"""Frames of a made-up act of a made-up municipality, as the warehouse stages them, and of its star."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

import warehouse
from extractors import extract
from normalizers import normalize
from warehouse.catalogue import catalogue

PDF = Path(__file__).parents[2] / "data" / "raw" / "esempio" / "comune-di-fantasia-pdo-2020.pdf"
EMPTY = {"INTEGER": 1, "BIGINT": 1, "DOUBLE": 1.0, "BOOLEAN": False, "VARCHAR": "", "DATE": pd.Timestamp("2020-01-01")}
SHA256 = "0123456789abcdef" * 4
ATTO = SHA256[:16]
APART = {"evidenza_id", "ordinale", "layout", "grid", "pagina", "tabella"}
TARGET = {"testo": "300 voci e 20 atti", "operatore": "", "valore_max": None, "scadenza": None}
OLD, NEW = "a1" * 8, "a2" * 8
WIDTH, HEIGHT = 600.0, 800.0
DOCUMENT = {
    "atto_logico": "l",
    "atto_logico_id": "l",
    "ente_id": "e",
    "nome_file": "a.pdf",
    "sha256": SHA256,
    "versione_lettura": "1",
    "acquisito_il": pd.Timestamp("2026-01-01"),
    "anno": 2020,
    "pagine": 2,
}


def frame(qualified, rows):
    """Rows with every column of the catalogue; what a row doesn't say is empty."""
    columns = catalogue()[qualified].columns
    blank = {c.name: [] if c.type.endswith("[]") else EMPTY.get(c.type) for c in columns}
    return pd.DataFrame([{**blank, "atto_id": ATTO, **row} for row in rows])[[c.name for c in columns]]


def objectives():
    return [
        {"direzione": d, "n": n, "tipo": "F" if "." in n else "OD", "titolo": f"Obiettivo {n}"}
        for d in ("Direzione Alfa", "Direzione Beta")
        for n in ("1", "1.1", "2")
    ]


def kpis():
    return [
        {
            "direzione": o["direzione"],
            "obiettivo_n": o["n"],
            "tipo": o["tipo"],
            "kpi_ordinale": i,
            "kpi": "Pratiche concluse",
            "target_raw": "> 70%",
            "azioni": ["a) avvio", "b) chiusura"],
        }
        for o in objectives()
        for i in (1, 2)
    ]


def records():
    sheets = [{"scheda_n": n, "titolo": f"Scheda {n}", "incentivato": False} for n in ("1", "2")]
    phases = [
        {
            "scheda_n": n,
            "fase_ordinale": i,
            "descrizione": "Fase",
            "intestazioni_tempo": ["I", "II"],
            "marcature": ["X", ""],
        }
        for n in ("1", "2")
        for i in (1, 2, 3)
    ]
    indicators = [{"scheda_n": "1", "indicatore_ordinale": i, "descrizione": "Ore", "target_raw": "10"} for i in (1, 2)]
    staff = [{"scheda_n": "1", "ordinale_riga": 1, "campi": {"Nome": "Anna Prova"}}]
    matrix = [{"obiettivo_gestionale": "Verde", "missione_codice": "09", "programma_codice": "02", "routinario": True}]
    generic = [{"pagina": 2, "tabella": 2, "grid": "[[]]"}]
    return {
        "obiettivo": objectives(),
        "kpi": kpis(),
        "scheda": sheets,
        "fase": phases,
        "indicatore": indicators,
        "personale": staff,
        "riga_peg": matrix,
        "tabella_generica": generic,
    }


def published():
    found, ordinal = {}, 0
    for name, rows in records().items():
        for row in rows:
            ordinal += 1
            row |= {"ordinale": ordinal, "evidenza_id": f"e{ordinal}", "layout": "prova"}
        found[name] = frame(f"pubblicato.{name}", rows)
    return found


def box(row, column):
    """Of a cell in a grid of small cells."""
    sides = {"x0": 10.0 + 20 * column, "alto": 10.0 + 10 * row, "x1": 30.0 + 20 * column, "basso": 20.0 + 10 * row}
    return {name: round(side, 2) for name, side in sides.items()}


def text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = list(value.values())
    return " ".join(map(text, value)) if isinstance(value, list) else ""


def printed(row):
    """The fields of a record that are texts, with what is printed in their cells."""
    return {c: f"{text(v)} -\n" for c, v in row.items() if c not in APART and c != "atto_id" and text(v).strip()}


def evidence(tables):
    """A record stands in one row of table 1, below its header; a whole table has no fields."""
    lines, fields, cells = [], [], []
    records = [(name, row) for name, table in tables.items() for row in table.to_dict("records")]
    kept = {"pagina": 2, "box": box(0, 0)}
    width = max(len(printed(row)) for _, row in records)
    for name, row in records:
        r = row["ordinale"]
        key = {c: row[c] for c in ("evidenza_id", "ordinale")} | {"tabella_pubblicata": name}
        places = printed(row)
        for n, (field, words) in enumerate(places.items()):
            where = {"pagina": 1, "tabella": 1, "riga": r, "colonna": n}
            fields.append({**key, **where, "campo": field, "n": 1, "box": box(r, n), "testo": words})
        whole = {"x0": 10.0, "alto": 10.0 + 10 * r, "x1": 10.0 + 20 * len(places), "basso": 20.0 + 10 * r}
        lines.append({**key, **({"pagina": 1, "box": whole} if places else kept)})
    words = {(field["riga"], field["colonna"]): field["testo"] for field in fields}
    for r, c in ((r, c) for r in range(len(records) + 1) for c in range(width)):
        cells.append({"tabella": 1, "riga": r, "colonna": c, "testo": words.get((r, c), ""), "pagina": 1} | box(r, c))
    cells.append({"tabella": 2, "riga": 0, "colonna": 0, "testo": "", "pagina": 2} | box(0, 0))
    return {
        name: frame(f"evidenze.{name}", rows) for name, rows in (("riga", lines), ("campo", fields), ("cella", cells))
    }


def accounts(records, width):
    first = {"tabella": 1, "tracciato": "prova", "righe": records + 2, "colonne": width, "dati": records}
    first |= {"quarantena": 0, "non_dati": {"intestazione": 1, "vuota": 1}, "prima_pagina": 1, "ultima_pagina": 1}
    second = {"tabella": 2, "tracciato": "generica", "righe": 1, "colonne": 1, "dati": 1, "quarantena": 0}
    second |= {"non_dati": {}, "prima_pagina": 2, "ultima_pagina": 2}
    return [first, second]


@pytest.fixture
def staged():
    tables = published()
    places = evidence(tables)
    page = {"larghezza": WIDTH, "altezza": HEIGHT, "segni": 100, "in_arredo": 0, "residuo": 0}
    pages = [
        {**page, "pagina": 1, "in_celle": 92, "in_testo": 8},
        {**page, "pagina": 2, "in_celle": 100, "in_testo": 0},
    ]
    counts = [
        {"tabella_pubblicata": name, "trovate": len(tables[name]), "attese": len(tables[name]), "modo": "righe"}
        for name in ("obiettivo", "kpi", "scheda")
    ]
    targets = [
        {
            "evidenza_id": row["evidenza_id"],
            "tabella_pubblicata": name,
            "campo": field,
            "parte": 1,
            "genere": "soglia" if row[field] else "assente",
            "testo": row[field],
            "operatore": ">" if ">" in row[field] else "",
            "valore": {"> 70%": 70.0, "10": 10.0}.get(row[field]),
            "valore_max": None,
            "unita": "%" if "%" in row[field] else "",
            "scadenza": None,
            "ordinale": row["ordinale"],
        }
        for name, fields in (
            ("kpi", ["target_raw"]),
            ("indicatore", ["target_raw"]),
            ("riga_peg", ["target_dup", "target_peg"]),
        )
        for row in tables[name].to_dict("records")
        for field in fields
    ]
    block = {"ordinale": 1, "pagina": 1, "genere": "testo", "testo": "Premesso", "box": box(70, 1)}
    return {
        **tables,
        **places,
        "versione": frame("evidenze.versione", [DOCUMENT]),
        "blocco_testo": frame("pubblicato.blocco_testo", [block]),
        "pagina": frame("qualita.pagina", pages),
        "conteggi": frame("qualita.conteggi", counts),
        "tabella": frame("qualita.tabella", accounts(len(places["riga"]) - 1, places["cella"]["colonna"].max() + 1)),
        "target": frame("staging.target", targets),
        "quarantena": pd.DataFrame(columns=[c.name for c in catalogue()["qualita.quarantena"].columns]),
    }


@pytest.fixture
def star():
    rows = {
        "dim_ente": [{"denominazione": "Comune di Esempio (inventato)"}],
        "dim_atto": [
            {
                "atto_id": OLD,
                "sha256": OLD * 4,
                "versione": 1,
                "corrente": False,
                "sostituisce_id": None,
                "dettaglia_id": None,
            },
            {
                "atto_id": NEW,
                "sha256": NEW * 4,
                "versione": 2,
                "corrente": True,
                "sostituisce_id": OLD,
                "dettaglia_id": None,
            },
        ],
        "dim_struttura": [{"struttura_id": "s", "livello": "settore", "denominazione": "S", "padre_id": None}],
        "dim_persona": [{"persona_id": "p", "nominativo": "Anna Prova"}],
        "dim_obiettivo": [
            {
                "obiettivo_id": "o1",
                "tipo": "OD",
                "padre_id": None,
                "struttura_id": "s",
                "missione_programma_id": None,
                "evidenza_id": "ev1",
            },
            {"obiettivo_id": "o2", "tipo": "F", "padre_id": "o1", "struttura_id": "s", "missione_programma_id": None},
        ],
        "dim_indicatore": [
            {"indicatore_id": "i", "obiettivo_id": "o2", "campo_target": "target_raw", "target": "300 voci e 20 atti"}
        ],
        "fact_target": [
            {"target_id": f"t{n}", "indicatore_id": "i", "parte": n, "genere": "soglia", "valore": value} | TARGET
            for n, value in ((1, 300.0), (2, 20.0))
        ],
        "fact_assegnazione": [{"obiettivo_id": "o1", "persona_id": "p", "struttura_id": "s", "ruolo": "responsabile"}],
        "fact_peso": [
            {"componente": "c", "voce": v, "percentuale": p, "totale": 5.0, "evidenza_id": v}
            for v, p in (("x", 1.67), ("y", 1.66), ("z", 1.67))
        ],
    }
    filled = {
        "ente_id": "e",
        "atto_logico_id": "l",
        "atto_logico": "l",
        "atto_id": NEW,
        "evidenza_id": "ev",
        "struttura_versione_id": None,
        "tabella_pubblicata": "kpi",
        "nome_file": "a.pdf",
        "sha256": "0",
        "acquisito_il": pd.Timestamp("2026-01-01", tz="UTC"),
    }
    return {name: frame(f"main.{name}", [{**filled, **row} for row in lines]) for name, lines in rows.items()}


@pytest.fixture(scope="session")
def reading():
    """Of the example of `data/raw/esempio`."""
    return normalize(extract(PDF))


@pytest.fixture(scope="session")
def document(reading):
    content = PDF.read_bytes()
    facts = warehouse.Metadata(ente="Comune di Fantasia (inventato)", tipo="piano", numero="1", anno="2020")
    return warehouse.Document(PDF.name, hashlib.sha256(content).hexdigest(), len(content), len(reading.pages), facts)
