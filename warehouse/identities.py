"""Statements held against the names that acts print: which names are one unit or person, and what befell a unit.

Pure and whole: the outcome depends on all statements and all printed names, never on the order of either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from warehouse.binding import Bound, bind
from warehouse.errors import Reason
from warehouse.frames import Row
from warehouse.histories import histories
from warehouse.statements import Move, Renaming, Spelling, Stated, folded
from warehouse.unit_names import Named, UnitNames

Pair = tuple[str, str, str, str]
"""A spelling as stated: where, its key, as printed, the key of what it is a spelling of."""


@dataclass(slots=True)
class Identities:
    """What the statements say of a body.

    Attributes:
        units: `struttura_citata_id` -> (`struttura_id`, source), where the two differ.
        persons: `persona_citata_id` -> (`persona_id`, source), where the two differ.
        events: rows of main.struttura_evento, without the body.
        links: rows of main.struttura_successione, without the body.
        problems: what can't be applied, in words.
    """

    units: dict[str, tuple[str, str]] = field(default_factory=dict)
    persons: dict[str, tuple[str, str]] = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    problems: list[Reason] = field(default_factory=list)


def identities(body: str, units: Iterable[Named], persons: dict[str, str], stated: list[Stated]) -> Identities:
    """Apply the statements about a body.

    Args:
        body: its `ente_id`.
        persons: `persona_citata_id` -> name as printed.
    """
    found = Identities()
    names = UnitNames(body, units)
    of_persons = {e.where: e.said for e in stated if isinstance(e.said, Spelling) and e.said.persona}
    bound, found.problems = bind([each for each in stated if each.where not in of_persons], names)
    found.units = _unified(names, bound)
    found.events, found.links, contradictions = histories(names, bound)
    found.problems += contradictions + _contradictions(_spellings(bound))
    _persons(persons, of_persons, found)
    return found


def _unified(names: UnitNames, bound: list[Bound]) -> dict[str, tuple[str, str]]:
    sources = _sources(names, bound)
    units = {name.key: names.unit(name.key) for name in names.all.values() if name.cited}
    return {key: (unit, sources.get(names.find(key), "")) for key, unit in units.items() if unit != key}


def _sources(names: UnitNames, bound: list[Bound]) -> dict[str | None, str]:
    """Of each unit, what says that its names are one: of it, or of the unit above it."""
    said: dict[str | None, set[str]] = {}
    for each in bound:
        if isinstance(each.stated.said, Spelling | Renaming | Move):
            said.setdefault(names.find(each.start[0].key), set()).add(each.stated.said.fonte)
    above = {(names.find(name.key), names.find(name.parent)) for name in names.all.values() if name.parent}
    inherited = [(unit, said[parent]) for unit, parent in above if parent in said]
    for unit, sources in inherited:
        said[unit] = said.get(unit, set()) | sources
    return {unit: "; ".join(sorted(sources)) for unit, sources in said.items()}


def _spellings(bound: list[Bound]) -> list[Pair]:
    return [
        (each.stated.where, name.key, name.shown, each.start[0].key)
        for each in bound
        if isinstance(each.stated.said, Spelling)
        for name in each.end
    ]


def _contradictions(pairs: list[Pair]) -> list[Reason]:
    """Spellings of two different things, or of another spelling."""
    first: dict[str, tuple[str, str]] = {}
    told: list[Reason] = []
    for where, spelling, shown, of in pairs:
        before, other = first.setdefault(spelling, (where, of))
        if other != of:
            other_thing = Reason(
                f"'{shown}' is a spelling of something else at {before}; keep one of the two",
                f"'{shown}' è una grafia di altro in {before}: se ne tenga una",
            )
            told.append(other_thing.of(where))
    for where, _, shown, of in pairs:
        if of in first:
            itself = Reason(
                f"what '{shown}' is a spelling of is itself one at {first[of][0]}; name the first",
                f"ciò di cui '{shown}' è una grafia lo è a sua volta in {first[of][0]}: si nomini il primo",
            )
            told.append(itself.of(where))
    return told


def _persons(persons: dict[str, str], stated: dict[str, Spelling], found: Identities) -> None:
    known = {folded(name): (key, name) for key, name in persons.items()}
    pairs: list[Pair] = []
    for where, said in stated.items():
        called = [str(said.persona), *(str(name.nome) for name in said.stampata)]
        if missing := [name for name in called if folded(name) not in known]:
            unknown = Reason(
                f"no act names '{missing[0]}'; write it as printed",
                f"nessun atto nomina '{missing[0]}': va scritto com'è stampato",
            )
            found.problems.append(unknown.of(where))
            continue
        (of, _), *spellings = (known[folded(name)] for name in called)
        pairs += [(where, key, shown, of) for key, shown in spellings]
        found.persons |= {key: (of, said.fonte) for key, _ in spellings}
    found.problems += _contradictions(pairs)
