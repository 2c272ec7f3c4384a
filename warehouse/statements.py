"""What people state about units and persons: the tables of `anagrafe.toml` in the raw folder, each checked by itself.

Acts print names; that two spellings are one person, or that a unit was renamed, moved, merged or split, is only known
from somebody who says so and names the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Level = Literal["direzione", "unita_organizzativa", "settore", "servizio", "centro_di_responsabilita"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class UnitName(_Strict):
    """How a file calls a unit: its name or its code, and its level or the unit above it where that is not enough."""

    nome: str | None = Field(default=None, min_length=1)
    codice: str | None = Field(default=None, min_length=1)
    livello: Level | None = None
    sotto: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _is_called_something(self) -> UnitName:
        if not (self.nome or self.codice):
            raise ValueError("a unit needs its nome or its codice")
        return self

    def __str__(self) -> str:
        return " ".join(filter(None, (self.codice, self.nome, self.livello, self.sotto and f"sotto {self.sotto}")))


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


Unit = Annotated[UnitName, BeforeValidator(lambda value: {"nome": value} if isinstance(value, str) else value)]
Units = Annotated[list[Unit], BeforeValidator(_listed)]


class _Statement(_Strict):
    """`ente` is the body's name or its codice IPA, `fonte` the act, article or note that says it."""

    ente: str = Field(min_length=1)
    fonte: str = Field(min_length=1)


class Spelling(_Statement):
    """These printed spellings are the unit, or the person, that acts call so too."""

    unita: Unit | None = None
    persona: str | None = Field(default=None, min_length=1)
    stampata: Units

    @model_validator(mode="after")
    def _of_one_thing(self) -> Spelling:
        if (self.unita is None) == (self.persona is None):
            raise ValueError("write either unita or persona")
        if self.persona and not all(name.nome and name == UnitName(nome=name.nome) for name in self.stampata):
            raise ValueError("a person's stampata is the name as printed")
        _all_different([self.unita or UnitName(nome=self.persona), *self.stampata])
        return self


class _Dated(_Statement):
    """`dal` is the first day on which it holds."""

    dal: date


class Renaming(_Dated):
    """The unit is called `nuovo` from then on."""

    unita: Unit
    nuovo: Unit

    @model_validator(mode="after")
    def _is_another_name(self) -> Renaming:
        if not self.nuovo.nome:
            raise ValueError("nuovo needs a nome")
        _all_different([self.unita, self.nuovo])
        return self


class Move(_Dated):
    """The unit stands under another one, `sotto`, from then on."""

    unita: Unit
    sotto: Unit

    @model_validator(mode="after")
    def _under_another(self) -> Move:
        _all_different([self.unita, self.sotto])
        return self


class Merger(_Dated):
    """These units become one. One that goes on, and takes the others in, is named on both sides."""

    unita: Units = Field(min_length=2)
    diventa: Unit

    @model_validator(mode="after")
    def _once_each(self) -> Merger:
        _all_different(self.unita)
        return self


class Split(_Dated):
    """The unit becomes several. If it goes on, smaller, it is named on both sides."""

    unita: Unit
    diventa: Units = Field(min_length=2)

    @model_validator(mode="after")
    def _once_each(self) -> Split:
        _all_different(self.diventa)
        return self


Statement = Spelling | Renaming | Move | Merger | Split
KINDS: dict[str, type[Statement]] = {
    "grafia": Spelling,
    "rinomina": Renaming,
    "sposta": Move,
    "unisce": Merger,
    "divide": Split,
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement, and where it stands in the file, in words."""

    where: str
    kind: str
    said: Statement


def folded(name: str) -> str:
    """A name as names are compared: in one case, with single spaces. Nothing else is taken to be the same."""
    return " ".join(name.split()).upper()


def _all_different(units: list[UnitName]) -> None:
    known = {unit.model_copy(update={"nome": folded(unit.nome)}) if unit.nome else unit for unit in units}
    if len(known) < len(units):
        raise ValueError("the same name stands there twice")
