"""`schedario target`: the reading of one target, and of a file of them, in the fields that the scorer compares."""

import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines import cli

TRUTH = Path(__file__).parents[1] / "normalizers" / "data" / "targets.truth.jsonl"
FIELDS = ("genere", "operatore", "valore", "valore_max", "unita", "scadenza")


def run(*arguments):
    return CliRunner().invoke(cli.app, ["target", *map(str, arguments)])


def test_a_target_is_shown_part_by_part():
    done = run("n. 2 report entro 31/12", "--contesto", "Numero report", "--year", 2021, "--format", "csv")
    assert done.output.splitlines() == [
        "genere,valore,oggetto,scadenza,verso,confidenza",
        "soglia,2.0,report,2021-12-31,crescente,0.9",
    ]
    (part,) = json.loads(run("60 gg.", "--about", "Tempo medio", "--format", "json").output)["componenti"]
    assert (part["valore"], part["unita"], part["verso"]) == (60, "giorni", "decrescente")


def test_what_is_not_read_says_why():
    (part,) = json.loads(run("vedi fasi", "--format", "json").output)["componenti"]
    assert part["genere"] == "non_interpretato"
    assert part["motivo"]


def test_a_file_of_targets_is_read_as_the_truth_has_them():
    done = run("--file", TRUTH)
    assert done.exit_code == 0
    truths = [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]
    readings = [json.loads(line) for line in done.output.splitlines()]
    assert [reading["target"] for reading in readings] == [truth["target"] for truth in truths]
    same = [compared(truth) == compared(reading) for truth, reading in zip(truths, readings, strict=True)]
    assert sum(same) / len(same) >= 0.99


def compared(record):
    return Counter(tuple(part[field] for field in FIELDS) for part in record["componenti"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[1]", 'no text in "target"'),
        ('{"contesto": "x"}', 'no text in "target"'),
        ('{"target": 70}', 'no text in "target"'),
        ('{"target": "x", "anno": "2020"}', '"anno" is "2020"'),
        ('{"target": "x", "contesto": 1}', '"contesto" is 1'),
    ],
)
def test_an_unreadable_line_is_told_by_its_number(tmp_path, line, said):
    path = tmp_path / "in.jsonl"
    path.write_text('{"target": "70%"}\n\n' + line + "\n", encoding="utf-8")
    done = run("--file", path)
    assert done.exit_code == 1
    assert f"line 3: {said}" in str(done.exception)
    assert json.loads(done.output)["target"] == "70%"


def test_lines_may_hold_any_character_of_unicode(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"target": "70%\u2028\x85"}, ensure_ascii=False), encoding="utf-8")
    assert run("--file", path).exit_code == 0


@pytest.mark.parametrize("arguments", [(), ("70%", "--file", "x.jsonl")])
def test_a_text_or_a_file(arguments):
    assert run(*arguments).exit_code == 2


def test_a_missing_file_is_told():
    assert "can't read nowhere.jsonl" in str(run("--file", "nowhere.jsonl").exception)
