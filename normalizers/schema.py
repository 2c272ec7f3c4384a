"""What layout files are checked by: the types of their settings, shared by all shapes."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from normalizers.text import key


class Settings(BaseModel):
    """A part of a layout file: a setting that it doesn't know is an error, and nothing changes once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def header_key(header: str) -> str:
    """The key of a heading; `@1`, `@2` after it count the columns that one heading stands over."""
    name, _, part = header.partition("@")
    return key(name) + (f"@{part}" if part else "")


HeaderKey = Annotated[str, AfterValidator(header_key)]
"""A heading, kept as its key: `Obiettivi Anno 2020` -> `obiettivianno#`."""

Label = Annotated[str, AfterValidator(key)]
"""A label or title of a form, kept as its key."""

Pattern = re.Pattern[str]
"""A regular expression, compiled when the file is read."""
