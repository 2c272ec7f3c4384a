"""The pages of a document read by one process or by several."""

import os
from pathlib import Path

import pytest

from extractors import NotAPdfError, TooLargeError, extract, pages

ACT = Path(__file__).parents[2] / "data/raw/venezia-peg-2020.pdf"


def test_several_processes_read_what_one_reads():
    assert extract(ACT, processes=2) == extract(ACT)


def test_process_that_dies_is_told(monkeypatch):
    monkeypatch.setattr(pages, "take_apart", lambda page: os._exit(1))
    with pytest.raises(MemoryError):
        extract(ACT, processes=2)


def test_what_goes_wrong_in_a_process_goes_wrong_here(monkeypatch):
    def fails(page):
        raise NotAPdfError("not a PDF", "non è un PDF")

    monkeypatch.setattr(pages, "take_apart", fails)
    with pytest.raises(NotAPdfError, match="not a PDF") as refused:
        extract(ACT, processes=2)
    assert refused.value.motivo == "non è un PDF"


def test_too_many_pages_are_refused_before_they_are_read():
    with pytest.raises(TooLargeError, match="17 pages"):
        extract(ACT, most_pages=16)
