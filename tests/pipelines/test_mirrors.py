"""Acts and warehouse behind URLs: what comes, what goes, what a kill leaves, and that it is what folders would give."""

import json
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import fsspec
import pyarrow.parquet
import pytest
from moto.server import ThreadedMotoServer

import warehouse
from pipelines import settings
from pipelines.documents import hashes, mirror
from pipelines.errors import PipelineError
from pipelines.folders import Folders, mirror_of, shown, url_of
from pipelines.keeping import publishing, remote
from pipelines.locking import writing
from pipelines.night import running
from pipelines.night.state import published_state, remember
from pipelines.storage import Storage, opened
from warehouse import database
from warehouse.comparing import compare_files
from warehouse.versions import MANIFEST, in_force
from warehouse.versions import place as place_of

GRAPES = [("Voce", "Quanto"), ("uva", "1")]


@pytest.fixture(scope="module")
def bucket():
    """A bucket of a server on this machine that speaks S3."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "inventata",
            "AWS_SECRET_ACCESS_KEY": "inventata",
            "AWS_DEFAULT_REGION": "eu-south-1",
        }.items():
            patch.setenv(name, value)
        fs = fsspec.filesystem("s3")
        fs.mkdir("archivio", region_name="eu-south-1")
        yield "s3://archivio"
        server.stop()


def in_memory(request, tmp_path):
    return f"memory://{tmp_path}/lontano"


def in_files(request, tmp_path):
    return f"file://{tmp_path}/lontano"


def in_s3(request, tmp_path):
    return f"{request.getfixturevalue('bucket')}/{tmp_path.name}"


EVERYWHERE = pytest.mark.parametrize("place", [in_memory, in_files, in_s3], indirect=True)
S3 = pytest.mark.parametrize("place", [in_s3], indirect=True)


@pytest.fixture
def place(request, tmp_path):
    """A folder of nobody else's in a storage, by its URL."""
    return getattr(request, "param", in_memory)(request, tmp_path)


@pytest.fixture
def far(place, tmp_path, monkeypatch):
    """What lies behind the URLs, and the local copies that a machine has of them."""

    def machine(name):
        monkeypatch.setenv("SCHEDARIO_MIRRORS", str(tmp_path / name))
        return Folders(settings.local(f"{place}/raw"), settings.local(f"{place}/curated"))

    return SimpleNamespace(folders=machine("qui"), machine=machine, storage=opened(place), curated=f"{place}/curated")


def send(far, path, name=None):
    far.storage.give([path.name], path.parent, "raw")
    return path


def taken(folders):
    return {path.relative_to(folders.raw).as_posix() for path in folders.raw.rglob("*") if path.is_file()}


def states(summary):
    return {line.name: line.state for line in summary.documents}


def same(first, second):
    compared = list(compare_files(first.published, second.published))
    assert compared
    return [difference for _, _, difference in compared if difference] == []


def test_a_url_has_a_local_copy_that_knows_where_it_comes_from(tmp_path):
    copy = mirror_of("s3://archivio/atti del 2020+1/", tmp_path)
    assert copy.parent == tmp_path
    assert "%" not in copy.name
    assert url_of(copy) == shown(copy) == "s3://archivio/atti del 2020+1"
    assert url_of(copy / "a.pdf") == url_of(tmp_path) == ""


@EVERYWHERE
def test_what_is_new_comes_what_changed_comes_again_what_went_goes(far, folders, write_pdf, monkeypatch):
    send(far, write_pdf("a.pdf"))
    send(far, write_pdf("b.pdf"))
    far.storage.replace("raw/sotto/registro.csv", b"nome_file\n")
    mirror.bring(far.folders.raw)
    assert taken(far.folders) == {"a.pdf", "b.pdf", "sotto/registro.csv"}
    send(far, write_pdf("b.pdf", GRAPES))
    far.storage.drop(["raw/a.pdf", "raw/sotto/registro.csv"])
    brought = watched(monkeypatch, "take")
    mirror.bring(far.folders.raw)
    assert taken(far.folders) == {"b.pdf"}
    assert (far.folders.raw / "b.pdf").read_bytes() == (folders.raw / "b.pdf").read_bytes()
    mirror.bring(far.folders.raw)
    (far.folders.raw / "b.pdf").write_bytes(b"rotto")
    mirror.bring(far.folders.raw)
    assert [list(names) for names in brought] == [["b.pdf"], [], ["b.pdf"]]
    assert (far.folders.raw / "b.pdf").read_bytes() == (folders.raw / "b.pdf").read_bytes()


def test_what_lies_here_is_hashed_once_and_nothing_of_a_killed_run_stays(far, write_pdf, monkeypatch):
    send(far, write_pdf("a.pdf"))
    mirror.bring(far.folders.raw)
    beside = far.folders.raw.parent
    left = beside / f".{far.folders.raw.name}.json.1.nuovo"
    left.write_bytes(b"{")
    now, sha256_of, read = hashes.time.time_ns, hashes.sha256_of, []
    monkeypatch.setattr(hashes.time, "time_ns", lambda: now() + 3600 * 10**9)
    monkeypatch.setattr(hashes, "sha256_of", lambda path: read.append(path.name) or sha256_of(path))
    for _ in range(3):
        mirror.bring(far.folders.raw)
    assert read == ["a.pdf"]
    assert not list(beside.glob(".*"))


def watched(monkeypatch, name):
    """What a function of the storages is called with from now on."""
    usual, calls = getattr(Storage, name), []
    monkeypatch.setattr(Storage, name, lambda self, names, *rest: calls.append(names) or usual(self, names, *rest))
    return calls


@EVERYWHERE
def test_no_half_file_no_empty_place_and_no_name_that_leads_out(far, folders, write_pdf, monkeypatch, caplog):
    with pytest.raises(PipelineError, match="nothing lies in"):
        mirror.bring(far.folders.raw)
    send(far, write_pdf("a.pdf"))
    fs, root = far.storage.fs, f"{far.storage.root}/raw"
    with monkeypatch.context() as patch, pytest.raises(PipelineError, match=r"a\.pdf changed on its way"):
        patch.setattr(fs, "get_file", lambda _, path: Path(path).write_bytes(b"%PDF"))
        mirror.bring(far.folders.raw)
    assert taken(far.folders) == set()
    there = fs.find(root, detail=True) | {f"{root}/../fuori.pdf": {"type": "file", "size": 1}}
    with monkeypatch.context() as patch:
        patch.setattr(fs, "find", lambda *_, **__: there)
        mirror.bring(far.folders.raw)
    assert taken(far.folders) == {"a.pdf"}
    assert "fuori.pdf" in caplog.text


@S3
def test_nights_behind_urls_publish_what_folders_would(flow, no_checks, far, folders, write_pdf):
    there = far.folders
    for name in ("a.pdf", "via.pdf"):
        send(far, write_pdf(name, [("Voce", "Quanto"), (name, "3")]))
    flow(folders.raw, folders.curated)
    database.make(there.working, kept_from=folders.published.resolve())  # when each act came, which runs don't share
    flow(f"{far.storage.url}/raw", far.curated)
    assert same(folders, there)
    assert running.documents_to_look_at(there) == 0
    first = in_force(there.curated)
    send(far, write_pdf("b.pdf", GRAPES))
    far.storage.drop(["raw/via.pdf"])
    assert running.documents_to_look_at(there) == 2
    assert states(flow(there.raw, there.curated))["a.pdf"] == "invariato"
    assert running.documents_to_look_at(there) == 0
    assert read_as_told(far, "main/dim_atto")["nome_file"].to_pylist().count("b.pdf") == 1
    assert first != in_force(there.curated)


def read_as_told(far, table):
    """As a reader without schedario does: the pointer, then a file of the version that it names."""
    version = json.loads(far.storage.read("curated/corrente.json"))["versione"]
    path = f"{far.storage.root}/curated/.versioni/{version}/parquet/{table}.parquet"
    return pyarrow.parquet.read_table(path, filesystem=far.storage.fs)


@S3
def test_another_machine_goes_on_where_this_one_stopped(flow, no_checks, far, write_pdf):
    first, other = far.folders, far.machine("altrove")
    send(far, write_pdf("a.pdf"))
    flow(first.raw, first.curated)
    assert running.documents_to_look_at(other) == 0
    assert same(first, other)
    send(far, write_pdf("b.pdf", GRAPES))
    assert states(flow(other.raw, other.curated))["a.pdf"] == "invariato"
    assert len(list((other.curated / "rapporto").glob("2*.html"))) == 2
    assert running.documents_to_look_at(first) == 0
    assert same(first, other)


@pytest.fixture
def published(far):
    """A warehouse without acts, published and sent; no night is needed for what follows."""
    with writing(far.folders):
        warehouse.connect(far.folders.working).close()
        publishing.put_in_place(far.folders)
        remember(far.folders, {"lettura": "1"})
    return far.folders


@EVERYWHERE
def test_a_publication_is_sent_whole_and_taken_over_whole(far, published):
    pointer = json.loads(far.storage.read("curated/corrente.json"))
    assert pointer["versione"] == pointer["ultima"] == in_force(published.curated)
    assert pointer["stato"] == {"lettura": "1"}
    under = f"curated/.versioni/{pointer['versione']}/"
    assert set(far.storage.files("curated/.versioni")) == {
        f"{under}{name}" for name in (*pointer["impronte"], MANIFEST)
    }
    other = far.machine("altrove")
    with writing(other):
        assert same(published, other)
        assert published_state(other) == {"lettura": "1"}
        assert other.working.read_bytes() == other.published.read_bytes()


def test_a_rollback_holds_on_all_machines_and_forward_is_what_was_published_last(far, published):
    first, other = in_force(published.curated), far.machine("altrove")
    with closing(warehouse.connect(published.working)) as con:
        warehouse.begin_run(con, "1")
    second = publishing.publish(published).version
    publishing.rollback(published)
    with writing(other):
        assert in_force(other.curated) == first
        assert other.working.read_bytes() == (place_of(other.curated, second) / "schedario.duckdb").read_bytes()
    assert publishing.listed(other) == publishing.listed(published)
    third = publishing.publish(other).version
    with writing(published):
        assert in_force(published.curated) == third


def test_who_only_reads_has_the_version_in_force(far, published, schedario):
    reader = far.machine("lettore")
    told = schedario("query", "select count(*) as n from dim_atto", "--curated", far.curated, "--format", "csv")
    assert told.out.split() == ["n", "0"]
    newer = publishing.publish(published).version
    assert schedario("status", "--curated", far.curated).code == 0
    assert in_force(reader.curated) == newer
    assert not reader.working.exists()
    assert (
        f"nothing is published in {far.curated}-vuoto" in schedario("status", "--curated", f"{far.curated}-vuoto").err
    )


@pytest.mark.parametrize("step", ["give", "replace", "drop"])
def test_a_killed_upload_leaves_a_whole_version_and_is_made_up_for(far, published, monkeypatch, step):
    before = far.storage.read("curated/corrente.json")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Storage, step, killed)
        publishing.publish(published)
    reader = far.machine("lettore")
    remote.at_hand(reader.curated)
    assert reader.published.is_file()
    assert (far.storage.read("curated/corrente.json") == before) == (step != "drop")
    with writing(published):
        pass
    assert json.loads(far.storage.read("curated/corrente.json"))["versione"] == in_force(published.curated)
    remote.at_hand(reader.curated)
    assert in_force(reader.curated) == in_force(published.curated)


def killed(*_):
    raise KeyboardInterrupt


def test_two_machines_never_write_over_each_other(far, published, monkeypatch):
    other = far.machine("altrove")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Storage, "give", killed)
        publishing.publish(published)
    with writing(other):
        pass
    publishing.publish(other)
    with pytest.raises(PipelineError, match=r"another machine has published .* move .* away"), writing(published):
        pytest.fail("it may not write")
    with pytest.raises(PipelineError, match="another machine has just published"), writing(other):
        publishing.put_in_place(other)
        far.storage.replace("curated/corrente.json", b"{}")


def test_old_versions_go_and_damage_is_told(far, published, monkeypatch):
    monkeypatch.setenv("SCHEDARIO_VERSIONS", "2")
    monkeypatch.setattr("warehouse.versions.GRACE", -1)
    for _ in range(2):
        publishing.publish(published)
    there = far.storage.files("curated/.versioni")
    assert len({name.split("/")[2] for name in there}) == 2
    name = next(name for name in there if name.endswith("schedario.duckdb"))
    far.storage.replace(name, b"x" * there[name]["size"])
    with pytest.raises(PipelineError, match="is damaged"), writing(far.machine("altrove")):
        pytest.fail("it may not write")


def test_the_key_of_the_pseudonyms_stays_where_it_is(far, published):
    publishing.without_names(published)
    publishing.publish(published)
    assert any("senza_nomi" in name for name in far.storage.files())
    assert not any("pseudonimi" in name for name in far.storage.files())
    other = far.machine("altrove")
    remote.at_hand(other.curated)  # reading it needs no key
    for _ in range(2):
        with pytest.raises(PipelineError, match="put its key at"), writing(other):
            pytest.fail("it would be published without that edition")


def test_acts_behind_a_url_are_not_written_to(far, schedario, tmp_path):
    rules = tmp_path / "regole.toml"
    rules.write_text("")
    for command in (["fetch"], ["run", "--fetch"], ["rules", "load", rules]):
        assert "is only read" in schedario(*command, "--raw", f"{far.storage.url}/raw").err


def test_a_storage_that_fails_is_told_in_one_line(schedario, far):
    assert schedario("status", "--curated", "s4://archivio").err.startswith("error: s4://archivio: ")
