"""Runs the operations of a page and keeps what they paint: strings with the state they are shown in, paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1, stream_value

from extractors.geometry import EVERYWHERE, IDENTITY, Matrix, around, multiply, shared
from extractors.operations import name, numbers, operations
from extractors.painted import Path, Picture, Shows, State


class Canvas:
    """Runs content streams and keeps what they paint."""

    def __init__(self, matrix: Matrix, fonts: PDFResourceManager) -> None:
        self.shows = Shows()
        self.paths: list[Path] = []
        self.pictures: list[Picture] = []
        self.has_images = False
        self._fonts = fonts
        self._state = State(
            matrix=matrix,
            clip=EVERYWHERE,
            font=None,
            size=0.0,
            char_space=0.0,
            word_space=0.0,
            stretch=1.0,
            leading=0.0,
            rise=0.0,
            mode=0,
            colour_space="DeviceGray",
            fill=(b"g", b"0", ""),
            alpha=1.0,
        )
        self._saved: list[State] = []
        self._line = IDENTITY
        self._goes_on = False
        self._shape: list[str] = []
        self._points: list[tuple[float, float]] = []
        self._start = 0
        self._clips = False
        self._resources: Any = {}
        self._named_fonts: dict[bytes, Any] = {}
        self._changes: dict[tuple[int, bytes, bytes], tuple[State, State]] = {}
        self._running: tuple[int, ...] = ()

    def run(self, data: bytes, resources: Any) -> None:
        """Run a content stream.

        Raises:
            UnreadableStreamError, ValueError, KeyError: the stream is not what the format asks for.
        """
        outer = self._resources, self._named_fonts, self._changes
        self._resources, self._named_fonts, self._changes = resources, {}, {}
        for operands, operator in operations(data):
            handler = _HANDLERS.get(operator)
            if handler is not None:
                handler(self, operands)
            elif operator[:2] == b"BI":
                self._paint_image(b"")
        self._resources, self._named_fonts, self._changes = outer

    def _resource(self, kind: str, key: str) -> Any:
        return dict_value(self._resources[kind])[key]

    # State

    def _save(self, _: bytes) -> None:
        self._saved.append(self._state)

    def _restore(self, _: bytes) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _concat(self, operands: bytes) -> None:
        a, b, c, d, e, f = numbers(operands)
        self._state = {**self._state, "matrix": multiply((a, b, c, d, e, f), self._state["matrix"])}

    def _set_external(self, operands: bytes) -> None:
        spec = dict_value(self._resource("ExtGState", name(operands)))
        if "ca" in spec:
            self._state = {**self._state, "alpha": float(resolve1(spec["ca"]))}

    def _set_colour_space(self, operands: bytes) -> None:
        key = name(operands)
        spec = resolve1(dict_value(self._resources.get("ColorSpace", {})).get(key, key))
        family = _family(spec)
        self._state = {**self._state, "colour_space": family, "fill": (b"cs", b"", family)}

    # Text

    def _begin_text(self, _: bytes) -> None:
        self._line, self._goes_on = IDENTITY, False

    def _set_font(self, operands: bytes) -> None:
        key, size = operands.split()
        if key not in self._named_fonts:
            spec = self._resource("Font", name(key))
            objid = spec.objid if isinstance(spec, PDFObjRef) else None
            self._named_fonts[key] = self._fonts.get_font(objid, dict_value(spec))
        self._state = {**self._state, "font": self._named_fonts[key], "size": float(size)}

    def _move(self, operands: bytes) -> None:
        right, up = operands.split()
        x, y = float(right), float(up)
        a, b, c, d, e, f = self._line
        self._line, self._goes_on = (a, b, c, d, x * a + y * c + e, x * b + y * d + f), False

    def _move_and_lead(self, operands: bytes) -> None:
        self._state = {**self._state, "leading": -numbers(operands)[1]}
        self._move(operands)

    def _next_line(self, _: bytes) -> None:
        a, b, c, d, e, f = self._line
        down = self._state["leading"]
        self._line, self._goes_on = (a, b, c, d, e - down * c, f - down * d), False

    def _set_line(self, operands: bytes) -> None:
        a, b, c, d, e, f = numbers(operands)
        self._line, self._goes_on = (a, b, c, d, e, f), False

    def _show(self, operands: bytes) -> None:
        self.shows.shown.append(operands)
        self.shows.line.append(self._line)
        self.shows.goes_on.append(self._goes_on)
        self.shows.state.append(self._state)
        self._goes_on = True

    def _show_on_next_line(self, operands: bytes) -> None:
        self._next_line(b"")
        self._show(operands)

    def _show_spaced(self, operands: bytes) -> None:
        word, char, shown = operands.split(maxsplit=2)
        self._state = {**self._state, "word_space": float(word), "char_space": float(char)}
        self._show_on_next_line(shown)

    # Paths

    def _move_to(self, operands: bytes) -> None:
        x, y = operands.split()
        self._start = len(self._points)
        self._shape.append("m")
        self._points.append((float(x), float(y)))

    def _line_to(self, operands: bytes) -> None:
        x, y = operands.split()
        self._shape.append("l")
        self._points.append((float(x), float(y)))

    def _curve_to(self, operands: bytes) -> None:
        *_, x, y = operands.split()
        self._shape.append("c")
        self._points.append((float(x), float(y)))

    def _close(self, _: bytes) -> None:
        if self._shape and self._shape[-1][-1] != "h":
            self._shape.append("h")
            self._points.append(self._points[self._start])

    def _rectangle(self, operands: bytes) -> None:
        x, y, width, height = numbers(operands)
        self._shape.append("mlllh")
        self._points += [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]

    def _clip_next(self, _: bytes) -> None:
        self._clips = True

    def _paint(self, stroked: bool = False, filled: bool = False) -> None:
        shape = "".join(self._shape)
        if shape and (stroked or filled):
            self.paths.append(Path(shape, self._points, self._state, stroked, filled, len(self.shows)))
        if self._clips and shape:
            box = around(self._points, self._state["matrix"])
            self._state = {**self._state, "clip": shared(self._state["clip"], box)}
        self._shape, self._points, self._start, self._clips = [], [], 0, False

    # Objects

    def _do(self, operands: bytes) -> None:
        item = stream_value(self._resource("XObject", name(operands)))
        kind = getattr(resolve1(item.get("Subtype")), "name", "")
        if kind == "Image":
            self._paint_image(b"")
        elif kind == "Form" and item.objid not in self._running:
            self._run_form(item)

    def _run_form(self, form: Any) -> None:
        before, saved, running = self._state, self._saved, self._running
        a, b, c, d, e, f = map(float, resolve1(form.get("Matrix")) or IDENTITY)
        matrix = multiply((a, b, c, d, e, f), before["matrix"])
        x0, y0, x1, y1 = map(float, list_value(form["BBox"]))
        box = around([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], matrix)
        self._state = {**before, "matrix": matrix, "clip": shared(before["clip"], box)}
        self._saved, self._running = [], (*running, form.objid)
        self.run(form.get_data(), dict_value(form.get("Resources") or self._resources))
        self._state, self._saved, self._running = before, saved, running

    def _paint_image(self, _: bytes) -> None:
        self.has_images = True
        box = around([(0, 0), (1, 0), (1, 1), (0, 1)], self._state["matrix"])
        self.pictures.append(Picture(shared(box, self._state["clip"]), len(self.shows)))

    def _shade(self, _: bytes) -> None:
        self.pictures.append(Picture(self._state["clip"], len(self.shows)))


def _family(spec: Any) -> str:
    """The kind of a colour space; one with an ICC profile counts as the device's with as many components."""
    if not isinstance(spec, list):
        return str(getattr(spec, "name", spec))
    kind = str(resolve1(spec[0]).name)
    if kind != "ICCBased":
        return kind
    return {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}.get(stream_value(spec[1]).get("N"), kind)


Handler = Callable[[Canvas, bytes], None]


def _remembered(operator: bytes, change: Handler) -> Handler:
    """A change of the graphics state that is made once: the same one from the same state leads to the same state.

    Pages set the same colour and font again for every line: then a hundred lines share one state, and what is asked
    of states is asked of few. The state before is kept as well, so that no other can get its `id`.
    """

    def change_state(canvas: Canvas, operands: bytes) -> None:
        before = canvas._state
        key = id(before), operator, operands
        if key not in canvas._changes:
            change(canvas, operands)
            canvas._changes[key] = before, canvas._state
        canvas._state = canvas._changes[key][1]

    return change_state


def _setting(key: str, factor: float = 1.0) -> Handler:
    def set_number(canvas: Canvas, operands: bytes) -> None:
        canvas._state = {**canvas._state, key: float(operands) * factor}  # type: ignore[misc]

    return set_number


def _colouring(operator: bytes) -> Handler:
    def set_fill(canvas: Canvas, operands: bytes) -> None:
        canvas._state = {**canvas._state, "fill": (operator, operands, canvas._state["colour_space"])}

    return set_fill


def _painting(stroked: bool, filled: bool, closing: bool = False) -> Handler:
    def paint(canvas: Canvas, _: bytes) -> None:
        if closing:
            canvas._close(b"")
        canvas._paint(stroked, filled)

    return paint


_STATE_CHANGES: dict[bytes, Handler] = {
    b"cm": Canvas._concat,
    b"gs": Canvas._set_external,
    b"cs": Canvas._set_colour_space,
    **{operator: _colouring(operator) for operator in (b"g", b"rg", b"k", b"sc", b"scn")},
    b"Tf": Canvas._set_font,
    b"Tc": _setting("char_space"),
    b"Tw": _setting("word_space"),
    b"Tz": _setting("stretch", 0.01),
    b"TL": _setting("leading"),
    b"Ts": _setting("rise"),
    b"Tr": _setting("mode"),
}
_HANDLERS: dict[bytes, Handler] = {
    **{operator: _remembered(operator, change) for operator, change in _STATE_CHANGES.items()},
    b"q": Canvas._save,
    b"Q": Canvas._restore,
    b"BT": Canvas._begin_text,
    b"Td": Canvas._move,
    b"TD": Canvas._move_and_lead,
    b"Tm": Canvas._set_line,
    b"T*": Canvas._next_line,
    b"Tj": Canvas._show,
    b"TJ": Canvas._show,
    b"'": Canvas._show_on_next_line,
    b'"': Canvas._show_spaced,
    b"m": Canvas._move_to,
    b"l": Canvas._line_to,
    **dict.fromkeys((b"c", b"v", b"y"), Canvas._curve_to),
    b"h": Canvas._close,
    b"re": Canvas._rectangle,
    **dict.fromkeys((b"W", b"W*"), Canvas._clip_next),
    b"n": _painting(False, False),
    b"S": _painting(True, False),
    b"s": _painting(True, False, closing=True),
    **dict.fromkeys((b"f", b"F", b"f*"), _painting(False, True)),
    **dict.fromkeys((b"B", b"B*"), _painting(True, True)),
    **dict.fromkeys((b"b", b"b*"), _painting(True, True, closing=True)),
    b"Do": Canvas._do,
    b"sh": Canvas._shade,
}
