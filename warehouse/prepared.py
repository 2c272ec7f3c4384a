"""The rows of one document, typed and whole, and how they are kept on disk: what a reading gives to the warehouse.

They depend on the reading and on this package, not on the file's name or on the register.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from normalizers.records import Reading
from warehouse.documents import Document
from warehouse.errors import WarehouseError
from warehouse.frames import arrow
from warehouse.rows import rows_of

NAME, YEAR, VERSION = b"schedario:tabella", b"schedario:anno", b"schedario:versione"
COMPRESSION = "lz4"
"""Half again as big as with zstd, and read in a third of the time: rows are read by the checks and by the loader."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows by table, named `schema.table` as in the catalogue; the plan's year where the act prints it; the version of
    the reading."""

    tables: dict[str, pa.Table]
    year: int | None
    version: str

    @property
    def pages(self) -> int:
        """How many pages the document has."""
        return int(self.tables["qualita.pagina"].num_rows)

    @property
    def rows(self) -> int:
        """How many rows there are in all tables together."""
        return sum(table.num_rows for table in self.tables.values())


def prepare(reading: Reading, sha256: str) -> Prepared:
    """The rows that the reading of a document gives.

    Raises:
        WarehouseError: a record has a kind, a field or a value that the catalogue doesn't allow.
    """
    rows = rows_of(Document("", sha256, 0, len(reading.pages)), reading)
    try:
        tables = {name: arrow(name, own) for name, own in rows.items()}
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise WarehouseError(f"a value is not of its column's type: {error}") from error
    return Prepared(tables, reading.year, reading.version)


def save_prepared(prepared: Prepared, path: Path) -> None:
    """Write aside, then rename: a killed run leaves no half rows. One Arrow stream after the other."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    own = {YEAR: str(prepared.year or ""), VERSION: prepared.version}
    with aside.open("wb") as file:
        for name, table in prepared.tables.items():
            schema = table.schema.with_metadata({NAME: name, **own})
            with pa.ipc.new_stream(file, schema, options=pa.ipc.IpcWriteOptions(compression=COMPRESSION)) as stream:
                stream.write_table(table.replace_schema_metadata(schema.metadata))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def load_prepared(path: Path) -> Prepared:
    """The rows kept in a file.

    Raises:
        WarehouseError: it is damaged.
    """
    try:
        return _loaded(path)
    except (pa.ArrowInvalid, OSError, KeyError, TypeError, ValueError) as error:
        raise WarehouseError(f"{path} is damaged; remove it, and it is made again") from error


def _loaded(path: Path) -> Prepared:
    tables: dict[str, pa.Table] = {}
    known: dict[bytes, bytes] = {}
    with pa.memory_map(str(path)) as file:
        while file.tell() < file.size():
            table = pa.ipc.open_stream(file).read_all()
            known = table.schema.metadata
            tables[known[NAME].decode()] = table.replace_schema_metadata(None)
    year = known[YEAR].decode()
    return Prepared(tables, int(year) if year else None, known[VERSION].decode())
