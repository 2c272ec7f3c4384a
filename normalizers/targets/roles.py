"""The part that each figure of a clause plays: to be reached, a deadline, or only an explanation of those."""

from __future__ import annotations

from dataclasses import dataclass, field

from normalizers.targets.anchors import Anchor
from normalizers.targets.clauses import Clause
from normalizers.targets.numbers import ENGLISH
from normalizers.targets.tokens import Token
from normalizers.targets.vocabulary import EXPLAIN, LINK, SUM


@dataclass(slots=True)
class Roles:
    """The anchors of a clause: what is to be reached and when; `side` ones explain; `unclear` why none can be told."""

    quantity: Anchor | None = None
    deadline: Anchor | None = None
    side: list[Anchor] = field(default_factory=list)
    unclear: str = ""

    @property
    def is_quantity_only(self) -> bool:
        """A quantity is to be reached, and no deadline is said."""
        return self.quantity is not None and self.deadline is None

    @property
    def is_date_only(self) -> bool:
        """A deadline is said, and no quantity."""
        return self.deadline is not None and self.quantity is None

    def joined(self, after: Roles) -> Roles:
        """With those of the clause that follows."""
        return Roles(
            self.quantity or after.quantity,
            self.deadline or after.deadline,
            [*self.side, *after.side],
            self.unclear or after.unclear,
        )


def roles_of(clause: Clause) -> Roles:
    """Tell the figures that are targets from those that explain them, by the words before each."""
    roles = Roles()
    gap: list[Token] = []
    depth = 0
    for item in clause.items:
        if isinstance(item, Token):
            depth += (item.text in ("(", "[")) - (item.text in (")", "]"))
            gap.append(item)
            continue
        first = roles.quantity is None and roles.deadline is None
        if depth > 0 or _explains(item, gap, first, roles.quantity is None):
            roles.side.append(item)
            continue
        _place(item, roles)
        if gap and gap[-1].text in _OR:
            roles.unclear = "due valori in alternativa"
        gap = []
    if roles.quantity is None and roles.deadline is None:
        _take_side(clause, roles)
    return roles


_OR = ("o", "od", "oppure", "ovvero")


def _place(item: Anchor, roles: Roles) -> None:
    if item.day or (item.doubt and item.number is None):
        taken, roles.deadline = roles.deadline, item
    else:
        taken, roles.quantity = roles.quantity, item
    if taken:
        roles.unclear = "più valori, e non è chiaro quale sia da raggiungere"


def _explains(item: Anchor, gap: list[Token], first: bool, wanted: bool) -> bool:
    """Whether an anchor only explains another, or the thing to be done.

    `gap` are the tokens before it, `first` that no anchor stands before it, `wanted` that no quantity does.
    """
    if item.is_span and item.operator and not first:
        return True  # "90% entro 30 giorni"
    if not gap or (item.operator not in ("", "=") and (first or item.day)):
        return False
    if wanted and item.operator and not item.is_span:
        return False  # "entro il 30/06 con almeno 3 eventi"
    words = [token.text for token in gap]
    if first and words[0] == "rispetto":  # "Rispetto n. 8 scadenze" is a thing to do, not a comparison
        words = words[1:] or [""]
    if item.day:
        named_deadline = words[-2:-1] in (["scadenza"], ["termine"], ["data"])
        return (words[-1] in _NO_DEADLINE and not named_deadline) or not _SINCE.isdisjoint(words)
    if not wanted:
        return not _EXPLAIN_OR_SUM.isdisjoint(words) or words[-1] in LINK
    if item.unit == "%" and not _IN_PERCENT.isdisjoint(words[-2:]):
        return False  # "entro il 30/06 per il 100% delle pratiche"
    is_version = ENGLISH in item.flags and not item.marked and gap[-1].kind == "word"  # "app 2.0"
    return is_version or words[-1] in EXPLAIN


_EXPLAIN_OR_SUM = EXPLAIN | SUM
_IN_PERCENT = frozenset({"a", "ad", "al", "nel", "per", "sul"})
_NO_DEADLINE = frozenset({"dal", "dall'", "del", "dell'", "di", "da", "dopo", "rispetto"})
_SINCE = frozenset({"rispetto", "partire", "decorrere", "dal"})


def _take_side(clause: Clause, roles: Roles) -> None:
    """A clause whose only quantity stands in brackets ("ogni 30 giorni (n. 10)") is about that one."""
    bracketed = [anchor for anchor in roles.side if anchor.marked and not anchor.is_span and anchor.number is not None]
    if len(bracketed) == 1 and clause.items[-1].start >= bracketed[0].end:
        before = next((item for item in reversed(clause.items) if item.end <= bracketed[0].start), None)
        if isinstance(before, Token) and before.text == "(":
            roles.side.remove(bracketed[0])
            roles.quantity = bracketed[0]
