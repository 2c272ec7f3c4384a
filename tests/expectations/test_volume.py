"""Too little stops, too much warns."""

import pandas as pd
import pytest

from expectations import validate_volume


def frame(table="kpi", rows=100, fields=500, rows_before=100, fields_before=500):
    line = {
        "run_id": "corsa",
        "atto_id": "0f",
        "atto_logico_id": "1e",
        "tabella_pubblicata": table,
        "nome_file": "piano.pdf",
        "versione": 1,
        "righe": rows,
        "campi_pieni": fields,
        "righe_prima": rows_before,
        "campi_prima": fields_before,
    }
    other = line | {"tabella_pubblicata": "obiettivo", "righe": 7, "righe_prima": 7, "campi_pieni": 9, "campi_prima": 9}
    new = line | {"atto_id": "2d", "nome_file": "nuovo.pdf", "righe_prima": None, "campi_prima": None}
    return pd.DataFrame([line, other, new])


def failed(volume, **options):
    return {o.aspettativa: o.gravita for o in validate_volume(volume, **options) if not o.esito}


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        (frame(), {}),
        (frame(rows=94, fields=490), {"righe_non_molte_meno": "blocca_pubblicazione", "righe_non_meno": "avviso"}),
        (frame(fields=400), {"campi_non_molti_meno": "blocca_pubblicazione"}),
        (frame(rows=97), {"righe_non_meno": "avviso"}),
        (frame(rows=150, fields=700), {"righe_non_piu": "avviso"}),
        (frame("blocco_testo", rows=50, fields=50), {"righe_non_meno": "avviso"}),
    ],
    ids=["same", "rows", "fields", "a little less", "more", "text"],
)
def test_less_blocks_and_more_warns(volume, expected):
    assert failed(volume) == expected


def test_a_document_without_any_row_blocks_even_if_it_only_had_text():
    lost = frame("blocco_testo", rows=0, fields=0).iloc[:1]
    assert failed(lost)["documento_non_perso"] == "blocca_pubblicazione"


def test_accepted_less_only_warns_and_is_kept():
    assert failed(frame(rows=10, fields=10), accept_less=True) == {
        "righe_non_molte_meno": "avviso",
        "campi_non_molti_meno": "avviso",
        "righe_non_meno": "avviso",
    }


def test_the_place_is_told():
    (outcome,) = (o for o in validate_volume(frame(rows=94)) if o.aspettativa == "righe_non_molte_meno")
    assert "nome_file piano.pdf" in outcome.dettaglio
    assert "righe 94" in outcome.dettaglio
