"""The edition without names of a made-up act with made-up persons."""

import shutil

import duckdb
import pytest
from borgo_inventato import document, load, objective, plan, record, rows, scheda, set_aside

import warehouse
from warehouse import WarehouseError
from warehouse.catalogue import published_relations, references
from warehouse.name_free import write_name_free
from warehouse.pseudonyms import Pseudonyms, key_of

SECRET = bytes(range(32))
NAMES = (
    "Bianchi",
    "Neri Ugo",
    "Verdi Eva",
    "Ada Bianchi",
    "Teodora Inventata",
    "Livia Fantasia",
    "Orlando Finto",
    "Gino Fittizio",
)

CORRECTIONS = (("responsabile_cognome", "Nuovo", "Pia Nuova"), ("target_raw", "90%", "95%, dice Nuova Pia"))


@pytest.fixture(scope="module")
def edition(empty_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("senza_nomi")
    working = shutil.copy(empty_file, folder / "lavoro.duckdb")
    con = warehouse.connect(working)
    prose = "Lo propone ADA BIANCHI, sentiti Neri  Ugo e la zona"
    people = [
        record("presenza", 20, nominativo="Teodora Inventata", carica="Presidente", presente=True),
        record("obiettivo", 21, tipo="OD", n="7", titolo=prose, direzione="Direzione Alfa", altri_campi={"Chi": prose}),
        scheda(22, "1", titolo="Scuole, con FANTASIA Livia", assessorato="LIVIA FANTASIA/ Dott. Orlando Finto"),
        scheda(23, "2", titolo="I Servizi Finanziari sentono Finto Orlando", assessorato="Servizi Finanziari"),
        scheda(24, "3", titolo="Lo chiede Gino Fittizio", assessorato="Bilancio, sport, innovazione (Gino Fittizio)"),
        record("personale", 25, scheda_n="3", ordinale_riga=1, campi={"Personale": "Istruttrice Dora Finta"}),
        record("obiettivo_segretario", 26, titolo="Da Dora Finta", responsabili="Segretario Generale"),
        record(
            "riga_peg", 27, cdr_codice="4", cdr="4 - Rosa Finta (Teatri)", obiettivo_gestionale="G", routinario=False
        ),
    ]
    load(con, records=[*plan(), *people], set_aside=[set_aside()])
    assert warehouse.settle(con, []) == []
    for field, printed, used in CORRECTIONS:
        con.execute(
            "insert into correzione by name select atto_id, 'e' as evidenza_id, 'kpi' as tabella_pubblicata,"
            " ? as campo, ? as valore_stampato, ? as valore_usato, 'Per Pia Nuova' as perche, 'Ivo Finto' as chi,"
            " date '2026-01-15' as quando, 'attiva' as stato from dim_atto",
            [field, printed, used],
        )
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


def test_every_reference_holds_in_both_editions(con, edition):
    with duckdb.connect(str(edition.parent / "schedario.duckdb"), read_only=True) as whole:
        for relation in published_relations():
            for column, other in references(relation):
                lost = f"{column} not in (select {column} from {other.qualified})"
                question = f"select count({column}), count(*) filter ({lost}) from {relation.qualified}"
                ((kept, broken),), ((there, _),) = rows(con, question), rows(whole, question)
                assert (kept, broken) == (there, 0), f"{relation.qualified}.{column}"
        assert rows(whole, "select count(*) from dim_struttura_versione where denominazione like '%Rosa%'") == [(1,)]


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


def test_names_in_the_place_of_an_office_are_names_and_offices_are_none(con):
    persons = Pseudonyms(SECRET)
    named = rows(con, "select assessorato from pubblicato.scheda order by ordinale")
    assert [text for (text,) in named if not text.startswith("Persona ")] == []
    assert rows(con, "select titolo from pubblicato.scheda order by ordinale") == [
        (f"Scuole, con {persons.of('Livia Fantasia')}",),
        (f"I Servizi Finanziari sentono {persons.of('Orlando Finto')}",),
        (f"Lo chiede {persons.of('Gino Fittizio')}",),
    ]
    assert rows(con, "select titolo from pubblicato.obiettivo_segretario") == [(f"Da {persons.of('Dora Finta')}",)]


def test_a_correction_of_a_name_is_a_name(con):
    of = Pseudonyms(SECRET).of
    pia = of("Pia Nuova")
    found = rows(con, "select valore_stampato, valore_usato, perche from correzione order by campo")
    assert found == [(of("Nuovo"), pia, f"Per {pia}"), ("90%", f"95%, dice {pia}", f"Per {pia}")]


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


DEL_COLLE = "DEL COLLE PIPPO ALVARO"
JOINED = "Dr.ssa Bianchi Ada/Dr.ssa E. Neri"


@pytest.mark.parametrize(
    ("known", "text", "name"),
    [
        (DEL_COLLE, "Pippo Alvaro Del Colle", DEL_COLLE),
        (DEL_COLLE, "Alvaro Pippo Del Colle", DEL_COLLE),
        ("Dott.ssa Ada Bianchi", "ADA BIANCHI", "Bianchi Ada"),
        ("Bianchi Ada", "Bianchi dott.ssa Ada", "Bianchi Ada"),
        ("D'ARCO EVA", "Eva D’Arco", "D'Arco Eva"),
        ("NICCOLO' VERDI", "Niccolò Verdi", "Verdi Niccolò"),
        (JOINED, "Paola, Ada Bianchi", "Ada Bianchi"),
        (JOINED, "E. Neri", "E Neri"),
        ("Ada Bianchi; Ugo Neri", "Neri Ugo", "Ugo Neri"),
        ("Ada Bianchi e Ugo Neri", "Neri Ugo", "Ugo Neri"),
        ("Ada Bianchi\nUgo Neri", "Neri Ugo", "Ugo Neri"),
        ("Ada Bianchi - Area Contabile", "Ada Bianchi", "Ada Bianchi"),
        ("Sindaca Ada Bianchi", "Ada Bianchi", "Ada Bianchi"),
        ("BIANCHI (AD INTERIM) ADA", "Ada Bianchi", "Ada Bianchi"),
        ("7 - Bianchi (Area Uno (Casa))", "7 - Bianchi (Area Uno (Casa))", "Bianchi (Area Uno (Casa))"),
    ],
)
def test_a_name_is_found_however_it_is_written(known, text, name):
    pseudonyms = Pseudonyms(SECRET, [known])
    scrubbed = pseudonyms.scrub(f"come dice {text}: così")
    assert scrubbed.endswith(f"{pseudonyms.of(name)}: così")


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("Dirigente (Affari generali)", "04 -Dirigente (Affari generali)"),
        ("Segretario Generale e Vice Segretario Generale", "il Segretario Generale, il Vice Segretario Generale"),
        ("Ada Bianchi (Manleva assicurativa)", "la manleva assicurativa"),
        ("Ada Bianchi - Cura del Territorio", "la cura del territorio"),
        ("A. Conti", "a conti fatti, bilanci e conti"),
        ("Ada Bianchi, Ugo Neri", "neri per Bianchi e Ada"),
    ],
)
def test_offices_and_ordinary_words_stay(known, text):
    assert Pseudonyms(SECRET, [known]).scrub(text) == text


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
