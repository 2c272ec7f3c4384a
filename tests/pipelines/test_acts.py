"""The whole job on the real acts: every published record held against the truth, every cell against its page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.catalogue import published_relations
from warehouse.name_free import write_name_free

ROOT = Path(__file__).parents[2]
TRUTH = ROOT / "tests" / "truth"
NOT_FIELDS = {"record", "doc_id", "ordinal", "doubtful", "doubtful_fields"}

PRINT_IS_BROKEN = {
    # the title line of form 12 lacks its number: it stays empty in the records of that form
    *(("fase", f"12/{n}", "scheda_n") for n in range(1, 7)),
    *(("indicatore", f"12/{n}", "scheda_n") for n in range(1, 4)),
    # form 27 prints one label, TITOLO, over title and description
    ("scheda", "27", "titolo"),
    ("scheda", "27", "descrizione"),
}
"""Where the reading may differ from the truth: kind, number, field."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse that `schedario run` publishes from data/raw."""
    curated = tmp_path_factory.mktemp("curated")
    command = [
        Path(sys.executable).with_name("schedario"),
        "run",
        "--raw",
        str(ROOT / "data/raw"),
        "--curated",
        str(curated),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(curated / "schedario.duckdb"), read_only=True) as con:
        yield con


def _truth(name: str, kind: str) -> list[dict[str, Any]]:
    lines = (TRUTH / f"{name}.truth.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    return [record for record in records if record["record"] == kind]


def _fold(value: Any) -> Any:
    """One form for what is equal in print: blanks folded, one kind of apostrophe, empty values alike."""
    if isinstance(value, dict):
        return {key: folded for key, item in value.items() if (folded := _fold(item)) != ""}
    if isinstance(value, list):
        return [_fold(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value or ""
    text = unicodedata.normalize("NFC", str(value)).replace("’", "'").replace("‘", "'")
    return re.sub(r"\s+", " ", text).strip()


def _found(con: duckdb.DuckDBPyConnection, name: str, kind: str) -> list[dict[str, Any]]:
    query = f"select k.* from pubblicato.{kind} k join dim_atto using (atto_id) where nome_file = ? order by ordinale"
    result = con.execute(query, [f"{name}.pdf"])
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _number(record: dict[str, Any]) -> str:
    """How a record is called in PRINT_IS_BROKEN."""
    within = record.get("fase_ordinale") or record.get("indicatore_ordinale")
    return f"{record.get('scheda_n', '')}/{within}" if within else str(record.get("scheda_n", ""))


def _kinds() -> list[tuple[str, str]]:
    """Each act with each kind of record that its truth has."""
    return [
        (path.name.removesuffix(".truth.jsonl"), kind)
        for path in sorted(TRUTH.glob("*.truth.jsonl"))
        for kind in dict.fromkeys(json.loads(line)["record"] for line in path.read_text("utf-8").splitlines() if line)
    ]


@pytest.mark.parametrize(("name", "kind"), _kinds())
def test_every_record_is_as_printed(published: duckdb.DuckDBPyConnection, name: str, kind: str) -> None:
    truth, found = _truth(name, kind), _found(published, name, kind)
    assert len(found) == len(truth)
    wrong = {
        (kind, _number(expected), field): (expected[field], got[field])
        for expected, got in zip(truth, found, strict=True)
        for field in expected.keys() - NOT_FIELDS - set(expected.get("doubtful_fields") or ())
        if _fold(expected[field]) != _fold(got[field])
    }
    assert {place: pair for place, pair in wrong.items() if place not in PRINT_IS_BROKEN} == {}


def test_no_document_is_lost(published: duckdb.DuckDBPyConnection) -> None:
    states = dict(published.execute("select nome_file, stato from qualita.documento").fetchall())
    assert set(states) == {
        "esempio/comune-di-fantasia-pdo-2020.pdf",
        "milano-dd-2020.pdf",
        "milano-dgc-838-2020.pdf",
        "sesto-schede-2021.pdf",
        "venezia-peg-2020.pdf",
    }
    assert set(states.values()) <= {"caricato", "parziale"}
    assert published.execute("select count(*) from qualita.quarantena").fetchone() == (0,)


def test_every_table_of_the_four_acts_has_a_layout(published: duckdb.DuckDBPyConnection) -> None:
    kept = published.execute("select count(*) from pubblicato.tabella_generica").fetchone()
    layouts = published.execute("from qualita.tabella select distinct tracciato order by all").fetchall()
    assert kept == (0,)
    assert [layout for (layout,) in layouts] == [
        "elementi_di_dettaglio",
        "indicatori_di_salute",
        "kpi_obiettivi_solidali",
        "matrice_peg",
        "obiettivi_di_direzione_per_anno",
        "obiettivi_solidali",
        "pesi_della_retribuzione",
        "portafoglio_indicatori",
        "presenze",
        "rubrica_di_valutazione",
        "scheda_obiettivo_gestionale",
    ]


def test_glyphs_are_conserved_on_every_page(published: duckdb.DuckDBPyConnection) -> None:
    pages = published.execute("select count(*), sum(residuo) from qualita.pagina").fetchone()
    broken = published.execute(
        "select count(*) from qualita.pagina where in_celle + in_testo + in_arredo + residuo <> segni"
    ).fetchone()
    assert pages == (316, 0)
    assert broken == (0,)


def test_real_acts_wait_for_results_and_the_made_up_one_has_scores(published: duckdb.DuckDBPyConnection) -> None:
    states = published.execute(
        """
        select a.nome_file like 'esempio/%', r.stato, count(*), count(r.realizzazione)
        from punteggi.realizzazione_indicatore r join dim_atto a using (atto_id) group by all
        """
    ).fetchall()
    assert {stato for esempio, stato, *_ in states if not esempio and stato == "misurato"} == set()
    assert sum(scored for esempio, _, _, scored in states if not esempio) == 0
    assert sum(scored for esempio, _, _, scored in states if esempio) > 10


def test_the_edition_without_names_holds_no_name_of_the_acts(
    published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    names = {name for (name,) in published.sql("select nominativo from dim_persona").fetchall() if " " in name}
    ((source,),) = published.sql("select path from duckdb_databases() where path is not null").fetchall()
    # a copy: DuckDB opens a file once in a process
    write_name_free(Path(shutil.copy(source, tmp_path / "intero.duckdb")), tmp_path / "senza.duckdb", bytes(32))
    assert len(names) > 100
    with duckdb.connect(str(tmp_path / "senza.duckdb"), read_only=True) as con:
        for relation in published_relations():
            text = " ".join(str(con.sql(f"from {relation.qualified}").fetchall()).split()).casefold()
            assert [name for name in names if name.casefold() in text] == [], relation.qualified
