"""What the printed register says."""

from __future__ import annotations

from dataclasses import dataclass

from simcap.documents.content import Letterhead


@dataclass(frozen=True, kw_only=True)
class Head:
    """One column of the printed table. `share` is its part of the width."""

    label: str
    share: int


@dataclass(frozen=True, kw_only=True)
class PrintedBook:
    """A register on paper (buku register): landscape, its head on each page.

    Shape: a row is one list of lines for each head; `totals` are (label, sum) below the table, `voids` sentences about
    numbers that were given up.
    """

    letterhead: Letterhead
    title: str
    filter: str
    order: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    totals: tuple[tuple[str, str], ...]
    voids: tuple[str, ...]
    count: str
    printed_by: str
    printed_at: str
