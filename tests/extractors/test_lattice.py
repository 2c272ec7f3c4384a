"""From rulings to cells: every way in which a table may be drawn."""

import numpy as np
import pytest
from factories import page, ruled, sides, spans
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractors.lattice import find_grids

XS, YS = (50, 150, 250, 350), (100, 140, 180, 220)


def one_grid(*rulings):
    (grid,) = find_grids(page(rulings=[side for group in rulings for side in group]))
    return grid


def cells(grid):
    return {(s.row, s.column, s.row_span, s.column_span) for s in grid.slots}


def test_full_grid_has_a_cell_for_each_position():
    grid = one_grid(ruled(XS, YS))
    assert cells(grid) == {(row, column, 1, 1) for row in range(3) for column in range(3)}
    assert grid.box == (50, 100, 350, 220)
    assert grid.slot_boxes()[4] == (150, 140, 250, 180)
    assert grid.closed_bottom.all()


def test_cell_merged_over_rows_and_cell_merged_over_columns():
    boxes = [(50, 100, 150, 220), (150, 100, 350, 140)]
    boxes += [(x, y, x + 100, y + 40) for x in (150, 250) for y in (140, 180)]
    merged = {(0, 0, 3, 1), (0, 1, 1, 2)}
    assert cells(one_grid(sides(boxes))) == merged | {(r, c, 1, 1) for r in (1, 2) for c in (1, 2)}


def test_header_nested_over_three_rows():
    boxes = [(50, 100, 150, 160), (150, 100, 350, 120), (150, 120, 250, 160), (250, 120, 350, 140)]
    boxes += [(250, 140, 300, 160), (300, 140, 350, 160)]
    boxes += [(50, 160, 150, 200), (150, 160, 250, 200), (250, 160, 300, 200), (300, 160, 350, 200)]
    assert cells(one_grid(sides(boxes))) == {
        (0, 0, 3, 1),
        (0, 1, 1, 3),
        (1, 1, 2, 1),
        (1, 2, 1, 2),
        (2, 2, 1, 1),
        (2, 3, 1, 1),
        *((3, column, 1, 1) for column in range(4)),
    }


def test_merged_cell_without_bottom_border_reaches_the_foot_and_is_open():
    """At a page break: the second row of the first column is not closed, the others are."""
    rulings = ruled(XS, YS[:3]) + [(x, 180, x, 220) for x in XS] + [(150, 220, 350, 220)]
    grid = one_grid(rulings)
    assert (2, 0, 1, 1) in cells(grid)
    assert grid.closed_bottom.tolist() == [False, True, True]


def test_table_open_at_both_sides_keeps_its_outer_columns():
    rulings = [(50, y, 350, y) for y in YS] + [(x, 100, x, 220) for x in XS[1:-1]]
    assert cells(one_grid(rulings)) == {(row, column, 1, 1) for row in range(3) for column in range(3)}


def test_row_with_a_single_horizontal_ruling_is_a_table_row():
    grid = one_grid([(50, 100, 350, 100)], [(x, 100, x, 140) for x in XS])
    assert cells(grid) == {(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)}
    assert not grid.closed_bottom.any()


def test_double_lines_are_one_border():
    twice = [(x0 + d, y0 + d, x1 + d, y1 + d) for x0, y0, x1, y1 in ruled(XS, YS) for d in (0, 1.5)]
    assert spans(page(rulings=twice)) == spans(page(rulings=ruled(XS, YS)))


def test_lines_too_near_for_text_between_them_are_one_border():
    xs, ys = (50, 150, 250), (100, 140, 180)
    across = [(50, y + shift, 250, y + shift) for y in ys for shift in (0, 3.5)]
    down = [(x + shift, 100, x + shift, 183.5) for x in xs for shift in (0, 3.5)]
    assert spans(page(rulings=across + down)) == [{(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)}]


def test_dashed_lines_are_borders():
    across = [(x, y, x + 3, y) for y in YS for x in range(50, 350, 6)]
    down = [(x, y, x, y + 3) for x in XS for y in range(100, 220, 6)]
    assert spans(page(rulings=across + down)) == spans(page(rulings=ruled(XS, YS)))


def test_line_with_a_real_gap_is_no_border_there():
    """The second horizontal line leaves out the middle column: its two cells are one."""
    rulings = [s for s in ruled(XS, YS) if s[1] != 140 or s[3] != 140] + [(50, 140, 150, 140), (250, 140, 350, 140)]
    grid = one_grid(rulings)
    assert (0, 1, 2, 1) in cells(grid)
    assert len(grid.slots) == 8


def test_borders_drawn_cell_by_cell_with_a_hair_between_them():
    boxes = [(x + 0.4, y + 0.4, x + 99.6, y + 39.6) for x in XS[:-1] for y in YS[:-1]]
    assert spans(page(rulings=sides(boxes))) == spans(page(rulings=ruled(XS, YS)))


def test_two_tables_come_from_top_to_bottom():
    lower, upper = ruled(XS, [500, 540, 580]), ruled([60, 160, 260], [100, 140])
    found = spans(page(rulings=lower + upper))
    assert [len(grid) for grid in found] == [2, 6]


def test_tables_side_by_side_are_two():
    assert len(spans(page(rulings=ruled([50, 100, 150], YS) + ruled([300, 350, 400], YS)))) == 2


@pytest.mark.parametrize(
    "rulings",
    [
        sides([(50, 100, 350, 220)]),
        [(50, 100, 350, 100), (50, 700, 350, 700)],
        [(50, 100, 50, 700)],
        [],
    ],
    ids=["frame", "rules", "margin", "nothing"],
)
def test_frame_or_lines_that_part_nothing_are_no_table(rulings):
    assert find_grids(page(rulings=rulings)) == []


def test_l_shaped_region_is_cut_into_rectangles():
    """The upper left, the upper right and the lower left position have no border between them."""
    frame = sides([(50, 100, 250, 180)])
    grid = one_grid(frame, [(150, 140, 150, 180), (150, 140, 250, 140)])
    assert cells(grid) == {(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)}
    assert_partition(grid)


def test_border_under_half_of_a_row_parts_it():
    grid = one_grid(sides([(50, 100, 250, 180), (50, 180, 250, 220)]), [(150, 140, 250, 140)])
    assert cells(grid) == {(0, 0, 1, 2), (1, 0, 1, 2), (2, 0, 1, 2)}


def test_page_drawn_thousandfold_still_gives_the_table():
    many = ruled(XS, YS) * 500
    assert spans(page(rulings=many)) == spans(page(rulings=ruled(XS, YS)))


def assert_partition(grid):
    """Each position of the owner matrix belongs to one cell, and each cell is the whole rectangle that it says."""
    assert grid.owner.shape == (len(grid.ys) - 1, len(grid.xs) - 1)
    covered = np.zeros_like(grid.owner)
    for number, s in enumerate(grid.slots):
        covered[s.row : s.row + s.row_span, s.column : s.column + s.column_span] += 1
        assert (grid.owner == number).sum() == s.row_span * s.column_span
        assert (grid.owner[s.row : s.row + s.row_span, s.column : s.column + s.column_span] == number).all()
    assert (covered == 1).all()


@st.composite
def merged_grids(draw):
    """A grid of random steps, all of it cut into random merged rectangles (row, column, row span, column span)."""
    n_rows, n_columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    free = np.ones((n_rows, n_columns), dtype=bool)
    rectangles = []
    for row in range(n_rows):
        for column in range(n_columns):
            if not free[row, column]:
                continue
            width = draw(st.integers(1, 3))
            while width > 1 and not free[row, column : column + width].all():
                width -= 1
            width = min(width, n_columns - column)
            height = min(draw(st.integers(1, 3)), n_rows - row)
            free[row : row + height, column : column + width] = False
            rectangles.append((row, column, height, width))
    return _without_hidden_lines(rectangles)


def _without_hidden_lines(rectangles):
    """Rows and columns counted by the borders that are drawn: where all cells are merged there is no line."""
    rows = sorted({r for row, _, height, _ in rectangles for r in (row, row + height)})
    columns = sorted({c for _, column, _, width in rectangles for c in (column, column + width)})
    return [
        (
            rows.index(row),
            columns.index(column),
            rows.index(row + height) - rows.index(row),
            columns.index(column + width) - columns.index(column),
        )
        for row, column, height, width in rectangles
    ]


def steps(count):
    return st.lists(st.floats(12, 90), min_size=count, max_size=count).map(lambda s: np.cumsum([40, *s]).tolist())


@given(st.data(), merged_grids())
@settings(max_examples=150, deadline=None)
def test_random_merged_grids_come_back_as_drawn(data, rectangles):
    assume(len(rectangles) > 1)
    ys = data.draw(steps(max(row + height for row, _, height, _ in rectangles)))
    xs = data.draw(steps(max(column + width for _, column, _, width in rectangles)))
    boxes = [(xs[c], ys[r], xs[c + width], ys[r + height]) for r, c, height, width in rectangles]
    grid = one_grid(sides(boxes))
    assert cells(grid) == set(rectangles)
    assert_partition(grid)
    assert np.allclose(grid.xs, xs) and np.allclose(grid.ys, ys)


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400)), max_size=25),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400)), max_size=25),
)
@settings(max_examples=150, deadline=None)
def test_any_scribble_gives_grids_whose_positions_have_one_cell_each(across, down):
    rulings = [(min(a, b), y, max(a, b), y) for y, a, b in across] + [(x, min(a, b), x, max(a, b)) for x, a, b in down]
    for grid in find_grids(page(rulings=rulings)):
        assert len(grid.slots) > 1
        assert (np.diff(grid.xs) > 0).all() and (np.diff(grid.ys) > 0).all()
        assert_partition(grid)
