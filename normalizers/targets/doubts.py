"""Where a clause is not understood: every figure must be accounted for, or the target is not read."""

from __future__ import annotations

import re

from normalizers.targets.anchors import Anchor
from normalizers.targets.clauses import Clause
from normalizers.targets.roles import Roles
from normalizers.targets.tokens import Token
from normalizers.targets.vocabulary import PATTERNS, UNITS_BEFORE

_DASHES = ("-", "–")
_FIGURES = ("fraction", "number", "range")


class NotUnderstoodError(ValueError):
    """Why a target can't be read, in Italian."""


def check_clause(clause: Clause, roles: Roles, target: str) -> None:
    """Check one clause.

    Raises:
        NotUnderstoodError: a figure has no part that can be told, or an operator, unit or date stands alone.
    """
    if roles.unclear:
        raise NotUnderstoodError(roles.unclear)
    for anchor in (roles.quantity, roles.deadline):
        if anchor and anchor.doubt:
            raise NotUnderstoodError(anchor.doubt)
    _check_leftovers(clause, roles, target)
    if roles.quantity:
        _check_quantity(clause, roles.quantity, target)
    if roles.deadline and PATTERNS["anno_relativo"].match(target, roles.deadline.end):
        raise NotUnderstoodError("la scadenza è contata da un altro anno, o torna ogni anno")


def _check_leftovers(clause: Clause, roles: Roles, target: str) -> None:
    """The tokens that belong to no anchor."""
    depth, previous = 0, ""
    for item in clause.items:
        if isinstance(item, Anchor):
            previous = ""
            continue
        depth += (item.text == "(") - (item.text == ")")
        if item.kind == "obscure" or (item.kind in _FIGURES and not (roles.quantity or roles.deadline or previous)):
            raise NotUnderstoodError(f"le cifre «{target[item.start : item.end]}» non si leggono come numero o data")
        if item.kind == "operator" and target[item.start] in "<>=≥≤":
            raise NotUnderstoodError("un segno di confronto senza numero")
        quantity = roles.quantity
        if quantity and not quantity.unit and item.text in UNITS_BEFORE and item.start < quantity.start:
            raise NotUnderstoodError("l'unità di misura non è accanto al numero")
        if item.kind == "date" and depth <= 0:
            _check_bare_date(item, roles, previous, target)
        previous = item.text


def _check_bare_date(item: Token, roles: Roles, previous: str, target: str) -> None:
    """A month or a day without year that no word calls a deadline."""
    if target[item.end :].lstrip()[:1] in _DASHES:
        raise NotUnderstoodError("due date unite da un trattino possono essere un periodo")
    if roles.deadline and previous in (",", "e", "ed", "il"):
        raise NotUnderstoodError("più scadenze per la stessa cosa")
    if (roles.quantity and not roles.deadline) or not previous:
        raise NotUnderstoodError(f"non è chiaro se «{target[item.start : item.end]}» sia una scadenza")


def _check_quantity(clause: Clause, quantity: Anchor, target: str) -> None:
    before, after = target[clause.start : max(quantity.start, clause.start)].lower().split(), target[quantity.end :]
    if not (quantity.unit or quantity.operator) and re.match(r"\s*su \d", after):
        raise NotUnderstoodError("è un rapporto tra due numeri")
    if PATTERNS["valore_di_partenza"].search(" ".join(before)):
        raise NotUnderstoodError("è un valore di partenza, non uno da raggiungere")
    definite = ("i", "le", "gli", "dei", "delle", "degli") if quantity.spelled else ("i", "le", "gli")
    if before and before[-1] in definite and not quantity.marked:
        raise NotUnderstoodError("il numero può dire quante sono le cose, non quante farne")
    if before and before[0] in _DASHES and len(before) == 1 and not quantity.operator and clause.alone:
        raise NotUnderstoodError("il trattino può essere un segno meno")


def check_neighbours(clause: Clause, roles: Roles, after: Clause, after_roles: Roles) -> None:
    """Check two clauses side by side.

    Raises:
        NotUnderstoodError: two figures follow each other without a word to tell them apart.
    """
    anchor, dashed = clause.items[-1], after.joint in _DASHES
    if roles.quantity and roles.quantity.high is not None and after_roles.quantity and dashed:
        raise NotUnderstoodError("più numeri di seguito, senza dire di che cosa")
    if (
        anchor is roles.quantity
        and not anchor.unit
        and after_roles.quantity
        and after.joint in ("e", ",", "+", *_DASHES)
    ):
        raise NotUnderstoodError("più numeri di seguito, senza dire di che cosa")
    if anchor is roles.deadline and after_roles.deadline and dashed:
        raise NotUnderstoodError("due date unite da un trattino possono essere un periodo")
