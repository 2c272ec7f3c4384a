"""The documentation says what is true: the dictionary is fresh, commands exist, links lead somewhere, SQL runs."""

import re
import runpy
from pathlib import Path

import pytest
import typer

import warehouse
from pipelines.cli import app
from pipelines.night import limits
from warehouse.rules import read_rules

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
FENCED = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|/| )schedario ([a-z]+\b.*)", re.MULTILINE)
QUERY = re.compile(r'schedario query "([^"]+)"')
LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]+)?\)")


def blocks(language: str) -> list[tuple[str, str]]:
    return [(name, body) for name, text in PAGES.items() for kind, body in FENCED.findall(text) if kind == language]


def code(page: str) -> str:
    """Shell lines and code spans: where a command is a command."""
    shell = [body for kind, body in FENCED.findall(page) if kind == "sh"]
    return "\n".join([*shell, *SPAN.findall(FENCED.sub("", page))])


def anchors(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_dictionary_is_fresh():
    made = runpy.run_path(str(DOCS / "make_dictionary.py"))["dictionary"]()
    assert made == PAGES["dizionario.md"], "run .venv/bin/python docs/make_dictionary.py"


@pytest.mark.parametrize("name", PAGES)
def test_commands_exist(name: str):
    root = typer.main.get_command(app)
    for line in COMMAND.findall(code(PAGES[name])):
        command, words = root, re.sub(r'"[^"]*"|#.*', "", line).split()
        while words and words[0].isalpha() and hasattr(command, "commands"):
            assert words[0] in command.commands, f"schedario {line}"
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, f"schedario {line}"


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str):
    for target, anchor in LINK.findall(PAGES[name]):
        path = DOCS / target if target else DOCS / name
        assert target.startswith("http") or path.exists(), target
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{target}{anchor}"


def test_queries_run(tmp_path: Path):
    queries = [body for _, body in blocks("sql")] + [sql for text in PAGES.values() for sql in QUERY.findall(text)]
    assert len(queries) > 10
    con = warehouse.connect(tmp_path / "schedario.duckdb")
    for query in queries:
        con.execute(query).fetchall()
    con.close()


def test_rules_of_the_guide_are_rules(tmp_path: Path):
    (body,) = [body for name, body in blocks("toml") if name == "results-and-rules.md"]
    (tmp_path / "guide.toml").write_text(body, encoding="utf-8")
    assert [row["regola"] for row in read_rules(tmp_path / "guide.toml")] == ["C1", "C2"]


@pytest.mark.parametrize("name", ["architecture.md", "operations.md"])
def test_limits_are_the_program_s(name: str):
    said = f"{limits.SECONDS} seconds of processor time plus {limits.SECONDS_PER_MEGABYTE} for each megabyte"
    assert said in " ".join(PAGES[name].split())
    assert f"{limits.MEGABYTES // 1024} GiB" in PAGES[name]
