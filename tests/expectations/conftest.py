"""Frames of a made-up act of a made-up municipality, as the warehouse stages them, and of its star."""

import pandas as pd
import pytest

from warehouse.catalogue import catalogue

EMPTY = {"INTEGER": 1, "BIGINT": 1, "DOUBLE": 1.0, "BOOLEAN": False, "VARCHAR": "", "DATE": pd.Timestamp("2020-01-01")}
ATTO = "0123456789abcdef"


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
            row |= {"ordinale": ordinal, "evidenza_id": f"e{ordinal}"}
        found[name] = frame(f"pubblicato.{name}", rows)
    return found


def evidence(tables):
    lines, fields = [], []
    for name, table in tables.items():
        for row in table.to_dict("records"):
            key = {c: row[c] for c in ("evidenza_id", "ordinale")} | {"tabella_pubblicata": name, "pagina": 1}
            lines.append(key)
            printed = {c: value for c, value in row.items() if value not in ("", [], None)}
            fields += [
                {**key, "campo": c, "n": 1, "tabella": 1, "testo": f"{v} -\n", "confidenza": 1.0}
                for c, v in printed.items()
            ]
    return {"riga": frame("evidenze.riga", lines), "campo": frame("evidenze.campo", fields)}


@pytest.fixture
def staged():
    tables = published()
    pages = [{"pagina": p, "segni": 100, "in_celle": 80, "in_testo": 15, "in_arredo": 5, "residuo": 0} for p in (1, 2)]
    counts = [
        {"tabella_pubblicata": name, "trovate": len(tables[name]), "attese": len(tables[name]), "modo": "righe"}
        for name in ("obiettivo", "kpi", "scheda")
    ]
    accounts = [
        {
            "tabella": t,
            "tracciato": "prova",
            "righe": 12,
            "dati": 10,
            "quarantena": 0,
            "non_dati": {"intestazione": 1, "vuota": 1},
        }
        for t in (1, 2)
    ]
    targets = [
        {
            "evidenza_id": row,
            "tabella_pubblicata": "kpi",
            "campo": "target_raw",
            "parte": 1,
            "genere": "soglia",
            "operatore": ">",
            "valore": 70.0,
            "ordinale": n,
        }
        for row, n in zip(tables["kpi"]["evidenza_id"], tables["kpi"]["ordinale"], strict=True)
    ]
    return {
        **tables,
        **evidence(tables),
        "blocco_testo": frame("pubblicato.blocco_testo", [{"ordinale": 1, "genere": "testo", "testo": "Premesso"}]),
        "pagina": frame("qualita.pagina", pages),
        "conteggi": frame("qualita.conteggi", counts),
        "tabella": frame("qualita.tabella", accounts),
        "target": frame("staging.target", targets),
        "quarantena": pd.DataFrame(columns=[c.name for c in catalogue()["qualita.quarantena"].columns]),
    }


@pytest.fixture
def star():
    rows = {
        "dim_ente": [{"denominazione": "Comune di Esempio (inventato)"}],
        "dim_atto": [
            {"atto_id": "a1", "versione": 1, "corrente": False, "sostituisce_id": None, "dettaglia_id": None},
            {"atto_id": "a2", "versione": 2, "corrente": True, "sostituisce_id": "a1", "dettaglia_id": None},
        ],
        "dim_struttura": [{"struttura_id": "s", "livello": "settore", "denominazione": "S", "padre_id": None}],
        "dim_persona": [{"persona_id": "p", "nominativo": "Anna Prova"}],
        "dim_obiettivo": [
            {"obiettivo_id": "o1", "tipo": "OD", "padre_id": None, "struttura_id": "s", "missione_programma_id": None},
            {"obiettivo_id": "o2", "tipo": "F", "padre_id": "o1", "struttura_id": "s", "missione_programma_id": None},
        ],
        "dim_indicatore": [{"indicatore_id": "i", "obiettivo_id": "o2", "campo_target": "target_raw"}],
        "fact_target": [
            {"target_id": f"t{n}", "indicatore_id": "i", "parte": n, "genere": "soglia", "operatore": ">"}
            for n in (1, 2)
        ],
        "fact_assegnazione": [{"obiettivo_id": "o1", "persona_id": "p", "struttura_id": "s", "ruolo": "responsabile"}],
        "fact_peso": [
            {"componente": "c", "voce": v, "percentuale": p, "totale": 5.0}
            for v, p in (("x", 1.67), ("y", 1.66), ("z", 1.67))
        ],
    }
    filled = {
        "ente_id": "e",
        "atto_logico_id": "l",
        "atto_logico": "l",
        "atto_id": "a2",
        "evidenza_id": "ev",
        "tabella_pubblicata": "kpi",
        "nome_file": "a.pdf",
        "sha256": "0",
        "acquisito_il": pd.Timestamp("2026-01-01", tz="UTC"),
    }
    return {name: frame(f"main.{name}", [{**filled, **row} for row in lines]) for name, lines in rows.items()}
