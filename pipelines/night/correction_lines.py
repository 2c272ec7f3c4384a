"""The lines of `correzioni.toml` as they stand. Cheap on purpose: no heavy import, no database."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from pipelines.documents.register import Source
from pipelines.errors import PipelineError
from pipelines.folders import shown

NAME = "correzioni.toml"
LISTED = "correzione"


def corrections(raw: Path) -> list[dict[str, Any]]:
    """The lines as they stand, unchecked; none without a file.

    Raises:
        PipelineError: the file is no TOML, or has something beside the lines.
    """
    path = raw / NAME
    if not path.is_file():
        return []
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PipelineError(f"{shown(path)} can't be read: {error}") from error
    lines = data.get(LISTED, [])
    if data.keys() - {LISTED} or not isinstance(lines, list):
        raise PipelineError(f"{shown(path)}: only [[{LISTED}]] tables may stand there")
    return lines


def fingerprint(source: Source, lines: list[dict[str, Any]]) -> str:
    """Changes with the document, with what the register says of it, and with its corrections."""
    own = [line for line in lines if line.get("atto") in names(source)]
    if not own:
        return source.fingerprint
    text = json.dumps(own, sort_keys=True, default=str)
    return hashlib.sha256(f"{source.fingerprint} {text}".encode()).hexdigest()


def names(source: Source) -> set[str]:
    """What a correction may call a document: its name, its atto_id, the act's name."""
    return {source.name, source.atto_id, source.facts.get("atto_logico", source.name)}
