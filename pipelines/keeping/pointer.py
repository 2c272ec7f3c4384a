"""The small object that says which version is in force in a storage: who reads it first always has a whole version."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from pipelines.storage import Storage, told

POINTER = "corrente.json"


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a storage tells of the warehouse in it.

    Attributes:
        versione: the version in force; its files are below `.versioni/<versione>`.
        impronte: SHA-256 of each of them.
        ultima: the version that was published last; after a rollback another one than `versione`.
        stato: what the raw folder held when it was published.
    """

    versione: str
    impronte: dict[str, str]
    ultima: str
    stato: dict[str, str]

    def as_bytes(self) -> bytes:
        """As it stands in the storage."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def told_by(storage: Storage, content: bytes) -> Pointer:
    """What a storage holds under that name.

    Raises:
        PipelineError: it is no pointer of ours.
    """
    with told(f"{storage.url}/{POINTER}"):
        return Pointer(**json.loads(content))
