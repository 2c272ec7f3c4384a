"""Small readings of made-up acts of a made-up municipality (Comune di Borgo Inventato), loaded."""

import hashlib
from dataclasses import replace

import warehouse
from extractors.model import Block, Cell, PageAccount, Place, Segment, Table
from normalizers.records import (
    Component,
    CountCheck,
    Evidence,
    Finding,
    Reading,
    Record,
    SetAside,
    TableAccount,
)

BODY = {"ente": "Comune di Borgo Inventato", "tipo": "determinazione", "numero": "7", "anno": "2020"}


def rows(con, query):
    return con.execute(query).fetchall()


def document(name="piano.pdf", content=None, **metadata):
    sha256 = hashlib.sha256((content or name).encode()).hexdigest()
    return warehouse.Document(name, sha256, 1000, 2, warehouse.Metadata(**{**BODY, **metadata}))


def record(kind, ordinal, targets=None, **fields):
    """A record whose fields stand one under the other on page 2 (table 1, row = ordinal)."""
    evidence = {
        name: (Evidence(2, (10.0, 20.0 * n, 110.0, 20.0 * n + 15), str(value), "reticolo", 0.9, 1, ordinal, n),)
        for n, (name, value) in enumerate(fields.items())
        if value not in ("", [], {})
    }
    return Record(kind, ordinal, fields, evidence, targets or {})


def objective(ordinal, n, title, direzione="Direzione Alfa", people=(("Bianchi", "Ada", "Area Uno"),)):
    responsible = [{"cognome": c, "nome": f, "unita_organizzativa": u} for c, f, u in people]
    return record(
        "obiettivo",
        ordinal,
        tipo="F" if "." in n else "OD",
        n=n,
        titolo=title,
        direzione=direzione,
        sezione_direzione=direzione.upper(),
        responsabili=responsible,
    )


def kpi(ordinal, n, text, target, *components, number=1, direzione="Direzione Alfa", source="Registro", actions=()):
    return record(
        "kpi",
        ordinal,
        {"target_raw": components},
        obiettivo_n=n,
        tipo="F" if "." in n else "OD",
        direzione=direzione,
        kpi_ordinale=number,
        responsabile_cognome="Bianchi",
        responsabile_nome="Ada",
        unita_organizzativa="Area Uno",
        kpi=text,
        descrizione="",
        target_raw=target,
        fonte=source,
        azioni_raw=" ".join(actions),
        azioni=list(actions),
    )


def reading(records, version="1", year=2020, set_aside=(), findings=()):
    page = PageAccount(2, 600.0, 800.0, 0, "pdfplumber", 100, 80, 15, 5, 0, 0, ("7",), (), "testo")
    cells = (
        Cell(0, 0, 1, 2, (Place(2, (1.0, 2.0, 3.0, 4.0)),), ("Testata",), "Testata"),
        Cell(1, 0, 2, 1, (Place(2, (1.0, 4.0, 3.0, 6.0)), Place(3, (1.0, 0.0, 3.0, 2.0))), ("a",), "a", 0.8),
    )
    segments = (Segment(2, (1.0, 2.0, 3.0, 6.0), 0, 1, 0), Segment(3, (1.0, 0.0, 3.0, 2.0), 2, 2, 1))
    return Reading(
        sha256="",
        version=version,
        year=year,
        pages=(page,),
        tables=(Table(1, "reticolo", 3, 2, cells, segments),),
        blocks=(Block(2, (5.0, 6.0, 7.0, 8.0), "testo", "Premesso che"),),
        records=list(records),
        set_aside=list(set_aside),
        findings=list(findings),
        accounts=[TableAccount(1, "allegato", 3, 1, 1, {"intestazione": 1})],
        counts=[CountCheck("kpi", 1, 1, "riga di KPI")],
    )


def plan():
    """Two objectives, one with a phase; three KPIs, the first with two parts."""
    two_parts = (
        Component("soglia", ">=", 300.0, oggetto="associazioni", verso="crescente"),
        Component("soglia", ">=", 1500.0, oggetto="voucher", verso="crescente"),
    )
    return [
        objective(1, "1", "Biblioteche aperte"),
        kpi(2, "1", "Adesioni", "Almeno 300 associazioni e 1500 voucher", *two_parts, actions=("a) bando", "b) avvio")),
        objective(3, "1.1", "Orario serale"),
        kpi(4, "1.1", "Apertura serale", "31/12/2020", Component("data", scadenza="2020-12-31")),
        objective(5, "2", "Verde curato", "Direzione Beta", (("Neri", "Ugo", ""), ("Verdi", "Eva", "Area Due"))),
        kpi(
            6,
            "2",
            "Alberi",
            "vedi fasi",
            Component("non_interpretato", motivo="Rimanda ad altro"),
            direzione="Direzione Beta",
            source="",
        ),
    ]


def load(con, doc=None, records=None, **options):
    doc = doc or document()
    run_id = warehouse.begin_run(con, "0.1")
    read = replace(reading(plan() if records is None else records, **options), sha256=doc.sha256)
    warehouse.stage(con, doc, read)
    loaded = warehouse.load(con, run_id, doc, "caricato")
    warehouse.load_printed(con, doc.ente_id)
    return loaded


def set_aside():
    return SetAside(2, 1, 9, "Riga senza numero", '["?"]')


def finding():
    return Finding(2, 1, 3, "valore_non_previsto", "Tipo 'X' fuori elenco")


def scheda(ordinal, n, **fields):
    """Fields that a test does not name are printed empty."""
    return record("scheda", ordinal, scheda_n=n, incentivato=False, **fields)
