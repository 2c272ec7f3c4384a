import pytest
from borgo_inventato import document

from warehouse import Document, Metadata, WarehouseError
from warehouse.documents import key


def test_the_act_is_named_by_the_register_else_by_the_file():
    assert document().atto_logico == "Comune di Borgo Inventato | determinazione | 7 | 2020"
    assert document("a/b.pdf", numero=None).atto_logico == "a/b.pdf"
    assert document(atto_logico="piano 2020").atto_logico == "piano 2020"


def test_a_document_is_its_bytes():
    same = [document("a.pdf", "byte"), document("b.pdf", "byte")]
    assert same[0].atto_id == same[1].atto_id == same[0].sha256[:16]


def test_acts_of_unknown_bodies_share_none():
    nobody = [Document(name, "0" * 64, 1, 1) for name in ("a.pdf", "b.pdf")]
    assert nobody[0].ente_id != nobody[1].ente_id
    assert document("a.pdf").ente_id == document("b.pdf").ente_id


def test_keys_are_the_same_in_python_and_in_sql(con):
    assert con.execute("select chiave(['atto', 'à', 3::varchar])").fetchall() == [(key("atto", "à", 3),)]


@pytest.mark.parametrize("facts", [{"anno": "venti"}, {"data": "24/07/2020"}])
def test_a_wrong_register_is_told(facts):
    metadata = Metadata(**facts)
    with pytest.raises(WarehouseError, match="register: "):
        metadata.year(), metadata.day()
