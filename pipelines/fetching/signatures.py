"""Signed envelopes (.p7m): CMS SignedData (RFC 5652), DER, BER, PEM or plain base64.

Who signed and when is what the envelope says. The signature itself is not verified here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, core

from pipelines.fetching.outcomes import Refused

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
CONSTRUCTED = 1
LONG_FORM = 0x80
ARMOUR = re.compile(rb"-----[^-]+-----")


@dataclass(frozen=True, slots=True)
class Signer:
    """As the envelope says; blank where it doesn't."""

    name: str
    """Common name of the certificate."""
    serial: str
    """Number of the certificate, hexadecimal."""
    signed_at: str
    """By the signer's own clock; ISO, UTC."""


def is_signed(body: bytes) -> bool:
    """Whether these bytes are a signed envelope."""
    return _binary(body) is not None


def unwrapped(body: bytes) -> tuple[bytes, list[Signer]]:
    """What is inside, and who signed it.

    Raises:
        Refused: damaged, or the content is elsewhere (a detached signature).
    """
    try:
        signed = cms.ContentInfo.load(_binary(body) or b"")["content"]
        content = _content(signed["encap_content_info"]["content"])
        signers = [_signer(info, list(signed["certificates"])) for info in signed["signer_infos"]]
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise Refused("busta p7m danneggiata; chiederne una copia all'ente") from error
    if content is None:
        raise Refused("la busta p7m contiene solo la firma, non il documento; cercare il documento accanto")
    return content, signers


def _content(octets: Any) -> bytes | None:
    """The signed bytes, put together from their segments where there are some; None where there are none.

    The library's own way adds segment after segment, which takes minutes for a document of 40 MB.
    """
    if isinstance(octets, core.Void):
        return None
    body: bytes = octets.contents
    return b"".join(_segments(body)) if octets.method == CONSTRUCTED else body


def _segments(body: bytes) -> Iterator[bytes]:
    """The octet strings that stand one after the other (X.690, 8.1 and 8.7)."""
    at = 0
    while at < len(body):
        tag, length, at = body[at], body[at + 1], at + 2
        if tag != core.OctetString.tag:
            raise ValueError("a segment is not an octet string")
        if length & LONG_FORM:
            digits = length ^ LONG_FORM
            length, at = int.from_bytes(body[at : at + digits]), at + digits
        yield body[at : at + length]
        at += length


def _binary(body: bytes) -> bytes | None:
    """The envelope without base64; None where there is none."""
    if body[:1] == b"\x30":
        return body if SIGNED_DATA in body[:32] else None
    if body[:1] not in (b"M", b"-"):
        return None
    try:
        decoded = base64.b64decode(b"".join(ARMOUR.sub(b"", body).split()), validate=True)
    except binascii.Error:
        return None
    return decoded if SIGNED_DATA in decoded[:32] else None


def _signer(info: Any, certificates: list[Any]) -> Signer:
    certificate = next(
        (one.chosen for one in certificates if one.name == "certificate" and _is_of(one, info["sid"])), None
    )
    name = certificate.subject.native.get("common_name", "") if certificate else ""
    return Signer(name, f"{certificate.serial_number:x}" if certificate else "", _signed_at(info))


def _is_of(certificate: Any, sid: Any) -> bool:
    """Whether the signer is named by this certificate: its key identifier, or its number and issuer."""
    known = certificate.chosen
    if sid.name == "subject_key_identifier":
        return bool(known.key_identifier == sid.native)
    return bool(known.serial_number == sid.chosen["serial_number"].native and known.issuer == sid.chosen["issuer"])


def _signed_at(info: Any) -> str:
    for attribute in info["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            moment: datetime = attribute["values"].native[0]
            return moment.isoformat()
    return ""
