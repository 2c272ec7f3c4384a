"""Each layout has its page, made from its file; a change of the file is a change of the page."""

import re
import runpy
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from normalizers import layout
from normalizers.layout import Layout, layouts

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted((DOCS / "layout").glob("*.md"))}
LINK = re.compile(r"\]\(([^)#\s]+)")


def make():
    return runpy.run_path(str(DOCS / "make_layouts.py"))["pages"]()


def test_pages_are_fresh():
    made = {name: text.rstrip("\n") + "\n" for name, text in make().items()}
    assert made == PAGES, "run .venv/bin/python docs/make_layouts.py"


def test_each_layout_has_a_page_and_a_line_of_the_index():
    names = {profile.name for profile in layouts()}
    assert {*PAGES} == {"README.md", *(f"{name}.md" for name in names)}
    assert all(f"({name}.md)" in PAGES["README.md"] for name in names)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    assert all((DOCS / "layout" / target).exists() for target in LINK.findall(PAGES[name]))


@pytest.mark.parametrize("profile", [profile for profile in layouts() if profile.columns], ids=lambda p: p.name)
def test_every_column_goes_to_a_column_of_the_catalogue_or_says_why_not(profile):
    page = PAGES[f"{profile.name}.md"]
    table = page.split("## Records")[0].splitlines()
    lines = {line.split("`")[1]: line.split(" | ") for line in table if line.startswith("| `")}
    assert [*lines] == [column.field for column in profile.columns]
    assert all("`" in goes_to or holds for _, _, goes_to, holds, _ in lines.values())


def test_a_changed_heading_changes_the_page(tmp_path, monkeypatch):
    text = (layout.FOLDER / "presenze.toml").read_text(encoding="utf-8")
    (tmp_path / "presenze.toml").write_text(text.replace('"Carica"', '"Incarico"'), encoding="utf-8")
    monkeypatch.setattr(layout, "FOLDER", tmp_path)
    layouts.cache_clear()
    try:
        page = make()["presenze.md"]
    finally:
        layouts.cache_clear()
    assert "`Incarico`" in page and "`Carica`" not in page


def settings(model, seen):
    """The names of all settings of a model and of the models in it."""
    if model not in seen:
        seen.add(model)
        for name, field in model.model_fields.items():
            yield name
            for inner in models(field.annotation):
                yield from settings(inner, seen)


def models(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models(part)


def test_the_reference_knows_every_setting():
    reference = (DOCS / "layouts.md").read_text(encoding="utf-8")
    told = {word for code in re.findall(r"`+([^`]+)`+", reference) for word in re.findall(r"[a-z_]+", code)}
    # what a file doesn't say: its own name, the name of a column or of a field that stands before the `=`
    given_by_place = {"name", "field"}
    assert set(settings(Layout, set())) - given_by_place <= told
