"""Working files of a test's own."""

import shutil

import pytest

import warehouse


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("warehouse") / "empty.duckdb"
    warehouse.connect(path).close()
    return path


@pytest.fixture
def working(empty_file, tmp_path):
    return shutil.copy(empty_file, tmp_path / "lavoro.duckdb")


@pytest.fixture
def con(working):
    connection = warehouse.connect(working)
    yield connection
    connection.close()
