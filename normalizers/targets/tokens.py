"""A target cut in tokens: dates, numbers, operators, units, what else the vocabulary knows; the rest stays words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from normalizers.targets.dates import (
    PERIOD,
    SPREADSHEET,
    WRITTEN,
    YEAR_END,
    Day,
    numeric_date,
    period_end,
    written_date,
    year_end,
)
from normalizers.targets.numbers import parse_number
from normalizers.targets.vocabulary import PHRASES, SIGNS, UNITS_BEFORE, Entry

SPACE_INSIDE = "spazio_nel_numero"


class Token(NamedTuple):
    """A token and where it stands in the target.

    kind: date, number, range (`number` to `high`), year, years, fraction, obscure (figures that are none of these),
    operator, suffix (an operator behind its number), unit, alien_unit (not in the schema), multiplier, number_word,
    counter ("n."), reference ("art."), name (the number of a reference), word, mark.
    text: operator or unit as the schema writes them, else the print in lower case.
    """

    kind: str
    start: int
    end: int
    text: str
    number: float = 0.0
    high: float = 0.0
    day: Day | None = None
    flags: tuple[str, ...] = ()


_LEXEME = re.compile(
    r"(?P<figure>\d(?:[\d.,:/'’-]*\d)?)"
    r"|(?P<word>[^\W\d_]\w*['’]?)"
    r"|(?P<sign>[<>=≤≥⩽⩾≦≧](?:\s?[/o]?\s?[<>=])*|±|\+\s?/?\s?[-–])"
    r"|(?P<mark>\S)"
)
_MAY_HAVE_WRITTEN_DATE = re.compile(
    r"gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic|trim|sem|quad|bim|fine", re.IGNORECASE
)
_YEARS = re.compile(r"(?:19|20)\d\d[-/](?:(?:19|20)\d\d|\d\d)")
_FRACTION = re.compile(r"\d+/\d+")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)*)-(\d+(?:[.,]\d+)*)")
_SIGNS_OF_NUMBERS = ("+", "-", "−", "–")
_QUANTITIES = ("number", "range", "multiplier", "number_word")


def tokenise(text: str, plan: int | None = None) -> list[Token]:
    """The tokens of a target in order. `plan` is the act's first year, for dates without one."""
    return _named_references(_phrased(list(_lexemes(text, plan)), plan))


def _lexemes(text: str, plan: int | None) -> Iterator[Token]:
    may_have_written = bool(_MAY_HAVE_WRITTEN_DATE.search(text))
    position, end = 0, len(text)
    while position < end:
        match = _LEXEME.search(text, position)
        if not match:
            return
        if (
            may_have_written
            and match.lastgroup in ("figure", "word")
            and (token := _written(text, match.start(), plan))
        ):
            yield token
            position = token.end
            continue
        if match.lastgroup == "figure":
            token = _figure(text, match, plan)
        else:
            token = Token(match.lastgroup or "", match.start(), match.end(), match[0].lower())
        yield token
        position = token.end


def _written(text: str, position: int, plan: int | None) -> Token | None:
    for pattern, read in ((WRITTEN, written_date), (PERIOD, period_end)):
        if (match := pattern.match(text, position)) and (day := read(match, plan)):
            return Token("date", position, match.end(), match[0].lower(), day=day)
    if match := YEAR_END.match(text, position):
        return Token("date", position, match.end(), match[0].lower(), day=year_end(int(match["year"] or 0), plan))
    return None


def _figure(text: str, match: re.Match[str], plan: int | None) -> Token:
    start, end, figure = match.start(), match.end(), match[0]
    if text[end : end + 1] in (" ", ",", ".") and (joined := _joined(text, match)):
        return joined
    if _YEARS.fullmatch(figure):
        return Token("years", start, end, figure)
    day = numeric_date(figure, plan)
    if day and day.serial is not None:
        return Token("number", start, end, figure, float(day.serial), flags=(SPREADSHEET,))
    if day and not (day.weak and "/" not in figure):
        return Token("date", start, end, figure, day=day)
    if number := parse_number(figure):
        return Token("number", start, end, figure, number.value, day=day, flags=number.flags)
    if _FRACTION.fullmatch(figure):
        return Token("fraction", start, end, figure)
    if (ends := _RANGE.fullmatch(figure)) and (low := parse_number(ends[1])) and (high := parse_number(ends[2])):
        kind = "range" if low.value < high.value else "obscure"
        return Token(kind, start, end, figure, low.value, high.value, flags=(*low.flags, *high.flags))
    return Token("obscure", start, end, figure)


_SPACED = (
    re.compile(r"(?P<head>[1-9]\d{0,2})(?P<rest>(?: \d{3})+(?:,\d+)?)(?![\d.,/:]*\d|\s?%)"),
    re.compile(r"(?P<head>[1-9]\d{0,2}(?:\.\d{3})*)(?P<rest>(?:\. \d{3})+(?:,\d+)?)(?![\d.,/:]*\d)"),
    re.compile(
        r"(?P<head>\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?P<rest>(?:, | ,)\d\d)(?=\s*(?:$|[%€]|(?:euro|giorni|gg|mq|km)\b))",
        re.IGNORECASE,
    ),
)


def _joined(text: str, match: re.Match[str]) -> Token | None:
    """A number printed with a space inside ("140, 55", "10 000"), None when the figure stands alone.

    Behind a word the first figure may belong to that: "fase 1 100%".
    """
    before = text[: match.start()].rstrip()
    if before and before[-1].isalpha():
        return None
    for spaced in _SPACED:
        if (whole := spaced.match(text, match.start())) and len(whole[0]) > len(match[0]):
            figure = whole[0].replace(" ", "" if re.search(r"[.,]", whole[0]) else ".")
            if number := parse_number(figure):
                return Token("number", *whole.span(), whole[0], number.value, flags=(*number.flags, SPACE_INSIDE))
    return None


def _phrased(lexemes: list[Token], plan: int | None) -> list[Token]:
    tokens: list[Token] = []
    i = 0
    while i < len(lexemes):
        token, i = _token(lexemes, i, tokens[-1] if tokens else None, plan)
        tokens.append(token)
    return tokens


def _token(lexemes: list[Token], i: int, previous: Token | None, plan: int | None) -> tuple[Token, int]:
    """The token that starts with the lexeme at `i`, and the index after it."""
    lexeme = lexemes[i]
    if lexeme.kind == "sign":
        operator = SIGNS.get(re.sub(r"[\s/o]", "", lexeme.text))
        return lexeme._replace(kind="operator" if operator else "obscure", text=operator or lexeme.text), i + 1
    if lexeme.kind in ("word", "mark") and (found := _phrase(lexemes, i, previous)):
        entry, length = found
        text = entry.text or " ".join(part.text for part in lexemes[i : i + length])
        return Token(entry.kind, lexeme.start, lexemes[i + length - 1].end, text, entry.number), i + length
    if _is_sign_of(lexeme, lexemes[i + 1 : i + 2], previous):
        number = lexemes[i + 1]
        value = number.number if lexeme.text == "+" else -number.number
        return number._replace(start=lexeme.start, text=lexeme.text + number.text, number=value), i + 2
    if lexeme.kind == "number" and _is_ordinal(lexeme, lexemes[i + 1 : i + 2]):
        return lexeme._replace(kind="name"), i + 1
    if lexeme.kind == "number" and _is_year(lexemes, i, previous, plan):
        return lexeme._replace(kind="year"), i + 1
    return lexeme, i + 1


def _phrase(lexemes: list[Token], i: int, previous: Token | None) -> tuple[Entry, int] | None:
    """The longest phrase of the vocabulary that starts here and fits its place, with its length in lexemes."""
    for words, entry in PHRASES.get(lexemes[i].text, ()):
        length = len(words)
        if tuple(lexeme.text for lexeme in lexemes[i : i + length]) == words:
            following = lexemes[i + length] if i + length < len(lexemes) else None
            if _fits(entry, " ".join(words).replace(" .", "."), previous, following):
                return entry, length
    return None


def _fits(entry: Entry, printed: str, previous: Token | None, following: Token | None) -> bool:
    after_quantity = previous is not None and previous.kind in _QUANTITIES
    before_figure = following is not None and following.kind == "number"
    if entry.kind == "unit":
        return after_quantity or (before_figure and printed in UNITS_BEFORE)
    if entry.kind in ("multiplier", "alien_unit"):
        return after_quantity
    if entry.kind == "suffix":
        return previous is not None and previous.kind in (*_QUANTITIES, "unit")
    if entry.kind == "reference":
        return following is not None and following.kind in ("number", "fraction", "range", "obscure", "years", "date")
    return True


def _is_sign_of(lexeme: Token, following: list[Token], previous: Token | None) -> bool:
    """Whether a plus or minus belongs to the number that it touches: not a dash between two things."""
    if lexeme.text not in _SIGNS_OF_NUMBERS or not following or following[0].kind != "number":
        return False
    touches_left = previous is not None and previous.end == lexeme.start and previous.kind not in ("operator", "mark")
    return following[0].start == lexeme.end and not touches_left


def _is_ordinal(number: Token, following: list[Token]) -> bool:
    return bool(following) and following[0].text in ("°", "º", "^") and following[0].start == number.end


def _is_year(lexemes: list[Token], i: int, previous: Token | None, plan: int | None) -> bool:
    """Four plain digits near the plan's year, with nothing beside them that makes them a quantity."""
    lexeme = lexemes[i]
    window = range(plan - 3, plan + 7) if plan else range(2010, 2036)
    if len(lexeme.text) != 4 or not lexeme.text.isdigit() or int(lexeme.text) not in window:
        return False
    if previous and (previous.kind == "counter" or previous.kind == "unit"):
        return False
    following = PHRASES.get(lexemes[i + 1].text, ()) if i + 1 < len(lexemes) else ()
    return not any(entry.kind in ("unit", "multiplier") for _, entry in following)


def _named_references(tokens: list[Token]) -> list[Token]:
    """Numbers that name something ("art. 12", "fasi 1 e 2") are no quantities; "obiettivo 90%" is, having a unit."""
    naming = False
    for i, token in enumerate(tokens):
        if token.kind == "reference":
            naming = True
        elif naming and token.kind in ("number", "fraction", "range", "obscure", "years", "date", "year"):
            if i + 1 < len(tokens) and tokens[i + 1].kind == "unit":
                naming = False
            else:
                tokens[i] = token._replace(kind="name")
        elif token.text not in ("e", "ed", ",", "-", "/", "+", "del"):
            naming = False
    return tokens
