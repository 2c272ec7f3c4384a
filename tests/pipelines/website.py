"""A web site on this machine that publishes what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Website

    def do_GET(self):
        self.site.asked.append((self.path, dict(self.headers)))
        self.site.pages.get(self.path, answer(404))(self)

    def log_request(self, code="-", size="-"):
        self.site.answered.append((self.path, int(code)))

    def log_message(self, *_):
        pass


Answering = Callable[[Request], None]


def answer(status: int, body: bytes = b"", **headers: str) -> Answering:
    def send(request: Request) -> None:
        request.send_response(status)
        for name, text in headers.items():
            request.send_header(name.replace("_", "-"), text)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return send


def document(body: bytes, **headers: str) -> Answering:
    """With an ETag: 304 to whoever has it."""
    etag = f'"{hashlib.md5(body).hexdigest()}"'

    def send(request: Request) -> None:
        known = request.headers.get("If-None-Match") == etag
        answer(304 if known else 200, b"" if known else body, ETag=etag, **headers)(request)

    return send


def in_turn(*answers: Answering) -> Answering:
    """One after the other, the last one for good."""
    left = list(answers)
    return lambda request: (left.pop(0) if len(left) > 1 else left[0])(request)


def endless(request: Request) -> None:
    request.send_response(200)
    request.end_headers()
    request.close_connection = True
    try:
        request.wfile.write(b"%PDF-1.4")
        while True:
            request.wfile.write(b"%" * 65536)
    except OSError:
        pass


def index(*links: str) -> Answering:
    return answer(200, "".join(f'<a href="{link}">{link}</a>' for link in links).encode(), Content_Type="text/html")


class Website:
    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.port = port
        self.pages: dict[str, Answering] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answered: list[tuple[str, int]] = []
        self.closing = threading.Event()

    def silent(self, request: Request) -> None:
        """Takes the question and says nothing."""
        request.close_connection = True
        self.closing.wait()

    def count(self, path: str) -> int:
        return [asked for asked, _ in self.asked].count(path)

    def statuses(self, path: str) -> list[int]:
        """What it answered there, one after the other."""
        return [status for asked, status in self.answered if asked == path]


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Website]:
    handler = type("Handler", (Request,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        handler.site = site = Website(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()
            thread.join()
