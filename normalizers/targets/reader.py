"""What a target asks for: tokens, anchors and clauses become components. What isn't understood is never guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from normalizers.records import Component
from normalizers.targets.anchors import Anchor, find_anchors
from normalizers.targets.clauses import Clause, split_clauses
from normalizers.targets.direction import deduce_direction
from normalizers.targets.doubts import NotUnderstoodError, check_clause, check_neighbours
from normalizers.targets.roles import Roles, roles_of
from normalizers.targets.tokens import Token, tokenise
from normalizers.targets.vocabulary import PATTERNS
from normalizers.targets.wording import around, join, thing, thing_and_condition

_SURE, _WORDED, _DOUBTFUL = 1.0, 0.9, 0.6
_CAUTION = frozenset(
    {"separatore_ambiguo", "spazio_nel_numero", "data_impossibile", "ora_per_data", "anno_fuori_piano"}
)
_UNTIL = re.compile(r"\bentro\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def read_target(text: str, context: str = "", year: int | None = None) -> tuple[Component, ...]:
    """The components of a printed target, at least one; docs/targets.md has the schema and the rules.

    Args:
        text: the target as printed; empty when the print leaves it empty.
        context: the indicator's words; they serve to deduce `verso`, never to read what the target doesn't print.
        year: the act's first year, for deadlines without one.
    """
    target = PATTERNS["ripetizione"].sub(r"\1", " ".join(unicodedata.normalize("NFC", text).split()))
    try:
        components = _whole(target) or _parts(target, year)
    except NotUnderstoodError as reason:
        components = [Component("non_interpretato", confidenza=0.0, motivo=str(reason))]
    return tuple(_with_direction(component, context) for component in components)


def _with_direction(component: Component, context: str) -> Component:
    direction = deduce_direction(component, context)
    return replace(component, verso=direction) if direction else component


def _whole(target: str) -> list[Component]:
    """Targets that are one word of the schema: nothing, "non rilevabile", "sì"."""
    bare = target.strip(" .*")
    if PATTERNS["assente"].fullmatch(target):
        return [Component("assente")]
    if PATTERNS["non_rilevabile"].fullmatch(bare):
        return [Component("non_rilevabile")]
    return [Component("prodotto")] if PATTERNS["si_no"].fullmatch(bare) else []


def _parts(target: str, year: int | None) -> list[Component]:
    clauses = split_clauses(find_anchors(tokenise(target, year), year), target)
    parts = _with_deadlines([(clause, roles_of(clause)) for clause in clauses])
    for (clause, roles), (after, after_roles) in pairwise(parts):
        check_neighbours(clause, roles, after, after_roles)
    components: list[Component] = []
    for clause, roles in parts:
        check_clause(clause, roles, target)
        component = _component(clause, roles, target)
        if component:
            components.append(_with_operator_of(components[-1:], component, clause, roles))
        elif components:
            condition = join(components[-1].condizione, target[clause.start : clause.end])
            components[-1] = replace(components[-1], condizione=condition)
        else:
            raise NotUnderstoodError("una parte del testo non dice che cosa raggiungere")
    if not components:
        raise NotUnderstoodError("non dice che cosa raggiungere")
    return components


def _with_deadlines(parts: list[tuple[Clause, Roles]]) -> list[tuple[Clause, Roles]]:
    """Put together the clauses that say one thing: "31/12/2021: 100%", "entro 5 giorni: 95%"."""
    joined: list[tuple[Clause, Roles]] = []
    for clause, roles in parts:
        if joined and (one := _as_one(*joined[-1], clause, roles)):
            before, _ = joined.pop()
            clause = Clause(before.joint, before.label, [*before.items, *clause.items])
            roles = one
        joined.append((clause, roles))
    return joined


def _as_one(before_clause: Clause, before: Roles, clause: Clause, roles: Roles) -> Roles | None:
    """The roles of two clauses that are one: a date beside a quantity, a span of time before the quantity it limits."""
    if clause.joint not in (",", ":", "-", "–"):
        return None
    named = clause.joint == ":"
    date_first = before.is_date_only and roles.is_quantity_only and (named or len(before_clause.items) == 1)
    date_last = before.is_quantity_only and roles.is_date_only and len(clause.items) == 1
    if date_first or date_last:
        return before.joined(roles)
    if not (named and before.quantity and roles.quantity):
        return None
    if before.quantity.is_span and not roles.quantity.is_span:
        return replace(before.joined(roles), quantity=roles.quantity, side=[before.quantity, *before.side, *roles.side])
    return replace(before.joined(roles), unclear="più valori, e non è chiaro quale sia da raggiungere")


def _component(clause: Clause, roles: Roles, target: str) -> Component | None:
    """The component of a clause; None when the clause only limits another one."""
    if roles.quantity:
        return _from_quantity(clause, roles, roles.quantity, target)
    if roles.deadline:
        return _from_date(clause, roles, roles.deadline, target)
    return _from_prose(clause, roles, target[clause.start : clause.end])


def _from_quantity(clause: Clause, roles: Roles, quantity: Anchor, target: str) -> Component:
    before, after = around(quantity, clause, roles, target)
    counted, condition = thing_and_condition(before, after, clause.label)
    genere, operator = "soglia" if quantity.high is None else "intervallo", quantity.operator
    if quantity.is_span and _is_legal(after):
        genere = "normativo"
    elif quantity.is_span and (operator == "entro" or PATTERNS["evento"].match(after)):
        genere, counted, condition = "termine", thing(before), join(clause.label, after)
    elif operator == "entro" and quantity.unit == "%":
        operator = "<="
    elif operator == "entro":
        raise NotUnderstoodError("«entro» davanti a un numero che non è una data né un tempo")
    deadline = roles.deadline
    flags = tuple(dict.fromkeys((*quantity.flags, *(deadline.flags if deadline else ()))))
    return Component(
        genere=genere,
        operatore=operator,
        valore=quantity.number,
        valore_max=quantity.high,
        unita=quantity.unit,
        oggetto=counted,
        scadenza=deadline.day.iso if deadline and deadline.day else "",
        condizione=condition,
        segnalazioni=flags,
        confidenza=_confidence(flags, bool(counted or condition)),
    )


def _from_date(clause: Clause, roles: Roles, deadline: Anchor, target: str) -> Component:
    before, after = around(deadline, clause, roles, target)
    return Component(
        genere="data",
        operatore=deadline.operator,
        oggetto=thing(before),
        scadenza=deadline.day.iso if deadline.day else "",
        condizione=join(clause.label, after.strip(" .,:-–")),
        segnalazioni=deadline.flags,
        confidenza=_confidence(deadline.flags, bool(before or after)),
    )


def _from_prose(clause: Clause, roles: Roles, prose: str) -> Component | None:
    """A clause without figures to reach; those that explain it may be there."""
    if any(anchor.number and not anchor.spelled for anchor in roles.side):
        raise NotUnderstoodError("il numero spiega la cosa da fare, e non è chiaro se sia da raggiungere")
    is_action = PATTERNS["azione"].match(prose) is not None
    if any(anchor.day for anchor in roles.side) and not is_action:
        raise NotUnderstoodError("la data non dice una scadenza")
    if _is_legal(prose):
        return _term("normativo", prose, _UNTIL.search(prose))
    if not (clause.alone or clause.label or is_action):
        return None
    for name, reason in _NOT_A_PRODUCT:
        if PATTERNS[name].search(prose):
            raise NotUnderstoodError(reason)
    if PATTERNS["termine"].search(prose) and PATTERNS["regolamento"].search(prose):
        raise NotUnderstoodError("non è chiaro se la scadenza sia posta dall'ente stesso")
    if event := PATTERNS["evento_atteso"].search(prose):
        return _term("termine", prose, event)
    if _UNTIL.search(prose) and not PATTERNS["termine"].search(prose):
        raise NotUnderstoodError("dopo «entro» non c'è una scadenza che si legga")
    if not any(isinstance(item, Token) and item.kind == "word" for item in clause.items):
        raise NotUnderstoodError("non dice che cosa raggiungere")
    return Component("prodotto", oggetto=prose, condizione=clause.label, confidenza=_WORDED)


_NOT_A_PRODUCT = (
    ("non_disponibile", "è dichiarato non disponibile o non applicabile"),
    ("negazione", "è un no, senza dire a che cosa"),
    ("stagione", "dice un periodo, non una scadenza né un valore"),
    ("quanto", "dice ogni quanto o quante volte, non un valore"),
    ("altrove", "rinvia ad altro, che qui non è stampato"),
    ("conta", "dice che cosa si conta, non quanto"),
    ("variazione", "dice una variazione o un confronto, non di quanto"),
)


def _is_legal(prose: str) -> bool:
    """Whether a law, an authority or a contract sets the deadline: it is named closely behind a word for deadline."""
    if PATTERNS["regolamento"].search(prose):
        return False
    terms = PATTERNS["termine"].finditer(prose)
    return any(PATTERNS["autorita"].search(prose, term.end(), term.end() + 60) for term in terms)


def _term(genere: str, prose: str, until: re.Match[str] | None) -> Component:
    """A deadline without a number: what is to be done stands before "entro", what sets the deadline behind it."""
    if until is None:
        return Component(genere, condizione=prose, confidenza=_WORDED)
    counted, condition = thing(prose[: until.start()]), prose[until.start() + len("entro") :].strip()
    return Component(genere, "entro", oggetto=counted, condizione=condition, confidenza=_WORDED)


def _with_operator_of(before: list[Component], component: Component, clause: Clause, roles: Roles) -> Component:
    """One comparison before two figures holds for both: "almeno 300 associazioni e 1500 voucher"."""
    leads = (roles.quantity or roles.deadline) in clause.items[:2] and clause.joint in ("e", ",")
    if not before or component.operatore or not leads or before[0].genere != component.genere:
        return component
    return replace(component, operatore=before[0].operatore)


def _confidence(flags: tuple[str, ...], worded: bool) -> float:
    if _CAUTION.intersection(flags):
        return _DOUBTFUL
    return _WORDED if worded else _SURE
