"""A content stream cut into operations. One regular expression reads it: C speed, and nothing is skipped unseen."""

from __future__ import annotations

import re

Operation = tuple[bytes, bytes]
"""Operands as they stand in the file, and the operator (all of `BI ... EI` for an image in the stream)."""

_STRING = rb"\((?>[^()\\]++|\\.|\((?>[^()\\]++|\\.|\((?>[^()\\]++|\\.)*+\))*+\))*+\)"
_HEX = rb"<[^<>]*+>"
_FLAT = rb"(?>[^<>()]++|" + _STRING + rb"|" + _HEX + rb")"
_DICT = rb"<<(?>" + _FLAT + rb"|<<" + _FLAT + rb"*+>>)*+>>"
_ARRAY = rb"\[(?>[^\[\]()]++|" + _STRING + rb")*+\]"
_NAME = rb"/[^\s\x00()<>\[\]{}/%]*+"
_COMMENT = rb"%[^\r\n]*+"
_NUMBERS = rb"[\x00\t\n\v\f\r +\-.0-9]*+"
_OPERANDS = (
    _NUMBERS + rb"(?>(?>" + b"|".join((_NAME, _ARRAY, _STRING, _DICT, _HEX, _COMMENT)) + rb")" + _NUMBERS + rb")*+"
)
_IMAGE = rb"BI\s(?>.*?\sID\s)(?>.*?\sEI(?!\S))"
_OPERATOR = rb"(?!BI\s)[A-Za-z'\"][A-Za-z0-9*]*+"
_OPERATION = re.compile(rb"(" + _OPERANDS + rb")(" + _IMAGE + rb"|" + _OPERATOR + rb")|\S.*", re.DOTALL)
"""Operands and operator; both empty for the rest of a stream from where it no longer is one."""
_STRING_OR_COMMENT = re.compile(_STRING + rb"|" + _COMMENT, re.DOTALL)
_ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LITERAL = re.compile(_STRING, re.DOTALL)


class UnreadableStreamError(Exception):
    """A content stream that isn't made of operations, or of none that this reader knows."""


def operations(data: bytes) -> list[Operation]:
    """The operations of a content stream in order.

    Raises:
        UnreadableStreamError: something in the stream is no operation.
    """
    found: list[Operation] = _OPERATION.findall(data)
    if (b"", b"") in found:
        raise UnreadableStreamError("the content stream holds something that is no operation")
    return [(_without_comments(operands), operator) for operands, operator in found] if b"%" in data else found


def _without_comments(operands: bytes) -> bytes:
    if b"%" not in operands:
        return operands
    return _STRING_OR_COMMENT.sub(lambda match: match[0] if match[0][:1] == b"(" else b" ", operands)


def numbers(operands: bytes) -> list[float]:
    """The operands of an operator that takes numbers only."""
    return list(map(float, operands.split()))


def name(operand: bytes) -> str:
    """A name without its slash, `#20` and the like resolved."""
    raw = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match[1].decode()), operand.strip()[1:])
    return raw.decode("utf-8", "replace")


def in_hex(shown: bytes) -> bytes:
    """What a text operator shows, with each `(literal string)` written as `<hex>`."""
    return _LITERAL.sub(_as_hex, shown) if b"(" in shown else shown


def _as_hex(match: re.Match[bytes]) -> bytes:
    text = match[0][1:-1]
    if b"\\" in text:
        text = _ESCAPED.sub(_unescaped, text)
    return b"<%s>" % text.hex().encode()


def _unescaped(match: re.Match[bytes]) -> bytes:
    octal, line_end, letter = match.groups()
    if octal:
        return bytes([int(octal, 8) & 255])
    return b"" if line_end else _LETTERS.get(letter, letter)
