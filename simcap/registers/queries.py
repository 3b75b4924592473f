"""Questions about registers: a page, how many, what it adds up to, and all of it in order. Each takes the viewer."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from simcap.documents.models import Document
from simcap.facilitation.forms import YEARS
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers
from simcap.facilitation.searching import narrowed
from simcap.people.models import Officer

from .book import Book

#: Rows on a page; rows that are counted; rows that are read at once for an export.
PAGE, MOST_COUNTED, CHUNK = 25, 1_000, 500
#: Numbers that were given up and are told below a book.
MOST_VOID = 50
#: Order → whether by the schedule, and whether the latest comes first.
ORDERS = {"newest": (False, True), "oldest": (False, False), "soonest": (True, False), "latest": (True, True)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a register is narrowed to. `stages` None means all; bounds are aware; `place` is a code or its beginning."""

    words: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None
    place: str = ""
    is_open: bool = False
    has_beside: bool = False
    stages: frozenset[str] | None = None
    officer: Officer | None = None
    order: str = "newest"


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `before` leads to the page before, `after` to the next; empty where there is none."""

    rows: list[Any]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows, up to a limit."""

    number: int
    is_more: bool


def rows_of(book: Book, powers: Powers, wanted: Wanted) -> QuerySet[Any]:
    """The rows that this person may see and asked for, in no order yet."""
    path = book.path
    rows = narrowed(book.visible(powers), wanted.words, path=path)
    if wanted.from_at:
        rows = rows.filter(**{f"{book.on}__gte": wanted.from_at})
    if wanted.until_at:
        rows = rows.filter(**{f"{book.on}__lt": wanted.until_at})
    if wanted.place:
        beginning = wanted.place if len(wanted.place) == 13 else f"{wanted.place}."
        rows = rows.filter(**{f"{path}place_code__startswith": beginning})
    if wanted.is_open:
        rows = rows.filter(**{f"{path}closed_at": None})
    if wanted.stages is not None:
        rows = rows.filter(**{f"{path}stage__in": wanted.stages})
    if wanted.has_beside:
        rows = rows.exclude(**{f"{path}beside": ""})
    return rows.filter(book.officer(wanted.officer, path)) if wanted.officer else rows


def _field(book: Book, order: str) -> str:
    return f"{book.path}starts_at" if ORDERS[order][0] else book.on


def _sorted(rows: QuerySet[Any], field: str, *, down: bool) -> QuerySet[Any]:
    sign = "-" if down else ""
    return rows.order_by(f"{sign}{field}", f"{sign}pk")


def key_of(book: Book, row: Any, order: str) -> str:
    """Where a row stands in this order. Shape: moment, tilde, key."""
    value: Any = row
    for name in _field(book, order).split("__"):
        value = getattr(value, name)
    return f"{value.isoformat()}~{row.pk}"


def _parsed(key: str) -> tuple[datetime, int] | None:
    moment, _tilde, pk = key.rpartition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    fits = at.tzinfo is not None and at.year in YEARS and pk.isdecimal() and len(pk) <= 18
    return (at, int(pk)) if fits else None


def is_key(key: str) -> bool:
    """Whether this is a row's key."""
    return _parsed(key) is not None


def _beyond(rows: QuerySet[Any], field: str, key: str, *, down: bool) -> QuerySet[Any] | None:
    """The rows after a key; None for a key that is none."""
    parsed = _parsed(key)
    if parsed is None:
        return None
    (at, pk), side = parsed, "lt" if down else "gt"
    same = Q(**{field: at, f"pk__{side}": pk})
    # The first condition says the same less exactly; an index can begin there.
    return rows.filter(**{f"{field}__{side}e": at}).filter(Q(**{f"{field}__{side}": at}) | same)


def page_of(book: Book, powers: Powers, wanted: Wanted, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """One page by the key of the row before or after it: page 1,000 costs as page 1. A broken key is the first page."""
    rows, field, down = rows_of(book, powers, wanted), _field(book, wanted.order), ORDERS[wanted.order][1]
    back = _beyond(rows, field, before, down=not down) if before else None
    if back is not None and (shown := _read(book, powers, _sorted(back, field, down=not down)[: size + 1])):
        there = shown[:size][::-1]
        first = key_of(book, there[0], wanted.order) if len(shown) > size else ""
        return Page(there, first, key_of(book, there[-1], wanted.order))
    on = _beyond(rows, field, after, down=down) if after else None
    shown = _read(book, powers, _sorted(rows if on is None else on, field, down=down)[: size + 1])
    here = shown[:size]
    return Page(
        here, key_of(book, here[0], wanted.order) if on is not None and here else "",
        key_of(book, here[-1], wanted.order) if len(shown) > size else "",
    )  # fmt: skip


def _read(book: Book, powers: Powers, rows: QuerySet[Any]) -> list[Any]:
    """The rows in their order: first their keys, so that nothing wide is sorted, then what stands in them."""
    return _with_keys(book, powers, list(rows.values_list("pk", flat=True)))


def _with_keys(book: Book, powers: Powers, keys: list[int]) -> list[Any]:
    found = {one.pk: one for one in book.visible(powers).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def count_of(rows: QuerySet[Any], *, most: int = MOST_COUNTED) -> Count:
    """How many rows there are; beyond the limit only that there are more."""
    number = rows.order_by()[: most + 1].count()
    return Count(min(number, most), number > most)


def voided(book: Book, powers: Powers, wanted: Wanted) -> QuerySet[Document]:
    """Numbers of this book that were given and then given up (batal), in its period: they explain its gaps."""
    found = Document.objects.filter(kind=book.numbered, status=Document.Status.VOID) if book.numbered else None
    if found is None:
        return Document.objects.none()
    if wanted.from_at:
        found = found.filter(issued_at__gte=wanted.from_at)
    if wanted.until_at:
        found = found.filter(issued_at__lt=wanted.until_at)
    return found.exclude(number="").filter(case_uid__in=visible_to(powers).values("uid")).order_by("issued_at", "id")


def totals_of(book: Book, rows: QuerySet[Any]) -> dict[str, Any]:
    """Sums of the columns that have one, by key; None where there is nothing to add."""
    sums = {f"sum_{one.key}": Sum(one.total) for one in book.columns if one.total is not None}
    found = rows.order_by().aggregate(**sums) if sums else {}
    return {name.removeprefix("sum_"): value for name, value in found.items()}


def walk(
    book: Book, powers: Powers, wanted: Wanted, *, told: Callable[[int, int], None] = lambda _done, _all: None
) -> Iterator[list[Any]]:
    """All rows in order, in chunks, as they stood at the beginning: what is added meanwhile is not among them.

    Only the keys are held, eight bytes each. `told` hears how many rows are done of how many.
    """
    down = ORDERS[wanted.order][1]
    rows = _sorted(rows_of(book, powers, wanted), _field(book, wanted.order), down=down)
    keys = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=10_000))
    told(0, len(keys))
    for first in range(0, len(keys), CHUNK):
        yield _with_keys(book, powers, keys[first : first + CHUNK].tolist())
        told(min(first + CHUNK, len(keys)), len(keys))
