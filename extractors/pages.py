"""All pages of a document, read one after the other or by several processes side by side."""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from extractors import ocr
from extractors.errors import DamagedError, EncryptedError, ExtractionError, TooLargeError
from extractors.pdfium import SecondLook
from extractors.reader import Reader
from extractors.sheet import Sheet, take_apart, text_of

READER_ERRORS = (PdfminerException, PDFException, PSException, pypdfium2.PdfiumError)
"""What the libraries raise on a file that they can't read; any other error is ours."""
MOST_PAGES = 5_000
"""No plan is longer: a file that says so is a trap, or several acts in one. Who extracts may say another number."""
PAGES_EACH = 8
"""Fewer pages aren't worth a process."""

ReadPage = tuple[Sheet, str]
"""A page taken apart, and its text as the second look reads it."""


def read_document(path: Path, password: str | None, processes: int, most: int = MOST_PAGES) -> list[ReadPage]:
    """Every page of a document in order; a document of more pages than `most` isn't read.

    Raises:
        EncryptedError, DamagedError, TooLargeError: the file can't be read; the message says why and what to do.
    """
    pdf, count = _open(path, password)
    with pdf:
        _check_pages(path, count, most)
        processes = min(processes, count // PAGES_EACH)
        try:
            if processes < 2:
                return _read_pages(pdf, path, password, range(count))
            return _read_side_by_side(path, password, count, processes)
        except READER_ERRORS as error:
            raise _explained(path, error) from error


def _open(path: Path, password: str | None) -> tuple[pdfplumber.PDF, int]:
    """The document and its number of pages."""
    try:
        pdf = pdfplumber.open(path, password=password)
        return pdf, len(pdf.pages)
    except Exception as error:  # nothing of ours runs here: whatever a broken page tree raises is the file's fault
        raise _explained(path, error) from error


def _read_pages(pdf: pdfplumber.PDF, path: Path, password: str | None, numbers: Sequence[int]) -> list[ReadPage]:
    """Some pages (from 0) of an open document."""
    with SecondLook(path, password) as second:
        reader = Reader(pdf, second)
        found: list[ReadPage] = []
        for page in (pdf.pages[number] for number in numbers):
            content = ocr.read_if_needed(reader.read_page(page), second.page(page.page_number))
            sheet = take_apart(content)
            found.append((sheet, text_of(sheet) if content.engine == ocr.ENGINE else second.text(content.number)))
            page.close()
        return found


def _read_side_by_side(path: Path, password: str | None, count: int, processes: int) -> list[ReadPage]:
    """The pages in as many ranges as processes. Each works off its range and ends, whatever becomes of us."""
    context = multiprocessing.get_context("fork")
    bounds = [count * i // processes for i in range(processes + 1)]
    pipes = []
    for start, end in itertools.pairwise(bounds):
        ours, theirs = context.Pipe(duplex=False)
        context.Process(target=_send_pages, args=(theirs, path, password, range(start, end)), daemon=True).start()
        theirs.close()
        pipes.append(ours)
    return [page for pipe in pipes for page in _received(pipe)]


def _send_pages(pipe: Connection, path: Path, password: str | None, numbers: range) -> None:
    try:
        with pdfplumber.open(path, password=password) as pdf:
            pipe.send(_read_pages(pdf, path, password, numbers))
    except Exception as error:
        pipe.send(error)


def _received(pipe: Connection) -> list[ReadPage]:
    try:
        result: list[ReadPage] | Exception = pipe.recv()
    except EOFError:
        raise MemoryError("a process that read pages of the document died") from None
    if isinstance(result, Exception):
        raise result
    return result


def _check_pages(path: Path, count: int, most: int) -> None:
    if not count:
        raise DamagedError(
            f"{path.name} has no pages that can be reached: fetch it again from its source.",
            "Nessuna pagina del documento è raggiungibile: va scaricato di nuovo dalla fonte.",
        )
    if count > most:
        raise TooLargeError(
            f"{path.name} has {count:,} pages, more than {most:,}: split it.",
            f"Il documento ha {count} pagine, più di {most}: va diviso.",
        )


def _explained(path: Path, error: Exception) -> ExtractionError:
    """A reader's error in words for the user."""
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, PDFPasswordIncorrect):
        return EncryptedError(
            f"{path.name} is protected: give the password to inspect with --password, to run in SCHEDARIO_PASSWORD.",
            "Il documento è protetto da una password: serve la password o una copia aperta.",
        )
    if isinstance(cause, MemoryError | RecursionError):
        return TooLargeError(
            f"{path.name} unpacks to more than one document may cost: it was made to harm, or is broken.",
            "Il documento, aperto, chiede più memoria di quanta ne può avere: è guasto o fatto per nuocere.",
        )
    what = f"{type(cause).__name__}: {cause}"
    return DamagedError(
        f"{path.name} is damaged ({what}): fetch it again from its source.",
        f"Il documento è danneggiato ({what}): va scaricato di nuovo dalla fonte.",
    )
