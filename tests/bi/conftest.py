"""Two nights of a made-up municipality (Comune di Borgo Inventato), published whole and without names."""

import hashlib
from datetime import datetime
from types import SimpleNamespace

import pytest

import warehouse
from extractors.model import PageAccount
from normalizers.records import Component, Evidence, Reading, Record, SetAside, TableAccount

BODY = {"ente": "Comune di Borgo Inventato", "tipo": "determinazione", "anno": "2020"}
PLAN, SECOND = "piano.pdf", "secondo.pdf"
RULES = """
ente = "Comune di Borgo Inventato"
anno = 2020
atto = "Determinazione inventata n. 7"

[[regola]]
regola = "B1"
componente = "obiettivi_direzione"
parametro = "peso"
valore = "60"
pagina = 2
testo = "Gli obiettivi danno il 60 % della retribuzione di risultato"

[[regola]]
regola = "B2"
componente = "obiettivi_direzione"
parametro = "soglia_minima"
valore = "0.50"
pagina = 2
testo = "Sotto il 50 % un obiettivo non dà quota"
"""
VALUES = {"Adesioni": "240", "Orario": "sì", "Sedi": "40"}


def document(name, **metadata):
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return warehouse.Document(name, sha256, 1000, 1, warehouse.Metadata(**BODY, **metadata))


def record(kind, ordinal, targets=None, **fields):
    evidence = {
        name: (Evidence(1, (10.0, 20.0 * n, 110.0, 20.0 * n + 15), str(value), "reticolo", 1.0, 1, ordinal, n),)
        for n, (name, value) in enumerate(fields.items())
        if value not in ("", [])
    }
    return Record(kind, ordinal, fields, evidence, targets or {})


def objective(ordinal, n, title, direzione, **fields):
    people = [{"cognome": "Bianchi", "nome": "Ada", "unita_organizzativa": "Area Uno"}]
    kind = "F" if "." in n else "OD"
    return record(
        "obiettivo", ordinal, tipo=kind, n=n, titolo=title, direzione=direzione, responsabili=people, **fields
    )


def kpi(ordinal, n, text, target, component, direzione, number=1, source="Registro"):
    return record(
        "kpi",
        ordinal,
        {"target_raw": (component,)},
        obiettivo_n=n,
        tipo="F" if "." in n else "OD",
        direzione=direzione,
        kpi_ordinale=number,
        kpi=text,
        target_raw=target,
        fonte=source,
    )


def at_least(value):
    return Component("soglia", ">=", value, verso="crescente")


def plan():
    """Alfa is measured, one objective below the threshold; Beta can't be worked out; Gamma waits. One is only named."""
    by_year_end = Component("data", scadenza="2020-12-31")
    unread = Component("non_interpretato", motivo="Rimanda ad altro")
    return [
        objective(1, "1", "Biblioteche aperte", "Direzione Alfa", obiettivo_operativo="Città che legge"),
        kpi(2, "1", "Adesioni", ">= 300", at_least(300.0), "Direzione Alfa"),
        kpi(3, "1", "Orario", "31/12/2020", by_year_end, "Direzione Alfa", number=2),
        objective(4, "1.1", "Orario serale", "Direzione Alfa"),
        kpi(5, "1.1", "Sere", ">= 10", at_least(10.0), "Direzione Alfa"),
        objective(6, "2", "Scuole calde", "Direzione Alfa"),
        kpi(7, "2", "Sedi", ">= 100", at_least(100.0), "Direzione Alfa"),
        objective(8, "1", "Verde curato", "Direzione Beta"),
        kpi(9, "1", "Alberi", "vedi fasi", unread, "Direzione Beta", source=""),
        objective(10, "1", "Orti di quartiere", "Direzione Gamma"),
        kpi(11, "1", "Orti", ">= 5", at_least(5.0), "Direzione Gamma"),
        kpi(12, "1", "Famiglie", ">= 50", at_least(50.0), "Direzione Gamma", number=2),
    ]


def reading(doc, records, set_aside=()):
    page = PageAccount(1, 600.0, 800.0, 0, "pdfplumber", 100, 80, 15, 4, 1, 2, (), (), "testo")
    rows = len(records) + len(set_aside) + 1
    return Reading(
        sha256=doc.sha256,
        version="1",
        year=2020,
        pages=(page,),
        tables=(),
        blocks=(),
        records=records,
        set_aside=list(set_aside),
        findings=[],
        accounts=[TableAccount(1, "allegato", rows, len(records), len(set_aside), {"intestazione": 1})],
        counts=[],
    )


def load(con, run, doc, state, records, set_aside=()):
    warehouse.stage(con, doc, reading(doc, records, set_aside))
    warehouse.load(con, run, doc, state)


def outcome(satisfied, severity):
    return SimpleNamespace(
        suite="obiettivo", aspettativa="chiave", livello="documento", esito=satisfied, gravita=severity,
        osservato="", dettaglio="",
    )  # fmt: skip


def first_night(con):
    run = warehouse.begin_run(con, "0.1")
    load(con, run, document(PLAN), "parziale", plan(), [SetAside(1, 1, 13, "Riga senza numero", '["?"]')])
    outcomes = [outcome(True, "blocca_documento"), outcome(False, "avviso")]
    warehouse.record_outcomes(con, run, [(document(PLAN), outcomes)])
    warehouse.set_aside_document(con, run, document(SECOND), "Il file è troncato")
    warehouse.record_outcomes(con, run, [(None, [outcome(True, "blocca_pubblicazione")])])
    warehouse.end_run(con, run, "riuscita")


def second_night(con):
    run = warehouse.begin_run(con, "0.1")
    warehouse.record_unchanged(con, run, [document(PLAN)])
    load(con, run, document(SECOND, numero="8"), "caricato", [objective(1, "1", "Mercati", "Direzione Alfa")])
    warehouse.record_outcomes(con, run, [(document(SECOND), [outcome(False, "blocca_documento")])])
    warehouse.record_outcomes(con, run, [(None, [outcome(True, "blocca_pubblicazione")])])
    warehouse.end_run(con, run, "riuscita")


def measure(con, folder):
    keys = dict(con.execute("select testo, indicatore_id from dim_indicatore").fetchall())
    lines = [f"{keys[text]};{value};31/12/2020;Registro" for text, value in VALUES.items()]
    path = folder / "valori.csv"
    path.write_text("\n".join(["indicatore_id;valore;data;fonte", *lines]), encoding="utf-8")
    assert warehouse.load_results(con, path).errors == []


@pytest.fixture(scope="session")
def curated(tmp_path_factory):
    """A curated folder: `schedario.duckdb`, `parquet/`, `senza_nomi/`. Not to be written to."""
    folder = tmp_path_factory.mktemp("bi")
    (folder / "regole.toml").write_text(RULES, encoding="utf-8")
    con = warehouse.connect(folder / "lavoro.duckdb")
    warehouse.load_rules(con, [folder / "regole.toml"])
    for day, night in enumerate((first_night, second_night), 1):
        with pytest.MonkeyPatch.context() as patch:
            for module in ("runs", "quarantine"):
                patch.setattr(f"warehouse.{module}.now", lambda day=day: datetime(2031, 2, day, 1, 30))
            night(con)
    measure(con, folder)
    con.close()
    warehouse.publish(folder / "lavoro.duckdb", folder / "curated", pseudonym_key=bytes(range(32)))
    return folder / "curated"


@pytest.fixture(scope="session", params=["whole", "senza_nomi"])
def edition(request, curated):
    """Both editions, one after the other."""
    return curated if request.param == "whole" else curated / "senza_nomi"
