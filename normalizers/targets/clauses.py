"""A target cut in clauses, one for each thing to reach."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeGuard

from normalizers.targets.anchors import Anchor, Item
from normalizers.targets.tokens import Token
from normalizers.targets.vocabulary import JOIN, PATTERNS

_COMMAS = (",", "+", "-", "–", "•", "·", "*", ":")
_ARTICLES = ("il", "lo", "la", "i", "gli", "le", "l'")


@dataclass(slots=True)
class Clause:
    """The items of one clause. `joint` is what stands before it: "" at the start, "e", ",", ";", "." or "anno"."""

    joint: str = ""
    label: str = ""
    """The year the clause is for ("2021: ...")."""
    items: list[Item] = field(default_factory=list)
    alone: bool = False
    """No other clause in the target."""

    @property
    def start(self) -> int:
        """Offset in the target."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Offset in the target."""
        return self.items[-1].end


def split_clauses(items: list[Item], text: str) -> list[Clause]:
    """Cut at sentence ends, semicolons and year labels, and where a joint leads to another figure or action."""
    clauses = [Clause()]
    depth, label_mark = 0, False
    for i, item in enumerate(items):
        current = clauses[-1]
        depth += _nesting(item)
        if label_mark:
            label_mark = False
        elif depth > 0:
            current.items.append(item)
        elif (label := _year_label(items, i)) and _may_end(current):
            clauses.append(Clause("anno", label))
            label_mark = True
        elif joint := _joint(items, i, text, _has_anchor(current)):
            if current.items or not current.joint:
                clauses.append(Clause(joint))
        elif _lists_on(current, items[i : i + 2]):
            clauses.append(Clause(",", items=[item]))
        else:
            current.items.append(item)
    clauses = [clause for clause in clauses if clause.items]
    clauses[-1:] = [replace(clause, alone=len(clauses) == 1) for clause in clauses[-1:]]
    return clauses


def _nesting(item: Item) -> int:
    if not isinstance(item, Token) or item.kind != "mark":
        return 0
    return (item.text in "([") - (item.text in ")]")


def _lists_on(clause: Clause, ahead: list[Item]) -> bool:
    """Whether a number goes on with a list without commas: "80 pubblicazioni 5 mail 4 eventi"."""
    if not clause.items or len(ahead) < 2:
        return False
    first, *thing = clause.items
    return (
        _is_count(first) and _is_count(ahead[0]) and all(_is_noun(part) for part in (*thing, ahead[1])) and bool(thing)
    )


def _is_count(item: Item) -> bool:
    if not isinstance(item, Anchor) or item.number is None:
        return False
    return not (item.unit or item.spelled or item.high or item.operator)


def _is_noun(item: Item) -> bool:
    """A word that isn't one of the small ones."""
    return isinstance(item, Token) and item.kind == "word" and len(item.text) > 3


def _year_label(items: list[Item], i: int) -> str:
    item, following = items[i], items[i + 1] if i + 1 < len(items) else None
    if not isinstance(item, Token) or item.kind != "year" or not isinstance(following, Token):
        return ""
    return item.text if following.text in (":", "-", "–", ")") and i + 2 < len(items) else ""


def _may_end(clause: Clause) -> bool:
    """Whether a year label may follow; the "anno" or "per l'anno" that leads to it is dropped from the clause."""
    while clause.items and _is_one_of(clause.items[-1], ("anno", "per", "l'", "nel", "-")):
        clause.items.pop()
    return not clause.items or clause.label != "" or _has_anchor(clause)


def _has_anchor(clause: Clause) -> bool:
    return any(isinstance(item, Anchor) for item in clause.items)


def _is_one_of(item: Item, words: tuple[str, ...]) -> TypeGuard[Token]:
    return isinstance(item, Token) and item.text in words


def _joint(items: list[Item], i: int, text: str, after_anchor: bool) -> str:
    """What the token at `i` joins, "" when it joins nothing: the joint itself is no part of a clause."""
    item, following = items[i], items[i + 1 : i + 3]
    if not isinstance(item, Token) or not following:
        return ""
    if item.text == ";":
        return ";"
    if item.text == "." and following[0].start > item.end:
        return "." if isinstance(following[0], Anchor) or text[following[0].start].isupper() else ""
    if i == 0 or not (item.text in JOIN or (item.text in _COMMAS and after_anchor)):
        return ""
    ahead = following[-1] if _is_one_of(following[0], _ARTICLES) else following[0]
    joint = "e" if item.text in JOIN else item.text
    if isinstance(ahead, Anchor):
        limits = ahead.is_span and ahead.operator == "entro" and joint == ","  # "90% dei casi, entro 30 giorni"
        return "" if limits else joint
    return joint if joint != ":" and PATTERNS["azione"].match(text, ahead.start) else ""
