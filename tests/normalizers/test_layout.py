"""Layout files: those we ship hang together; one that says what no layout says is refused by name."""

import pytest

from normalizers import layout
from normalizers.layout import LayoutError, header_key, layouts


@pytest.fixture
def layout_file(tmp_path, monkeypatch):
    """Write a layout file in a folder of its own and load it."""
    monkeypatch.setattr(layout, "FOLDER", tmp_path)
    layouts.cache_clear()

    def load(text):
        (tmp_path / "prova.toml").write_text(text, encoding="utf-8")
        return layouts()

    yield load
    layouts.cache_clear()


TABELLA = """
title = "Prova"
shape = "tabella"
required = ["n"]
[columns]
n = { headers = ["N", "Numero"] }
peso = { headers = ["Peso @2"], codes = ["1", "2"] }
[[records]]
kind = "prova"
each = "row"
same = ["n"]
fields = { peso_raw = "peso" }
[records.derived]
codice = { source = "n", pattern = "[0-9]+", pad = 2 }
"""


def test_small_file_says_it_all(layout_file):
    (profile,) = layout_file(TABELLA)
    assert (profile.name, profile.shape, profile.required) == ("prova", "tabella", ("n",))
    assert [column.headers for column in profile.columns] == [("n", "numero"), ("peso@2",)]
    (rule,) = profile.records
    assert rule.fields == {"n": "n", "peso_raw": "peso"}
    assert rule.derived[0].field == "codice" and rule.derived[0].pad == 2


@pytest.mark.parametrize(
    "wrong",
    [
        'colour = "red"\n' + TABELLA,
        TABELLA.replace('headers = ["N", "Numero"]', 'headers = ["N"], width = 3'),
        TABELLA.replace('headers = ["N", "Numero"]', 'codes = ["1"]'),
        TABELLA.replace('each = "row"', 'each = "row"\nevery = "n"'),
        TABELLA.replace("pad = 2", "pads = 2"),
        TABELLA.replace('title = "Prova"', ""),
        TABELLA.replace('kind = "prova"', ""),
        TABELLA + '[[counts]]\nkind = "prova"\n',
        TABELLA + "[scheda]\nparti = []\n",
        TABELLA.replace('"[0-9]+"', '"[0-9"'),
        TABELLA.replace('shape = "tabella"', 'shape = "slide"'),
        "title = ",
    ],
    ids=[
        "top",
        "column",
        "no-headers",
        "rule",
        "derived",
        "no-title",
        "no-kind",
        "count",
        "scheda",
        "pattern",
        "shape",
        "no-toml",
    ],
)
def test_unknown_or_missing_keys_are_refused_with_the_name_of_the_file(layout_file, wrong):
    with pytest.raises(LayoutError, match=r"prova\.toml"):
        layout_file(wrong)


def test_sub_table_with_an_unknown_setting_is_refused(layout_file):
    text = (layout.Path(layout.__file__).parent / "layouts" / "scheda_obiettivo_gestionale.toml").read_text("utf-8")
    with pytest.raises(LayoutError, match=r"prova\.toml"):
        layout_file(text.replace("colonne = 4", "quarters = 4"))


def test_header_key_keeps_the_place_under_a_common_heading():
    assert header_key("Obiettivo strategico @1") == "obiettivostrategico@1"
    assert header_key("Unità Organizzativa") == "unitaorganizzativa"


class TestShipped:
    """What the shipped files name must be there: a wrong name would leave a field empty without a word."""

    @pytest.fixture(params=[profile.name for profile in layouts()])
    def profile(self, request):
        return next(profile for profile in layouts() if profile.name == request.param)

    def test_every_name_stands_for_something(self, profile):
        columns = {column.field for column in profile.columns} | {profile.section, *profile.caption} - {""}
        if profile.group is not None:
            assert {*profile.group.when, *profile.group.fields.values()} <= columns
            columns |= profile.group.fields.keys()
        kinds = {rule.kind for rule in profile.records}
        fields = {name for rule in profile.records for name in rule.fields}
        assert {*profile.required, *profile.inherit, *profile.inherit_when_blank} <= columns
        assert {column.after for column in profile.columns} <= columns | {""}
        for rule in profile.records:
            assert {*rule.fields.values(), *rule.lists.values(), *(d.source for d in rule.derived)} <= columns
            assert set(rule.paths.values()) == {column.field for column in profile.columns if column.path}
            assert {part for parts in rule.people.values() for part in parts.values()} <= columns
            assert rule.each == "row" or rule.each in columns
            assert set(rule.ordinal.values()) <= kinds
            assert {rule.fields.get(name, name) for name in rule.required} <= columns
            assert set(rule.targets) <= set(rule.fields)
            assert {name for told in rule.targets.values() for name in told} <= fields | set(rule.paths.values())

    def test_no_heading_means_two_fields_but_by_its_neighbour(self, profile):
        seen = {}
        for column in profile.columns:
            for header in column.headers:
                other = seen.setdefault(header, column)
                assert other is column or (other.after and column.after and other.after != column.after)

    def test_shape_has_what_it_needs(self, profile):
        assert profile.title
        parts = {"scheda": profile.scheda, "slide": profile.slide, "prosa": profile.prosa, "tabella": profile.columns}
        assert [shape for shape, part in parts.items() if part] == [profile.shape]
