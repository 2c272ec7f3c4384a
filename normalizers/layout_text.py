"""Layout files as people wrote them: headings before they become keys, and comments."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from normalizers import layout

_TABLE = re.compile(r"^\[+([^\]]+)\]+")
_KEY = re.compile(r"^([\w.-]+)\s*=")


def as_written(name: str) -> dict[str, Any]:
    """The settings of a layout file, nothing compiled or folded. Empty when a layout has no file."""
    text = source(name)
    return tomllib.loads(text) if text else {}


def source(name: str) -> str:
    """The text of a layout file, empty when a layout has none."""
    path = layout.FOLDER / f"{name}.toml"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def headings(name: str) -> dict[str, tuple[str, ...]]:
    """Field -> the headings that its column may have, as the file writes them."""
    return {field: tuple(column["headers"]) for field, column in as_written(name).get("columns", {}).items()}


def comments(name: str) -> list[tuple[str, str]]:
    """The comments of a layout file, each with the setting that it stands above (empty: the whole file)."""
    found: list[tuple[str, str]] = []
    lines: list[str] = []
    for line in source(name).splitlines():
        if line.startswith("#"):
            lines.append(line.lstrip("# "))
        elif lines:
            above = _TABLE.match(line) or _KEY.match(line)
            setting = above.group(1).strip() if above else ""
            found.append((setting if found or setting != "title" else "", " ".join(lines)))
            lines = []
    return found
