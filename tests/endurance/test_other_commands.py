"""Commands beside the run, killed at their steps: given once more they end as if nothing had happened."""

from __future__ import annotations

import json
import signal

import pytest

from warehouse.versions import in_force

from . import looking
from .processes import finished, tried
from .scene import copy, folders, write_list
from .steps import Step
from .test_two_at_once import SOURCES

PUBLISHING = ("shutil:copyfile", "warehouse.versions:seal", "warehouse.versions:put_in_force")
LOADING = {
    "results": ("valori.csv", "warehouse:load_results"),
    "rules": ("regole.toml", "pipelines.scoring.ruling:_keep"),
}
"""Commands that load a file and publish it: the file, and the step in which it is loaded."""


@pytest.fixture
def home(scene, tmp_path):
    """A folder in which all is published."""
    finished("run", home=scene.copied(tmp_path / "prova").raw.parent)
    return tmp_path / "prova"


def killed(*words, home, step):
    ended = tried(*words, home=home, step=step)
    assert ended.code == -signal.SIGKILL, f"{step}: it did not come to this step: {ended.code} {ended.said}"


def nothing_is_left(home):
    assert looking.left_over(home / "raw", home / "curated") == []


@pytest.mark.parametrize("command", LOADING)
def test_values_and_rules_that_a_person_loads(home, tmp_path, command):
    file, own = LOADING[command]
    words = [command, "load", str(home / file)]
    copy(home, tmp_path / "indisturbata")
    finished(*words, home=tmp_path / "indisturbata")
    end = looking.prints(tmp_path / "indisturbata" / "curated")
    assert end != looking.prints(home / "curated")
    for function in (own, *PUBLISHING):
        killed(*words, home=home, step=Step(function, after=True))
        looking.seen(home / "curated")
        finished("run", home=home)
    finished(*words, home=home)
    assert looking.prints(home / "curated") == end
    nothing_is_left(home)


def test_a_rollback_and_the_way_forward(home):
    curated = home / "curated"
    forward, end = in_force(curated), looking.prints(curated)
    for after, seen in ((False, {forward}), (True, {before_of(curated)})):
        killed("publish", "--rollback", home=home, step=Step("warehouse.versions:_link", after=after, call=3))
        assert {looking.seen(curated)} == seen
    for function in PUBLISHING:
        killed("publish", home=home, step=Step(function, after=True))
        looking.seen(curated)
    finished("publish", home=home)
    assert looking.prints(curated) == end
    nothing_is_left(home)


def before_of(curated):
    return json.loads((curated / ".corrente" / "versione.json").read_text())["precedente"]


def test_a_fetch(scene, tmp_path):
    own = folders(tmp_path)
    (tmp_path / "fuori").mkdir()
    own.raw.mkdir()
    write_list(tmp_path / "fuori" / "primo.pdf", ("fichi", "4"))
    write_list(tmp_path / "fuori" / "secondo.pdf", ("noci", "5"))
    (own.raw / "sources.yaml").write_text(SOURCES.format(path=tmp_path / "fuori"), encoding="utf-8")
    copy(own.raw, tmp_path / "indisturbata")
    finished("fetch", "--raw", str(tmp_path / "indisturbata"))
    for call in range(1, 5):
        for after in (False, True):
            home = tmp_path / f"{call}{after}"
            home.mkdir()
            copy(own.raw, home / "raw")
            killed("fetch", home=home, step=Step("pipelines.fetching.store:write", after, call))
            pdfs = list((home / "raw").glob("cartella/*.pdf"))
            assert all(path.with_name(f"{path.name}.json").is_file() for path in pdfs)
            finished("fetch", home=home)
            assert stored(home / "raw") == stored(tmp_path / "indisturbata")
            assert looking.left_over(home / "raw") == []


def stored(raw):
    return {path.name: path.read_bytes() for path in raw.glob("cartella/*.pdf")}


def test_the_key_of_the_pseudonyms_is_whole_or_not_there(home):
    key = home / "curated" / ".work" / "pseudonimi.key"
    killed("run", "--without-names", home=home, step=Step("pathlib:Path.replace"))
    assert not key.exists()
    finished("run", "--without-names", home=home)
    assert looking.prints(home / "curated").keys() > {"senza_nomi main.dim_atto"}
    nothing_is_left(home)
