"""Files of scoring rules: what is told of wrong ones, and which rule stands. Made-up bodies."""

import pytest
from borgo_inventato import load, rows

import warehouse
from warehouse.catalogue import catalogue
from warehouse.rules import PARAMETERS, RuleError, packaged_rules, read_rules, rules_in_force

HEAD = 'ente = "Comune di Borgo Inventato"\nanno = 2020\natto = "Atto inventato"\n'


def written(path, *rules, head=HEAD):
    path.write_text(head + "".join(f"[[regola]]\n{rule}\n" for rule in rules), encoding="utf-8")
    return path


def test_every_packaged_rule_is_right_and_every_parameter_described():
    assert {rule["parametro"] for rule in packaged_rules()} <= set(PARAMETERS)
    codes = next(c.codes for c in catalogue()["punteggi.regola"].columns if c.name == "parametro")
    assert set(codes) == set(PARAMETERS)
    assert all(set(rule) == {c.name for c in catalogue()["punteggi.regola"].columns} for rule in packaged_rules())


def test_a_rule_takes_what_its_file_says_of_all(tmp_path):
    own = 'parametro = "peso"\nvalore = 60\nanno = 2021\ncomponente = "x"\npagina = 2'
    (rule,) = read_rules(written(tmp_path / "r.toml", own))
    assert rule == {
        "regola": None,
        "ente": "Comune di Borgo Inventato",
        "anno": 2021,
        "componente": "x",
        "parametro": "peso",
        "valore": "60",
        "atto": "Atto inventato",
        "pagina": 2,
        "testo": None,
        "file": "r.toml",
    }


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('regola = "C1"', "rule 1 (C1): parametro is missing"),
        ('parametro = "pesi"', "rule 1: unknown parametro 'pesi'; use one of tabella,"),
        ('parametro = "peso"\nvalor = "3"', "rule 1: unknown key valor; use regola,"),
        ('parametro = "peso"\nvalore = "tanto"', "peso: 'tanto' is not a per cent from 0 to 100"),
        ('parametro = "peso"\nvalore = "101"', "peso: '101' is not a per cent from 0 to 100"),
        ('parametro = "soglia_minima"\nvalore = "70"', "soglia_minima: '70' is not a share from 0 to 1, such as 0.70"),
        ('parametro = "tolleranza"\nvalore = "0,1"', "with a point before the decimals"),
        ('parametro = "quota_azioni"\nvalore = "sì"', "quota_azioni: 'sì' is none of si, no"),
        ('parametro = "termine_giorni"\nvalore = "un mese"', "'un mese' is not a whole number"),
        ('parametro = "peso"\npagina = 0', "pagina is 0: input should be greater than or equal to 1"),
        ('parametro = "peso"\nanno = 20', "anno is 20: input should be greater than or equal to 1990"),
        ('parametro = "peso"\n[[regola]]\nparametro = "peso"', "peso Comune di Borgo Inventato 2020 is there 2 times"),
    ],
)
def test_what_is_wrong_is_told_rule_by_rule(tmp_path, rule, said):
    with pytest.raises(RuleError) as wrong:
        read_rules(written(tmp_path / "r.toml", rule))
    assert any(said in problem for problem in wrong.value.problems), wrong.value.problems


def test_all_problems_are_told_at_once(tmp_path):
    with pytest.raises(RuleError) as wrong:
        read_rules(written(tmp_path / "r.toml", 'parametro = "pesi"', 'parametro = "peso"\nvalore = "x"'))
    assert [problem.split(":")[0] for problem in wrong.value.problems] == ["rule 1", "rule 2"]


@pytest.mark.parametrize(
    ("text", "said"), [("x", "not a TOML file"), ("anno = 2020", "no rules"), ("regola = 3", "no rules")]
)
def test_a_file_without_rules_is_refused(tmp_path, text, said):
    path = tmp_path / "r.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=said):
        read_rules(path)


def test_an_own_rule_takes_the_packaged_one_s_place(tmp_path):
    packaged = next(rule for rule in packaged_rules() if rule["ente"] and rule["parametro"] == "soglia_minima")
    text = f'componente = "{packaged["componente"]}"\nparametro = "soglia_minima"\nvalore = "0.7"'
    head = f'ente = "{packaged["ente"].upper()}"\nanno = {packaged["anno"]}\n'
    found = rules_in_force([written(tmp_path / "r.toml", text, head=head)])
    standing = [r for r in found if r["anno"] == packaged["anno"] and r["parametro"] == "soglia_minima"]
    assert [(r["valore"], r["file"]) for r in standing] == [("0.7", "r.toml")]
    assert len(found) == len(packaged_rules())


def test_two_own_files_may_not_say_the_same(tmp_path):
    paths = [written(tmp_path / name, 'parametro = "peso"\nvalore = "1"') for name in ("a.toml", "b.toml")]
    with pytest.raises(RuleError, match=r"b.toml: .* stands in a.toml too"):
        rules_in_force(paths)


def test_loaded_rules_hold_for_the_act_until_they_go(con, tmp_path):
    load(con)
    path = written(
        tmp_path / "r.toml", 'componente = "obiettivi_direzione"\nparametro = "peso"\nvalore = "55"\npagina = 4'
    )
    query = "select valore, atto, pagina from punteggi.regola_in_vigore where parametro = 'peso'"
    assert rows(con, query) == []
    assert warehouse.load_rules(con, [path]) == len(packaged_rules()) + 1
    assert rows(con, query) == [("55", "Atto inventato", 4)]
    bad = written(tmp_path / "s.toml", 'parametro = "pesi"')
    with pytest.raises(RuleError):
        warehouse.load_rules(con, [bad])
    assert rows(con, query) == [("55", "Atto inventato", 4)]
    warehouse.load_rules(con, [])
    assert rows(con, query) == []
