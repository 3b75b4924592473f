"""Registers as JSON: the same rows, filters and order as on their pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from simcap.registers.book import Book, Value
from simcap.registers.forms import BookFilter
from simcap.registers.queries import count_of, is_key, page_of, rows_of
from simcap.registers.shelf import BOOKS

from . import shapes
from .problems import NotFound, bad_inputs
from .tokens import Caller


def shelf() -> list[shapes.Shelved]:
    """All registers."""
    return [
        shapes.Shelved(
            id=one.code, label=str(one.title), about=str(one.about),
            href=reverse("api:register_book", kwargs={"book": one.code}),
        )
        for one in BOOKS.values()
    ]  # fmt: skip


def page(caller: Caller, code: str, given: Mapping[str, str], *, cursor: str, limit: int) -> shapes.BookPage:
    """One page of a register. Raises: NotFound; BadInputs for a filter or cursor that does not fit."""
    if code not in BOOKS:
        raise NotFound(_("Buku ini tidak ada."))
    book, form = BOOKS[code], BookFilter(given, book=BOOKS[code], office=caller.office)
    if not form.is_valid():
        raise bad_inputs({name: [str(one) for one in errors] for name, errors in form.errors.items()})
    if cursor and not is_key(cursor):
        raise bad_inputs({"cursor": [_("Penanda halaman ini tidak dikenal.")]})
    wanted = form.wanted()
    found = page_of(book, caller.powers, wanted, after=cursor, size=limit)
    count = count_of(rows_of(book, caller.powers, wanted))
    return shapes.BookPage(
        register=shapes.Named(id=book.code, label=str(book.title)), filter=form.in_words(),
        columns=[shapes.BookColumn(key=one.key, label=str(one.label), kind=one.kind) for one in book.columns],
        items=[_row(book, one) for one in found.rows], count=count.number, is_more=count.is_more,
        next_cursor=found.after or None,
    )  # fmt: skip


def _row(book: Book, row: Any) -> shapes.BookRow:
    uid = book.case(row).uid
    values = {one.key: _plain(one.value(row)) for one in book.columns}
    return shapes.BookRow(case=uid, href=reverse("api:facilitation", kwargs={"uid": uid}), values=values)


def _plain(value: Value) -> str | int | float | date | datetime | None:
    return float(value) if isinstance(value, Decimal) else value
