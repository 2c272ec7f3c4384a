"""What text operators show, byte by byte in arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.operations import UnreadableStreamError
from extractors.strings import read_codes, read_strings

SHIFTS = st.one_of(st.none(), st.integers(-2000, 2000), st.decimals(-999, 999, places=3), st.just("+7"), st.just("-.5"))


def codes_of(strings, size=1):
    string, codes = read_codes(strings, np.full(len(strings.show), size))
    return [
        [c for s, c in zip(string.tolist(), codes.tolist(), strict=True) if s == n] for n in range(len(strings.show))
    ]


def test_each_show_ends_with_an_empty_string_that_carries_its_last_shift():
    strings = read_strings([b"[<01>8<02>-3.5]", b"(|\\051)", b" <0A> "])
    assert strings.show.tolist() == [0, 0, 0, 1, 1, 2, 2]
    assert strings.shift.tolist() == [0, 8, -3.5, 0, 0, 0, 0]
    assert codes_of(strings) == [[1], [2], [], [124, 41], [], [10], []]


def test_codes_of_two_bytes():
    assert codes_of(read_strings([b"<00410142>"]), size=2) == [[0x41, 0x142], []]


@given(st.lists(st.lists(st.tuples(SHIFTS, st.binary(max_size=5), st.booleans()), max_size=4), min_size=1, max_size=4))
def test_strings_and_shifts_come_back_as_written(shows):
    def written(shift, data, literal):
        escaped = b"".join(b"\\%03o" % byte for byte in data)
        return str("" if shift is None else shift).encode() + (
            b"(" + escaped + b")" if literal else b"<" + data.hex().encode() + b">"
        )

    strings = read_strings([b"[" + b" ".join(written(*part) for part in show) + b"]" for show in shows])
    expected = [(float(shift or 0), list(data)) for show in shows for shift, data, _ in [*show, (None, b"", False)]]
    assert codes_of(strings) == [data for _, data in expected]
    assert strings.shift == pytest.approx([shift for shift, _ in expected])


@pytest.mark.parametrize(
    "shown", [b"[<01>3 5<02>]", b"[<01>3-5<02>]", b"[<01>1.2.3<02>]", b"[<01>x<02>]", b"<01", b"01>", b"[<01>1e5<02>]"]
)
def test_what_is_no_string_with_a_number_is_refused(shown):
    with pytest.raises(UnreadableStreamError):
        read_strings([shown])


@pytest.mark.parametrize(("shown", "size"), [(b"<0G>", 1), (b"<012>", 1), (b"<01>", 2)])
def test_what_is_no_code_is_refused(shown, size):
    with pytest.raises(UnreadableStreamError):
        codes_of(read_strings([shown]), size)
