"""Write docs/dizionario.md, the data dictionary, from warehouse/catalogo.

Run it as `.venv/bin/python docs/make_dictionary.py` after each change of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, takewhile
from pathlib import Path

from warehouse.catalogue import FOLDER, Column, Relation, catalogue
from warehouse.schema import relation_comment

TARGET = Path(__file__).with_name("dizionario.md")
SCHEMAS = ("main", "punteggi", "pubblicato", "evidenze", "qualita", "staging")
"""In the order in which readers want them."""
PRIVACY = {"nessuna": "", "dati_personali": "dati personali", "testo_libero": "testo libero"}
HEAD = """# Dizionario dei dati

Generato da `warehouse/catalogo/*.toml` con `docs/make_dictionary.py`: si corregge là, poi si rigenera.

Ogni commento sta anche nel magazzino stesso (`comment on`) e nei file Parquet. Una colonna segnata con ● non è mai
vuota. Privacy: *dati personali* sono nomi di persone; *testo libero* è prosa, o celle, in cui nomi di persone possono
comparire.
Dove un valore stampato manca, i testi di `pubblicato` sono la stringa vuota, non NULL.
"""


def dictionary() -> str:
    """The whole file."""
    ordered = sorted(catalogue().values(), key=lambda relation: SCHEMAS.index(relation.schema))
    schemas = [(name, list(relations)) for name, relations in groupby(ordered, lambda relation: relation.schema)]
    index = [line for name, relations in schemas for line in _index(name, relations)]
    details = [line for name, relations in schemas for line in _schema(name, relations)]
    return "\n".join([HEAD, *index, *details])


def _index(schema: str, relations: list[Relation]) -> Iterator[str]:
    yield from (f"**{schema}**: {_about(schema)}", "", "| nome | genere | che cosa contiene |", "|---|---|---|")
    for relation in relations:
        yield f"| [{relation.name}](#{schema}{relation.name}) | {relation.kind} | {_cell(relation.comment)} |"
    yield ""


def _about(schema: str) -> str:
    """The comment at the head of the schema's file."""
    lines = (FOLDER / f"{schema}.toml").read_text(encoding="utf-8").splitlines()
    return " ".join(line.lstrip("# ") for line in takewhile(lambda line: line.startswith("#"), lines))


def _schema(schema: str, relations: list[Relation]) -> Iterator[str]:
    yield from (f"## Schema {schema}", "")
    for relation in relations:
        yield from (f"### {relation.qualified}", "", f"{relation_comment(relation)}.", "")
        yield from ("| colonna | | tipo | unità | che cosa contiene | privacy |", "|---|---|---|---|---|---|")
        yield from (_column(column) for column in relation.columns)
        yield ""


def _column(column: Column) -> str:
    values = ", ".join(f"`{code}`" if code else "(vuoto)" for code in column.codes)
    about = f"{column.comment}. Valori: {values}" if values else column.comment
    mark = "●" if column.required else ""
    cells = (f"`{column.name}`", mark, f"`{column.type}`", column.unit, about, PRIVACY[column.privacy])
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    TARGET.write_text(dictionary(), encoding="utf-8")
