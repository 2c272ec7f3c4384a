from dataclasses import replace

import pytest

from pipelines.documents.register import register, results_files
from pipelines.errors import PipelineError


def put(folders, name, data=b"%PDF-1.4"):
    path = folders.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_every_pdf_below_the_folder_by_relative_name(folders):
    for name in ("b.pdf", "2021/a.PDF", "note.txt", "2020/c.pdf"):
        put(folders, name, name.encode())
    assert [source.name for source in register(folders)] == ["2020/c.pdf", "2021/a.PDF", "b.pdf"]


def test_bytes_are_the_identity_and_the_register_adds_facts(folders):
    put(folders, "a.pdf", b"uno")
    (folders.raw / "registro.csv").write_text(
        "nome_file,ente,anno\na.pdf, Comune di Vattelapesca ,\n", encoding="utf-8"
    )
    (source,) = register(folders)
    assert source.sha256 == "bf0ec3694e122e067d9964a38ec7d8415781df4b24f442ad767b4621fb98f8c5"
    assert (source.size, source.facts) == (3, {"ente": "Comune di Vattelapesca"})


def test_fingerprint_changes_with_bytes_and_with_facts(folders):
    register_file = folders.raw / "registro.csv"
    seen = set()
    for data, year in ((b"uno", "2020"), (b"due", "2020"), (b"uno", "2021")):
        put(folders, "a.pdf", data)
        register_file.write_text(f"nome_file,anno\na.pdf,{year}\n", encoding="utf-8")
        (source,) = register(folders)
        seen.add(source.fingerprint)
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("nome_file,anno\na.pdf,2020\na.pdf,2021\n", "row 3: nome_file is repeated"),
        ("nome_file,anno\n,2020\n", "row 2: nome_file is missing"),
        ("file,anno\na.pdf,2020\n", "row 2: nome_file is missing"),
    ],
)
def test_a_wrong_register_is_told_by_line(folders, lines, said):
    put(folders, "a.pdf")
    (folders.raw / "registro.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(PipelineError, match=said):
        register(folders)


def test_a_register_in_another_encoding_is_told(folders):
    put(folders, "a.pdf")
    (folders.raw / "registro.csv").write_bytes("nome_file,ente\na.pdf,Città\n".encode("latin-1"))
    with pytest.raises(PipelineError, match="UTF-8"):
        register(folders)


def test_no_folder_and_no_pdf_say_what_to_do(folders):
    with pytest.raises(PipelineError, match=r"no PDF under .*--raw"):
        register(folders)
    with pytest.raises(PipelineError, match=r"no folder .*--raw"):
        register(replace(folders, raw=folders.raw / "altrove"))


def test_results_files_are_known_by_their_suffix(folders):
    for name in ("esempio/2020.rilevazioni.csv", "registro.csv", "rilevazioni.csv"):
        put(folders, name)
    assert list(results_files(folders.raw)) == ["esempio/2020.rilevazioni.csv"]
