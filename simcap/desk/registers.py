"""Registers (buku register): the shelf, and one book with its filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simcap.facilitation.search_excerpts import Excerpt, excerpts
from simcap.mining.taking import CODE, may_take
from simcap.people.models import Office
from simcap.registers.book import Book, Cell
from simcap.registers.forms import BookFilter, filter_of
from simcap.registers.kept import ViewForm, may_keep_for_office, views_for
from simcap.registers.models import Export
from simcap.registers.periods import PERIODS
from simcap.registers.printing import void_text
from simcap.registers.queries import MOST_COUNTED, MOST_VOID, Count, count_of, page_of, rows_of, totals_of, voided
from simcap.registers.shelf import BOOKS
from simcap.registers.values import line_of, shown

from .session import signed_in
from .viewer import account_of, office_of, powers_of

#: The period whose rows the shelf counts.
SHELF_PERIOD = "this_month"
#: Exports that the shelf lists.
MOST_EXPORTS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One value in a cell; `url` where it leads to the case."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of a row: its head, its lines, and where the case was found."""

    label: str
    lines: list[Line]
    find: Excerpt | None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a cell; `url` sorts by it. Shape: `sorted` is as aria-sort, empty where it is not sorted by."""

    label: str
    url: str
    sorted: str
    percent: int


def book_of(code: str) -> Book:
    """The register of this code. Raises: Http404."""
    if code not in BOOKS:
        raise Http404(code)
    return BOOKS[code]


@signed_in
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """All registers, the views that were kept, and the exports of this person."""
    office, powers = office_of(request), powers_of(request)
    query = f"period={SHELF_PERIOD}"
    books = []
    for book in BOOKS.values():
        wanted = filter_of(query, book=book, office=office).wanted()
        books.append((book, count_of(rows_of(book, powers, wanted)), f"{reverse('book', args=[book.code])}?{query}"))
    views = [(one, BOOKS[one.book]) for one in views_for(account_of(request), office) if one.book in BOOKS]
    titles = {code: str(one.title) for code, one in BOOKS.items()} | {CODE: _("Log peristiwa")}
    exports = Export.objects.filter(account=account_of(request)).order_by("-id")[:MOST_EXPORTS]
    page = {
        "books": books, "views": views, "may_share": may_keep_for_office(powers),
        "exports": [(one, titles[one.book]) for one in exports if one.book in titles], "may_take_log": may_take(powers),
    }  # fmt: skip
    return render(request, "registers/shelf.html", page)


@signed_in
@require_safe
def open_book(request: HttpRequest, book: str) -> HttpResponse:
    """One register: search, narrow, sort, page on, take out."""
    return book_page(request, book_of(book))


def book_page(request: HttpRequest, book: Book, *, naming: ViewForm | None = None, query: str = "") -> HttpResponse:
    """The page of a register; with `naming`, on which a view was to be kept under a name that does not do."""
    office, powers = office_of(request), powers_of(request)
    form = filter_of(query, book=book, office=office) if naming else BookFilter(request.GET, book=book, office=office)
    wanted = form.wanted()
    rows = rows_of(book, powers, wanted)
    page = page_of(book, powers, wanted, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    count = count_of(rows)
    shown_page = {
        "book": book, "form": form, "query": form.query(), "words": form.in_words(), "count": count,
        "most": MOST_COUNTED, "page": page, "heads": [_head(form, one) for one in book.cells],
        "rows": list(_rows(book, page.rows, office, wanted.words)), "totals": _totals(book, rows, count, office),
        "voids": [void_text(one, office.time_zone) for one in voided(book, powers, wanted)[:MOST_VOID]],
        "periods": list(_periods(form)), "books": BOOKS.values(), "naming": naming or _naming(request, book),
        "views": views_for(account_of(request), office).filter(book=book.code),
        "before": form.query(before=page.before), "after": form.query(after=page.after),
        "may_register": "front_desk" in powers.codes(),
    }  # fmt: skip
    return render(request, "registers/book.html", shown_page, status=422 if naming else 200)


def _naming(request: HttpRequest, book: Book) -> ViewForm:
    powers = powers_of(request)
    return ViewForm(
        account=account_of(request), office=office_of(request), book=book.code, may_share=may_keep_for_office(powers)
    )


def _head(form: BookFilter, cell: Cell) -> Head:
    percent = round(cell.share * 100 / sum(one.share for one in form.book.cells))
    if not cell.by:
        return Head(str(cell.label), "", "", percent)
    down, up = ("", "oldest") if cell.by == "on" else ("latest", "soonest")
    kept = {down: "descending", up: "ascending"}.get(form.cleaned_data.get("order") or "", "")
    return Head(str(cell.label), f"?{form.query(order=up if kept == 'descending' else down)}", kept, percent)


def _rows(book: Book, rows: list[Any], office: Office, words: str) -> Iterator[list[Shown]]:
    """Each row as its cells; where its case was found stands in the widest."""
    found = excerpts({book.case(row).pk for row in rows}, words)
    widest = max(book.cells, key=lambda one: one.share)
    for row in rows:
        case = book.case(row)
        url = reverse("case", args=[case.uid])
        yield [
            Shown(
                str(cell.label), list(_lines(book, cell, row, office.time_zone, url)),
                found.get(case.pk) if cell is widest else None,
            )
            for cell in book.cells
        ]  # fmt: skip


def _lines(book: Book, cell: Cell, row: Any, zone: str, url: str) -> Iterator[Line]:
    for column in (book.by_key[key] for key in cell.keys):
        if text := line_of(column, column.value(row), zone):
            yield Line(text, url if column.key == book.mark else "")


def _totals(book: Book, rows: Any, count: Count, office: Office) -> list[tuple[str, str]]:
    """Sums, where there are few enough rows to add them up while somebody waits."""
    if count.is_more or not count.number:
        return []
    sums = totals_of(book, rows)
    found = [(one, sums.get(one.key)) for one in book.columns if one.total is not None]
    return [(str(one.label), shown(value, office.time_zone)) for one, value in found if value is not None]


def _periods(form: BookFilter) -> Iterator[tuple[str, str, bool]]:
    """The quick periods: label, address, whether it is the one that is shown."""
    given = form.cleaned_data
    typed = given.get("from_on") or given.get("until_on")
    chosen = None if typed else given.get("period", "")
    for code, label in {"": form.fields["period"].choices[0][1], **PERIODS}.items():  # type: ignore[attr-defined]
        yield str(label), f"?{form.query(period=code, from_on='', until_on='')}", code == chosen
