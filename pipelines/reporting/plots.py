"""Small plots of one figure over the nights, as points for an inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.reporting.nights import Figures

WIDTH, HEIGHT, MARGIN = 240, 60, 5
SHOWN = 90
"""Nights in a plot."""
PLOTTED = {
    "documenti": "Documenti caricati",
    "righe": "Righe pubblicate",
    "campi_pieni": "Campi pieni",
    "quarantena": "Voci in quarantena",
    "attese_mancate": "Attese non rispettate",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One night, in units of the drawing from its top left corner."""

    x: float
    y: float
    failed: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """One figure over the nights, the oldest first."""

    title: str
    values: list[int]
    points: list[Point]

    @property
    def line(self) -> str:
        """The attribute `points` of a polyline."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def plots(nights: Sequence[Figures]) -> list[Plot]:
    """A plot for each figure worth watching."""
    shown = nights[-SHOWN:]
    return [_plot(title, [getattr(night, name) for night in shown], shown) for name, title in PLOTTED.items()]


def _plot(title: str, values: list[int], nights: Sequence[Figures]) -> Plot:
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1  # what stays the same stands in the middle
    across = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
    up = (HEIGHT - 2 * MARGIN) / (high - low)
    points = [
        Point(round(MARGIN + n * across, 1), round(HEIGHT - MARGIN - (value - low) * up, 1), night.stato != "riuscita")
        for n, (value, night) in enumerate(zip(values, nights, strict=True))
    ]
    return Plot(title, values, points)
