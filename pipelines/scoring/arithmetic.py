"""How one part of a target is worked out, as a sum that a person can check: the steps of realizzazione_parte.sql."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]
"""A row of spiega_parti.sql."""

DELIVERED = ("data", "termine", "normativo", "prodotto")


def arithmetic(part: Facts) -> str:
    """The sum that leads to the part's score, such as `81 / 90 = 0.9`; empty where there is no score."""
    if part["stato"] != "misurato":
        return ""
    sum_, raw = _before_tolerance(part)
    score: float = part["realizzazione"]
    if raw is not None and part["tolleranza"] > 0 and raw < 1 and score == 1:
        return f"{sum_} = {figure(raw)}, within the tolerance of {figure(part['tolleranza'])}: 1"
    return f"{sum_} = {figure(score)}" if raw is not None else f"{sum_}: {figure(score)}"


def figure(number: float | None) -> str:
    """A number with as many decimals as it needs, six at most."""
    return "?" if number is None else f"{number:.6f}".rstrip("0").rstrip(".")


def _before_tolerance(part: Facts) -> tuple[str, float | None]:
    """What is worked out, and its figure where that is a division."""
    genere, value = part["genere"], part["misura"]
    if genere == "soglia":
        return _threshold(part)
    if genere == "intervallo":
        return _interval(part)
    if genere == "rubrica":
        return _division(part["punti"], part["massimo"])
    if genere == "assente":
        return "no target: the first value reaches it", None
    if part["consegna"] and part["scadenza"]:
        when = "by" if part["consegna"] <= part["scadenza"] else "after"
        return f"delivered on {part['consegna']:%d/%m/%Y}, {when} {part['scadenza']:%d/%m/%Y}", None
    if part["consegna"] or value == 1:
        return "delivered", None
    if part["quota_azioni"] and genere in DELIVERED:
        return f"share of the actions done ({figure(value)})", value
    return "not delivered", None


def _threshold(part: Facts) -> tuple[str, float | None]:
    value, target, operator = part["misura"], part["valore"], part["operatore"]
    rising = part["verso"] == "crescente" or (not part["verso"] and operator in (">", ">="))
    sign = operator if operator in (">", "<") else ">=" if rising else "<="
    reached = {">": value > target, "<": value < target, ">=": value >= target, "<=": value <= target}[sign]
    if reached:
        return f"{figure(value)} {sign} {figure(target)}", None
    if target <= 0 or part["realizzazione"] == 0 != value:
        return f"not {figure(value)} {sign} {figure(target)}", None
    sum_, ratio = _division(value, target) if rising else _division(target, value)
    if operator in (">", "<") and ratio is not None and ratio >= 0.9999:
        return f"{sum_}, at most 0.9999 where the bound itself doesn't count", 0.9999
    return sum_, ratio


def _interval(part: Facts) -> tuple[str, float | None]:
    value, low, high = part["misura"], part["valore"], part["valore_max"]
    if low <= value <= high:
        return f"{figure(low)} <= {figure(value)} <= {figure(high)}", None
    above = value > high
    if (high if above else low) <= 0:
        return f"{figure(value)} is outside {figure(low)} to {figure(high)}", None
    return _division(high, value) if above else _division(value, low)


def _division(a: float, b: float) -> tuple[str, float | None]:
    return f"{figure(a)} / {figure(b)}", max(a / b, 0.0)
