"""What befell units, day by day: begun, renamed, moved, ended; and what followed what. Contradictions are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from warehouse.binding import Bound
from warehouse.errors import Reason
from warehouse.frames import Row
from warehouse.statements import Merger, Move, Renaming, Split, Stated, folded
from warehouse.unit_names import Named, UnitNames

BEGUN, CALLED, PLACED, ENDED = "inizio", "nome", "padre", "fine"
NOWHERE = ""
"""Parent of a unit under no other one; None where nothing is said."""


@dataclass(frozen=True, slots=True)
class Event:
    """From `day` on the unit is begun, called `name`, under `parent`, or no more (`effect`)."""

    stated: Stated
    unit: str
    level: str
    day: date
    effect: str
    name: str | None = None
    parent: str | None = None
    before: Named | None = None
    """The name that a renaming starts from."""


def histories(names: UnitNames, bound: list[Bound]) -> tuple[list[Row], list[Row], list[Reason]]:
    """Rows of main.struttura_evento and main.struttura_successione, without the body, and what contradicts itself."""
    events = [event for each in bound for event in _events(names, each)]
    links = [link for each in bound for link in _links(names, each)]
    return [_row(event) for event in events], links, [*_contradictions(events), *_loops(names, events)]


def _events(names: UnitNames, each: Bound) -> Iterator[Event]:
    said, (first, *_), (last, *_) = each.stated.said, each.start, each.end
    if isinstance(said, Renaming):
        name = last.shown if last.cited and not last.code else said.nuovo.nome
        yield Event(each.stated, names.unit(first.key), first.level, said.dal, CALLED, name, before=first)
    elif isinstance(said, Move):
        parent = names.unit(str(last.parent))
        yield Event(each.stated, names.unit(first.key), first.level, said.dal, PLACED, parent=parent)
    elif isinstance(said, Merger | Split):
        old, new = ({names.unit(name.key): name for name in side} for side in (each.start, each.end))
        for unit in old.keys() - new.keys():
            yield Event(each.stated, unit, old[unit].level, said.dal, ENDED)
        for unit in new.keys() - old.keys():
            above = new[unit].parent
            parent = names.unit(above) if above else NOWHERE
            yield Event(each.stated, unit, new[unit].level, said.dal, BEGUN, new[unit].shown, parent)


def _links(names: UnitNames, each: Bound) -> Iterator[Row]:
    said = each.stated.said
    if isinstance(said, Merger | Split):
        kind = "unione" if isinstance(said, Merger) else "divisione"
        old, new = (list(dict.fromkeys(names.unit(name.key) for name in side)) for side in (each.start, each.end))
        for before in old:
            for after in new:
                if before != after:
                    link = {"struttura_id": before, "successore_id": after, "dal": said.dal}
                    yield link | {"tipo": kind, "fonte": said.fonte}


def _row(event: Event) -> Row:
    return {
        "struttura_id": event.unit,
        "livello": event.level,
        "dal": event.day,
        "effetto": event.effect,
        "denominazione": event.name,
        "padre_id": event.parent,
        "tipo": event.stated.kind,
        "fonte": event.stated.said.fonte,
    }


def _contradictions(events: list[Event]) -> Iterator[Reason]:
    for _, of_unit in groupby(sorted(events, key=_moment), key=lambda event: event.unit):
        history = list(of_unit)
        for effect in (BEGUN, CALLED, PLACED, ENDED):
            same = [event for event in history if event.effect == effect]
            for one, other in pairwise(same):
                if one.day == other.day or effect in (BEGUN, ENDED):
                    yield _said_twice(one, other)
                elif effect == CALLED and not _called(other, str(one.name)):
                    yield _called_otherwise(one, other)
        yield from _outside(history)


def _said_twice(one: Event, other: Event) -> Reason:
    return Reason(
        f"says again, or otherwise, what {one.stated.where} says; keep one",
        f"dice di nuovo, o diversamente, ciò che dice {one.stated.where}: se ne tenga uno",
    ).of(other.stated.where)


def _called_otherwise(one: Event, other: Event) -> Reason:
    since = f"{one.day:%d/%m/%Y} ({one.stated.where})"
    return Reason(
        f"the unit is called '{one.name}' since {since}; start from that name",
        f"la struttura si chiama '{one.name}' dal {since}: si parta da quel nome",
    ).of(other.stated.where)


def _called(event: Event, name: str) -> bool:
    return event.before is not None and folded(name) in event.before.names


def _outside(history: list[Event]) -> Iterator[Reason]:
    """What befalls a unit before it begins, or after it ends."""
    begun = next((event for event in history if event.effect == BEGUN), None)
    ended = next((event for event in history if event.effect == ENDED), None)
    for event in history:
        if begun and event is not begun and event.day <= begun.day:
            day = f"{begun.day:%d/%m/%Y}"
            yield Reason(
                f"the unit begins on {day} only ({begun.stated.where})",
                f"la struttura nasce solo il {day} ({begun.stated.where})",
            ).of(event.stated.where)
        elif ended and event is not ended and event.day >= ended.day:
            day = f"{ended.day:%d/%m/%Y}"
            yield Reason(
                f"the unit is no more since {day} ({ended.stated.where})",
                f"la struttura non c'è più dal {day} ({ended.stated.where})",
            ).of(event.stated.where)


def _loops(names: UnitNames, events: list[Event]) -> Iterator[Reason]:
    """Moves that put a unit under itself."""
    printed = (name for name in names.all.values() if name.cited)
    above = {names.unit(name.key): names.unit(name.parent) for name in printed if name.parent}
    for event in sorted((event for event in events if event.effect == PLACED), key=lambda event: event.day):
        above[event.unit] = str(event.parent)
        seen, unit = set[str](), event.unit
        while unit in above and unit not in seen:
            seen.add(unit)
            unit = above[unit]
        if unit in seen:
            yield Reason(
                "puts a unit under itself, or under one that is under it",
                "mette una struttura sotto se stessa, o sotto una che le sta sotto",
            ).of(event.stated.where)
            return


def _moment(event: Event) -> tuple[str, date, str, str]:
    return event.unit, event.day, event.effect, event.stated.where
