"""Statements bound to the units that acts print. A name that no act prints, or that can be two units, binds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse.errors import Reason
from warehouse.statements import Merger, Move, Renaming, Spelling, Split, Stated, UnitName
from warehouse.unit_names import Named, UnitNames


class UnboundError(Exception):
    """A statement names something that no act prints, or that can be several things; in both languages."""

    def __init__(self, english: str, motivo: str) -> None:
        super().__init__(english)
        self.reason = Reason(english, motivo)


@dataclass(frozen=True, slots=True)
class Bound:
    """A statement with the names that it starts from, and those that it leads to: another spelling, the new name, the
    name in the new place, what the units become."""

    stated: Stated
    start: list[Named]
    end: list[Named]


def bind(stated: list[Stated], names: UnitNames) -> tuple[list[Bound], list[Reason]]:
    """Bind statements, and join the names that are one unit because of them.

    Statements are tried again as long as others are bound: one may make clear which unit another one means.

    Returns:
        What is bound, in the order given, and why the rest isn't.
    """
    bound: dict[str, Bound] = {}
    told: dict[str, Reason] = {}
    before = -1
    while len(bound) > before:
        before = len(bound)
        for each in stated:
            if each.where not in bound:
                try:
                    bound[each.where] = _bound(each, names)
                    told.pop(each.where, None)
                except UnboundError as error:
                    told[each.where] = error.reason.of(each.where)
        _join(list(bound.values()), names)
    _date(list(bound.values()), names)
    return [bound[each.where] for each in stated if each.where in bound], list(told.values())


def _bound(stated: Stated, names: UnitNames) -> Bound:
    match stated.said:
        case Spelling(unita=UnitName() as unit, stampata=spellings):
            return Bound(stated, [_one(names, unit)], [_one(names, spelling) for spelling in spellings])
        case Renaming(unita=unit, nuovo=new):
            old = _one(names, unit)
            return Bound(stated, [old], [_turned_into(names, new, old)])
        case Move(unita=unit, sotto=above):
            parent = _one(names, above)
            moved = _one(names, unit, elsewhere=parent)
            return Bound(stated, [moved], [names.named(moved.level, parent.key, moved.shown)])
        case Merger(unita=units, diventa=new):
            merged = [_one(names, unit) for unit in units]
            return Bound(stated, merged, [_turned_into(names, new, merged[0])])
        case Split(unita=unit, diventa=units):
            whole = _one(names, unit)
            return Bound(stated, [whole], [_turned_into(names, new, whole) for new in units])
    raise UnboundError("names no unit", "non nomina una struttura")


def _one(names: UnitNames, called: UnitName, elsewhere: Named | None = None) -> Named:
    """The name that somebody means; not one under the unit given."""
    matching = names.matching(called)
    if elsewhere:
        matching = [name for name in matching if names.find(name.parent) != names.find(elsewhere.key)]
    if not matching:
        raise UnboundError(
            f"no act names '{called}'; write it as printed", f"nessun atto nomina '{called}': va scritto com'è stampato"
        )
    return _only(names, called, matching)


def _only(names: UnitNames, called: UnitName, matching: list[Named]) -> Named:
    """The first of the names that somebody can mean, if all are of one unit."""
    if len({names.find(name.key) for name in matching}) > 1:
        places = ", ".join(sorted(names.told(name) for name in matching))
        raise UnboundError(
            f"'{called}' can be: {places}; say which with livello, sotto or codice",
            f"'{called}' può essere: {places}; si dica quale con livello, sotto o codice",
        )
    return min(matching, key=lambda name: name.key)


def _turned_into(names: UnitNames, called: UnitName, old: Named) -> Named:
    """What a unit turns into: of the same level and under the same unit, if nothing else is said. No act need name it
    yet."""
    level = called.livello or old.level
    known = names.matching(called, level)
    if called.sotto is None and level == old.level:
        known = [name for name in known if names.find(name.parent) == names.find(old.parent)]
    if known:
        return _only(names, called, known)
    if called.codice or not called.nome:
        raise UnboundError(
            f"no act names '{called}'; a unit that none names yet goes by its nome alone",
            f"nessun atto nomina '{called}': una struttura che nessuno nomina ancora si dice con il solo nome",
        )
    parent = old.parent if level == old.level else None
    return names.named(level, _one(names, UnitName(nome=called.sotto)).key if called.sotto else parent, called.nome)


def _join(bound: list[Bound], names: UnitNames) -> None:
    """Join the names that statements make one, and those that follow from it, until there are no more."""
    same = [each for each in bound if isinstance(each.stated.said, Spelling | Renaming | Move)]
    for each in same:
        for name in each.end:
            names.join(each.start[0].key, name.key)
    more = True
    while more:
        more = names.follow()
        for each in same:
            more = _carried(each, names) or more


def _date(bound: list[Bound], names: UnitNames) -> None:
    """Say how old the names are. A spelling is younger than any name: what is said of it is said of the unit's name."""
    spelled = {}
    for each in bound:
        if isinstance(each.stated.said, Spelling):
            for name in each.end:
                spelled[name.key] = each.start[0].key
                names.date(name.key, (date.max, 1))
    for each in bound:
        if isinstance(each.stated.said, Renaming | Move):
            for side, name in enumerate((each.start[0], each.end[0])):
                names.date(spelled.get(name.key, name.key), (each.stated.said.dal, side))


def _carried(each: Bound, names: UnitNames) -> bool:
    """A renaming holds wherever the unit stands, a move whatever it is called; whether that joined names."""
    (old, *_), (new, *_) = each.start, each.end
    joined = False
    for name in names.of_unit(old.key):
        if isinstance(each.stated.said, Renaming) and name.label == old.label:
            others = names.under(name.level, name.parent, new.label)
        elif isinstance(each.stated.said, Move):
            others = names.under(name.level, new.parent, name.label)
        else:
            continue
        for other in list(others):
            joined = names.join(name.key, other.key) or joined
    return joined
