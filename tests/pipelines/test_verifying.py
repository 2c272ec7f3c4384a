"""The published files, checked and made again at the prompt."""

import shutil

import duckdb


def test_a_warehouse_made_again_is_the_same_and_leaves_nothing_behind(flow, no_checks, folders, write_pdf, schedario):
    write_pdf("a.pdf")
    write_pdf("b.pdf", [("Voce", "Quanto"), ("uva", "1")])
    (folders.raw / "rotto.pdf").write_bytes(b"garbage")
    flow(folders.raw, folders.curated)
    before = folders.published.resolve()
    done = schedario("verify", "--rebuild", "--raw", folders.raw, "--curated", folders.curated)
    assert done.code == 0, done.out[-900:]
    assert " 0 differ" in done.out
    assert not (folders.work / "rebuild").exists()
    assert folders.published.resolve() == before


def test_what_differs_is_named_with_its_rows(flow, no_checks, folders, write_pdf, schedario, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    write_pdf("a.pdf")
    flow(folders.raw, folders.curated)
    with duckdb.connect(str(folders.published)) as con:
        con.execute("update evidenze.cella set testo = 'banane' where testo = 'mele'")
    done = schedario("verify", "--rebuild", "--raw", folders.raw, "--curated", folders.curated)
    assert done.code == 1
    assert "banane" in done.out
    assert "mele" in done.out
    assert "schedario.duckdb has changed since it was published" in done.out


def test_what_verify_says_mends_a_damaged_version(flow, no_checks, folders, write_pdf, schedario):
    write_pdf("a.pdf")
    flow(folders.raw, folders.curated)
    where, damaged = ("--curated", folders.curated), folders.published.resolve().parent
    (damaged / "parquet" / "main" / "dim_ente.parquet").write_bytes(b"PAR1")
    done = schedario("verify", *where)
    assert (done.code, "make it again: schedario publish" in done.out) == (1, True)
    assert schedario("publish", *where).code == 0
    done = schedario("verify", *where)
    assert (done.code, f"remove its folder: {damaged}" in done.out) == (1, True)
    shutil.rmtree(damaged)
    assert schedario("verify", *where).code == 0


def test_the_example_breaks_no_law(example, schedario):
    done = schedario("verify", "--curated", example.curated)
    assert done.code == 0, done.out
    assert "Parquet equals DuckDB, row for row" in done.out
