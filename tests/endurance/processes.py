"""Commands of schedario in processes that may die: begun from one that has all the heavy imports behind it."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from pipelines.night import running
from pipelines.night.server import own_server

from .steps import Step

CONTEXT = multiprocessing.get_context("forkserver")
HEAVY = ["extractors.extract", "great_expectations", "pipelines.cli", "pipelines.night.flow", "pipelines.fetching"]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code (negative: the signal that ended it), and what it said on standard error."""

    code: int
    said: str


@contextmanager
def prefect(home: Path) -> Iterator[None]:
    """One Prefect server for all processes that begin in the block."""
    before = dict(os.environ)
    os.environ.update({**running.ALWAYS, **running.OWN_SERVER, "PREFECT_HOME": str(home), "SCHEDARIO_VERSIONS": "1"})
    try:
        with own_server() as address:
            os.environ["PREFECT_API_URL"] = address()
            CONTEXT.set_forkserver_preload(HEAVY)
            # the first process starts the one that all others are forked from
            finished("config")
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def finished(*words: str, home: Path | None = None, step: Step | None = None) -> Ended:
    """A command that came to its end.

    Raises:
        AssertionError: it failed.
    """
    ended = tried(*words, home=home, step=step)
    assert ended.code == 0, f"{' '.join(words)}: {ended.code} {ended.said}"
    return ended


def tried(*words: str, home: Path | None = None, step: Step | None = None) -> Ended:
    """A command with the folders of `home`, however it ends; something happens to it at a step."""
    with begun(*words, home=home, step=step) as (process, said):
        told = _heard(said)
        process.join()
    return Ended(process.exitcode or 0, told)


@contextmanager
def begun(
    *words: str, home: Path | None = None, step: Step | None = None
) -> Iterator[tuple[multiprocessing.process.BaseProcess, Connection]]:
    """A command that goes on while the block does, at the head of a process group of its own."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    options = [] if home is None else _options(words[0], home)
    process = CONTEXT.Process(target=_command, args=([*words, *options], step, theirs))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.join()
        ours.close()


def _heard(said: Connection) -> str:
    try:
        return str(said.recv())
    except EOFError:  # it died without a word
        return ""


def _options(command: str, home: Path) -> list[str]:
    raw, curated = ["--raw", str(home / "raw")], ["--curated", str(home / "curated")]
    return {"fetch": raw, "results": curated, "publish": curated}.get(command, [*raw, *curated])


def _command(words: list[str], step: Step | None, said: Connection) -> None:
    os.setsid()
    # a shell without job control starts what runs behind it deaf to Ctrl-C, and all its children inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # no file: what fills the disk doesn't silence us
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if step is not None:
        step.prepare()
    from pipelines import cli

    sys.argv = ["schedario", *words]
    told = io.StringIO()
    code: object = 0
    with redirect_stderr(told), redirect_stdout(io.StringIO()):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
    said.send(told.getvalue())
    said.close()
    sys.exit(code if isinstance(code, int) else 0)
