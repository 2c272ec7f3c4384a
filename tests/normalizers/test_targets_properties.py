"""What holds for any number, any date and any text."""

import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalizers.targets import read_target
from normalizers.targets.dates import numeric_date
from normalizers.targets.numbers import AMBIGUOUS, ENGLISH, parse_number
from normalizers.targets.vocabulary import DATA

ITALIAN = str.maketrans(",.", ".,")
AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2068, 12, 31))
READ = {"soglia", "intervallo", "data", "termine", "normativo", "prodotto", "assente"}
UNREAD = {"non_rilevabile", "non_interpretato"}
PIECES = """
>= <= < > = ≥ € % . , ; : - / ( ) ° ' n. entro il almeno non_oltre da tra e oppure due 31/12/2021 30.06 giugno 2021
1.000 31,000 140,_55 10-20 8/15 00/01/1900 giorni gg. mln dalla richiesta rispetto scadenza legge report fase -5
"""
TARGET_LIKE = st.lists(st.sampled_from(re.findall(r"\S+", PIECES)), max_size=12).map(
    lambda pieces: " ".join(pieces).replace("_", " ")
)


@given(AMOUNTS)
def test_italian_numbers_come_back(amount):
    printed = f"{amount:,.2f}".translate(ITALIAN)
    number = parse_number(printed)
    assert number is not None
    assert (number.value, number.flags) == (float(amount), ())


@given(st.integers(0, 10**12))
def test_italian_counts_come_back(count):
    assert parse_number(f"{count:,}".translate(ITALIAN)).value == count
    assert parse_number(str(count)).value == count


@given(st.integers(1000, 10**12))
def test_english_thousands_come_back_flagged(count):
    number = parse_number(f"{count:,}")
    assert number.value == count
    assert number.flags == ((AMBIGUOUS,) if count < 1_000_000 else (ENGLISH,))


@given(st.from_regex(r"[0-9.,'’]{1,12}", fullmatch=True))
def test_a_figure_is_a_number_or_nothing(figure):
    number = parse_number(figure)
    assert number is None or number.value >= 0


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%y"]))
def test_dates_in_figures_come_back(day, spelling):
    assert numeric_date(day.strftime(spelling)).iso == day.isoformat()


@given(
    DAYS, st.sampled_from(["{0.day} {1} {0.year}", "{0.day}° {1} {0.year}", "{0.day} {2} {0.year}", "{0.day}-{2}-{3}"])
)
def test_written_dates_come_back(day, spelling):
    month = DATA["calendario"]["mesi"][day.month - 1]
    (component,) = read_target(f"entro il {spelling.format(day, month, month[:3], day.strftime('%y'))}")
    assert (component.genere, component.operatore, component.scadenza) == ("data", "entro", day.isoformat())


@given(AMOUNTS, st.sampled_from(["", ">=", ">", "<=", "<", "="]), st.sampled_from(["", "%", "euro", "giorni", "mq"]))
def test_simple_targets_come_back(amount, operator, unit):
    printed = f"{operator} {f'{amount:,.2f}'.translate(ITALIAN)} {unit}"
    (component,) = read_target(printed)
    assert (component.genere, component.operatore, component.unita) == ("soglia", operator, unit)
    assert component.valore == pytest.approx(float(amount))


@settings(max_examples=300)
@example(text="+", year=2021)
@example(text="(", year=2021)
@example(text="1 1 1 1", year=2021)
@given(text=st.text(max_size=60) | TARGET_LIKE, year=st.none() | st.integers(1900, 2100))
def test_any_text_is_read_or_said_unread(text, year):
    components = read_target(text, text, year)
    assert components
    for component in components:
        assert component.genere in READ | UNREAD
        assert bool(component.motivo) == (component.genere == "non_interpretato")
        assert component.verso == "" or component.genere == "soglia"
        if component.scadenza:
            date.fromisoformat(component.scadenza)
        if component.genere == "intervallo":
            assert component.valore < component.valore_max
