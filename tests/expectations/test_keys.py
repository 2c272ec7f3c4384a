"""Rows matched by what they hold, texts without what the print has more of, and documents that stay apart."""

import gc
import re
import sys

import pandas as pd

from expectations.checks import CHECKS
from expectations.columns import bare
from expectations.keys import _KEPT, first_rows, kept_with, numbered

NULL = None


def test_equal_rows_have_equal_numbers_whatever_their_types():
    one = pd.DataFrame({"a": ["x", NULL, "x"], "n": pd.array([1, NULL, 2], dtype="Int32")})
    other = pd.DataFrame({"b": pd.array([NULL, "x"], dtype="string"), "m": [float("nan"), 2.0]})
    first, second = numbered(one, other)
    assert first.tolist() == [0, 1, 2]
    assert second.tolist() == [1, 2]


def test_a_text_is_no_number():
    one, other = numbered(pd.DataFrame({"a": ["1"]}), pd.DataFrame({"a": [1]}))
    assert one[0] != other[0]


def test_of_several_equal_rows_the_first_is_found():
    keys = pd.DataFrame({"a": ["y", "x", "z"]})
    assert first_rows(keys, pd.DataFrame({"a": ["x", "y", "y"]})).tolist() == [1, 0, -1]


def test_what_is_kept_with_a_frame_goes_with_it():
    frame, made = pd.DataFrame({"a": [1]}), []
    count = len(_KEPT)

    def make(each):
        made.append(len(each))

    kept_with(frame, make)
    kept_with(frame, make)
    assert (made, len(_KEPT)) == ([1], count + 1)
    del frame
    gc.collect()
    assert len(_KEPT) == count


def test_white_space_is_all_that_python_knows():
    signs = [chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000]
    found = {sign for sign, left in zip(signs, bare(pd.Series(signs, dtype="str")), strict=True) if not left}
    assert found == {sign for sign in signs if re.match(r"[\s\u00ad-]", sign)}


def test_a_reference_within_a_document_is_not_kept_by_another(staged):
    rows = staged["kpi"].assign(atto_id="un altro")
    asked = {"columns": ["evidenza_id"], "target": "riga"}
    assert not CHECKS["reference"](rows, staged, **asked).notna().any()
    assert CHECKS["reference"](rows, staged, **asked, within=["atto_id"]).notna().all()


def test_evidence_of_another_document_is_none(staged):
    apart = ["atto_id", "evidenza_id", "layout"]
    other = staged["kpi"].assign(atto_id="un altro")
    assert not CHECKS["evidence"](staged["kpi"], staged, apart).notna().any()
    assert CHECKS["evidence"](other, staged, apart).notna().all()


def test_the_fields_of_another_document_dont_place_a_row(staged):
    strangers = staged["campo"].assign(atto_id="un altro", pagina=2)
    both = {**staged, "campo": pd.concat([strangers, staged["campo"]], ignore_index=True)}
    assert not CHECKS["first_place"](staged["riga"], both).notna().any()
