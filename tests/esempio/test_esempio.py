"""The made-up example from the PDF to the scores: every figure below is worked out by hand from plan and results."""

from pathlib import Path

import pdfplumber
import pytest
from typeset import typeset

import warehouse
from extractors import extract
from normalizers import normalize

FOLDER = Path(__file__).parents[2] / "data" / "raw" / "esempio"
PDF = FOLDER / "comune-di-fantasia-pdo-2020.pdf"
RESULTS = FOLDER / "comune-di-fantasia-pdo-2020.rilevazioni.csv"

INDICATORS = {
    "Standard di servizio rispettati": 81 / 90,
    "Tempo medio di risposta alle segnalazioni": 10 / 12,
    "Approvazione della nuova carta dei servizi": 1,
    "Numero di pratiche presentate e numero di accessi allo sportello": (270 / 300 + 1) / 2,
    "Manuale dello sportello per i cittadini": 1,
    "Ore di formazione erogate": 90 / 120,
    "Gradimento dei corsi": "non_rilevabile",
    "Somme recuperate": 200_000 / 250_000,
    "Scostamento tra previsioni e accertamenti": 5 / 8,
    "Ritardo medio dei pagamenti rispetto all'anno precedente": 1,
    "Trasmissione del rendiconto": 0,
    "Rinnovo degli arredi": "verso_non_noto",
    "Numero di alberi piantati": 0.9999,
    "Infortuni nei cantieri": 1,
    "Quota di raccolta differenziata": "non_interpretato",
    "Rilascio dei pareri sulle isole ecologiche": "valore_non_confrontabile",
    "Utenti delle isole ecologiche": "senza_target",
    "Superficie riqualificata": "in_attesa_di_rilevazione",
}
OBJECTIVES = {
    "1": (81 / 90 + 10 / 12 + 1) / 3,
    "2": (0.95 + 1) / 2,
    "2.1": 0.75,
    "3": (0.8 + 0.625) / 2,
    "4": "non_calcolabile",
    "5": (0.9999 + 1) / 2,
    "6": "non_calcolabile",
    "6.1": "in_attesa_di_rilevazione",
}
UNITS = {
    "DIREZIONE GENERALE": (OBJECTIVES["1"] + OBJECTIVES["2"]) / 2,
    "DIREZIONE BILANCIO": "non_calcolabile",
    "DIREZIONE TERRITORIO": "non_calcolabile",
}


@pytest.fixture(scope="module")
def reading():
    return normalize(extract(PDF))


@pytest.fixture(scope="module")
def loaded(reading, tmp_path_factory):
    """The warehouse with the act and its results, and what became of the results."""
    con = warehouse.connect(tmp_path_factory.mktemp("esempio") / "schedario.duckdb")
    document = warehouse.Document(f"esempio/{PDF.name}", reading.sha256, PDF.stat().st_size, len(reading.pages))
    run = warehouse.begin_run(con, reading.version)
    warehouse.stage(con, document, reading)
    warehouse.load(con, run, document, "caricato")
    warehouse.load_printed(con, document.ente_id)
    yield con, warehouse.load_results(con, RESULTS)
    con.close()


def scores(con, view, name):
    """Name -> the realisation, or the state that stands in its place."""
    rows = con.execute(f"select {name}, realizzazione, stato from punteggi.{view}").fetchall()
    assert all((score is None) == (state != "misurato") for _, score, state in rows)
    return {label: state if score is None else pytest.approx(score, abs=1e-12) for label, score, state in rows}


def test_the_act_says_first_that_it_is_made_up():
    with pdfplumber.open(PDF) as pdf:
        assert pdf.pages[0].extract_text().startswith("ATTO DI ESEMPIO: ente, persone e dati inventati")


def test_the_act_is_what_the_typesetter_makes(tmp_path):
    paths = [tmp_path / name for name in ("one.pdf", "two.pdf")]
    for path in paths:
        typeset(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with pdfplumber.open(paths[0]) as made, pdfplumber.open(PDF) as kept:
        assert [page.extract_text() for page in made.pages] == [page.extract_text() for page in kept.pages]


def test_nothing_of_the_act_is_lost(reading):
    kinds = [record.kind for record in reading.records]
    assert (kinds.count("obiettivo"), kinds.count("kpi"), reading.set_aside) == (8, 18, [])


def test_every_result_is_taken(loaded):
    _, report = loaded
    assert (report.loaded, report.empty, report.errors) == (15, 1, [])


def test_indicators(loaded):
    assert scores(loaded[0], "realizzazione_indicatore", "indicatore") == INDICATORS


def test_objectives(loaded):
    assert scores(loaded[0], "realizzazione_obiettivo", "numero") == OBJECTIVES


def test_units(loaded):
    assert scores(loaded[0], "realizzazione_direzione", "struttura") == UNITS
