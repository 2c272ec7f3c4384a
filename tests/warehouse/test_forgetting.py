"""Documents that the register gives to another act than when they were loaded. The bodies are made up."""

from dataclasses import replace

import pytest
from borgo_inventato import document, load, plan, rows

import warehouse
from warehouse.catalogue import relations

FIRST, LATER = "primo.pdf", "secondo.pdf"


def of_act(name, number, ente="Comune di Borgo Inventato"):
    doc = document(name)
    return replace(doc, metadata=replace(doc.metadata, ente=ente, numero=number))


def star(con):
    """The rows of the star, without the bodies' and the acts' order of coming."""
    tables = [
        relation for relation in relations("main", "tabella") if any(c.name == "atto_id" for c in relation.columns)
    ]
    counts = " union all ".join(f"select '{t.name}' as t, atto_id from {t.qualified}" for t in tables)
    return rows(con, f"select t, atto_id, count(*) from ({counts}) group by all order by all")


@pytest.mark.parametrize("change", [{"number": "2"}, {"number": "1", "ente": "Comune di Roccafinta"}])
def test_a_document_of_another_act_or_body_now_is_in_the_star_once(con, change):
    load(con, of_act(FIRST, "1"))
    before = star(con)
    load(con, of_act(FIRST, **change))
    assert star(con) == before != []


def test_the_version_that_is_left_is_in_the_star_again(con):
    load(con, of_act(FIRST, "1"))
    alone = star(con)
    load(con, of_act(LATER, "1"), plan()[:2])
    assert not set(alone) & set(star(con))
    corrected = of_act(LATER, "2")
    warehouse.forget_renamed(con, [corrected], {of_act(FIRST, "1").sha256, corrected.sha256})
    assert warehouse.loaded_documents(con) == {}
    assert star(con) == []
    load(con, of_act(FIRST, "1"))
    load(con, corrected, plan()[:2])
    assert set(alone) < set(star(con))
    assert rows(con, "select nome_file, versione, corrente from main.dim_atto order by nome_file") == [
        (FIRST, 1, True),
        (LATER, 1, True),
    ]


def test_nothing_else_is_forgotten(con):
    first, later, other = of_act(FIRST, "1"), of_act(LATER, "1"), of_act("altro.pdf", "9")
    for doc in (first, later, other):
        load(con, doc)
    same = [first, later, other]
    warehouse.forget_renamed(con, same, {doc.sha256 for doc in same})
    assert len(warehouse.loaded_documents(con)) == 3
    # the first version's file is gone: it can't be loaded again
    warehouse.forget_renamed(con, [of_act(LATER, "2"), other], {later.sha256, other.sha256})
    assert warehouse.loaded_documents(con).keys() == {first.sha256, other.sha256}
