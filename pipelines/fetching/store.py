"""The documents as fetched: written once, named by their bytes, each with a sidecar that says where it comes from."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.documents.provenance import sidecar_path
from pipelines.fetching.envelopes import Opened

OWN_FOLDER = ".fetch"
"""Under the raw folder: what fetching keeps for itself."""
DIGITS = 16
LONGEST_NAME = 80


def keep(raw: Path, source: str, document: Opened, provenance: Mapping[str, Any]) -> tuple[str, bool]:
    """Store a PDF; its name relative to the raw folder, and whether these bytes are new to the source.

    The sidecar comes first and the PDF last, each by rename: a PDF that can be seen is whole and has its sidecar.
    """
    digest = hashlib.sha256(document.pdf).hexdigest()
    folder = raw / source
    if known := sorted(folder.glob(f"{digest[:DIGITS]}-*.pdf")):
        return known[0].relative_to(raw).as_posix(), False
    path = folder / f"{digest[:DIGITS]}-{slug(document.name)}.pdf"
    said = {
        **provenance,
        "member": document.member,
        "published_name": document.name,
        "sha256": digest,
        "size": len(document.pdf),
        "signers": [asdict(signer) for signer in document.signers],
    }
    write(raw, sidecar_path(path), json.dumps(said, indent=1, ensure_ascii=False).encode())
    write(raw, path, document.pdf, mode=0o444)
    return path.relative_to(raw).as_posix(), True


def write(raw: Path, path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write aside and rename, so that no half file can be seen, not even after a power cut."""
    own = raw / OWN_FOLDER
    for folder in (own, path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=own, suffix=".part", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(mode)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def slug(name: str) -> str:
    """A published name as a safe file name, without the endings of document and envelopes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"(\.(pdf|p7m|zip))+$", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-") or "documento"
