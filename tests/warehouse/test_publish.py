import json
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from borgo_inventato import document, load, rows, set_aside

import warehouse
from warehouse import WarehouseError, database, publishing, schema, versions
from warehouse.catalogue import catalogue, published_relations
from warehouse.schema import column_comment, relation_comment


@pytest.fixture(scope="module")
def once_loaded(empty_file, tmp_path_factory):
    path = shutil.copy(empty_file, tmp_path_factory.mktemp("caricato") / "lavoro.duckdb")
    con = warehouse.connect(path)
    load(con, set_aside=[set_aside()])
    con.close()
    return path


@pytest.fixture
def loaded(once_loaded, working):
    return shutil.copy(once_loaded, working)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_readers_find_everything_with_its_comments(loaded, tmp_path):
    published = warehouse.publish(loaded, tmp_path / "curated")
    assert names(tmp_path / "curated") == ["parquet", "schedario.duckdb"]
    elsewhere = shutil.copy(published.duckdb, tmp_path / "copia altrove.duckdb")
    with duckdb.connect(str(elsewhere), read_only=True) as con:
        for relation in catalogue().values():
            if relation.schema != "staging":
                (count,) = con.execute(f"select count(*) from {relation.qualified}").fetchone()
                assert count == published.rows[relation.qualified]
        comments = dict(
            rows(
                con,
                "select schema_name || '.' || table_name || '.' || column_name, comment "
                "from duckdb_columns() where not internal",
            )
        )
        assert all(comments.values())
        assert {key for key in comments if ".staging." in key or key.startswith("staging")} == set()
        assert rows(con, "select stato from punteggi.realizzazione_indicatore where indicatore = 'Alberi'") == [
            ("non_interpretato",)
        ]
    with duckdb.connect() as con:
        con.execute(f"attach '{elsewhere}' as altro (read_only)")
        assert rows(con, "select count(*) from altro.punteggi.copertura") == [(1,)]
        assert rows(con, "select tags['storage_version'] from duckdb_databases() where database_name = 'altro'") == [
            ("v1.2.0+",)
        ]


def test_parquet_has_the_same_rows_and_comments(loaded, tmp_path):
    published = warehouse.publish(loaded, tmp_path / "curated")
    table = pq.read_table(published.parquet / "pubblicato" / "obiettivo.parquet")
    assert table.num_rows == 3
    assert table["responsabili"][0].as_py() == [
        {"cognome": "Bianchi", "nome": "Ada", "unita_organizzativa": "Area Uno"}
    ]
    facts = pq.read_metadata(published.parquet / "main" / "dim_atto.parquet").metadata
    relation = catalogue()["main.dim_atto"]
    assert facts[b"comment"].decode() == relation_comment(relation)
    assert json.loads(facts[b"columns"]) == {c.name: column_comment(c) for c in relation.columns}


def test_each_parquet_file_holds_what_its_relation_gives(loaded, tmp_path):
    published = warehouse.publish(loaded, tmp_path / "curated")
    con = warehouse.connect(published.duckdb, read_only=True)
    for relation in published_relations():
        columns = ", ".join(column.name for column in relation.columns)
        given, written = f"select {columns} from {relation.qualified}", f"from '{published.parquet / relation.parquet}'"
        assert con.sql(given).types == con.sql(written).types, relation.name
        for one, other in ((given, written), (written, given)):
            assert rows(con, f"({one}) except all ({other})") == [], relation.name
    con.close()


@pytest.mark.parametrize(
    ("module", "step"), [(publishing, "export"), (versions, "fingerprint"), (versions, "_sync"), (versions, "_link")]
)
def test_a_publication_that_dies_leaves_what_readers_have(loaded, tmp_path, monkeypatch, module, step):
    curated = tmp_path / "curated"
    published = warehouse.publish(loaded, curated)
    before = published.duckdb.read_bytes(), sorted(p.name for p in published.parquet.rglob("*"))
    con = warehouse.connect(loaded)
    load(con, document("secondo.pdf", numero="8"))
    con.close()

    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, step, die)
    with pytest.raises(KeyboardInterrupt):
        warehouse.publish(loaded, curated)
    assert (published.duckdb.read_bytes(), sorted(p.name for p in published.parquet.rglob("*"))) == before
    assert pq.read_metadata(published.parquet / "main" / "dim_atto.parquet").num_rows == 1
    monkeypatch.undo()
    assert warehouse.publish(loaded, curated).rows["main.dim_atto"] == 2
    assert all((folder / "versione.json").is_file() for folder in (curated / ".versioni").iterdir())


def test_the_last_versions_stay_and_the_one_before_always(loaded, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(versions, "GRACE", -1)
    curated = Path("curated")
    names = [warehouse.publish(loaded, curated, keep=3).version for _ in range(5)]
    assert {path.name for path in (curated / ".versioni").iterdir()} == set(names[2:])
    names.append(warehouse.publish(loaded, curated, keep=1).version)
    assert {path.name for path in (curated / ".versioni").iterdir()} == set(names[-2:])
    assert [version.nome for version in warehouse.kept_versions(curated)] == names[-2:]


def add_act(working):
    con = warehouse.connect(working)
    load(con, document("secondo.pdf", numero="8"))
    con.close()


def acts(curated):
    with duckdb.connect(str(curated / "schedario.duckdb"), read_only=True) as con:
        ((count,),) = rows(con, "select count(*) from dim_atto")
    assert pq.read_metadata(curated / "parquet" / "main" / "dim_atto.parquet").num_rows == count
    return count


def test_rollback_goes_back_at_once_and_leaves_readers_alone(loaded, tmp_path):
    curated = tmp_path / "curated"
    first = warehouse.publish(loaded, curated).version
    add_act(loaded)
    second = warehouse.publish(loaded, curated)
    with duckdb.connect(str(second.duckdb), read_only=True) as reader:
        assert warehouse.rollback(curated).nome == first
        assert rows(reader, "select count(*) from dim_atto") == [(2,)]
    assert acts(curated) == 1
    with pytest.raises(WarehouseError, match="no version before"):
        warehouse.rollback(curated)
    assert acts(curated) == 1


def test_a_publication_after_a_rollback_goes_forward_and_back_to_what_was_in_force(loaded, tmp_path):
    curated = tmp_path / "curated"
    good = warehouse.publish(loaded, curated).version
    add_act(loaded)
    bad = warehouse.publish(loaded, curated).version
    warehouse.rollback(curated)
    assert warehouse.publish(loaded, curated, keep=2).version > bad
    assert acts(curated) == 2
    assert warehouse.rollback(curated).nome == good
    assert acts(curated) == 1


def test_nothing_published_is_nothing_to_go_back_from(tmp_path):
    with pytest.raises(WarehouseError, match="schedario run"):
        warehouse.rollback(tmp_path)


def test_file_and_parquet_change_together(loaded, tmp_path, monkeypatch):
    curated, seen = tmp_path / "curated", []
    warehouse.publish(loaded, curated)
    con = warehouse.connect(loaded)
    load(con, document("secondo.pdf", numero="8"))
    con.close()
    link = versions._link

    def watched(*arguments):
        link(*arguments)
        with duckdb.connect(str(curated / "schedario.duckdb"), read_only=True) as reader:
            (count,) = rows(reader, "select count(*) from dim_atto")[0]
        seen.append((count, pq.read_metadata(curated / "parquet" / "main" / "dim_atto.parquet").num_rows))

    monkeypatch.setattr(versions, "_link", watched)
    warehouse.publish(loaded, curated)
    assert seen == [(1, 1), (1, 1), (2, 2)]


def test_the_first_version_appears_whole(loaded, tmp_path, monkeypatch):
    curated, seen = tmp_path / "curated", []
    link = versions._link

    def watched(*arguments):
        seen.append((curated / "schedario.duckdb").exists() or (curated / "parquet").exists())
        link(*arguments)

    monkeypatch.setattr(versions, "_link", watched)
    warehouse.publish(loaded, curated)
    assert seen == [False, False, False]
    assert names(curated) == ["parquet", "schedario.duckdb"]


def test_a_removal_that_dies_leaves_no_version_to_go_back_to(loaded, tmp_path, monkeypatch):
    curated = tmp_path / "curated"
    first = warehouse.publish(loaded, curated).version
    monkeypatch.setattr(versions.shutil, "rmtree", lambda *arguments, **options: None)
    versions.drop(curated / ".versioni" / first)
    assert warehouse.kept_versions(curated) == []


def test_a_commit_that_fails_says_why(loaded):
    con = warehouse.connect(loaded)
    with pytest.raises(ZeroDivisionError), database.transaction(con):
        con.rollback()  # as a commit that the disk refuses does by itself
        raise ZeroDivisionError
    con.close()


def test_a_reader_keeps_the_file_it_opened(loaded, tmp_path):
    published = warehouse.publish(loaded, tmp_path / "curated")
    with duckdb.connect(str(published.duckdb), read_only=True) as reader:
        con = warehouse.connect(loaded)
        load(con, document("secondo.pdf", numero="8"))
        con.close()
        warehouse.publish(loaded, tmp_path / "curated")
        assert rows(reader, "select count(*) from dim_atto") == [(1,)]
    with duckdb.connect(str(published.duckdb), read_only=True) as reader:
        assert rows(reader, "select count(*) from dim_atto") == [(2,)]


@pytest.mark.parametrize("gone", ["table main.fact_azione", "view punteggi.copertura", "view main.dim_struttura"])
def test_what_does_not_hold_its_catalogue_is_not_published(loaded, tmp_path, gone):
    con = warehouse.connect(loaded)
    con.execute(f"drop {gone}")
    con.close()
    with pytest.raises(WarehouseError, match="not published"):
        warehouse.publish(loaded, tmp_path / "curated")
    assert names(tmp_path / "curated") == []


def test_a_changed_catalogue_starts_afresh_and_keeps_the_measured_values(loaded, tmp_path, monkeypatch):
    con = warehouse.connect(loaded)
    (key,) = rows(con, "select indicatore_id from dim_indicatore where testo = 'Adesioni'")[0]
    values = tmp_path / "valori.csv"
    values.write_text(f"indicatore_id;valore;data\n{key};300;31/12/2020\n", encoding="utf-8")
    assert warehouse.load_results(con, values).loaded == 1
    con.close()
    assert not database.is_stale(loaded)
    monkeypatch.setattr(schema, "fingerprint", lambda: "altra")
    with pytest.raises(WarehouseError, match="another version"):
        warehouse.publish(loaded, tmp_path / "curated")
    con = warehouse.connect(loaded)
    assert warehouse.loaded_documents(con) == {}
    assert rows(con, "select indicatore_id, valore, testo from fact_rilevazione") == [(key, 300.0, "300")]
    load(con)
    assert rows(con, "select realizzazione from punteggi.realizzazione_parte where valore = '300'") == [(1.0,)]
    con.close()


def test_versions_keep_their_order_when_the_file_starts_afresh(working, monkeypatch):
    first, second = document("zeta.pdf", "prima"), document("alfa.pdf", "seconda")
    con = warehouse.connect(working)
    load(con, first)
    load(con, second)
    before = rows(con, "select nome_file, versione, corrente, acquisito_il from dim_atto order by 1")
    con.close()
    monkeypatch.setattr(schema, "fingerprint", lambda: "altra")
    con = warehouse.connect(working)
    load(con, second)
    load(con, first)
    assert rows(con, "select nome_file, versione, corrente, acquisito_il from dim_atto order by 1") == before
    con.close()


def test_a_file_in_use_or_broken_is_told(loaded, tmp_path):
    with pytest.raises(WarehouseError, match="run `schedario run` first"):
        warehouse.connect(tmp_path / "manca.duckdb", read_only=True)
    broken = tmp_path / "rotto.duckdb"
    broken.write_text("not a database")
    with pytest.raises(WarehouseError, match="move it away"):
        warehouse.connect(broken)
    con = warehouse.connect(loaded)
    with pytest.raises(WarehouseError, match="in use by another process"):
        warehouse.connect(loaded)
    con.close()


def test_a_document_is_acquired_once_however_often_the_file_starts_afresh(working, monkeypatch):
    for made_by in ("una", "altra", "terza"):
        monkeypatch.setattr(schema, "fingerprint", lambda made_by=made_by: made_by)
        con = warehouse.connect(working)
        load(con)
        assert rows(con, "select count(*) from evidenze.acquisizione") == [(1,)]
        con.close()
