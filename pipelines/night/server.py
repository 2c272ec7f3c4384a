"""A Prefect server for the length of one run, that ends with the run however the run ends.

Prefect starts one by itself where there is none, but a killed run would leave that one behind.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.night.lifeline import STDIN, die_with

HOST = "127.0.0.1"
LASTING = "lasting"
ROOM = 2**20
"""Bytes without which Prefect doesn't begin."""
_addresses: set[str] = set()


@contextmanager
def own_server(lasting: bool = False) -> Iterator[Callable[[], str]]:
    """A server that is starting; the function waits until it answers and gives the address of its API.

    One that is `lasting` starts runs on schedule, too.

    Raises:
        PipelineError: it doesn't start.
        OSError: the disk is full, or its home can't be written.
    """
    _check_room()
    command = [sys.executable, "-m", "pipelines.night.server", *([LASTING] if lasting else [])]
    pipe = subprocess.PIPE
    # a session of its own: Ctrl-C ends the run, and the run's end ends the server
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as child:
        yield partial(_address, child)


def _address(child: subprocess.Popen[str]) -> str:
    told = child.stdout.readline().strip() if child.stdout else ""
    if not told:
        _check_room()
        raise PipelineError("the flow engine doesn't start; run again, or name a Prefect server with PREFECT_API_URL")
    _addresses.add(told)
    return told


def _check_room() -> None:
    """Prefect waits a minute for a disk that is full, and doesn't say so.

    Raises:
        OSError: its home can't be written.
    """
    if home := os.environ.get("PREFECT_HOME"):
        tried = Path(home) / ".prova"
        tried.parent.mkdir(parents=True, exist_ok=True)
        try:
            tried.write_bytes(bytes(ROOM))
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(tried.parent)) from error
        finally:
            tried.unlink(missing_ok=True)


def is_own() -> bool:
    """Whether the server in use ends with this process, so that nobody will look at what it keeps."""
    return os.environ.get("PREFECT_API_URL") in _addresses


def serve(lasting: bool) -> None:
    """Serve Prefect's API on a free port of this machine, and tell its address on standard output."""
    die_with(STDIN)
    import uvicorn
    from prefect.server.api.server import create_app

    class Telling(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(f"http://{HOST}:{port}/api", flush=True)

    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port = listener.getsockname()[1]
        app = create_app(ephemeral=not lasting, final=True)
        Telling(uvicorn.Config(app, log_level="critical")).run(sockets=[listener])


if __name__ == "__main__":
    serve(LASTING in sys.argv)
