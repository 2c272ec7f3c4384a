"""The direction deduced for numbers, and left open where the words don't tell."""

import json
from pathlib import Path

import pytest

from normalizers.records import Component
from normalizers.targets import deduce_direction, read_target

UP, DOWN, OPEN = "crescente", "decrescente", ""


@pytest.mark.parametrize(
    ("target", "context", "expected"),
    [
        (">= 5", "Tempo medio", UP),
        ("<= 100%", "Percentuale di realizzazione", DOWN),
        ("-5%", "", DOWN),
        ("10% in meno rispetto al 2020", "Consumi", UP),
        ("30 giorni", "Rilascio certificati", DOWN),
        ("30 giorni", "Corsi di formazione erogati", UP),
        ("24 ore", "Tempo di risposta alle segnalazioni", DOWN),
        ("24 ore", "Sportello", OPEN),
        ("Zero anomalie", "", DOWN),
        ("0%", "Candidature", OPEN),
        ("5%", "Percentuale di scostamento", DOWN),
        ("80%", "Percentuale di realizzazione degli interventi", UP),
        ("7%", "Riduzione dei transiti", OPEN),
        ("100", "Numero di utenti", UP),
        ("50", "Età media", DOWN),
        ("1.000 euro", "Limite di spesa", DOWN),
        ("1.000 euro", "Somme da recuperare", UP),
        ("1.000 euro", "Acquisti", OPEN),
        ("31/12/2021", "Numero di utenti", OPEN),
        ("10-20", "Numero di utenti", OPEN),
    ],
)
def test_direction(target, context, expected):
    (component,) = read_target(target, context, 2021)
    assert component.verso == expected


def test_only_a_number_to_reach_has_a_direction():
    assert deduce_direction(Component("termine", ">=", 10.0, unita="giorni"), "Tempo medio") == OPEN


def test_no_direction_of_the_corpus_is_the_wrong_way():
    truth = Path(__file__).parent / "data" / "targets.truth.jsonl"
    known = 0
    for line in truth.read_text(encoding="utf-8").strip().split("\n"):
        record = json.loads(line)
        reading = read_target(record["target"], record["contesto"], record["anno"])
        deduced = next((component.verso for component in reading if component.verso), "")
        assert deduced in ("", record["verso"]), record["target"]
        known += deduced == record["verso"]
    assert known >= 420
