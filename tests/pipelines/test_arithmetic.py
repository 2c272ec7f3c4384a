"""The sums that `explain` prints, each with the figure that the views give."""

from datetime import date

import pytest

from pipelines.scoring.arithmetic import arithmetic, figure

PART = {
    "genere": "soglia", "operatore": "", "valore": 80.0, "valore_max": None, "scadenza": None, "verso": "crescente",
    "misura": None, "consegna": None, "tolleranza": 0.0, "quota_azioni": False, "punti": None, "massimo": None,
    "stato": "misurato",
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "score", "sum_"),
    [
        ({"misura": 60.0}, 0.75, "60 / 80 = 0.75"),
        ({"misura": 90.0}, 1.0, "90 >= 80: 1"),
        ({"misura": 100.0, "verso": "decrescente"}, 0.8, "80 / 100 = 0.8"),
        ({"misura": 80.0, "verso": "decrescente"}, 1.0, "80 <= 80: 1"),
        ({"misura": 90.0, "operatore": ">=", "verso": "", "valore": 100.0}, 0.9, "90 / 100 = 0.9"),
        (
            {"misura": 80.0, "operatore": ">"},
            0.9999,
            "80 / 80, at most 0.9999 where the bound itself doesn't count = 0.9999",
        ),
        ({"misura": 75.0, "tolleranza": 0.1}, 1.0, "75 / 80 = 0.9375, within the tolerance of 0.1: 1"),
        ({"misura": 1.0, "valore": 0.0, "verso": "decrescente"}, 0.0, "not 1 <= 0: 0"),
        ({"misura": 0.0}, 0.0, "0 / 80 = 0"),
        ({"genere": "intervallo", "misura": 100.0, "valore": 60.0, "valore_max": 80.0}, 0.8, "80 / 100 = 0.8"),
        ({"genere": "intervallo", "misura": 70.0, "valore": 60.0, "valore_max": 80.0}, 1.0, "60 <= 70 <= 80: 1"),
        ({"genere": "rubrica", "punti": 1.5, "massimo": 3.0}, 0.5, "1.5 / 3 = 0.5"),
        ({"genere": "assente", "misura": 3.0}, 1.0, "no target: the first value reaches it: 1"),
        (
            {"genere": "data", "consegna": date(2020, 7, 1), "scadenza": date(2020, 6, 30)},
            0.0,
            "delivered on 01/07/2020, after 30/06/2020: 0",
        ),
        ({"genere": "prodotto", "misura": 1.0}, 1.0, "delivered: 1"),
        ({"genere": "prodotto", "misura": 0.6}, 0.0, "not delivered: 0"),
        ({"genere": "prodotto", "misura": 0.6, "quota_azioni": True}, 0.6, "share of the actions done (0.6) = 0.6"),
        ({"stato": "in_attesa_di_rilevazione"}, None, ""),
    ],
)
def test_each_sum_can_be_checked_by_hand(facts, score, sum_):
    assert arithmetic({**PART, **facts, "realizzazione": score}) == sum_


@pytest.mark.parametrize(("number", "text"), [(1.0, "1"), (5 / 6, "0.833333"), (250000.0, "250000"), (None, "?")])
def test_figures_have_the_decimals_that_they_need(number, text):
    assert figure(number) == text
