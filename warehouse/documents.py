"""Identity: which document, which version of which act, which body. Keys come from business facts only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from warehouse.errors import WarehouseError

SEPARATOR = chr(31)
"""Between the parts of a key; the SQL macro `chiave` uses the same."""


def key(*parts: object) -> str:
    """A short stable key: the first 16 hex digits of the MD5 of the parts."""
    text = SEPARATOR.join(str(part) for part in parts)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a register says of an act; None where it says nothing.

    Attributes:
        data: ISO date.
        anno: the plan's first year.
        atto_logico: names the logical act where ente, tipo, numero and anno don't.
    """

    ente: str | None = None
    ente_tipo: str | None = None
    codice_ipa: str | None = None
    codice_istat: str | None = None
    tipo: str | None = None
    numero: str | None = None
    data: str | None = None
    oggetto: str | None = None
    anno: str | None = None
    url: str | None = None
    atto_logico: str | None = None

    def year(self) -> int | None:
        """The plan's first year.

        Raises:
            WarehouseError: the register holds something else.
        """
        if not self.anno:
            return None
        if not (self.anno.isdecimal() and len(self.anno) == 4):
            raise WarehouseError(f"register: anno '{self.anno}' is not a year; write it as 2020")
        return int(self.anno)

    def day(self) -> date | None:
        """The act's date.

        Raises:
            WarehouseError: the register holds something else.
        """
        if not self.data:
            return None
        try:
            return date.fromisoformat(self.data)
        except ValueError as error:
            raise WarehouseError(f"register: data '{self.data}' is not a date; write it as 2020-07-24") from error


@dataclass(frozen=True, slots=True)
class Document:
    """A file of acts. `nome_file` is its path relative to the raw folder; `bytes` its size, `pagine` its pages."""

    nome_file: str
    sha256: str
    bytes: int
    pagine: int
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def atto_id(self) -> str:
        """The version of the act: identity is the bytes."""
        return self.sha256[:16]

    @property
    def atto_logico(self) -> str:
        """The act of which the document is a version: as the register names it, else the file's name."""
        m = self.metadata
        named = (m.ente, m.tipo, m.numero, m.anno)
        return m.atto_logico or (" | ".join(map(str, named)) if all(named) else self.nome_file)

    @property
    def ente_id(self) -> str:
        """The body; acts whose body is unknown never share one, so that their units are not mixed up."""
        return key("ente", self.metadata.codice_ipa or self.metadata.ente or self.atto_logico)
