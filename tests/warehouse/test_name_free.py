"""The edition without names of a made-up act with made-up persons."""

import shutil

import duckdb
import pytest
from borgo_inventato import document, load, objective, plan, record, rows, set_aside

import warehouse
from warehouse import WarehouseError
from warehouse.name_free import write_name_free
from warehouse.pseudonyms import Pseudonyms, key_of

SECRET = bytes(range(32))
NAMES = ("Bianchi", "Neri Ugo", "Verdi Eva", "Ada Bianchi", "Teodora Inventata")


@pytest.fixture(scope="module")
def edition(empty_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("senza_nomi")
    working = shutil.copy(empty_file, folder / "lavoro.duckdb")
    con = warehouse.connect(working)
    prose = "Lo propone ADA BIANCHI, sentiti Neri  Ugo e la zona"
    people = [
        record("presenza", 20, nominativo="Teodora Inventata", carica="Presidente", presente=True),
        record("obiettivo", 21, tipo="OD", n="7", titolo=prose, direzione="Direzione Alfa", altri_campi={"Chi": prose}),
    ]
    load(con, records=[*plan(), *people], set_aside=[set_aside()])
    con.close()
    published = warehouse.publish(working, folder / "curated", pseudonym_key=SECRET)
    return published.duckdb.parent / "senza_nomi"


@pytest.fixture(scope="module")
def con(edition):
    with duckdb.connect(str(edition / "schedario.duckdb"), read_only=True) as con:
        yield con


def test_no_name_stands_anywhere_in_the_edition(edition, con):
    relations = rows(con, "select schema_name || '.' || table_name from duckdb_tables() where not internal")
    relations += rows(con, "select schema_name || '.' || view_name from duckdb_views() where not internal")
    everything = " ".join(str(line) for (name,) in relations for line in rows(con, f"from {name}")).casefold()
    assert "biblioteche aperte" in everything
    assert [name for name in NAMES if name.casefold() in everything] == []
    raw = b"".join(path.read_bytes() for path in edition.rglob("*") if path.is_file())
    assert [name for name in NAMES if name.encode() in raw] == []


def test_persons_can_still_be_told_apart_and_joined(con, edition):
    whole = edition.parent / "schedario.duckdb"
    question = (
        "select count(distinct p.persona_id) from fact_assegnazione as f join dim_persona as p using (persona_id)"
    )
    with duckdb.connect(str(whole), read_only=True) as other:
        assert rows(con, question) == rows(other, question) != [(0,)]
        keys = rows(other, "select persona_id from dim_persona")
    assert not set(keys) & set(rows(con, "select persona_id from dim_persona"))


def test_texts_keep_all_but_the_names_and_whole_prints_are_omitted(con):
    ((title, fields),) = rows(con, "select titolo, altri_campi from pubblicato.obiettivo where n = '7'")
    ada = Pseudonyms(SECRET).of("Bianchi Ada")
    assert title.startswith(f"Lo propone {ada}, sentiti Persona ")
    assert title.endswith(" e la zona")
    assert fields == {"Chi": title}
    assert rows(con, "select distinct testo from evidenze.campo where testo <> ''") == [("[omesso]",)]
    assert rows(con, "select responsabili[1].unita_organizzativa from pubblicato.obiettivo where n = '1'") == [
        ("Area Uno",)
    ]


def test_the_edition_has_its_parquet_and_its_comments(edition, con):
    assert (edition / "parquet" / "main" / "dim_persona.parquet").is_file()
    assert rows(con, "select comment is not null from duckdb_tables() where table_name = 'kpi'") == [(True,)]


def test_a_pseudonym_is_stable_under_its_key_and_only_there(tmp_path):
    one, other = Pseudonyms(SECRET), Pseudonyms(bytes(32))
    assert one.of("Bianchi Ada") == one.of(" ADA  bianchi ") != one.of("Bianchi Ida")
    assert one.of("Bianchi Ada") != other.of("Bianchi Ada")
    assert one.of("") == ""
    path = tmp_path / "w" / "chiave"
    assert key_of(path) == key_of(path)
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"corta")
    with pytest.raises(WarehouseError, match="put its copy back"):
        key_of(path)


def test_a_single_word_is_not_looked_for_in_texts():
    pseudonyms = Pseudonyms(SECRET, ["Costa", "Costa Rita"])
    assert (
        pseudonyms.scrub("quanto costa, secondo Rita Costa?") == f"quanto costa, secondo {pseudonyms.of('Costa Rita')}?"
    )


def test_without_a_key_there_is_no_edition(working, tmp_path):
    con = warehouse.connect(working)
    load(con, document())
    con.close()
    warehouse.publish(working, tmp_path / "curated")
    assert not (tmp_path / "curated" / "senza_nomi").exists()
    write_name_free(working, tmp_path / "a.duckdb", SECRET)
    assert (tmp_path / "a.duckdb").is_file()


def test_spellings_that_people_state_to_be_one_person_have_one_pseudonym(working, tmp_path):
    con = warehouse.connect(working)
    unified = objective(1, "1", "A", people=(("Bianchi", "Ada", ""), ("A.", "Bianchi", ""), ("Neri", "Ugo", "")))
    load(con, records=[unified])
    stated = tmp_path / "anagrafe.toml"
    ente = 'ente = "Comune di Borgo Inventato"\nfonte = "Nota inventata"\n'
    stated.write_text(f'[[grafia]]\n{ente}persona = "Bianchi Ada"\nstampata = "A. Bianchi"\n', encoding="utf-8")
    assert warehouse.settle(con, warehouse.read_statements(stated)) == []
    con.close()
    write_name_free(working, tmp_path / "senza.duckdb", SECRET)
    with duckdb.connect(str(tmp_path / "senza.duckdb"), read_only=True) as con:
        assert rows(con, "select count(distinct nominativo), count(*) from persona_grafia") == [(2, 3)]
        assert rows(con, "select count(*) from persona_grafia join dim_persona using (persona_id, nominativo)") == [
            (3,)
        ]
        assert "bianchi" not in str(rows(con, "from persona_grafia") + rows(con, "from dim_persona")).casefold()


def test_a_spelling_of_two_persons_stands_for_itself():
    spellings = [("A. Bianchi", "Ada Bianchi"), ("Bianchi A.", "Aldo Bianchi"), ("U. Neri", "Neri Ugo")]
    pseudonyms = Pseudonyms(SECRET, (), spellings)
    names = ("A. Bianchi", "Ada Bianchi", "Aldo Bianchi")
    assert len({pseudonyms.of(name) for name in names}) == 3
    assert pseudonyms.of("U. NERI") == pseudonyms.of("Ugo Neri")
