"""How a night ended: the health it leaves, and the notices it sends to servers made here."""

import json
import socketserver
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_string
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pipelines.errors import BusyError, PipelineError
from pipelines.locking import writing
from pipelines.reporting import watch

SOURCES = """
contact: ufficio@vattelapesca.example
sources:
  - name: peg
    body: {denominazione: Comune di Vattelapesca, tipo: comune}
    publishes: {what: PEG}
    where: {kind: url, url: "https://www.vattelapesca.example/peg.pdf"}
    expected_every_days: 10
"""


@pytest.fixture(autouse=True)
def _no_settings_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def posted(monkeypatch):
    """What comes in at a webhook."""
    bodies = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    with served(HTTPServer(("127.0.0.1", 0), Hook)) as port:
        monkeypatch.setenv("SCHEDARIO_WEBHOOK", f"http://127.0.0.1:{port}/avvisi")
        yield bodies


@pytest.fixture
def mailed(monkeypatch):
    """What comes in at a mail server."""
    letters = []

    class Mail(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 vattelapesca.example\r\n")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")

    with served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)) as port:
        for name, value in {"HOST": "127.0.0.1", "PORT": port, "FROM": "s@x.example", "TO": "a@x.example"}.items():
            monkeypatch.setenv(f"SCHEDARIO_MAIL_{name}", str(value))
        yield letters


class served:
    """A server in a thread, for the length of a block; gives its port."""

    def __init__(self, server):
        self.server = server

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self.server.server_address[1]

    def __exit__(self, *args):
        self.server.shutdown()
        self.server.server_close()


def fail(folders, why="un controllo non è rispettato"):
    with pytest.raises(PipelineError), watch.failures(folders):
        raise PipelineError(why)


def health(schedario, folders):
    done = schedario("status", "--json", "--curated", folders.curated)
    return done.code, json.loads(done.out)


def test_a_night_is_healthy_until_one_fails_and_again_after_a_good_one(schedario, folders):
    code, found = health(schedario, folders)
    assert (code, found["problems"]) == (1, ["no night has ended well yet"])
    watch.well(folders)
    assert health(schedario, folders)[0] == 0
    fail(folders)
    code, found = health(schedario, folders)
    assert code == 1
    assert found["problems"] == ["the last night failed: un controllo non è rispettato"]
    assert found["last_good_night"]
    watch.well(folders)
    assert health(schedario, folders)[0] == 0


def test_a_good_night_gets_too_old(schedario, folders, monkeypatch):
    watch.well(folders)
    path = folders.work / "night.json"
    ended = watch.last(folders)
    old = (datetime.now(UTC) - timedelta(hours=40)).isoformat()
    path.write_text(ended.model_copy(update={"last_good": old}).model_dump_json())
    code, found = health(schedario, folders)
    assert (code, found["problems"]) == (1, ["the last good night is 40 hours ago, more than 36"])
    monkeypatch.setenv("SCHEDARIO_STALE_HOURS", "41")
    assert health(schedario, folders)[0] == 0


def test_a_night_that_was_killed_is_no_good_one_but_one_that_goes_on_is(schedario, folders):
    watch.well(folders)
    folders.pending.touch()
    with writing(folders):
        code, found = health(schedario, folders)
    assert (code, found["running"]) == (0, True)
    code, found = health(schedario, folders)
    assert (code, found["problems"]) == (1, ["the last night was interrupted"])


def test_health_counts_what_is_published(schedario, example):
    code, found = health(schedario, example)
    assert code == 0
    assert sum(found["documents"].values()) == 1
    assert found["quarantine"] == 0


def test_a_command_that_cannot_begin_is_a_failed_night(schedario, folders):
    done = schedario("run", "--raw", folders.raw, "--curated", folders.curated)
    assert done.code == 1
    assert watch.last(folders).outcome == "fallita"
    assert "no PDF under" in watch.last(folders).why
    # nobody asked for the log: it is said once
    assert done.err.count("no PDF under") == len(done.err.splitlines()) == 1


def test_another_run_that_goes_on_is_no_failure(folders, posted):
    watch.well(folders)
    with pytest.raises(BusyError), writing(folders), watch.failures(folders), writing(folders):
        pass
    assert watch.last(folders).outcome == "riuscita"
    assert posted == []


def test_a_red_night_is_told_by_webhook_and_mail(folders, posted, mailed):
    fail(folders, "stella/chiavi: 2 righe")
    assert [(body["event"], body["details"]) for body in posted] == [("notte_fallita", ["stella/chiavi: 2 righe"])]
    (letter,) = mailed
    message = message_from_string(letter)
    assert message["Subject"] == "schedario: la notte non è riuscita" or "=?utf-8" in message["Subject"]
    assert message["To"] == "a@x.example"
    assert "stella/chiavi: 2 righe" in message.get_payload(decode=True).decode()


def test_a_silent_source_is_told_once(folders, posted):
    (folders.raw / "sources.yaml").write_text(SOURCES)
    memory = folders.raw / ".fetch" / "sources" / "peg.json"
    memory.parent.mkdir(parents=True)
    memory.write_text(json.dumps({"first_asked": (datetime.now(UTC) - timedelta(days=30)).isoformat()}))
    for _ in range(2):
        watch.well(folders)
    assert [(body["event"], body["details"]) for body in posted] == [("fonti_silenziose", ["peg: da 30 giorni"])]


def test_a_good_night_is_not_told(folders, posted, mailed):
    watch.well(folders)
    assert (posted, mailed) == ([], [])


@pytest.mark.parametrize("webhook", ["http://127.0.0.1:9/nobody", "not an address"])
def test_a_notice_that_fails_changes_nothing(folders, monkeypatch, caplog, webhook):
    monkeypatch.setenv("SCHEDARIO_WEBHOOK", webhook)
    fail(folders)
    assert watch.last(folders).outcome == "fallita"
    assert "notice notte_fallita not sent" in caplog.text
