"""Documents in batches: in their order, within a size, and some never together."""

from types import SimpleNamespace

from pipelines.night.batches import batches


def documents(folder, **sizes):
    """Each with a reading of so many bytes; the first letter of its name is its act."""
    for name, size in sizes.items():
        path = folder / name
        path.write_bytes(b"x" * size)
        yield SimpleNamespace(reading=path, act=name[0])


def names(found):
    return [[each.reading.name for each in batch] for batch in found]


def test_a_batch_is_as_big_as_it_may_be(tmp_path):
    found = batches(documents(tmp_path, a=4, b=6, c=1, d=30, e=1), 10)
    assert names(found) == [["a", "b"], ["c"], ["d"], ["e"]]


def test_no_documents_make_no_batch(tmp_path):
    assert names(batches(documents(tmp_path), 10)) == []


def test_versions_of_an_act_are_one_after_the_other(tmp_path):
    found = batches(documents(tmp_path, a1=1, b1=1, a2=1, a3=1, c1=1), 10, apart=lambda each: each.act)
    assert names(found) == [["a1", "b1"], ["a2"], ["a3", "c1"]]
