"""A document as a whole: every glyph accounted for, on real acts and on made-up ones; files that can't be read."""

import string
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

import extractors
from extractors import DamagedError, EncryptedError, ExtractionError, NotAPdfError, extract

RAW = Path(__file__).parents[2] / "data" / "raw"
PAGES = {
    "milano-dd-2020": (1, 6, 12),
    "milano-dgc-838-2020": (3, 14),
    "sesto-schede-2021": (0, 1),
    "venezia-peg-2020": (2, 3),
}
"""From 0: prose, tables, forms, and the joint between two pages."""
HEIGHT = 842


@cache
def act(name):
    """A few pages of an act, as bytes."""
    source, part = pypdfium2.PdfDocument(RAW / f"{name}.pdf"), pypdfium2.PdfDocument.new()
    part.import_pages(source, PAGES[name])
    stream = BytesIO()
    part.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def extraction_of(tmp_path_factory):
    """The extraction of some pages of an act, done once."""
    folder = tmp_path_factory.mktemp("atti")

    @cache
    def read(name):
        path = folder / f"{name}.pdf"
        path.write_bytes(act(name))
        return extract(path)

    return read


def typeset(path, draw, **how):
    """A PDF of one page that `draw(canvas)` prints, y from the bottom."""
    canvas = Canvas(str(path), pagesize=(595, HEIGHT), **how)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return path


def grid(canvas, rows, x=60, top=700, width=120, height=30):
    """A full grid with a text in each position."""
    canvas.grid([x + width * i for i in range(len(rows[0]) + 1)], [top - height * i for i in range(len(rows) + 1)])
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            canvas.drawString(x + width * column + 4, top - height * row - 18, text)


def assert_conserved(extraction):
    for page in extraction.pages:
        assert page.in_cells + page.in_blocks + page.in_furniture + page.residue == page.glyphs
        assert min(page.in_cells, page.in_blocks, page.in_furniture, page.residue, page.hidden) >= 0


def visible(text):
    return len("".join(text.split()))


def repeated_headers(table):
    """The letters of the header rows that later pages print again, and that no cell holds twice."""
    again = (row for part in table.segments for row in range(part.repeated_header_rows))
    return sum(visible(line) for row in again for c in table.cells if c.row == row for line in c.lines)


class TestConservation:
    @pytest.mark.parametrize("name", sorted(PAGES))
    def test_pages_of_the_acts_account_for_every_glyph(self, name, extraction_of):
        extraction = extraction_of(name)
        assert_conserved(extraction)
        assert [page.page for page in extraction.pages] == list(range(1, len(PAGES[name]) + 1))
        assert all(page.glyphs > 100 and page.residue == 0 for page in extraction.pages)

    @pytest.mark.parametrize("name", sorted(PAGES))
    def test_cells_and_blocks_print_the_glyphs_that_are_counted(self, name, extraction_of):
        """Counted again from the texts themselves: words that two cells hold, or none, would show."""
        extraction = extraction_of(name)
        in_cells = sum(visible(line) for t in extraction.tables for c in t.cells for line in c.lines)
        in_cells += sum(repeated_headers(t) for t in extraction.tables)
        in_blocks = sum(visible(block.text) for block in extraction.blocks)
        # overprinted letters are counted twice and read once, line-end hyphens go, a ligature is several letters
        assert in_cells == pytest.approx(sum(page.in_cells for page in extraction.pages), rel=0.02)
        assert in_blocks == pytest.approx(sum(p.in_blocks + p.in_furniture for p in extraction.pages), rel=0.02)

    @pytest.mark.parametrize("name", sorted(PAGES))
    def test_numbers_are_those_of_the_second_reading(self, name, extraction_of):
        for page in extraction_of(name).pages:
            assert not page.numbers_only_in_cells
            assert not page.numbers_only_in_text

    @pytest.mark.parametrize("name", sorted(PAGES))
    def test_every_cell_stands_on_its_page_and_in_its_table(self, name, extraction_of):
        extraction = extraction_of(name)
        size = {page.page: (page.width, page.height) for page in extraction.pages}
        for table in extraction.tables:
            pages = {segment.page for segment in table.segments}
            assert all(table.grid()[c.row][c.column] is c for c in table.cells)
            for place in (place for cell in table.cells for place in cell.places):
                x0, top, x1, bottom = place.box
                width, height = size[place.page]
                assert place.page in pages
                assert -2 <= x0 < x1 <= width + 2 and -2 <= top < bottom <= height + 2

    @given(
        st.lists(
            st.tuples(
                st.text(string.ascii_letters + string.digits + " àèìòù.,%€-", min_size=1, max_size=20),
                st.integers(-40, 600),
                st.integers(-40, 860),
                st.sampled_from([0, 0, 0, 90, 180, 270, 30]),
            ),
            max_size=12,
        ),
        st.lists(st.tuples(*[st.integers(0, 590)] * 2, *[st.integers(20, 250)] * 2), max_size=4),
    )
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_page_accounts_for_every_glyph(self, tmp_path, texts, boxes):
        def draw(canvas):
            for x, y, width, height in boxes:
                canvas.grid([x, x + width / 2, x + width], [y, y + height / 2, y + height])
            for text, x, y, turn in texts:
                canvas.saveState()
                canvas.translate(x, y)
                canvas.rotate(turn)
                canvas.drawString(0, 0, text)
                canvas.restoreState()

        extraction = extract(typeset(tmp_path / "pagina.pdf", draw))
        assert_conserved(extraction)
        (page,) = extraction.pages
        letters = sum(len("".join(text.split())) for text, *_ in texts)
        assert page.residue == 0
        assert page.glyphs + page.hidden == letters


class TestReading:
    def test_same_bytes_give_the_same_extraction(self, tmp_path):
        for name in ("uno.pdf", "due.pdf"):
            (tmp_path / name).write_bytes(act("venezia-peg-2020"))
        one, two = extract(tmp_path / "uno.pdf"), extract(tmp_path / "due.pdf")
        assert one == two
        assert one.version == extractors.VERSION

    def test_table_text_and_places_of_a_made_up_page(self, tmp_path):
        def draw(canvas):
            canvas.drawString(60, 760, "Comune di Borgo Inventato: piano degli obiettivi")
            grid(canvas, [["Indicatore", "Target"], ["Pratiche evase (n.)", "90%"]])

        extraction = extract(typeset(tmp_path / "atto.pdf", draw))
        (table,) = extraction.tables
        assert [[cell.text for cell in row] for row in table.grid()] == [
            ["Indicatore", "Target"],
            ["Pratiche evase (n.)", "90%"],
        ]
        assert table.grid()[1][1].places[0].box == pytest.approx((180, HEIGHT - 670, 300, HEIGHT - 640), abs=0.6)
        assert [block.text for block in extraction.blocks] == ["Comune di Borgo Inventato: piano degli obiettivi"]

    def test_borders_drawn_as_thin_filled_boxes_make_cells(self, tmp_path):
        def draw(canvas):
            for y in (600, 640, 680):
                canvas.rect(60, y, 240.5, 0.5, stroke=0, fill=1)
            for x in (60, 180, 300):
                canvas.rect(x, 600, 0.5, 80, stroke=0, fill=1)
            canvas.drawString(64, 660, "alto")
            canvas.drawString(184, 620, "basso")

        (table,) = extract(typeset(tmp_path / "atto.pdf", draw)).tables
        assert [[cell.text for cell in row] for row in table.grid()] == [["alto", ""], ["", "basso"]]

    def test_backgrounds_are_no_borders(self, tmp_path):
        """Bands of colour behind the lines of a text part nothing."""

        def draw(canvas):
            for y in (600, 640, 680):
                canvas.setFillGray(0.9)
                canvas.rect(60, y, 240, 20, stroke=0, fill=1)
                canvas.setFillGray(0)
                canvas.drawString(64, y + 5, "Una riga sola di testo")

        assert extract(typeset(tmp_path / "atto.pdf", draw)).tables == ()

    def test_superscript_stays_in_its_line(self, tmp_path):
        def draw(canvas):
            style = ParagraphStyle("prosa", fontName="Helvetica", fontSize=10, leading=14)
            paragraph = Paragraph("superficie di 1.200 m<super rise=3.3 size=6.5>2</super> di verde", style)
            paragraph.wrap(400, 100)
            paragraph.drawOn(canvas, 60, 700)

        extraction = extract(typeset(tmp_path / "atto.pdf", draw))
        assert [block.text for block in extraction.blocks] == ["superficie di 1.200 m2 di verde"]

    @pytest.mark.parametrize("rotation", [0, 90, 180, 270])
    def test_page_turned_by_its_rotation_is_read_as_displayed(self, tmp_path, rotation):
        """The sheet is printed so that it stands upright once the viewer turns it."""

        def draw(canvas):
            canvas.setPageRotation(rotation)
            canvas.translate(*{0: (0, 0), 90: (HEIGHT, 0), 180: (595, HEIGHT), 270: (0, 595)}[rotation])
            canvas.rotate(rotation)
            grid(canvas, [["Indicatore", "Target"], ["Pratiche", "90%"]])

        extraction = extract(typeset(tmp_path / "atto.pdf", draw))
        (table,) = extraction.tables
        assert [[c.text for c in row] for row in table.grid()] == [["Indicatore", "Target"], ["Pratiche", "90%"]]
        assert table.grid()[1][1].places[0].box == pytest.approx((180, HEIGHT - 670, 300, HEIGHT - 640), abs=0.6)
        (page,) = extraction.pages
        assert (page.rotation, page.width, page.height) == (rotation, 595, HEIGHT)

    def test_text_that_a_clip_path_cuts_away_is_hidden(self, tmp_path):
        def draw(canvas):
            canvas.drawString(60, 700, "Pratiche evase: 90%")
            path = canvas.beginPath()
            path.rect(60, 500, 100, 40)
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.drawString(64, 520, "visibile")
            canvas.drawString(64, 300, "nascosto")

        extraction = extract(typeset(tmp_path / "atto.pdf", draw))
        assert extraction.pages[0].hidden == len("nascosto")
        assert sorted(block.text for block in extraction.blocks) == ["Pratiche evase: 90%", "visibile"]
        assert_conserved(extraction)

    def test_line_that_a_clip_path_cuts_short_keeps_its_visible_half(self, tmp_path):
        def draw(canvas):
            path = canvas.beginPath()
            path.rect(60, 500, 62, 40)
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.setFont("Courier", 10)
            canvas.drawString(60, 520, "visibile e nascosto")

        extraction = extract(typeset(tmp_path / "atto.pdf", draw))
        assert [block.text for block in extraction.blocks] == ["visibile e"]
        assert extraction.pages[0].hidden == len("nascosto")

    def test_text_off_the_page_is_hidden(self, tmp_path):
        def draw(canvas):
            canvas.drawString(60, 700, "dentro")
            canvas.drawString(60, 900, "fuori")

        (page,) = extract(typeset(tmp_path / "atto.pdf", draw)).pages
        assert (page.glyphs, page.hidden) == (len("dentro"), len("fuori"))

    def test_blank_page_is_a_page(self, tmp_path):
        extraction = extract(typeset(tmp_path / "vuota.pdf", lambda canvas: None))
        assert [page.glyphs for page in extraction.pages] == [0]
        assert extraction.tables == () and extraction.blocks == ()


class TestUnreadable:
    """Each bad file raises its own error, with a message that names it and says what to do."""

    def message(self, path, error, **how):
        with pytest.raises(error) as raised:
            extract(path, **how)
        assert isinstance(raised.value, ExtractionError)
        assert path.name in str(raised.value)
        return str(raised.value)

    def test_empty_file(self, tmp_path):
        path = tmp_path / "vuoto.pdf"
        path.touch()
        message = self.message(path, NotAPdfError)
        assert "empty" in message and "fetch it again" in message.lower()

    @pytest.mark.parametrize(
        "content",
        [
            b"<!DOCTYPE html><html><body>404: pagina non trovata</body></html>",
            b"PK\x03\x04" + bytes(500),
            bytes(range(256)) * 40,
            "Determinazione n. 7".encode("utf-16"),
        ],
        ids=["html", "zip", "garbage", "text"],
    )
    def test_file_that_is_no_pdf(self, tmp_path, content):
        path = tmp_path / "atto.pdf"
        path.write_bytes(content)
        message = self.message(path, NotAPdfError)
        assert "isn't a PDF" in message and "Fetch it again" in message

    @pytest.mark.parametrize("share", [0.01, 0.3])
    def test_truncated_file(self, tmp_path, share):
        path = tmp_path / "tronco.pdf"
        path.write_bytes(act("venezia-peg-2020")[: int(len(act("venezia-peg-2020")) * share)])
        message = self.message(path, DamagedError)
        assert "fetch it again" in message.lower()

    def test_pdf_header_over_garbage(self, tmp_path):
        path = tmp_path / "falso.pdf"
        path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 50)
        assert "fetch it again" in self.message(path, DamagedError).lower()

    def test_pdf_without_pages(self, tmp_path):
        path = tmp_path / "senza-pagine.pdf"
        path.write_bytes(
            b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
            b"2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"
        )
        self.message(path, DamagedError)

    def test_missing_file_says_so(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            extract(tmp_path / "manca.pdf")

    @pytest.fixture
    def locked(self, tmp_path):
        lock = StandardEncryption("segreta", ownerPassword="padrone", canPrint=0)
        return typeset(tmp_path / "chiuso.pdf", lambda canvas: canvas.drawString(60, 700, "Target 90%"), encrypt=lock)

    def test_password_that_is_missing_or_wrong(self, locked):
        assert "--password" in self.message(locked, EncryptedError)
        assert "--password" in self.message(locked, EncryptedError, password="sbagliata")

    def test_right_password_opens(self, locked):
        assert [block.text for block in extract(locked, password="segreta").blocks] == ["Target 90%"]

    def test_file_that_only_forbids_changes_opens_without_a_password(self, tmp_path):
        lock = StandardEncryption("", ownerPassword="padrone", canModify=0)
        path = typeset(tmp_path / "firmato.pdf", lambda canvas: canvas.drawString(60, 700, "Target 90%"), encrypt=lock)
        assert [block.text for block in extract(path).blocks] == ["Target 90%"]

    @given(st.binary(max_size=2000))
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_bytes_raise_a_typed_error(self, tmp_path, content):
        path = tmp_path / "rumore.pdf"
        path.write_bytes(b"%PDF-1.4\n" + content)
        self.message(path, ExtractionError)

    def test_a_page_whose_turn_is_no_number_is_refused(self, tmp_path):
        path = typeset(tmp_path / "guasto.pdf", lambda canvas: grid(canvas, [["a", "b"], ["c", "d"]]))
        data = path.read_bytes()
        assert b"/Rotate 0" in data
        path.write_bytes(data.replace(b"/Rotate 0", b"/Rotate x"))
        self.message(path, DamagedError)

    @given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=30))
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_bytes_turned_in_a_small_pdf_are_read_in_full_or_refused(self, tmp_path, flips):
        path = typeset(tmp_path / "guasto.pdf", lambda canvas: grid(canvas, [["a", "b"], ["c", "d"]]))
        data = bytearray(path.read_bytes())
        for place, value in flips:
            data[int(place * len(data))] = value
        path.write_bytes(data)
        try:
            extraction = extract(path)
        except ExtractionError as error:
            assert path.name in str(error)
        else:
            assert_conserved(extraction)
