"""The dashboards' queries, row by row on the made-up municipality; the BI tool's files hold the same queries."""

from pathlib import Path

import duckdb
import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from pipelines.cli import app

BI = Path(__file__).parents[2] / "docs" / "bi"
QUERIES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((BI / "cruscotti").glob("*.sql"))}
ENTE, PLAN, SECOND = "Comune di Borgo Inventato", "piano.pdf", "secondo.pdf"
ALFA, BETA, GAMMA = "Direzione Alfa", "Direzione Beta", "Direzione Gamma"
COMPONENT = "obiettivi_direzione"


@pytest.fixture(scope="module", params=[".", "senza_nomi"])
def ask(request, curated):
    """A dashboard's rows, with the columns asked for; from both editions."""
    with duckdb.connect(str(curated / request.param / "schedario.duckdb"), read_only=True) as con:
        yield lambda name, columns: con.execute(f"select {columns} from ({QUERIES[name]})").fetchall()


def test_there_are_three():
    assert sorted(QUERIES) == ["lettura", "piano", "risultato"]


def test_the_plan_at_a_glance(ask):
    # a phase isn't an objective, one that is only named isn't either; Beta's target wasn't read and has no source
    assert ask("piano", "ente, anno, documento, struttura, obiettivi, fasi, programmati, indicatori, misurabili") == [
        (ENTE, 2020, PLAN, ALFA, 2, 1, 0, 4, 4),
        (ENTE, 2020, PLAN, BETA, 1, 0, 0, 1, 0),
        (ENTE, 2020, PLAN, GAMMA, 1, 0, 0, 2, 2),
        (ENTE, 2020, SECOND, ALFA, 1, 0, 0, 0, 0),
    ]
    findings = "completezza, rilievi, rilievi_manca, rilievi_target, rilievi_scadenze, rilievi_ripetuti"
    assert ask("piano", findings) == [
        (1.0, 0, 0, 0, 0, 0),
        (0.0, 2, 1, 1, 0, 0),
        (1.0, 0, 0, 0, 0, 0),
        (None, 1, 1, 0, 0, 0),
    ]
    assert ask("piano", "con_peso, pesi_mancanti") == [(0, 0)] * 4


def test_results_and_what_is_missing(ask):
    # Alfa: (240/300 + 1)/2 = 0.9 and 40/100 = 0.4, which is below 0.5 and pays nothing: 0.9/2 = 0.45 of 60 %
    assert ask(
        "risultato", "documento, struttura, componente, peso, soglia_minima, soglia, obiettivi_sotto_soglia"
    ) == [
        (PLAN, ALFA, COMPONENT, 60, 0.5, "stabilita", 1),
        (PLAN, BETA, COMPONENT, 60, 0.5, "stabilita", 0),
        (PLAN, GAMMA, COMPONENT, 60, 0.5, "stabilita", 0),
        (SECOND, ALFA, COMPONENT, 60, 0.5, "stabilita", 0),
    ]
    near = pytest.approx
    columns = "realizzazione, quota, stato, indicatori, misurati, manca, realizzazione_unita, quota_unita, peso_unita"
    assert ask("risultato", columns) == [
        (near(0.45), near(27), "misurato", 3, 3, "nulla", near(0.65), near(27), 60),
        (None, None, "non_calcolabile", 1, 0, "non calcolabile: 1 su 1 indicatori senza punteggio", None, None, 60),
        (None, None, "in_attesa_di_rilevazione", 2, 0, "nessun valore misurato", None, None, 60),
        (None, None, "senza_indicatori", 0, 0, "nessun indicatore da cui calcolarla", None, None, 60),
    ]


def test_what_was_read(ask):
    whole, first, second = "(stella intera)", "2031-02-01 01:30:00", "2031-02-02 01:30:00"
    assert ask("lettura", "corsa, ultima_corsa, documento, stato, pagine, segni, residuo, nascosti, in_quarantena") == [
        (first, False, whole, None, None, None, None, None, 0),
        (first, False, PLAN, "parziale", 1, 100, 1, 2, 1),
        (first, False, SECOND, "scartato", None, None, None, None, 1),
        (second, True, whole, None, None, None, None, None, 0),
        (second, True, PLAN, "invariato", 1, 100, 1, 2, 1),
        (second, True, SECOND, "caricato", 1, 100, 1, 2, 0),
    ]
    assert ask("lettura", "righe, righe_dati, righe_in_quarantena, aspettative, non_soddisfatte, bloccanti") == [
        (None, None, None, 1, 0, 0),
        (14, 12, 1, 2, 1, 0),
        (None, None, None, None, None, None),
        (None, None, None, 1, 0, 0),
        (14, 12, 1, None, None, None),
        (2, 1, 0, 1, 1, 1),
    ]


@pytest.mark.parametrize("name", QUERIES)
def test_the_head_says_grain_and_key_and_the_command_line_takes_it(name, curated):
    assert QUERIES[name].startswith("/*\n")
    assert "\ngrain: " in QUERIES[name]
    assert "key: " in QUERIES[name]
    said = CliRunner().invoke(app, ["query", "--curated", str(curated), "--format", "csv", QUERIES[name]])
    assert (said.exit_code, said.output.count("\n") > 4) == (0, True)


def assets(kind):
    loaded = [YAML(typ="safe").load(path) for path in sorted((BI / "superset" / kind).rglob("*.yaml"))]
    return {asset["uuid"]: asset for asset in loaded}


def test_the_bi_tool_reads_the_edition_without_names_and_only_reads():
    (database,) = assets("databases").values()
    assert database["sqlalchemy_uri"].endswith("/senza_nomi/schedario.duckdb")
    assert database["extra"]["engine_params"]["connect_args"] == {"read_only": True}
    assert not any(database[f"allow_{right}"] for right in ("dml", "ctas", "cvas", "file_upload"))


def test_the_bi_tool_s_data_sets_are_these_queries(curated):
    datasets = {asset["table_name"]: asset for asset in assets("datasets").values()}
    assert {name: asset["sql"] for name, asset in datasets.items()} == QUERIES
    # otherwise the import rewrites the query
    assert {asset["source_db_engine"] for asset in datasets.values()} == {"duckdb"}
    with duckdb.connect(str(curated / "schedario.duckdb"), read_only=True) as con:
        for name, asset in datasets.items():
            described = con.execute(f"describe {QUERIES[name]}").fetchall()
            assert [(c["column_name"], c["type"]) for c in asset["columns"]] == [row[:2] for row in described]
            measures = ", ".join(metric["expression"] for metric in asset["metrics"])
            assert len(con.execute(f"select {measures} from ({QUERIES[name]})").fetchall()) == 1
            assert "avg(" not in measures


def test_charts_ask_for_what_their_data_set_has():
    datasets = assets("datasets")
    for chart in assets("charts").values():
        dataset, params = datasets[chart["dataset_uuid"]], chart["params"]
        columns = {column["column_name"] for column in dataset["columns"]}
        metrics = {metric["metric_name"] for metric in dataset["metrics"]}
        used = {*params.get("groupby", []), *params.get("all_columns", [])}
        used |= {condition["subject"] for condition in params["adhoc_filters"]}
        used |= {params["x_axis"]} if "x_axis" in params else set()
        assert used <= columns, chart["slice_name"]
        assert {*params.get("metrics", []), params.get("metric")} - {None} <= metrics, chart["slice_name"]


def test_dashboards_show_all_charts():
    charts = assets("charts")
    places = [
        place["meta"]["uuid"]
        for dashboard in assets("dashboards").values()
        for place in dashboard["position"].values()
        if isinstance(place, dict) and place["type"] == "CHART"
    ]
    assert len(assets("dashboards")) == 3
    assert sorted(places) == sorted(charts)
