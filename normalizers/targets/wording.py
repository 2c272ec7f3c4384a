"""The words around a figure: what is counted (`oggetto`) and what limits it (`condizione`), as printed."""

from __future__ import annotations

from normalizers.targets.anchors import Anchor
from normalizers.targets.clauses import Clause
from normalizers.targets.roles import Roles
from normalizers.targets.vocabulary import LINK, PATTERNS

_EDGES = ' .,:;-–•·*()"~≈'
_LEADS_IN = LINK | {"il", "è", "n.", "con", "per", "nel", "un"}
_LEADS_ON = LINK | {"con", "i", "le", "gli", "la", "il"}


def join(*parts: str) -> str:
    """The parts that aren't empty, a space between."""
    return " ".join(part for part in parts if part)


def around(anchor: Anchor, clause: Clause, roles: Roles, target: str) -> tuple[str, str]:
    """The clause's text before and after an anchor, without its deadline."""
    before, after = target[clause.start : max(anchor.start, clause.start)], target[anchor.end : clause.end]
    deadline = roles.deadline
    if deadline and deadline is not anchor:
        printed = target[deadline.start : deadline.end]
        before, after = before.replace(printed, " "), after.replace(printed, " ")
    return " ".join(before.split()), " ".join(after.split())


def thing_and_condition(before: str, after: str, label: str) -> tuple[str, str]:
    """Split the words around a quantity. The condition starts at a bracket, a comma or a word that limits."""
    match = PATTERNS["condizione"].search(after)
    at = match.start() if match else len(after)
    return join(thing(before), _follower(after[:at])), join(label, after[at:].strip(" ,;:"))


def thing(before: str) -> str:
    """The words before a figure, without those that only lead to it."""
    words = before.strip(_EDGES).split()
    while words and words[-1].lower() in _LEADS_IN:
        words.pop()
    return " ".join(words).strip(_EDGES)


def _follower(after: str) -> str:
    words = after.strip(_EDGES).split()
    while words and words[0].lower() in _LEADS_ON:
        words.pop(0)
    return " ".join(words)
