"""Made-up acts of a made-up municipality, small enough to be read in a moment."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

import expectations
from pipelines import cli
from pipelines.folders import RAW, Folders
from pipelines.night import children, running
from pipelines.night.server import own_server
from pipelines.night.summary import Summary

WritePdf = Callable[..., Path]
ROWS = (("Voce", "Quanto"), ("mele", "7"), ("pere", "12"))


@pytest.fixture
def printed_rows() -> list[list[str]]:
    """What `write_pdf` prints when it isn't told."""
    return [list(row) for row in ROWS]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    raw = tmp_path / "raw"
    raw.mkdir()
    return Folders(raw, tmp_path / "curated")


@pytest.fixture
def write_pdf(folders: Folders) -> WritePdf:
    def write(
        name: str, rows: Sequence[tuple[str, ...]] = ROWS, password: str | None = None, ruled: bool = True
    ) -> Path:
        path = folders.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # invariant: the same rows give the same bytes
        canvas = Canvas(str(path), pagesize=A4, encrypt=password, invariant=1)
        canvas.drawString(72, 780, "Comune di Vattelapesca (ente inventato)")
        rulings = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
        table = Table([list(row) for row in rows], style=TableStyle(rulings))
        table.wrapOn(canvas, 400, 400)
        table.drawOn(canvas, 72, 600)
        canvas.save()
        return path

    return write


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("una-volta") / "copia"


@pytest.fixture
def once(kept: Path, folders: Folders) -> Callable[[Callable[[], None]], Folders]:
    """`folders` as a function makes them, the same for all tests of a module: it is called for the first of them, and
    each has a copy of its own.
    """

    def give(make: Callable[[], None]) -> Folders:
        if kept.is_dir():
            shutil.copytree(kept, folders.raw.parent, symlinks=True, dirs_exist_ok=True)
        else:
            make()
            shutil.copytree(folders.raw.parent, kept, symlinks=True)
        return folders

    return give


@pytest.fixture(scope="session")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path, Path], Summary]]:
    """The flow on a Prefect server of the tests' own; programs that a test starts find it too."""
    home = tmp_path_factory.mktemp("prefect")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**running.ALWAYS, **running.OWN_SERVER, "PREFECT_HOME": str(home)}.items():
            patch.setenv(name, value)
        with own_server() as address:
            patch.setenv("PREFECT_API_URL", address())
            # some test has imported it before
            from prefect.context import refresh_global_settings_context

            from pipelines.night.flow import schedario

            refresh_global_settings_context()
            # those who read wait for the next night, and not each begins with a second of imports
            patch.setattr("pipelines.night.reading.dismiss", lambda: None)
            yield schedario
            children.dismiss()


@pytest.fixture(scope="session")
def example(flow: Callable[[Path, Path], Summary], tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The warehouse of the repository's made-up act and its made-up results. Not to be written to."""
    folders = Folders(RAW / "esempio", tmp_path_factory.mktemp("esempio"))
    flow(folders.raw, folders.curated)
    return folders


@pytest.fixture
def schedario(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., SimpleNamespace]:
    """Run a command as the entry point does: its exit code, and what it printed."""

    def call(*arguments: object) -> SimpleNamespace:
        monkeypatch.setattr(sys, "argv", ["schedario", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capfd.readouterr()
        return SimpleNamespace(code=ended.value.code or 0, out=printed.out, err=printed.err)

    return call


@pytest.fixture
def no_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Great Expectations takes seconds and has tests of its own."""
    monkeypatch.setattr(expectations, "hold_documents", lambda frames, documents: {name: [] for name in documents})
    for name in ("hold_star", "hold_volume", "validate_star"):
        monkeypatch.setattr(expectations, name, lambda *args, **options: [])
    monkeypatch.setattr(expectations, "build_data_docs", lambda *args: None)
