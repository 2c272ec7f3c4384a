"""The one error that this package raises on purpose, and sentences in two languages."""

from __future__ import annotations


class WarehouseError(Exception):
    """Something that the caller or the user can put right; the message says what is wrong and what to do next."""


class Reason(str):
    """A sentence in English, for who sits at the prompt, that knows itself in Italian, for the report."""

    motivo: str

    def __new__(cls, english: str, motivo: str) -> Reason:
        """The sentence in both languages."""
        reason = super().__new__(cls, english)
        reason.motivo = motivo
        return reason

    def __reduce__(self) -> tuple[type[Reason], tuple[str, str]]:
        """A copy knows both, too."""
        return type(self), (str(self), self.motivo)

    def of(self, where: str) -> Reason:
        """The sentence with the place that it is said of before it."""
        return Reason(f"{where}: {self}", f"{where}: {self.motivo}")
