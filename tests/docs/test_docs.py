"""The documentation says what is true: the dictionary is fresh, commands exist, links lead somewhere, SQL runs."""

import re
import runpy
import shutil
from pathlib import Path

import pytest
import typer

import warehouse
from normalizers import layout
from pipelines import children
from pipelines.cli import app
from warehouse.seeds import rule_rows

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
FENCED = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|/| )schedario ((?:results )?[a-z]+)\b(.*)", re.MULTILINE)
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
    for words, rest in COMMAND.findall(code(PAGES[name])):
        command = root
        for word in words.split():
            assert word in getattr(command, "commands", {}), f"schedario {words}"
            command = command.commands[word]
        rest = re.sub(r'"[^"]*"|#.*', "", rest)
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)--[a-z]+", rest)) <= known, f"schedario {words}{rest}"


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


def test_layout_of_the_guide_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (body,) = [body for name, body in blocks("toml") if name == "layouts.md" and body.startswith("title")]
    shutil.copytree(layout.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "guide.toml").write_text(body, encoding="utf-8")
    monkeypatch.setattr(layout, "FOLDER", tmp_path)
    (guide,) = [found for found in layout.layouts.__wrapped__() if found.name == "guide"]
    fields = {column.field for column in guide.columns}
    assert {source for rule in guide.records for source in rule.fields.values()} <= fields


def test_rules_of_the_guide_are_rules(tmp_path: Path):
    (body,) = [body for name, body in blocks("toml") if name == "warehouse.md"]
    (tmp_path / "guide.toml").write_text(body, encoding="utf-8")
    assert [row["regola"] for row in rule_rows(tmp_path / "guide.toml")] == ["C1", "C2"]


@pytest.mark.parametrize("name", ["architecture.md", "operations.md"])
def test_limits_are_the_program_s(name: str):
    said = f"{children.SECONDS} seconds of processor time plus {children.SECONDS_PER_MEGABYTE} for each megabyte"
    assert said in " ".join(PAGES[name].split())
    assert f"{children.MEMORY // 1024**3} GiB" in PAGES[name]
