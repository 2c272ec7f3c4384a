"""The scoring of docs/warehouse.md once more, in plain Python, written without looking at the views."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from normalizers.records import Component

Score = tuple[float | None, str]
"""Realisation from 0 to 1 and state; None where the state isn't `misurato`."""

OUT = ("non_rilevabile", "senza_target")
DELIVERED = ("data", "termine", "normativo", "prodotto")
FIRST_REASON = ("in_attesa_di_rilevazione", "verso_non_noto", "valore_non_confrontabile", "non_interpretato")


@dataclass(frozen=True)
class Rules:
    tolerance: float = 0.0
    action_share: bool = False
    first_survey: bool = False
    each_part: bool = False
    threshold: float = 0.0
    weight: float = 40.0
    by_weight: bool = False
    """Whether the weights printed beside the objectives of a unit count."""


@dataclass(frozen=True)
class Indicator:
    printed: str
    parts: Sequence[Component]
    values: Sequence[float | date | None]
    """A value for each part, None where none was measured."""


@dataclass(frozen=True)
class Objective:
    indicators: Sequence[Indicator] = ()
    phases: Sequence["Objective"] = field(default_factory=list)
    weight: float | None = None
    """As printed; None where the print has none."""


def part_score(part: Component, value: float | date | None, printed: str, rules: Rules) -> Score:
    if part.genere in ("non_rilevabile", "non_interpretato"):
        return None, part.genere
    if part.genere == "assente" and not rules.first_survey:
        return None, "senza_target"
    if value is None:
        return None, "in_attesa_di_rilevazione"
    if part.genere == "assente":
        return 1.0, "misurato"
    if part.genere == "soglia" and _direction(part) == "":
        return None, "verso_non_noto"
    raw = _raw(part, value, printed, rules)
    if raw is None:
        return None, "valore_non_confrontabile"
    if rules.tolerance and raw > 1 - rules.tolerance - 1e-9:
        return 1.0, "misurato"
    return min(max(raw, 0.0), 1.0), "misurato"


def _direction(part: Component) -> str:
    if part.verso:
        return part.verso
    return {">": "crescente", ">=": "crescente", "<": "decrescente", "<=": "decrescente"}.get(part.operatore, "")


def _raw(part: Component, value: float | date, printed: str, rules: Rules) -> float | None:
    if part.genere in DELIVERED:
        return _delivery(part, value, rules)
    if part.valore is None or isinstance(value, date):
        return None
    return _threshold(part, value, printed) if part.genere == "soglia" else _interval(part, value)


def _threshold(part: Component, value: float, printed: str) -> float:
    target = part.valore or 0.0
    rising, strict = _direction(part) == "crescente", part.operatore in (">", "<")
    reached = not strict if value == target else (value > target) == rising
    if reached:
        return 1.0
    if target <= 0 or "+" in printed:
        return 0.0
    ratio = value / target if rising else target / value
    return min(ratio, 0.9999) if strict else ratio


def _interval(part: Component, value: float) -> float:
    low, high = part.valore or 0.0, part.valore_max or 0.0
    if value > high:
        return high / value if high > 0 else 0.0
    if value < low:
        return value / low if low > 0 else 0.0
    return 1.0


def _delivery(part: Component, value: float | date, rules: Rules) -> float | None:
    if not isinstance(value, date):
        return value if rules.action_share else float(value >= 1)
    if part.scadenza:
        return float(value <= date.fromisoformat(part.scadenza))
    return 1.0 if part.genere == "prodotto" else None


def indicator_score(indicator: Indicator, rules: Rules) -> Score:
    found = [
        part_score(part, value, indicator.printed, rules)
        for part, value in zip(indicator.parts, indicator.values, strict=True)
    ]
    if not found:
        return None, "non_interpretato" if indicator.printed else "senza_target"
    states = {state for _, state in found}
    for reason in (*FIRST_REASON, "senza_target"):
        if reason in states:
            return None, reason
    scores = [score for score, _ in found if score is not None]
    return (sum(scores) / len(scores), "misurato") if scores else (None, "non_rilevabile")


def objective_score(objective: Objective, rules: Rules) -> Score:
    if objective.indicators:
        counted = [(*indicator_score(indicator, rules), _times(indicator, rules)) for indicator in objective.indicators]
    else:
        counted = [(*objective_score(phase, rules), 1) for phase in objective.phases]
        counted = [phase for phase in counted if phase[1] != "senza_indicatori"]
    weighted = [(score, state, times) for score, state, times in counted if state not in OUT]
    state = _together([state for _, state, _ in counted])
    if state != "misurato":
        return None, state
    return sum((score or 0.0) * times for score, _, times in weighted) / sum(t for *_, t in weighted), state


def _times(indicator: Indicator, rules: Rules) -> int:
    measurable = sum(part.genere != "non_rilevabile" for part in indicator.parts)
    return max(measurable, 1) if rules.each_part else 1


def _together(states: Sequence[str]) -> str:
    """Why a mean has a figure or none."""
    counted = [state for state in states if state not in OUT and state != "senza_indicatori"]
    if not counted:
        return "non_rilevabile" if any(state in OUT for state in states) else "senza_indicatori"
    if all(state == "misurato" for state in counted):
        return "misurato"
    return "in_attesa_di_rilevazione" if "in_attesa_di_rilevazione" in counted else "non_calcolabile"


def group_score(
    objectives: Sequence[Objective], rules: Rules, threshold: float, by_weight: bool
) -> tuple[float | None, str, str]:
    """Realisation and state of objectives together, and how they weigh."""
    found = [(*objective_score(objective, rules), objective.weight) for objective in objectives]
    counted = [one for one in found if one[1] not in ("non_rilevabile", "senza_indicatori")]
    weights = [weight for *_, weight in counted]
    if not by_weight or not counted:
        how = "uguali"
    else:
        how = "incompleti" if None in weights or sum(w or 0.0 for w in weights) == 0 else "stampati"
    state = _together([state for _, state, _ in found])
    if state != "misurato":
        return None, state, how
    scores = [(score or 0.0, (weight or 0.0) if how == "stampati" else 1.0) for score, _, weight in counted]
    paid = sum(score * weight for score, weight in scores if score >= threshold)
    return paid / sum(weight for _, weight in scores), state, how


def component_share(objectives: Sequence[Objective], rules: Rules, by_weight: bool) -> tuple[float | None, str, str]:
    """Per cent of the pay, its state, and how the objectives weigh."""
    score, state, how = group_score(objectives, rules, rules.threshold, by_weight)
    return (None if score is None else score * rules.weight), state, how
