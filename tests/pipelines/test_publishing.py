"""Versions at the prompt: back, and what the nights after do."""

import json

import pytest

from pipelines.errors import PipelineError
from pipelines.keeping import publishing
from pipelines.night import running
from pipelines.querying import query
from warehouse import versions


@pytest.fixture
def two_versions(flow, no_checks, folders, write_pdf, once):
    def make():
        write_pdf("a.pdf")
        flow(folders.raw, folders.curated)
        write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
        flow(folders.raw, folders.curated)

    return once(make)


def acts(folders):
    return query(folders, "select count(*) from dim_atto")[1][0][0]


def test_rollback_lasts_until_a_run_has_something_to_do(two_versions, schedario, flow, write_pdf):
    where = ("--curated", two_versions.curated)
    assert acts(two_versions) == 2
    assert "in force again" in schedario("publish", "--rollback", *where).out
    assert acts(two_versions) == 1
    done = schedario("run", "--raw", two_versions.raw, *where)
    assert (done.code, acts(two_versions)) == (0, 1)
    assert "schedario publish" in done.out
    write_pdf("c.pdf", [("Voce", "Quanto"), ("fichi", "3")])
    flow(two_versions.raw, two_versions.curated)
    assert acts(two_versions) == 3


def test_publish_goes_forward_again_and_the_list_shows_which_is_in_force(two_versions, schedario):
    where = ("--curated", two_versions.curated)
    schedario("publish", "--rollback", *where)
    listed = json.loads(schedario("publish", "--list", "--format", "json", *where).out)
    assert [(row["acts"], row["in_force"]) for row in listed] == [(2, False), (1, True)]
    assert schedario("publish", *where).code == 0
    assert acts(two_versions) == 2
    assert "schedario publish" not in running.nothing_new(two_versions)


def before(folders):
    """The folder of the version before the one in force."""
    return versions.place(folders.curated, versions.kept_versions(folders.curated)[0].nome)


def half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def gone(path):
    path.unlink()


def no_object(path):
    path.write_text("[]")


@pytest.mark.parametrize(
    ("damage", "file"), [(half, "versione.json"), (no_object, "versione.json"), (gone, "schedario.duckdb")]
)
def test_a_damaged_version_is_told_and_never_put_back(two_versions, schedario, damage, file):
    where, damaged = ("--curated", two_versions.curated), before(two_versions)
    damage(damaged / file)
    listed = schedario("publish", "--list", "--format", "json", *where)
    assert (listed.code, [row["acts"] for row in json.loads(listed.out)]) == (0, [2])
    assert listed.err.startswith(f"version {damaged.name} is damaged and can't be put back: its {file}")
    back = schedario("publish", "--rollback", *where)
    assert (back.code, len(back.err.splitlines()), acts(two_versions)) == (1, 1, 2)
    assert back.err.startswith(f"error: the version before, {damaged.name}, is damaged")
    assert schedario("publish", *where).code == 0


def test_a_version_whose_files_changed_is_not_put_back(two_versions, schedario):
    half(before(two_versions) / "parquet" / "main" / "dim_atto.parquet")
    done = schedario("publish", "--rollback", "--curated", two_versions.curated)
    assert (done.code, acts(two_versions)) == (1, 2)
    assert "parquet/main/dim_atto.parquet has changed" in done.err


@pytest.mark.parametrize("damage", [half, gone])
def test_the_way_back_from_a_version_without_its_manifest_is_the_newest_before_it(two_versions, schedario, damage):
    damage(two_versions.published.resolve().parent / "versione.json")
    assert schedario("publish", "--rollback", "--curated", two_versions.curated).code == 0
    assert acts(two_versions) == 1


def test_a_damaged_version_goes_when_its_time_has_come(two_versions, monkeypatch):
    damaged = before(two_versions)
    half(damaged / "versione.json")
    monkeypatch.setenv("SCHEDARIO_VERSIONS", "2")
    monkeypatch.setattr(versions, "GRACE", -1)
    publishing.publish(two_versions)
    assert not damaged.exists()
    assert len(versions.kept_versions(two_versions.curated)) == 2


@pytest.mark.parametrize("command", [("status",), ("status", "--json"), ("query", "from dim_atto")])
def test_a_published_file_that_is_cut_short_is_one_line_and_publishing_mends_it(two_versions, schedario, command):
    half(two_versions.published.resolve())
    done = schedario(*command, "--curated", two_versions.curated)
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert done.err.startswith("error: ")
    assert "make it again: schedario publish" in done.err
    assert schedario("publish", "--curated", two_versions.curated).code == 0
    assert acts(two_versions) == 2


def test_what_a_killed_run_left_is_not_published(two_versions):
    two_versions.pending.touch()
    with pytest.raises(PipelineError, match="run: schedario run"):
        publishing.publish(two_versions)


def test_how_many_are_kept_is_a_setting(two_versions, monkeypatch):
    monkeypatch.setenv("SCHEDARIO_VERSIONS", "2")
    monkeypatch.setattr(versions, "GRACE", -1)
    for _ in range(3):
        publishing.publish(two_versions)
    assert len(list((two_versions.curated / ".versioni").iterdir())) == 2
    monkeypatch.setenv("SCHEDARIO_VERSIONS", "molte")
    with pytest.raises(PipelineError, match=r"versions.*SCHEDARIO_VERSIONS"):
        publishing.publish(two_versions)
