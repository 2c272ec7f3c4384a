"""The nights that are told: one JSON of figures beside each page, so that they outlive the working file."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel

from pipelines.folders import Folders

FOLDER = "rapporto"
INDEX = "index.html"


class Figures(BaseModel):
    """One night in numbers. Moments are UTC; rows and filled fields are those of all that is loaded."""

    run_id: str
    data: str
    """ISO."""
    ora: str
    stato: str
    """riuscita or fallita."""
    versione: str
    secondi: float
    nuovi: int
    cambiati: int
    documenti: int
    righe: int
    campi_pieni: int
    quarantena: int
    attese_mancate: int

    @property
    def page(self) -> str:
        """Name of the night's page."""
        return f"{self.stem}.html"

    @property
    def stem(self) -> str:
        """`<data>-<run>`; sorts by time."""
        return f"{self.data}-{self.run_id.partition('T')[2]}"


def told_in(folders: Folders) -> Path:
    """The folder of the pages."""
    return folders.curated / FOLDER


def kept(folders: Folders) -> list[Figures]:
    """All nights, oldest first."""
    paths = sorted(told_in(folders).glob("*.json"))
    return [Figures.model_validate_json(path.read_bytes()) for path in paths]


def keep(folders: Folders, figures: Figures) -> None:
    """Write one night's figures."""
    put(told_in(folders) / f"{figures.stem}.json", figures.model_dump_json(indent=1))


def put(path: Path, text: str) -> None:
    """Write a file: aside, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.nuovo")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
