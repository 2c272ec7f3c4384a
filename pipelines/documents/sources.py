"""Where acts are published: `sources.yaml` in the raw folder, one entry a source, checked field by field."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from pipelines.documents.provenance import Facts
from pipelines.errors import PipelineError
from pipelines.folders import check_own, shown

SOURCES_NAME = "sources.yaml"
GROUPS = frozenset({"tipo", "numero", "data", "oggetto", "anno", "atto_logico"})
"""Columns of the register that named groups of a link pattern may fill."""


def _http_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an address; write it in full, as https://www.comune.example/atti")
    return text


def _known_groups(pattern: re.Pattern[str]) -> re.Pattern[str]:
    if unknown := pattern.groupindex.keys() - GROUPS:
        raise ValueError(f"unknown group {', '.join(sorted(unknown))}; use {', '.join(sorted(GROUPS))}")
    return pattern


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Url = Annotated[str, AfterValidator(_http_url)]
Links = Annotated[re.Pattern[str], AfterValidator(_known_groups)]


class Strict(BaseModel):
    """No unknown field, nothing changed after it was checked."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Body(Strict):
    """The public body, as the register names it."""

    denominazione: Text
    tipo: Text
    codice_ipa: Annotated[str, StringConstraints(pattern=r"^\w*$")] = ""
    codice_istat: Annotated[str, StringConstraints(pattern=r"^(\d{3}|\d{6})?$")] = ""


class Published(Strict):
    """What the source publishes: in words, and the kind of act for the register."""

    what: Text
    tipo: str = ""


class AtUrl(Strict):
    """One document under an address that stays."""

    kind: Literal["url"]
    url: Url


class Listed(Strict):
    """Documents behind the links of a page, a feed or a sitemap."""

    kind: Literal["page", "feed", "sitemap"]
    url: Url
    links: Links
    """Found in the address or in the text of a link to a document; named groups are facts of the act."""
    follow: re.Pattern[str] | None = None
    """The same for links to further pages, whose links are looked at too; those pages lead no further."""


class InFolder(Strict):
    """Documents that somebody puts into a folder: a share, the outbox of another program."""

    kind: Literal["folder"]
    path: Text
    """Absolute, or relative to the raw folder."""
    files: Text = "**/*"
    """Pattern of the names (glob)."""


class Origin(Strict):
    """One source: who publishes what, where, and how often."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    """Also the folder, under the raw folder, that holds its documents."""
    body: Body
    publishes: Published
    where: Annotated[AtUrl | Listed | InFolder, Field(discriminator="kind")]
    schedule: str = ""
    """When the body publishes, in words."""
    expected_every_days: Annotated[int, Field(ge=1)] | None = None
    """After so many days without anything new the source counts as silent."""
    licence: str = ""
    notes: str = ""
    enabled: bool = True
    allow_private: bool = False
    """Its own host may have an address of a private network (an intranet)."""

    @property
    def facts(self) -> Facts:
        """Columns of the register that hold for all its documents; blanks left out."""
        body = self.body
        known = {
            "ente": body.denominazione,
            "ente_tipo": body.tipo,
            "codice_ipa": body.codice_ipa,
            "codice_istat": body.codice_istat,
            "tipo": self.publishes.tipo,
        }
        return {column: text for column, text in known.items() if text}

    @property
    def address(self) -> str:
        """Where it starts, as written."""
        return self.where.path if isinstance(self.where, InFolder) else self.where.url


class Sources(Strict):
    """The whole file."""

    contact: Text
    """Address or page of whoever fetches: sites read it in the user agent."""
    sources: list[Origin] = []

    @model_validator(mode="after")
    def _names_are_unique(self) -> Sources:
        names = [origin.name for origin in self.sources]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"name {', '.join(twice)} is used twice")
        return self


def sources_path(raw: Path) -> Path:
    """Where the file is, if there is one."""
    return raw / SOURCES_NAME


def read_sources(raw: Path) -> Sources:
    """The sources of a raw folder.

    Raises:
        PipelineError: no such file, or it can't be read: the message names file, source and field.
    """
    path = sources_path(raw)
    if not path.is_file():
        raise PipelineError(f"no {shown(path)}; write the first source with: schedario sources add --help")
    return _checked(path, _text(path))


def facts_of_sources(raw: Path) -> dict[str, Facts]:
    """Name of a source -> its facts, as it is described today; nothing where there is no file.

    Raises:
        PipelineError: the file can't be read.
    """
    return {origin.name: origin.facts for origin in read_sources(raw).sources} if sources_path(raw).is_file() else {}


def chosen(sources: Sources, names: list[str]) -> list[Origin]:
    """The sources of these names, or all that are enabled.

    Raises:
        PipelineError: there is no source of that name.
    """
    known = {origin.name: origin for origin in sources.sources}
    if unknown := [name for name in names if name not in known]:
        raise PipelineError(f"no source {', '.join(unknown)}; there are: {', '.join(known) or 'none'}")
    return [known[name] for name in names] or [origin for origin in sources.sources if origin.enabled]


def add_source(raw: Path, entry: dict[str, Any], contact: str = "") -> Origin:
    """Write one more source at the end of the file; what stands there, comments too, stays.

    Raises:
        PipelineError: the file would not be valid with it, or lies behind a URL; nothing is written.
    """
    check_own(raw)
    path = sources_path(raw)
    content: dict[str, Any] = {"contact": contact, "sources": []}
    if path.is_file():
        read_sources(raw)
        content = _loaded(_rewriter(), path, _text(path))
        content["sources"] = content.get("sources") or []
    content["sources"].append(entry)
    text = _written(content)
    added = _checked(path, text).sources[-1]
    raw.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
    return added


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PipelineError(f"{shown(path)} isn't UTF-8; save it again as UTF-8") from error


def _loaded(yaml: YAML, path: Path, text: str) -> Any:
    try:
        return yaml.load(text)
    except MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise PipelineError(f"{shown(path)}{line}: {error.problem or 'not YAML'}") from error


def _rewriter() -> YAML:
    """Reads and writes so that comments, order and quotes stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 120
    return yaml


def _written(content: Any) -> str:
    text = io.StringIO()
    _rewriter().dump(content, text)
    return text.getvalue()


def _checked(path: Path, text: str) -> Sources:
    content = _loaded(YAML(typ="safe"), path, text)
    try:
        return Sources.model_validate(content)
    except ValidationError as error:
        said = [_said(problem["loc"], problem["msg"], content) for problem in error.errors()]
        raise PipelineError(f"{shown(path)}: {'; '.join(said)}") from error


WORDS = {
    "pattern '^[a-z0-9]": "write it with lower-case letters, digits and hyphens",
    r"pattern '^(\d{3}": "has to be three digits (a province) or six (a municipality)",
    r"pattern '^\w*$'": "has to be letters and digits",
    "Input tag": "kind has to be url, page, feed, sitemap or folder",
    "Unable to extract tag": "kind is missing: url, page, feed, sitemap or folder",
    "valid string": "has to be a text; put it in quotes",
    "valid regular expression": "not a regular expression",
    "Extra inputs": "no such field; see docs/sources.md",
    "Field required": "is missing",
}
"""What pydantic says -> what we say."""


def _said(place: tuple[int | str, ...], message: str, content: Any) -> str:
    """One problem: which source, which field, what is wrong."""
    message = message.removeprefix("Value error, ")
    message = next((ours for theirs, ours in WORDS.items() if theirs in message), message)
    if place[:1] != ("sources",) or len(place) < 2:
        return f"{_field(place) or 'file'}: {message}"
    entry = content["sources"][place[1]]
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"source {name or f'number {int(place[1]) + 1}'}, {_field(place[2:]) or 'entry'}: {message}"


def _field(place: tuple[int | str, ...]) -> str:
    # the discriminator's value stands behind `where`
    kinds = {"url", "page", "feed", "sitemap", "folder"}
    parts = [str(part) for at, part in enumerate(place) if not (part in kinds and at and place[at - 1] == "where")]
    return ".".join(parts)
