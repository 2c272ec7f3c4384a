"""Pages that are images: made here from a made-up act, degraded as a scanner does, and read back."""

import io
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image as Picture
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import extract, ocr
from extractors.image_lines import text_lines, writing_height
from extractors.image_rulings import find_rulings, ink_of, mask_of, skew_of, straightened
from extractors.lookalikes import told_apart
from extractors.model import Extraction
from extractors.recognition import _engine, read_lines

DPI = 200
SCALE = DPI / 72
XS, YS = (60, 190, 400, 530), (100, 140, 200, 260, 320)
TITLE = "Comune di Valdelsole – Piano esecutivo di gestione"
CELLS = [
    [["Obiettivo"], ["Attività"], ["Traguardo"]],
    [["1 - Qualità dell'aria"], ["Più controlli; perché è così,", "già dal 31/12/2031 (n. 4.500)"], ["> 80%"]],
    [["2 – Viabilità"], ["Provvedimenti d'urgenza e/o", "ordinari € 1.250,75"], ["-"]],
    [["3 - Sport"], [], ["12"]],
]


def act_page(canvas: Canvas) -> None:
    """A page with a ruled table; the third row's last two cells are one, merged with nothing between them."""
    canvas.setFont("Helvetica-Bold", 11)
    height = A4[1]
    canvas.setLineWidth(0.5)
    for y in YS:
        canvas.line(XS[0], height - y, XS[-1], height - y)
    for x in XS:
        canvas.line(x, height - YS[0], x, height - YS[-1])
    canvas.drawString(60, height - 60, TITLE.encode("cp1252").decode("cp1252"))
    canvas.setFont("Helvetica", 9)
    for row, top in zip(CELLS, YS, strict=False):
        for lines, x in zip(row, XS, strict=False):
            for number, line in enumerate(lines):
                canvas.drawString(x + 3, height - top - 12 - 11 * number, line)
    canvas.showPage()


def rendered(dpi: float = DPI) -> np.ndarray:
    """The act's page as grey levels."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    act_page(canvas)
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0]
    return np.ascontiguousarray(np.atleast_3d(page.render(scale=dpi / 72, grayscale=True).to_numpy())[:, :, 0])


def scanned(picture: np.ndarray, skew: float) -> np.ndarray:
    """The page on grey noisy paper, lying aslant (degrees clockwise)."""
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, 1)
    turned = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    noise = np.random.default_rng(1).normal(0, 5, turned.shape)
    return np.clip(turned * 0.88 + 15 + noise, 0, 255).astype(np.uint8)


def pdf_of(
    path: Path,
    picture: np.ndarray,
    *,
    with_text_page: bool = False,
    size: tuple[float, float] = A4,
    stamp: str = "Prot. 12/2031",
) -> Path:
    """A PDF with the picture over its first page, and perhaps the act's page as text after it."""
    canvas = Canvas(str(path), pagesize=size)
    stored = io.BytesIO()
    Picture.fromarray(picture).save(stored, "JPEG", quality=70)
    canvas.drawImage(ImageReader(stored), 0, 0, *size)
    canvas.drawString(300, 10, stamp)
    canvas.showPage()
    if with_text_page:
        act_page(canvas)
    canvas.save()
    return path


def texts(extraction: Extraction, number: int = 0) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in extraction.tables[number].grid()]


PRINTED = [[" ".join(lines) for lines in row] for row in CELLS]


@pytest.fixture(scope="module")
def extraction(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    path = tmp_path_factory.mktemp("scan") / "act.pdf"
    return extract(pdf_of(path, scanned(rendered(), 0.7)))


def test_a_scan_gives_back_its_cells_letter_by_letter(extraction: Extraction) -> None:
    assert texts(extraction) == PRINTED
    assert extraction.findings == ()


def test_text_outside_the_table_is_read_too(extraction: Extraction) -> None:
    blocks = [block.text for block in extraction.blocks]
    assert blocks[0] == TITLE
    assert "Prot. 12/2031" in blocks


def test_a_scan_tells_its_engine_and_how_sure_it_is(extraction: Extraction) -> None:
    page = extraction.pages[0]
    assert page.engine == ocr.ENGINE
    assert page.residue == 0
    assert page.in_cells + page.in_blocks + page.in_furniture == page.glyphs > 0
    sure = [cell.confidence for cell in extraction.tables[0].cells if cell.text]
    assert all(0.5 < confidence <= 1 for confidence in sure)
    assert min(sure) < 1


def test_without_the_engine_the_rest_is_read_and_the_user_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    read = extract(pdf_of(tmp_path / "act.pdf", scanned(rendered(), 0.0), with_text_page=True))
    assert texts(read) == PRINTED
    assert [finding.split(":")[0] for finding in read.findings] == ["Page 1 is a scan and wasn't read"]


def test_undecipherable_text_is_read_from_the_image_or_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = Canvas(str(tmp_path / "act.pdf"), pagesize=A4)
    act_page(canvas)
    canvas.save()
    page = pypdfium2.PdfDocument(tmp_path / "act.pdf")[0]
    content = ocr.read_page_by_ocr(page, 1)
    assert TITLE in "".join(content.text)
    assert content.skew == pytest.approx(0, abs=0.03)
    content.readable = False
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    unread = ocr.read_if_needed(content, page)
    assert unread.hidden.all()
    assert "Page 1" in str(ocr.finding(unread))


def test_a_page_with_a_coat_of_arms_is_no_scan(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "act.pdf"), pagesize=A4)
    arms = Picture.fromarray(np.full((80, 60), 90, dtype=np.uint8))
    canvas.drawImage(ImageReader(arms), 280, 700, 60, 80)
    canvas.drawString(200, 600, "Comune di Valdelsole")
    canvas.save()
    read = extract(tmp_path / "act.pdf")
    assert read.pages[0].engine != ocr.ENGINE
    assert [block.text for block in read.blocks] == ["Comune di Valdelsole"]


@pytest.mark.parametrize("skew", [-2.0, -0.35, 0.0, 1.3])
def test_a_sheet_is_set_straight_and_its_rulings_found(skew: float) -> None:
    ink = ink_of(scanned(rendered(), skew), SCALE)
    found = skew_of(mask_of(ink))
    assert found == pytest.approx(skew, abs=0.05)
    horizontal, vertical, _ = find_rulings(mask_of(straightened(ink, found)), SCALE)
    assert sorted({round(y / 5) * 5 for y in horizontal[:, 0]}) == list(YS)
    assert sorted({round(x / 5) * 5 for x in vertical[:, 0]}) == list(XS)
    assert horizontal[:, 1:] == pytest.approx(np.tile([XS[0], XS[-1]], (len(horizontal), 1)), abs=1.5)
    assert vertical[:, 1:] == pytest.approx(np.tile([YS[0], YS[-1]], (len(vertical), 1)), abs=1.5)


@pytest.mark.parametrize("stem", [1, 2, 4])
def test_strokes_of_letters_are_no_rulings_and_stay(stem: int) -> None:
    picture = np.full((400, 1200), 255, dtype=np.uint8)
    cv2.putText(picture, "HILL -- TITLE", (40, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, stem)
    horizontal, vertical, drawn = find_rulings(mask_of(picture), SCALE)
    assert not len(horizontal)
    assert not len(vertical)
    assert not drawn.any()


def test_white_letters_on_a_dark_band_are_black_ink() -> None:
    picture = np.full((200, 600), 255, dtype=np.uint8)
    picture[40:160] = 60
    cv2.putText(picture, "VALORE", (60, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 255, 3)
    ink = ink_of(picture, SCALE)
    assert ink[90:110, 300:590].max() == 255
    assert (mask_of(ink)[70:130, 40:400] > 0).sum() > 1000


def test_lines_that_touch_are_parted_and_columns_too() -> None:
    mask = np.zeros((60, 400), dtype=np.uint8)
    mask[5:25, 10:120] = mask[27:47, 10:120] = 255
    mask[25:27, 60:64] = 255
    mask[5:25, 300:380] = 255
    assert text_lines(mask, 20) == [(10, 5, 120, 25), (300, 5, 380, 25), (10, 25, 120, 47)]


def test_dots_and_accents_stay_with_their_line() -> None:
    mask = np.zeros((40, 200), dtype=np.uint8)
    mask[14:30, 10:150] = 255
    mask[9:12, 40:44] = 255
    assert text_lines(mask, 22) == [(10, 9, 150, 30)]


def test_the_engine_takes_one_core() -> None:
    """Several side by side would wait for each other: pages and documents are what is shared out."""
    options = _engine().text_rec.session.session.get_session_options()
    assert options.intra_op_num_threads == 1


def test_no_lines_need_no_engine() -> None:
    assert list(read_lines(np.full((10, 10), 255, dtype=np.uint8), [], 10)) == []


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("AglD, KPl, BEl", "AgID, KPI, BEI"),
        ("ltalia, lnnovazione, dell'lstituto", "Italia, Innovazione, dell'Istituto"),
        ("I'Italia, all'ente, I’Ufficio", "l'Italia, all'ente, l’Ufficio"),
        ("prowvedimento", "provvedimento"),
        ("D.Igs. 33/2013, d.Igs. 150/2009", "D.lgs. 33/2013, d.lgs. 150/2009"),
        ("COvID-19, OBIETTIvo, REALIzzAZiONE", "COVID-19, OBIETTIVO, REALIZZAZIONE"),
    ],
)
def test_letters_that_look_alike_are_told_by_those_around_them(read: str, printed: str) -> None:
    assert told_apart(read) == printed


@pytest.mark.parametrize(
    "text", ["Il, Al, della, ALlora", "d.lgs. 33, l. 241, lt 5", "MiSE, IoT, PoC, SpA", "PEG e DUP"]
)
def test_what_may_be_so_stays(text: str) -> None:
    assert told_apart(text) == text


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sheet_that_lies_sideways_or_upside_down_is_read_and_its_boxes_are_the_page_s(
    tmp_path: Path, turn: int
) -> None:
    picture = np.ascontiguousarray(np.rot90(scanned(rendered(), 0.4), -turn // 90))
    size = A4 if turn == 180 else A4[::-1]
    read = extract(pdf_of(tmp_path / "act.pdf", picture, size=size, stamp=""))
    assert texts(read) == PRINTED
    assert (read.pages[0].width, read.pages[0].height) == pytest.approx(size, abs=0.1)
    (x0, top, x1, bottom), (width, height) = read.tables[0].segments[0].box, A4
    upright = XS[0], YS[0], XS[-1], YS[-1]
    expected = {
        90: (height - upright[3], upright[0], height - upright[1], upright[2]),
        180: (width - upright[2], height - upright[3], width - upright[0], height - upright[1]),
        270: (upright[1], width - upright[2], upright[3], width - upright[0]),
    }
    assert (x0, top, x1, bottom) == pytest.approx(expected[turn], abs=5)


def test_boxes_on_a_sheet_aslant_are_those_of_the_print(tmp_path: Path) -> None:
    skew = 1.5
    read = extract(pdf_of(tmp_path / "act.pdf", scanned(rendered(), skew), stamp=""))
    middle, turn = np.array(A4) / 2, np.radians(skew)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    for cell in read.tables[0].cells:
        xs, ys = XS[cell.column : cell.column + 2], YS[cell.row : cell.row + 2]
        corners = np.array([(x, y) for x in xs for y in ys]) - middle
        there = corners @ rotation.T + middle
        expected = [*there.min(axis=0), *there.max(axis=0)]
        assert cell.places[0].box == pytest.approx(expected, abs=1.5)


@pytest.mark.parametrize("turn", [90, 270])
def test_turned_text_in_a_cell_of_a_scan_is_read(tmp_path: Path, turn: int) -> None:
    canvas = Canvas(str(tmp_path / "text.pdf"), pagesize=A4)
    canvas.grid([60, 90, 120, 400], [A4[1] - y for y in (100, 190, 220)])
    canvas.setFont("Helvetica", 10)
    for x, word in ((60, "Trimestre 2"), (90, "Peso %")):
        canvas.saveState()
        canvas.translate(x + (19 if turn == 90 else 11), A4[1] - (185 if turn == 90 else 105))
        canvas.rotate(turn)
        canvas.drawString(0, 0, word)
        canvas.restoreState()
    for x, line in ((64, "SI"), (94, "25"), (124, "Manutenzione del verde")):
        canvas.drawString(x, A4[1] - 210, line)
    canvas.drawString(124, A4[1] - 150, "Descrizione dell'attività")
    canvas.save()
    page = pypdfium2.PdfDocument(tmp_path / "text.pdf")[0]
    picture = np.atleast_3d(page.render(scale=SCALE, grayscale=True).to_numpy())[:, :, 0]
    read = extract(pdf_of(tmp_path / "act.pdf", np.ascontiguousarray(picture), stamp=""))
    assert texts(read) == [
        ["Trimestre 2", "Peso %", "Descrizione dell'attività"],
        ["SI", "25", "Manutenzione del verde"],
    ]


def read_back(texts: list[str]) -> list[str]:
    """Lines set in Helvetica, a small circle drawn by hand for each one of a list; as they are read from the image."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for number, line in enumerate(texts):
        y = 700 - 14 * number
        if line.startswith("◦"):
            canvas.setLineWidth(0.4)
            canvas.circle(103, y + 3.5, 1.5)
        canvas.drawString(100, y, line.replace("◦", "  "))
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0]
    ink = ink_of(
        np.ascontiguousarray(np.atleast_3d(page.render(scale=SCALE, grayscale=True).to_numpy())[:, :, 0]), SCALE
    )
    mask = mask_of(ink)
    height = writing_height(mask, SCALE)
    lines = text_lines(mask, height)
    return ["".join(letter.text for letter in read_lines(ink, [line], height)) for line in lines]


def test_the_small_circle_of_a_list_is_not_passed_over() -> None:
    lines = ["• Aria", "◦ Adozione del piano", "◦ Nuove piste ciclabili", "• Acqua"]
    assert [line.replace(" ", "") for line in read_back(lines)] == [line.replace(" ", "") for line in lines]


def test_a_slash_alone_on_its_line_is_no_upright_letter() -> None:
    assert read_back(["Settore", "/", "Attività", "1"]) == ["Settore", "/", "Attività", "1"]
