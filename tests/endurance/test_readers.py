"""Readers during publications, and how long a version stays."""

import os
import time
from shutil import rmtree

import duckdb
import pyarrow.parquet as pq
import pytest

import warehouse
from warehouse import exporting, packaging, versions
from warehouse.catalogue import catalogue

from . import reading

FEW = [relation for name, relation in catalogue().items() if name in reading.MARKED]


@pytest.fixture
def curated(scene, tmp_path, monkeypatch):
    """A warehouse that is published in a moment: with the marked relations alone as Parquet."""
    for module in (exporting, packaging):
        monkeypatch.setattr(module, "published_relations", lambda: FEW)
    yield scene.copied(tmp_path / "letture")
    rmtree(tmp_path / "letture")


def test_readers_never_fail_and_never_see_two_versions(curated):
    for seen in reading.watched(curated, 50):
        assert (seen.failed, seen.mixed) == ([], []), seen.way
        assert len(seen.versions) > 1, f"{seen.way} saw no change"


def test_file_after_file_through_the_link_may_be_of_two_versions(curated):
    """Which is why the link is to be resolved first."""
    marks = reading.publications(curated, 2)
    next(marks)
    link = curated.curated / "parquet"
    folder = link.resolve()
    before = duckdb.sql(f"select distinct titolo from '{link}/main/dim_obiettivo.parquet'").fetchall()
    next(marks)
    after = duckdb.sql(f"select distinct testo from '{link}/main/dim_indicatore.parquet'").fetchall()
    assert (before, after) == ([("versione 0",)], [("versione 1",)])
    resolved = duckdb.sql(f"select distinct testo from '{folder}/main/dim_indicatore.parquet'").fetchall()
    assert resolved == [("versione 0",)]


def test_a_path_through_the_link_is_opened_twice_by_pyarrow(curated):
    """Here too the link is to be resolved first: between the two a publication may fall."""
    marks = reading.publications(curated, 11)
    last = [next(marks) for _ in range(10)][-1]
    link = curated.curated / "parquet"
    through, resolved = (
        pq.ParquetDataset(folder / "main" / "dim_obiettivo.parquet") for folder in (link, link.resolve())
    )
    next(marks)  # one letter more in each title than before
    assert set(resolved.read(columns=["titolo"])["titolo"].to_pylist()) == {last}
    with pytest.raises(OSError):
        through.read(columns=["titolo"])


def test_a_version_stays_for_an_hour_and_while_it_is_among_the_kept(curated):
    names = [warehouse.publish(curated.working, curated.curated, keep=2).version for _ in range(5)]
    home = curated.curated / versions.FOLDER
    assert {*names} <= {path.name for path in home.iterdir()}
    for name in names[:3]:
        os.utime(home / name, (time.time() - versions.GRACE - 1,) * 2)
    names.append(warehouse.publish(curated.working, curated.curated, keep=2).version)
    assert [path.name for path in sorted(home.iterdir()) if path.name in names] == names[3:]


def test_the_hour_begins_when_another_version_takes_its_place(curated):
    first = warehouse.publish(curated.working, curated.curated).version
    folder = curated.curated / versions.FOLDER / first
    os.utime(folder, (0, 0))  # published long ago, and in force until now
    for _ in range(3):
        warehouse.publish(curated.working, curated.curated, keep=1)
    assert folder.is_dir()


def test_a_program_that_holds_a_connection_sees_the_new_version_under_the_resolved_path(curated):
    marks = reading.publications(curated, 2)
    next(marks)
    published = curated.curated / "schedario.duckdb"
    ask = "select distinct titolo from dim_obiettivo"
    with duckdb.connect(str(published), read_only=True) as held:
        next(marks)
        with duckdb.connect(str(published.resolve()), read_only=True) as fresh:
            assert held.execute(ask).fetchall() == [("versione 0",)]
            assert fresh.execute(ask).fetchall() == [("versione 1",)]
