"""The fast reader against pdfplumber, glyph by glyph; and what it must know beyond it: which glyphs nobody sees."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pdfplumber
import pytest
from factories import Text, page
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.colors import Color, black, white
from reportlab.pdfgen.canvas import Canvas

from extractors import plumber
from extractors.content import ContentReader
from extractors.letters import Letters
from extractors.lines import read_lines
from extractors.operations import UnreadableStreamError, in_hex, operations
from extractors.page import PageContent, is_readable
from extractors.pdfium import SecondLook
from extractors.reader import Reader
from extractors.sheet import take_apart

RAW = Path(__file__).parents[2] / "data" / "raw"
SAMPLE = [
    ("milano-dd-2020", (1, 40, 133)),
    ("milano-dgc-838-2020", (2, 20, 45)),
    ("sesto-schede-2021", (1, 50, 114)),
    ("venezia-peg-2020", (1, 17)),
]
NEAR = 0.01
Draw = Callable[[Canvas], object]


def assert_same(fast: PageContent, reference: PageContent) -> None:
    assert list(fast.text) == list(reference.text)
    assert (fast.width, fast.height) == pytest.approx((reference.width, reference.height))
    assert np.abs(fast.box - reference.box).max(initial=0) < NEAR
    assert fast.turn.tolist() == reference.turn.tolist()
    for ours, theirs in ((fast.horizontal, reference.horizontal), (fast.vertical, reference.vertical)):
        assert ours.shape == theirs.shape
        ours, theirs = (lines[np.lexsort(lines.round(1).T)] for lines in (ours, theirs))
        assert np.abs(ours - theirs).max(initial=0) < NEAR
    assert fast.has_images == reference.has_images


def made(path: Path, draw: Draw, *, rotation: int = 0, crop: tuple[float, ...] | None = None) -> Path:
    canvas = Canvas(str(path), pagesize=(400, 300), pageCompression=0)
    if crop:
        canvas.setCropBox(crop)
    if rotation:
        canvas.setPageRotation(rotation)
    draw(canvas)
    canvas.save()
    return path


def read(path: Path) -> tuple[PageContent, PageContent]:
    """The first page by the fast reader and by the reference."""
    with pdfplumber.open(path) as pdf:
        return ContentReader(pdf).read_page(pdf.pages[0]), plumber.read_page(pdf.pages[0])


def seen(content: PageContent) -> str:
    return "".join(text for text, hidden in zip(content.text, content.hidden, strict=True) if not hidden)


def with_code(*code: str) -> Draw:
    """A page whose content stream is given."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas._code += code

    return draw


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, numbers in SAMPLE for number in numbers])
def test_every_glyph_and_ruling_is_that_of_the_reference(name: str, number: int) -> None:
    with pdfplumber.open(RAW / f"{name}.pdf") as pdf, SecondLook(RAW / f"{name}.pdf") as second:
        source = pdf.pages[number - 1]
        fast, reference = ContentReader(pdf).read_page(source), plumber.read_page(source)
        second.hide_clipped(reference)
        assert_same(fast, reference)
        assert fast.bands == pytest.approx(reference.bands, abs=NEAR)
        ink = ~fast.blank
        assert fast.hidden[ink].tolist() == reference.hidden[ink].tolist()
        assert fast.readable


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (20, 30, 320, 280)])
def test_rotated_and_cropped_pages_are_read_as_displayed(
    tmp_path: Path, rotation: int, crop: tuple[float, ...] | None
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 100, "Comune di Roccafiorita")
        canvas.rotate(90)
        canvas.drawString(60, -200, "di lato")
        canvas.line(50, -60, 250, -60)
        canvas.rect(60, -300, 50, 80)

    fast, reference = read(made(tmp_path / "a.pdf", draw, rotation=rotation, crop=crop))
    assert_same(fast, reference)
    width, height = (300, 400) if rotation in (90, 270) else (400, 300)  # reportlab turns the media box as well
    left, low, right, high = crop or (0, 0, width, height)
    right, high = min(right, width), min(high, height)
    first = fast.box[0, :2]
    origin = {0: (100 - left, high - 100), 90: (100 - low, 100 - left), 180: (right - 100, 100 - low)}
    origin[270] = (high - 100, right - 100)
    assert np.abs(first - origin[rotation]).max() < 12
    assert fast.turn[0] == {0: 0, 90: 270, 180: 180, 270: 90}[rotation]


@pytest.mark.parametrize("rotation", [0, 90])
def test_coloured_rectangles_are_bands_but_no_lines_no_white_no_whole_pages(tmp_path: Path, rotation: int) -> None:
    fills = ("1 1 0 rg 50 50 100 20 re f", ".8 g 50 80 100 20 re f", "0 0 0 .3 k 50 110 100 20 re f")
    others = ("1 g 50 140 100 20 re f", "0 0 0 0 k 50 170 100 20 re f", "1 0 0 rg 50 200 100 2 re f")
    page_wide = "0 0 1 rg 1 1 398 298 re f"
    fast, reference = read(made(tmp_path / "a.pdf", with_code(page_wide, *fills, *others), rotation=rotation))
    assert np.abs(fast.bands - reference.bands).max() < NEAR
    sides = fast.bands[:, [0, 2]] if rotation == 0 else fast.bands[:, [1, 3]]
    assert sides[-3:].tolist() == [[50, 150]] * 3
    assert len(fast.bands) == (3 if rotation == 0 else 4)  # reportlab turns the page but not what fills it


def test_what_stands_outside_the_crop_box_is_hidden(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "dentro")
        canvas.drawString(330, 250, "fuori")

    fast, _ = read(made(tmp_path / "a.pdf", draw, crop=(0, 0, 300, 300)))
    assert seen(fast) == "dentro"


@pytest.mark.parametrize(
    "code",
    [
        "BT /F1 10 Tf 50 100 Td 2 Tc 5 Tw (a b) Tj ET",
        "BT /F1 10 Tf 50 100 Td 80 Tz 3 Ts (largo) Tj 0 -12 TD (sotto) Tj T* (ancora) Tj ET",
        "BT /F1 10 Tf 14 TL 50 100 Td (uno) ' (due) ' ET",
        "BT /F1 10 Tf 50 100 Td (uno) Tj (due) Tj [(tre) -500 <71> 20(u)(attro)] TJ ET",
        r"BT /F1 10 Tf 50 100 Td (\(a\051 \\ b\) \101\12 \t (nested (twice)) c\) Tj ET".replace(r"c\)", "c)"),
        "BT /F1 10 Tf 1 0 .3 1 50 100 Tm (corsivo) Tj 0 1 -1 0 90 50 Tm (su) Tj -1 0 0 -1 90 50 Tm (a) Tj ET",
        "BT /F1 10 Tf .7 .7 -.7 .7 50 100 Tm (sbieco) Tj ET",
        "q .5 0 0 .5 10 10 cm BT /F1 10 Tf 50 100 Td (piccolo) Tj ET 0 0 100 50 re S Q BT /F1 9 Tf (grande) Tj ET",
        "/Span <</ActualText (x) /Lang <6974>>> BDC BT /F1 10 Tf 50 100 Td % a comment (no)\n(detto) Tj ET EMC",
        "BI /W 2 /H 1 /CS /G /BPC 8 ID (\x01 EI BT /F1 10 Tf 50 100 Td (dopo) Tj ET",
        "10 10 m 10 90 l S 10 10 m 90 10 l 90 12 l 10 12 l h f 20 20 50 60 re B 5 5 1 200 re f",
        "10 10 m 50 50 90 10 90 60 c S 10 10 m 90 90 l s 10 10 m 20 10 l 20 20 l 10 20 l 10 10 l h S 7 7 m n",
        "10 10 m 60 30 l 60 80 l 10 60 l h S 110 10 m 160 10 l 160 60 l 110 60 l s",
        "10 10 50 .5 re 10 30 50 .5 re 10 50 .5 40 re f* 0 0 0 0 re W n 10 20 30 40 re B*",
    ],
)
def test_operators_mean_what_they_mean_to_the_reference(tmp_path: Path, code: str) -> None:
    fast, reference = read(made(tmp_path / "a.pdf", with_code(code)))
    assert len(fast.text) + len(fast.horizontal) + len(fast.vertical)
    assert_same(fast, reference)


def test_forms_are_read_in_place(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("timbro", 0, 0, 60, 60)
        canvas.drawString(5, 5, "Protocollo 12/2021 del Comune")
        canvas.endForm()
        canvas.translate(100, 50)
        canvas.doForm("timbro")
        canvas.drawString(0, 0, "dopo")

    fast, reference = read(made(tmp_path / "a.pdf", draw))
    assert_same(fast, reference)
    assert seen(fast).startswith("Protocollo")
    assert "Comune" not in seen(fast)
    assert seen(fast).endswith("dopo")


@pytest.mark.parametrize(
    ("code", "visible"),
    [
        ("1 g BT /F1 10 Tf 50 100 Td (bianco) Tj ET", ""),
        ("1 1 1 rg BT /F1 10 Tf 50 100 Td (bianco) Tj ET", ""),
        ("0 0 0 0 k BT /F1 10 Tf 50 100 Td (bianco) Tj ET", ""),
        ("/DeviceRGB cs 1 1 1 sc BT /F1 10 Tf 50 100 Td (bianco) Tj ET", ""),
        ("0 0 .5 rg 40 90 200 30 re f 1 g BT /F1 10 Tf 50 100 Td (intestazione) Tj ET", "intestazione"),
        ("0 g 40 90 200 30 re f 1 g 40 90 200 30 re f BT /F1 10 Tf 50 100 Td (bianco) Tj ET", ""),
        ("1 g BT /F1 10 Tf 50 100 Td (bianco) Tj ET 0 g 40 90 200 30 re f", ""),
        ("0 1 1 rg BT /F1 10 Tf 50 100 Td (azzurro) Tj ET", "azzurro"),
        ("BT 3 Tr /F1 10 Tf 50 100 Td (invisibile) Tj 0 Tr (vero) Tj ET", "vero"),
        (
            "q 0 0 200 200 re W n BT /F1 10 Tf 50 100 Td (dentro) Tj ET BT /F1 10 Tf 250 100 Td (fuori) Tj ET Q",
            "dentro",
        ),
        ("BT /F1 10 Tf 50 500 Td (sopra) Tj 0 -400 Td (pagina) Tj ET", "pagina"),
    ],
)
def test_what_nobody_sees_is_hidden_not_lost(tmp_path: Path, code: str, visible: str) -> None:
    fast, reference = read(made(tmp_path / "a.pdf", with_code(code)))
    assert_same(fast, reference)
    assert seen(fast) == visible
    sheet = take_apart(fast)
    assert sheet.glyphs + sheet.hidden == len(fast.text)


def test_transparent_letters_are_hidden(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(Color(0, 0, 0, alpha=0))
        canvas.drawString(50, 100, "nulla")
        canvas.setFillColor(Color(0, 0, 0, alpha=0.5))
        canvas.drawString(50, 80, "velato")

    assert seen(read(made(tmp_path / "a.pdf", draw))[0]) == "velato"


def test_white_letters_on_an_image_are_seen(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawInlineImage(Image.new("RGB", (4, 4), (0, 0, 90)), 40, 90, 200, 30)
        canvas.setFillColor(white)
        canvas.drawString(50, 100, "sopra")
        canvas.setFillColor(black)

    assert seen(read(made(tmp_path / "a.pdf", draw))[0]) == "sopra"


@given(st.binary(max_size=40))
def test_a_literal_string_is_its_bytes(data: bytes) -> None:
    escaped = b"".join(b"\\%03o" % byte if byte in b"()\\\r\n" else bytes([byte]) for byte in data)
    assert in_hex(b"[(" + escaped + b")-5]") == b"[<" + data.hex().encode() + b">-5]"


@given(st.lists(st.sampled_from([b"q", b"1 0 0 1 5 5 cm", b"(a(b)\\)) Tj", b"[<41>-2(x]y)]TJ", b"/F1 9 Tf", b"T*"])))
def test_operations_lose_nothing(parts: list[bytes]) -> None:
    data = b"\n".join(parts)
    assert b"".join(operands + operator for operands, operator in operations(data)) == data


@pytest.mark.parametrize(
    "data", [b"(open Tj", b"<</A (x)> BDC", b"[(a) TJ", b"q } Q", b"1 0 0", b"BI " * 20_000, b"(\\" * 300_000]
)
def test_what_is_no_operation_is_refused_at_once(data: bytes) -> None:
    with pytest.raises(UnreadableStreamError):
        operations(data)


def test_pdfplumber_stands_in_where_the_fast_reader_fails(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", with_code("BT /F1 10 Tf 50 100 Td (salvo) Tj ET } (rotto"))
    with pdfplumber.open(path) as pdf, SecondLook(path) as second:
        content = Reader(pdf, second).read_page(pdf.pages[0])
    assert (content.engine, seen(content)) == (plumber.ENGINE, "salvo")


def test_pdfplumber_stands_in_where_the_second_look_counts_other_glyphs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "a.pdf", with_code("BT /F1 10 Tf 50 100 Td (Giunta comunale) Tj ET"))
    with pdfplumber.open(path) as pdf, SecondLook(path) as second:
        reader = Reader(pdf, second)
        assert reader.read_page(pdf.pages[0]).engine != plumber.ENGINE
        monkeypatch.setattr(second, "text", lambda number: "Giunta comun")
        assert reader.read_page(pdf.pages[0]).engine == plumber.ENGINE


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (list("Obiettivo gestionale n. 12: apertura dello sportello\n" * 8), True),
        (list("12.345,67 €  " * 40), True),
        ([], True),
        (["(cid:12)"] * 50, False),
        (list("ab\x01\x02\x03" * 20), False),
        (list("\ue001\ue002" * 20), False),
        ([chr(ord(letter) + 1) for letter in "obiettivogestionaleaperturadellosportello" * 8], False),
    ],
)
def test_a_text_layer_that_tells_no_letters_is_found_out(text: list[str], readable: bool) -> None:
    assert is_readable(Letters.of(text)) is readable


def test_letters_printed_again_and_again_to_look_bold_are_one() -> None:
    content = page([Text("anno", 50 + shift, 50) for shift in (0, 0.4, 0.8)])
    everything = np.arange(len(content.text))
    found = read_lines(content, everything, np.zeros(len(everything), dtype=np.int64), content.blank)
    assert [(item.line.text, item.glyphs) for item in found] == [("anno", 12)]


def test_a_letter_is_printed_again_only_next_to_the_one_that_is_kept() -> None:
    content = page([Text("o", x, 50) for x in (50, 51, 52)])
    found = read_lines(content, np.arange(3), np.zeros(3, dtype=np.int64), content.blank)
    assert [item.line.text for item in found] == ["oo"]


def test_no_line_joins_two_owners_or_two_directions() -> None:
    content = page([Text("uno due", 50, 50), Text("tre", 120, 50), Text("su", 170, 60, turn=90)])
    owner = np.array([0] * 7 + [1] * 5)
    found = read_lines(content, np.arange(12), owner, content.blank)
    assert [(item.owner, item.turn, item.line.text) for item in found] == [
        (0, 0, "uno due"),
        (1, 0, "tre"),
        (1, 90, "su"),
    ]


def test_confidence_of_a_line_is_that_of_its_least_sure_glyph() -> None:
    content = replace(page([Text("ab", 50, 50)]), confidence=np.array([0.9, 0.4]))
    found = read_lines(content, np.arange(2), np.zeros(2, dtype=np.int64), content.blank)
    assert found[0].line.confidence == 0.4
