"""`schedario explain`: the tree that leads to a score, from the share of the pay down to the printed target."""

from __future__ import annotations

from typing import Any

from duckdb import DuckDBPyConnection
from rich.markup import escape
from rich.tree import Tree

from pipelines.errors import PipelineError
from pipelines.folders import Folders
from pipelines.querying import published, sql_text
from pipelines.scoring import corrected
from pipelines.scoring.arithmetic import arithmetic, figure

Facts = dict[str, Any]
"""A row: column -> value."""
MEANS = {
    "uguali": "mean of {}",
    "stampati": "mean of {}, weighted as printed",
    "incompleti": "mean of {}, all alike because not each one has a printed weight",
}
"""How the objectives of a share weigh (`quota_risultato.pesi`) -> what is said of their mean."""
SHOWN = 10
"""Objectives that are named when several have a number."""


def explain(folders: Folders, key: str, unit: str = "") -> Tree:
    """The tree of an objective: its `obiettivo_id`, an indicator's key, or its number in a unit.

    Raises:
        PipelineError: nothing is published, or not just one objective is meant.
    """
    with published(folders) as con:
        objective = _only(_rows(con, "spiega_obiettivo", {"chiave": key, "struttura": unit}), key, unit)
        tree = Tree(_score(_title(objective), objective))
        tree.add(f"[dim]{escape(objective['atto'])}, {escape(objective['struttura'] or 'no unit')}[/]")
        _add_corrections(con, tree, objective)
        _add_elements(con, tree, objective)
        if objective["componente"]:
            _add_rules(con, tree, objective)
            _add_share(con, tree, objective)
        return tree


def _only(found: list[Facts], key: str, unit: str) -> Facts:
    if not found:
        where = f" in a unit named '{unit}'" if unit else ""
        raise PipelineError(f'no objective {key}{where}; see: schedario query "from dim_obiettivo"')
    if len(found) > 1:
        named = "; ".join(f"{o['obiettivo_id']} ({o['struttura'] or 'no unit'}, {o['atto']})" for o in found[:SHOWN])
        raise PipelineError(f"{len(found)} objectives have the number {key}; name the --unit, or one of: {named}")
    return found[0]


def _add_elements(con: DuckDBPyConnection, tree: Tree, objective: Facts) -> None:
    """The indicators of an objective, or the objectives below it, and the mean that they make."""
    if objective["base"] == "discendenti":
        below = [
            _objective(con, str(row["obiettivo_id"]))
            for row in _rows(con, "spiega_discendenti", [objective["obiettivo_id"]])
        ]
        tree.add(_mean(below, "objectives below it"))
        for child in below:
            branch = tree.add(_score(_title(child), child))
            _add_corrections(con, branch, child)
            _add_elements(con, branch, child)
        return
    indicators = _rows(con, "spiega_indicatori", [objective["obiettivo_id"]])
    if indicators:
        tree.add(_mean(indicators, "indicators"))
    for indicator in indicators:
        branch = tree.add(_score(indicator["indicatore"] or "", indicator))
        corrections = _add_corrections(con, branch, indicator)
        _add_parts(con, branch, indicator, corrections.get(indicator["campo_target"]))


def _objective(con: DuckDBPyConnection, key: str) -> Facts:
    return _rows(con, "spiega_obiettivo", {"chiave": key, "struttura": ""})[0]


def _add_corrections(con: DuckDBPyConnection, branch: Tree, row: Facts) -> dict[str, Facts]:
    """What people corrected in the published row of an element, by field."""
    found = _rows(con, "spiega_correzioni", [row["evidenza_id"]])
    for correction in found:
        branch.add(escape(corrected.sentence(correction)))
    return {correction["campo"]: correction for correction in found}


def _add_parts(con: DuckDBPyConnection, tree: Tree, indicator: Facts, correction: Facts | None) -> None:
    page = f"page {indicator['pagina']} of {indicator['nome_file']}" if indicator["pagina"] else ""
    for part in _rows(con, "spiega_parti", [indicator["indicatore_id"]]):
        target = part["target"] or ""
        printed, used = (correction["valore_stampato"], correction["valore_usato"]) if correction else (target, target)
        where = corrected.place(page, printed, target)
        branch = tree.add(f"target «{escape(target)}»[dim]{escape(where)}[/]")
        branch.add(f"read as {escape(_reading(part, turned=used != target))}")
        branch.add(escape(_measured(part)))
        branch.add(escape(arithmetic(part)) if part["stato"] == "misurato" else f"no score: {part['stato']}")


def _reading(part: Facts, turned: bool) -> str:
    """The reading in a line: kind, comparison, number, unit, deadline; the direction, perhaps `turned` by a person."""
    words = [part["genere"], part["operatore"]]
    words += [figure(number) for number in (part["valore"], part["valore_max"]) if number is not None]
    words += [part["unita"], part["oggetto"], f"{part['scadenza']:%d/%m/%Y}" if part["scadenza"] else ""]
    words += [f"({part['verso']}, {'corrected' if turned else 'deduced'})" if part["verso"] else "", part["motivo"]]
    return " ".join(word for word in words if word)


def _measured(part: Facts) -> str:
    if part["misura_testo"] is None:
        return "no value yet"
    who = f", loaded by {part['caricata_da']}" if part["caricata_da"] else ""
    source = f", source: {part['fonte']}" if part["fonte"] else ""
    return f"value «{part['misura_testo']}» of {part['misura_data']:%d/%m/%Y}{source} ({part['origine']}{who})"


def _add_rules(con: DuckDBPyConnection, tree: Tree, objective: Facts) -> None:
    branch = tree.add(f"rules for {escape(objective['componente'])}")
    for rule in _rows(con, "spiega_regole", [objective["atto_id"], objective["componente"]]):
        where = ", ".join(str(fact) for fact in (rule["regola"], rule["atto"]) if fact) or "general rule"
        page = f", page {rule['pagina']}" if rule["pagina"] else ""
        value = rule["valore"] if rule["valore"] is not None else "not stated: none"
        branch.add(f"{rule['parametro']} = {escape(value)} [dim]({escape(where + page)})[/]")


def _add_share(con: DuckDBPyConnection, tree: Tree, objective: Facts) -> None:
    known = {name: objective[name] for name in ("atto_id", "struttura_id", "componente")}
    objectives = _rows(con, "spiega_quota", known)
    if not objectives:
        tree.add("no share of the pay: no rule gives this component a weight in this act, or the unit isn't known")
        return
    share = objectives[0]
    counted = [o for o in objectives if o["realizzazione_obiettivo"] is not None]
    branch = tree.add(
        f"share of the pay for {escape(objective['componente'])}: {_percent(share['quota'])} ({share['stato']})"
    )
    for other in objectives:
        below = (
            other["realizzazione_obiettivo"] is not None and other["realizzazione_obiettivo"] < share["soglia_minima"]
        )
        marks = " (below the threshold: 0)" if below else ""
        marks += " (this one)" if other["obiettivo_id"] == objective["obiettivo_id"] else ""
        score = (
            figure(other["realizzazione_obiettivo"])
            if other["realizzazione_obiettivo"] is not None
            else other["stato_obiettivo"]
        )
        weight = f", weight {figure(other['peso_obiettivo'])}" if other["peso_obiettivo"] is not None else ""
        branch.add(f"objective {escape(other['numero'])}: {score}{weight}{marks}")
    if share["realizzazione"] is not None:
        branch.add(f"{MEANS[share['pesi']].format(len(counted))}: {figure(share['realizzazione'])}")
        branch.add(
            f"{figure(share['peso'])} % x {figure(share['realizzazione'])} = {_percent(share['quota'])}"
            f" [dim]({escape(share['regola'] or '')})[/]"
        )


def _mean(elements: list[Facts], what: str) -> str:
    """The mean of what has a score; what is out of it is counted."""
    scored = [(e["realizzazione"], e.get("volte", 1)) for e in elements if e["realizzazione"] is not None]
    without = len(elements) - len(scored)
    rest = f"; {without} without a score" if without else ""
    if not scored:
        return f"{len(elements)} {what}, none with a score"
    total = " + ".join(figure(score) if times == 1 else f"{times} x {figure(score)}" for score, times in scored)
    count = sum(times for _, times in scored)
    mean = sum(score * times for score, times in scored) / count
    return f"mean of {len(scored)} {what}: ({total}) / {count} = {figure(mean)}{rest}"


def _title(objective: Facts) -> str:
    return " ".join(word for word in (objective["tipo"], objective["numero"], objective["titolo"]) if word)


def _score(name: str, scored: Facts) -> str:
    found = figure(scored["realizzazione"]) if scored["realizzazione"] is not None else scored["stato"]
    return f"{escape(name)}: [bold]{found}[/]"


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{figure(share)} %"


def _rows(con: DuckDBPyConnection, name: str, parameters: object) -> list[Facts]:
    con.execute(sql_text(name), parameters)
    columns = [column[0] for column in con.description or []]
    return [dict(zip(columns, row, strict=True)) for row in con.fetchall()]
