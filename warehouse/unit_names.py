"""The names under which a body's units go: which of them are one unit. Pure: no database, no files.

A name here is a unit as acts print it: level, unit above it, name or code. Two names are one unit if somebody states
it, or if it follows: the units above them are one, and level and name are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from warehouse.documents import key
from warehouse.statements import UnitName, folded

Age = tuple[date, int]
"""Orders the names of a unit: the day of a statement about it; 0 if that starts from the name, 1 if it leads there."""
UNDATED = (date.max, 0)


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as acts name it, or as only a statement does (`cited` False).

    Attributes:
        key: `struttura_citata_id`.
        label: what names it under its parent: the code, else the name; folded.
        names: all its printed names, folded: several where a code names it.
        shown: a name as printed.
        parent: key of the unit above it, as printed.
    """

    key: str
    level: str
    label: str
    names: frozenset[str]
    shown: str
    parent: str | None = None
    code: str = ""
    cited: bool = True


class UnitNames:
    """The names of a body's units, joined into units step by step."""

    def __init__(self, body: str, cited: Iterable[Named]) -> None:
        self._body = body
        self.all = {name.key: name for name in cited}
        self._above = {each: each for each in self.all}
        self._age: dict[str, Age] = {}

    def find(self, key: str | None) -> str | None:
        """What stands for the unit that a name belongs to; None for none. It changes when names are joined."""
        while key is not None and self._above[key] != key:
            key = self._above[key]
        return key

    def join(self, first: str, second: str) -> bool:
        """Make two names one unit; whether they weren't yet."""
        one, two = self.find(first), self.find(second)
        if one is None or two is None or one == two:
            return False
        self._above[max(one, two)] = min(one, two)
        return True

    def date(self, name: str, age: Age) -> None:
        """Say how old a name is; of several ages the greatest counts."""
        self._age[name] = min(age, self._age.get(name, age))

    def of_unit(self, key: str) -> list[Named]:
        """All names of the unit that a name belongs to."""
        unit = self.find(key)
        return [name for name in self.all.values() if self.find(name.key) == unit]

    def matching(self, called: UnitName, level: str | None = None) -> list[Named]:
        """The names that somebody can mean; those that only statements know where no act prints one."""
        found = [name for name in self.all.values() if self._fits(name, called, level)]
        return [name for name in found if name.cited] or found

    def _fits(self, name: Named, called: UnitName, level: str | None) -> bool:
        parent = self.all.get(name.parent or "")
        return (
            (called.nome is None or folded(called.nome) in name.names)
            and called.codice in (None, name.code)
            and (called.livello or level) in (None, name.level)
            and (called.sotto is None or (parent is not None and folded(called.sotto) in parent.names))
        )

    def told(self, name: Named) -> str:
        """A name in words."""
        parent = self.all.get(name.parent or "")
        above = f"sotto {parent.shown}" if parent else ""
        return " ".join(filter(None, (name.level, name.code, name.shown, above)))

    def named(self, level: str, parent: str | None, name: str) -> Named:
        """The name under a parent; made known where no act prints it."""
        above = self.all.get(parent or "")
        made = key("struttura", self._body, level, above.label if above else "", folded(name))
        if made not in self.all:
            self.all[made] = Named(made, level, folded(name), frozenset({folded(name)}), name, parent, cited=False)
            self._above[made] = made
        return self.all[made]

    def under(self, level: str, parent: str | None, label: str) -> Iterator[Named]:
        """The names with a label under a unit, whatever that unit is called."""
        unit = self.find(parent)
        yield from (n for n in self.all.values() if (n.level, n.label, self.find(n.parent)) == (level, label, unit))

    def follow(self) -> bool:
        """Join the names that are one because the units above them are; whether there were any."""
        first: dict[tuple[str, str, str], str] = {}
        joined = False
        for name in list(self.all.values()):
            if name.parent is not None:
                place = (name.level, str(self.find(name.parent)), name.label)
                joined = self.join(first.setdefault(place, name.key), name.key) or joined
        return joined

    def unit(self, key: str) -> str:
        """The `struttura_id` of the unit that a name belongs to: the key of its oldest name, printed if any is."""
        return min(self.of_unit(key), key=self._rank).key

    def _rank(self, name: Named) -> tuple[bool, Age, Age, str]:
        return not name.cited, self._age.get(name.key, UNDATED), self._age.get(name.parent or "", UNDATED), name.key
