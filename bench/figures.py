"""What was measured, its goal, and the table that says whether it was reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure. `at_most` or `at_least` is its goal; without one it is shown for information.

    Units: as `unit` says; `places` digits after the point are printed.
    """

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    places: int = 1
    note: str = ""

    @property
    def goal(self) -> str:
        """The goal as it is printed."""
        if self.at_most is not None:
            return f"≤ {self.at_most:,g} {self.unit}".strip()
        return "" if self.at_least is None else f"≥ {self.at_least:,g} {self.unit}".strip()

    @property
    def verdict(self) -> str:
        """Reached or missed; nothing without a goal."""
        if self.at_most is not None:
            return "reached" if self.value <= self.at_most else "missed"
        if self.at_least is not None:
            return "reached" if self.value >= self.at_least else "missed"
        return ""


def table(heading: str, figures: Iterable[Figure]) -> str:
    """The figures as a table of text, one a line."""
    lines = [heading, "─" * 118]
    for one in figures:
        value = f"{one.value:,.{one.places}f} {one.unit}".strip()
        lines.append(f"{one.name:<52} {value:>17}  {one.goal:<16} {one.verdict:<8} {one.note}".rstrip())
    return "\n".join(lines) + "\n"
