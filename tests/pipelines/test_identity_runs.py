"""What people state about units of a made-up act: a change makes a run, a mistake publishes nothing."""

from pathlib import Path
from shutil import copytree

import duckdb
import pytest

from pipelines.documents.register import STATEMENTS_NAME, register
from pipelines.errors import NotPublishedError
from pipelines.folders import RAW, Folders
from pipelines.night.state import current_state
from warehouse import StatementError

BODY = 'ente = "Comune di Roccafinta (inventato)"\nfonte = "Nota inventata"\n'
SPELLED = f'[[grafia]]\n{BODY}unita = "DIREZIONE GENERALE"\nstampata = '
SPELLED += '{nome = "DIREZIONE TERRITORIO", livello = "direzione"}\n'


@pytest.fixture(scope="module")
def night(flow, tmp_path_factory):
    """A copy of the made-up act, and what brings it up to date with the statements given."""
    raw = copytree(RAW / "esempio", tmp_path_factory.mktemp("anagrafe") / "raw" / "esempio").parent
    (raw / "registro.csv").write_bytes((RAW / "registro.csv").read_bytes())
    folders = Folders(raw, raw.parent / "curated")

    def run(text: str) -> Folders:
        (raw / STATEMENTS_NAME).write_text(text, encoding="utf-8")
        flow(folders.raw, folders.curated)
        return folders

    return run


def units(folders: Folders) -> list[tuple[str, int]]:
    with duckdb.connect(str(folders.published), read_only=True) as con:
        return con.execute("select denominazione, count(*) over () from dim_struttura order by 1").fetchall()


def test_a_changed_file_makes_a_run_and_a_wrong_one_publishes_nothing(night, capfd):
    folders = night("")
    before = units(folders)
    assert "DIREZIONE TERRITORIO" in dict(before)
    night(SPELLED)
    together = units(folders)
    assert len(together) == len(before) - 1
    assert "DIREZIONE TERRITORIO" not in dict(together)
    with pytest.raises(NotPublishedError, match=r"line 1 .grafia.: no act names 'GENERALE'"):
        night(SPELLED.replace("DIREZIONE GENERALE", "GENERALE"))
    with pytest.raises(StatementError, match=r"line 1 .grafia.: unknown key unit"):
        night(SPELLED.replace("unita", "unit"))
    assert units(folders) == together
    night("")
    assert units(folders) == before


def test_the_file_is_part_of_what_is_published(tmp_path: Path):
    folders = Folders(RAW / "esempio", tmp_path / "curated")
    sources = register(folders)
    assert STATEMENTS_NAME not in current_state(folders, sources)
    copied = Folders(copytree(folders.raw, tmp_path / "raw"), folders.curated)
    (copied.raw / STATEMENTS_NAME).write_text(SPELLED, encoding="utf-8")
    first = current_state(copied, sources)
    (copied.raw / STATEMENTS_NAME).write_text(SPELLED + "\n", encoding="utf-8")
    assert first[STATEMENTS_NAME] != current_state(copied, sources)[STATEMENTS_NAME]
