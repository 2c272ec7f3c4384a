import pytest

from expectations import Outcome, verdict


def outcome(severity, passed=False):
    return Outcome("kpi", severity, "documento", passed, severity, "1 riga su 9", "pagina 3: x; pagina 4: y")


@pytest.mark.parametrize(
    ("severities", "state"),
    [
        ([], "caricato"),
        (["avviso"], "caricato"),
        (["avviso", "parziale"], "parziale"),
        (["parziale", "blocca_documento"], "scartato"),
        (["blocca_pubblicazione"], "scartato"),
    ],
)
def test_the_worst_failure_decides(severities, state):
    assert verdict(outcome(s) for s in severities)[0] == state


def test_what_passed_does_not_count():
    assert verdict([outcome("blocca_documento", passed=True)]) == ("caricato", "")


def test_the_reason_names_what_failed_and_leaves_out_what_is_too_much():
    state, reason = verdict([outcome("blocca_documento")] * 7 + [outcome("parziale")])
    assert state == "scartato"
    assert reason.startswith("Struttura non valida: kpi/blocca_documento: 1 riga su 9 (pagina 3: x);")
    assert reason.endswith("e altre 2 attese")
