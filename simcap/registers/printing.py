"""A register on paper: landscape A4 under the office's letterhead, typeset like every document of the house."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simcap.documents.content import Letterhead, Paper
from simcap.documents.models import Document
from simcap.documents.typeset import render

from .book import Book
from .content import Head, PrintedBook
from .sheets import Front
from .values import line_of, shown

#: So many rows are printed at most, some 200 pages. A thicker book is printed period by period.
MOST_ROWS = 2_000


def printed(
    front: Front[Book],
    chunks: Iterable[Sequence[Any]],
    *,
    head: Letterhead,
    order: str,
    voids: Iterable[Document],
    at: datetime,
) -> bytes:
    """The PDF, in Indonesian as all paper of the office."""
    with translation.override("id"):
        rows: list[tuple[tuple[str, ...], ...]] = []
        sums: dict[str, int | Decimal] = {}
        for row in (row for chunk in chunks for row in chunk):
            rows.append(tuple(_lines(front, row)))
            _add(front.book, row, sums)
        content = PrintedBook(
            letterhead=replace(head, paper=Paper.A4), title=str(front.book.title), filter=front.filter, order=order,
            heads=tuple(Head(label=str(one.label), share=one.share) for one in front.book.cells), rows=tuple(rows),
            totals=tuple((str(one.label), shown(sums[one.key], front.zone)) for one in front.book.columns
                         if one.key in sums),
            voids=tuple(void_text(one, front.zone) for one in voids),
            count=ngettext("%(n)s baris", "%(n)s baris", len(rows)) % {"n": shown(len(rows), front.zone)},
            printed_by=front.by, printed_at=front.at,
        )  # fmt: skip
    return render("register", content, issued_at=at)


def _lines(front: Front[Book], row: Any) -> Iterator[tuple[str, ...]]:
    for cell in front.book.cells:
        columns = [front.book.by_key[key] for key in cell.keys]
        lines = (line_of(one, one.value(row), front.zone) for one in columns)
        yield tuple(line for line in lines if line)


def _add(book: Book, row: Any, sums: dict[str, int | Decimal]) -> None:
    for one in book.columns:
        value = one.value(row) if one.total is not None else None
        if isinstance(value, int | Decimal):
            sums[one.key] = sums.get(one.key, 0) + value


def void_text(document: Document, zone: str) -> str:
    """A number that was given up, and why."""
    said = {"number": document.number, "reason": document.void_reason, "at": shown(document.issued_at, zone)}
    return _("%(number)s (%(at)s): %(reason)s") % said


def order_text(label: str) -> str:
    """How the rows are sorted, as it is printed."""
    return _("urut: %(order)s") % {"order": label}
