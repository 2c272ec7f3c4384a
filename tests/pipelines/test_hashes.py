"""A document's bytes are read once: when it came, and when it changed."""

import hashlib
import os

import pytest

from pipelines.documents import hashes as remembering
from pipelines.documents.hashes import hashes


@pytest.fixture
def memory(tmp_path):
    return tmp_path / "curated" / "hashes.json"


@pytest.fixture
def atto(tmp_path):
    path = tmp_path / "atto.pdf"
    path.write_bytes(b"uno")
    return path


@pytest.fixture
def later(monkeypatch):
    """From now on it is an hour later."""
    now = remembering.time.time_ns
    monkeypatch.setattr(remembering.time, "time_ns", lambda: now() + 3600 * 10**9)


@pytest.fixture
def read(monkeypatch):
    """The names of the files whose bytes were read."""
    names, sha256_of = [], remembering.sha256_of
    monkeypatch.setattr(remembering, "sha256_of", lambda path: names.append(path.name) or sha256_of(path))
    return names


def of(content):
    return hashlib.sha256(content).hexdigest()


def test_what_stays_as_it_was_is_read_once(atto, memory, later, read):
    assert [hashes([atto], memory) for _ in range(3)] == [{atto: of(b"uno")}] * 3
    assert read == ["atto.pdf"]


def test_another_content_of_the_same_size_and_date_is_seen(atto, memory, later):
    before = atto.stat()
    hashes([atto], memory)
    atto.write_bytes(b"due")
    os.utime(atto, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert hashes([atto], memory) == {atto: of(b"due")}


def test_a_file_in_the_place_of_another_is_seen(atto, memory, later):
    hashes([atto], memory)
    other = atto.with_name("altro.pdf")
    other.write_bytes(b"due")
    other.replace(atto)
    assert hashes([atto], memory) == {atto: of(b"due")}


def test_a_file_that_was_touched_a_moment_ago_is_read_again(atto, memory, read):
    hashes([atto], memory)
    assert hashes([atto], memory) == {atto: of(b"uno")}
    assert read == ["atto.pdf"] * 2


def test_a_file_that_went_is_forgotten(atto, memory, later):
    hashes([atto], memory)
    hashes([], memory)
    assert memory.read_text() == "{}"


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"atto.pdf": 3}', b"\xff"])
def test_a_damaged_memory_costs_only_time(atto, memory, later, said):
    memory.parent.mkdir()
    memory.write_bytes(said)
    assert hashes([atto], memory) == {atto: of(b"uno")}


def test_who_may_only_look_can_do_without_a_memory(atto, tmp_path, later):
    (tmp_path / "file").write_text("")
    assert hashes([atto], tmp_path / "file" / "hashes.json") == {atto: of(b"uno")}
