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
