"""A folder as it stands on a morning: version A published, and all kinds of changes waiting for the next run.

All acts are those of made-up bodies.
"""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from pipelines.folders import RAW, Folders
from warehouse.versions import FOLDER, in_force

from . import looking
from .looking import Prints
from .processes import finished

PLAN = RAW / "esempio" / "comune-di-fantasia-pdo-2020.pdf"
VALUES = PLAN.with_suffix(".rilevazioni.csv")
REGISTER = """nome_file,ente,atto_logico,anno
piano.pdf,Comune di Roccafinta (inventato),esempio/comune-di-fantasia-pdo-2020.pdf,2020
elenco.pdf,Comune di Vattelapesca (inventato),elenco,2020
"""
CORRECTION = """[[correzione]]
atto = "piano.pdf"
tabella = "kpi"
dove = { kpi = "Ore di formazione erogate" }
campo = "target_raw"
guardia = "120 ore"
valore = "130 ore"
perche = "Errore inventato, per prova"
chi = "Ada Bianchi"
quando = 2026-01-15
stato = "attiva"
"""
RULES = """ente = "Comune di Roccafinta (inventato)"
anno = 2020

[[regola]]
parametro = "soglia_minima"
valore = "0.60"
"""
LONG_AGO = 2 * 86400


@dataclass(frozen=True, slots=True)
class Scene:
    """What a trial begins with and must end with.

    Attributes:
        before: a folder with `raw`, `curated` (version A) and `valori.csv`, values that a person loads by hand.
        version: the name of version A.
        end: what a run that nobody disturbs makes of it.
        seconds: how long that took.
    """

    before: Path
    version: str
    end: Prints
    seconds: float

    def copied(self, to: Path) -> Folders:
        """A folder of its own to try something in."""
        copy(self.before, to)
        return folders(to)


def folders(home: Path) -> Folders:
    """The two folders of a trial."""
    return Folders(home / "raw", home / "curated")


def copy(home: Path, to: Path) -> None:
    """Copy a folder as it is, links and times too."""
    subprocess.run(["cp", "-a", "--reflink=auto", home, to], check=True)


def prepared(home: Path, names: bool = False) -> Scene:
    """Publish version A, put changes beside it, and see what a run makes of them.

    With `names` there is an edition without names, too.
    """
    before = home / "prima"
    raw = before / "raw"
    raw.mkdir(parents=True)
    _first_acts(raw)
    finished("run", *(["--without-names"] if names else []), home=before)
    _loaded_by_hand(before)
    _aged(before / "curated")
    _changes(raw)
    version = in_force(before / "curated")
    copy(before, home / "indisturbata")
    began = time.monotonic()
    finished("run", home=home / "indisturbata")
    seconds = time.monotonic() - began
    return Scene(before, version, looking.prints(home / "indisturbata" / "curated"), seconds)


def write_list(path: Path, *rows: tuple[str, str]) -> None:
    """Typeset a made-up act with one table; the same rows give the same bytes."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.drawString(72, 780, "Comune di Vattelapesca (ente inventato)")
    table = Table([("Voce", "Quanto"), *rows], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    table.wrapOn(canvas, 400, 400)
    table.drawOn(canvas, 72, 600)
    canvas.save()


def _first_acts(raw: Path) -> None:
    (raw / "piano.pdf").write_bytes(PLAN.read_bytes())
    write_list(raw / "elenco.pdf", ("mele", "7"), ("pere", "12"))
    (raw / "rotto.pdf").write_bytes(b"%PDF-1.7 and nothing after")
    (raw / "registro.csv").write_text(REGISTER, encoding="utf-8")
    lines = VALUES.read_text(encoding="utf-8-sig").splitlines()
    (raw / "piano.rilevazioni.csv").write_text("\n".join(lines[:8]) + "\n", encoding="utf-8")


def _loaded_by_hand(before: Path) -> None:
    """A value that no file of the raw folder holds, and another form that nobody loaded yet."""
    lines = VALUES.read_text(encoding="utf-8-sig").splitlines()
    for name, few in (("a-mano.csv", lines[8:10]), ("valori.csv", lines[10:12])):
        (before / name).write_text("\n".join([lines[0], *few]) + "\n", encoding="utf-8")
    finished("results", "load", str(before / "a-mano.csv"), "--by", "Ada Bianchi", home=before)
    (before / "regole.toml").write_text(RULES.replace("2020", "2021"), encoding="utf-8")


def _aged(curated: Path) -> None:
    """Make the versions old enough to be dropped."""
    for folder in (curated / FOLDER).iterdir():
        os.utime(folder, (time.time() - LONG_AGO,) * 2)


def _changes(raw: Path) -> None:
    """A new act, a changed one, a correction, rules, more measured values."""
    write_list(raw / "nuovo.pdf", ("uva", "3"))
    write_list(raw / "elenco.pdf", ("mele", "8"), ("pere", "12"))
    (raw / "correzioni.toml").write_text(CORRECTION, encoding="utf-8")
    (raw / "regole").mkdir()
    (raw / "regole" / "roccafinta.toml").write_text(RULES, encoding="utf-8")
    (raw / "piano.rilevazioni.csv").write_text(VALUES.read_text(encoding="utf-8-sig"), encoding="utf-8")
