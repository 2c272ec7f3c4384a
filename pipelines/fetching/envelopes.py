"""What an answer holds: a PDF, known by its bytes, or one inside signed envelopes and archives."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pipelines.fetching import signatures
from pipelines.fetching.limits import MEGABYTE, Limits
from pipelines.fetching.outcomes import Refused
from pipelines.fetching.signatures import Signer

HEAD = 1024
"""Bytes among which a PDF has to say that it is one (as its readers accept)."""
HTML = re.compile(rb"<!doctype html|<html|<head|<body", re.IGNORECASE)
TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
ARCHIVE = b"PK\x03\x04"
WORTH_OPENING = (".pdf", ".p7m", ".zip")
ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Opened:
    """A PDF, or something in its place that was refused."""

    name: str
    """File name as published."""
    pdf: bytes = b""
    signers: tuple[Signer, ...] = ()
    member: str = ""
    """Its path in the archive, if it came in one."""
    refused: str = ""


@dataclass(slots=True)
class Left:
    """What may still come out of one answer, however its archives are nested."""

    size: int
    """Bytes."""
    members: int
    """Documents."""


def opened(name: str, body: bytes, limits: Limits) -> list[Opened]:
    """Every PDF in `body`; what can't be taken is refused by itself, the rest of an archive stays."""
    left = Left(limits.unpacked, limits.members)
    return list(_opened(Opened(name), body, left, limits.nesting))


def _opened(place: Opened, body: bytes, left: Left, nesting: int) -> Iterator[Opened]:
    signed, archive = signatures.is_signed(body), body.startswith(ARCHIVE)
    try:
        # envelopes first: the PDF inside often begins within their first bytes
        if (signed or archive) and nesting == 0:
            raise Refused("troppe buste una dentro l'altra")
        if signed:
            inner, signers = signatures.unwrapped(body)
            yield from _opened(replace(place, signers=(*place.signers, *signers)), inner, left, nesting - 1)
        elif archive:
            yield from _unpacked(place, body, left, nesting - 1)
        elif b"%PDF-" in body[:HEAD]:
            yield replace(place, pdf=body)
        else:
            raise Refused(_what_else(body))
    except Refused as error:
        yield replace(place, refused=str(error))


def _unpacked(place: Opened, body: bytes, left: Left, nesting: int) -> Iterator[Opened]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused("archivio zip danneggiato; chiederne una copia all'ente") from error
    members = [member for member in archive.infolist() if member.filename.lower().endswith(WORTH_OPENING)]
    if not members:
        raise Refused("l'archivio non contiene PDF")
    left.members -= len(members)
    if left.members < 0:
        raise Refused(f"l'archivio contiene troppi documenti ({len(members)}); prenderli uno per uno dal sito")
    for member in members:
        path = PurePosixPath(place.member, member.filename.lstrip("/"))
        inner = replace(place, name=path.name, member=str(path))
        try:
            content = _content(archive, member, left.size)
        except Refused as error:
            yield replace(inner, refused=str(error))
            continue
        left.size -= len(content)
        yield from _opened(inner, content, left, nesting)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """The member, unpacked no further than `most`: what its header says of the size proves nothing."""
    if member.flag_bits & ENCRYPTED:
        raise Refused("protetto da password nell'archivio")
    try:
        with archive.open(member) as file:
            content = file.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise Refused("danneggiato nell'archivio") from error
    if len(content) > most:
        raise Refused(f"scompattato supera i {most / MEGABYTE:g} MB che restano all'archivio")
    return content


def _what_else(body: bytes) -> str:
    if not body:
        return "la risposta è vuota"
    if HTML.search(body[:HEAD]):
        title = TITLE.search(body)
        called = " ".join(title[1].decode(errors="replace").split())[:80] if title else ""
        return f"è una pagina HTML{f' («{called}»)' if called else ''}, non un PDF; controllare l'indirizzo"
    return f"non è un PDF, né un archivio zip, né una busta p7m (comincia con {body[:8]!r})"
