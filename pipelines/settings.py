"""All settings in one place: environment variables, then a TOML file, then what holds when nobody says anything."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from pipelines.errors import PipelineError
from pipelines.fetching.limits import Limits
from pipelines.folders import CURATED, MIRRORS, RAW, is_url, mirror_of, shown
from pipelines.given import FILE_VARIABLE, PREFIX, settings_file
from pipelines.night import limits as reading

ADDRESSES = r"^([^@\s,]+@[^@\s,]+(, *[^@\s,]+@[^@\s,]+)*)?$"
SCHEDULER = r"^([a-z]+://[^\s/]+:\d+/?)?$"
ELSEWHERE = {FILE_VARIABLE, "SCHEDARIO_PASSWORD"}
"""Variables of the environment that are no settings: the file's name, and the password that opens protected PDFs."""


class Settings(BaseSettings):
    """Name of a setting in the file; in the environment SCHEDARIO_ and the name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    mirrors: Path = Field(default=MIRRORS, description="where the local copies of folders that are URLs lie")
    raw: Path = Field(default=RAW, description="folder of the PDFs, or its URL")
    curated: Path = Field(default=CURATED, description="folder of the warehouse, or its URL")
    dask: str = Field(default="", pattern=SCHEDULER, description="scheduler whose workers read, else threads here")
    versions: int = Field(default=5, ge=1, description="published versions to keep")
    read_memory_mb: int = Field(default=reading.MEGABYTES, ge=1024, description="megabytes of memory for one document")
    read_seconds: int = Field(default=reading.SECONDS, ge=1, description="seconds of processor time for one document")
    read_seconds_per_mb: int = Field(
        default=reading.SECONDS_PER_MEGABYTE, ge=0, description="and as many more for each megabyte of its file"
    )
    read_pages: int = Field(default=reading.PAGES, ge=1, description="pages of one document at most")
    stale_hours: float = Field(default=36, gt=0, description="hours after which the last good night is too old")
    fetch_delay: float = Field(default=1, ge=0.1, description="seconds between two questions to the same host")
    fetch_at_once: int = Field(default=8, ge=1, description="sources asked side by side")
    log: Literal["off", "lines", "json"] = Field(default="off", description="log on standard error: off, lines or json")
    webhook: AnyHttpUrl | None = Field(default=None, description="address that notices are posted to, as JSON")
    mail_to: str = Field(default="", pattern=ADDRESSES, description="who gets notices, with commas between")
    mail_from: str = Field(default="", description="sender of the notices")
    mail_host: str = Field(default="localhost", description="mail server")
    mail_port: int = Field(default=25, ge=1, le=65535, description="its port")
    mail_tls: bool = Field(default=False, description="speak TLS with it (STARTTLS)")
    mail_user: str = Field(default="", description="user, where it asks for one")
    mail_password: SecretStr = Field(default=SecretStr(""), description="its password")

    @field_validator("raw", "curated", mode="before")
    @classmethod
    def _local_copy(cls, place: object, known: ValidationInfo) -> object:
        return mirror_of(place, known.data["mirrors"]) if isinstance(place, str) and is_url(place) else place

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Settings:
        if self.mail_to and not self.mail_from:
            raise ValueError("mail_to needs mail_from, the sender")
        if self.mail_user and not self.mail_tls:
            raise ValueError("mail_user needs mail_tls = true: a password isn't sent in clear")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file."""
        return env_settings, TomlConfigSettingsSource(settings_cls, settings_file())


def current() -> Settings:
    """The settings as they are now.

    Raises:
        PipelineError: one is wrong or unknown, or the file can't be read; all problems in one line.
    """
    path = settings_file()
    if path and not path.is_file():
        raise PipelineError(f"{FILE_VARIABLE} names {shown(path)}, which isn't there")
    unknown = {name for name in os.environ if name.startswith(PREFIX)} - ELSEWHERE - set(map(variable, names()))
    try:
        if unknown:
            raise PipelineError(f"{', '.join(sorted(unknown))}: no such setting; see docs/operations.md")
        return Settings()
    except ValidationError as error:
        raise PipelineError("; ".join(_problem(dict(each)) for each in error.errors())) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, SettingsError) as error:
        raise PipelineError(f"{shown(path) if path else 'settings'}: {error}") from error


def local(place: Path | str) -> Path:
    """The folder itself, or where its local copy lies if it is a URL; errors as `current`."""
    return mirror_of(place, current().mirrors) if isinstance(place, str) and is_url(place) else Path(place)


def reading_limits(size: int) -> reading.Limits:
    """What reading a document of so many bytes may cost; errors as `current`.

    Time in proportion to the file: a small one that takes long is a trap, a big one is work.
    """
    found = current()
    seconds = found.read_seconds + found.read_seconds_per_mb * size // 10**6
    return reading.Limits(seconds, found.read_memory_mb * 1024**2, found.read_pages)


def fetch_limits() -> Limits:
    """How much a night may ask for, and how politely; errors as `current`."""
    found = current()
    return Limits(delay=found.fetch_delay, at_once=found.fetch_at_once)


def names() -> list[str]:
    """All settings, in their order."""
    return list(Settings.model_fields)


def variable(name: str) -> str:
    """Its variable in the environment."""
    return f"{PREFIX}{name.upper()}"


def origin(name: str) -> str:
    """Where the value of a setting comes from."""
    if os.environ.get(variable(name)):
        return f"environment ({variable(name)})"
    path = settings_file()
    if path and name in tomllib.loads(path.read_text(encoding="utf-8")):
        return f"file ({shown(path)})"
    return "default"


def _problem(error: dict[str, object]) -> str:
    place = error["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else ""
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = "no such setting; see docs/operations.md"
    return f"setting {name} ({origin(name)}): {message}" if name else message
