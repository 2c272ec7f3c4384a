"""The help of the commands of whoever keeps the warehouse, and their errors."""

import pytest
from typer.testing import CliRunner

from pipelines import cli

COMMANDS = (
    ["quarantine"],
    ["quarantine", "show"],
    ["quarantine", "replay"],
    ["publish"],
    ["verify"],
    ["diff"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_teaches_with_examples_and_exit_codes(command):
    told = CliRunner().invoke(cli.app, [*command, "--help"])
    assert told.exit_code == 0
    assert f"schedario {' '.join(command)}" in told.output.split("Examples:")[1]
    assert "Exit codes" in told.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("quarantine",), "nothing is published in"),
        (("quarantine", "show", "1"), "nothing is published in"),
        (("quarantine", "replay"), "nothing is published in"),
        (("publish", "--list"), "nothing is published in"),
        (("publish", "--rollback"), "no published version in"),
        (("publish",), "what the last run left is not ready"),
        (("verify",), "no published version in"),
        (("diff", "a.pdf", "b.pdf"), "nothing is published in"),
    ],
)
def test_errors_are_one_line_and_exit_code_1(schedario, tmp_path, arguments, said):
    done = schedario(*arguments, "--curated", tmp_path / "curated")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"error: {said}")
    assert len(done.err.splitlines()) == 1


def test_two_versions_of_the_example_differ_by_nothing_and_say_so(schedario, example):
    names = ("comune-di-fantasia-pdo-2020.pdf", "comune-di-fantasia-pdo-2020.pdf")
    done = schedario("diff", *names, "--curated", example.curated)
    assert done.code == 1
    assert "are the same document" in done.err
    done = schedario("diff", f"{names[0]}@1", names[1], "--curated", example.curated)
    assert done.err.endswith(f"name a version as in {names[0]}@1\n")
