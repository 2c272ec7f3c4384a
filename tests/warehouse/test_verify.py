"""The published files of a made-up act, sound and damaged in each way a law is there for."""

import shutil

import duckdb
import pytest
from borgo_inventato import load, set_aside

import warehouse
from warehouse import WarehouseError, versions
from warehouse.comparing import compare_files
from warehouse.verifying import verify


@pytest.fixture(scope="module")
def published(empty_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("verificato")
    working = shutil.copy(empty_file, folder / "lavoro.duckdb")
    con = warehouse.connect(working)
    load(con, set_aside=[set_aside()])
    con.close()
    warehouse.publish(working, folder / "curated")
    return folder / "curated"


@pytest.fixture
def curated(published, tmp_path):
    return shutil.copytree(published, tmp_path / "curated", symlinks=True)


def broken(curated):
    checks = [check for check in verify(curated) if check.broken and not check.warns]
    return {check.law.split(" of version")[0]: check.told for check in checks}


def test_a_sound_publication_breaks_no_law(published):
    assert broken(published) == {}
    assert {check.law for check in verify(published) if check.broken} == {"seconda_lettura"}


DAMAGES = {
    "glyphs": "update qualita.pagina set in_testo = in_testo + 1",
    "rows": "delete from qualita.quarantena",
    "evidence of each row": "delete from pubblicato.kpi where kpi = 'Adesioni'",
    "evidence of each field": "delete from evidenze.campo where campo = 'kpi'",
    "keys": "insert into dim_obiettivo from dim_obiettivo limit 1",
    "required fields": "update evidenze.versione set sha256 = ''",
    "references": "update fact_target set indicatore_id = 'nessuno'",
    "row counts as published": "delete from fact_azione",
}


@pytest.mark.parametrize("law", DAMAGES)
def test_each_law_sees_its_damage(curated, law):
    with duckdb.connect(str(curated / "schedario.duckdb")) as con:
        con.execute(DAMAGES[law])
    found = broken(curated)
    assert found[law]
    # whoever changes the file leaves the other traces, too
    assert {"checksums", "Parquet equals DuckDB, row for row"} <= found.keys()


def test_references_are_verified_in_the_edition_without_names_too(empty_file, tmp_path):
    working = shutil.copy(empty_file, tmp_path / "lavoro.duckdb")
    con = warehouse.connect(working)
    load(con)
    con.close()
    curated = tmp_path / "curated"
    edition = warehouse.publish(working, curated, pseudonym_key=bytes(32)).duckdb.parent / "senza_nomi"
    assert "references without names" not in broken(curated)
    with duckdb.connect(str(edition / "schedario.duckdb")) as con:
        con.execute("update dim_obiettivo set struttura_versione_id = 'nessuna'")
    assert len(broken(curated)["references without names"]) == 1


def test_a_file_of_a_kept_version_that_changed_or_is_missing_is_seen(curated):
    folder = versions.place(curated, versions.in_force(curated)) / "parquet" / "main"
    (folder / "dim_atto.parquet").unlink()
    shutil.copy(folder / "dim_ente.parquet", folder / "fact_azione.parquet")
    (folder / "estraneo.parquet").touch()
    told = broken(curated)["checksums"]
    assert [line.split(" ", 1) for line in told] == [
        ["parquet/main/dim_atto.parquet", "is missing"],
        ["parquet/main/fact_azione.parquet", "has changed since it was published"],
        ["parquet/main/estraneo.parquet", "was not published"],
    ]


def flipped(path, place):
    damaged = bytearray(path.read_bytes())
    damaged[place] ^= 4
    path.write_bytes(damaged)


def test_a_parquet_file_that_can_not_be_read_is_named_and_the_other_laws_are_held(curated):
    flipped(curated / "parquet" / "main" / "dim_ente.parquet", -7)  # in the length of what ends it
    found = broken(curated)
    assert found.keys() == {"checksums", "Parquet equals DuckDB, row for row"}
    (told,) = found["Parquet equals DuckDB, row for row"]
    assert told.startswith("main.dim_ente: its Parquet file main/dim_ente.parquet can't be read")
    assert "\n" not in told


def test_a_duckdb_file_that_can_not_be_read_breaks_each_law_by_its_name(curated, published):
    flipped(curated / "schedario.duckdb", 5000)
    found = broken(curated)
    assert found.pop("checksums") == ["schedario.duckdb has changed since it was published"]
    assert len(found) == len(list(verify(published))) - 1
    assert all(told.startswith("schedario.duckdb can't be read") for (told,) in found.values())


def test_a_manifest_that_can_not_be_read_breaks_what_it_tells(curated):
    (curated / ".corrente" / "versione.json").write_text('{"nome": "20')
    found = broken(curated)
    assert found == {law: ["its versione.json can't be read"] for law in ("checksums", "row counts as published")}


def test_nothing_published_is_told(tmp_path):
    with pytest.raises(WarehouseError, match="schedario run"):
        list(verify(tmp_path))


def test_a_changed_cell_is_shown_and_the_diary_is_left_out(published, tmp_path):
    first, again = published / "schedario.duckdb", shutil.copy(published / "schedario.duckdb", tmp_path / "a.duckdb")
    assert [name for name, _, difference in compare_files(first, again) if difference] == []
    with duckdb.connect(str(again)) as con:
        con.execute("update pubblicato.kpi set target_raw = '301' where kpi = 'Adesioni'")
        con.execute("update qualita.quarantena set run_id = 'altra'; delete from qualita.corsa")
    found = {name: difference for name, _, difference in compare_files(first, again) if difference}
    assert set(found) == {"pubblicato.kpi"}
    assert found["pubblicato.kpi"].rows == (3, 3)
    assert '"target_raw":"301"' in found["pubblicato.kpi"].only_second[0]
