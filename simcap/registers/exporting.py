"""Taking a register out (ekspor): as CSV, XLSX or on paper, and an entry in the office's journal of who took what.

Personal data leaves the house with it, so the entry is written before the file is handed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents.issue import letterhead
from simcap.errors import Refusal
from simcap.facilitation.phrases import moment_text
from simcap.facilitation.rights import Powers
from simcap.journal.sentences import Body, says, who
from simcap.people.acts import By, note
from simcap.people.models import Office

from .book import Book
from .forms import BookFilter, filter_of
from .models import Export
from .printing import MOST_ROWS, order_text, printed
from .queries import MOST_VOID, count_of, rows_of, voided, walk
from .sheets import Front, write_csv, write_xlsx
from .shelf import BOOKS

Format = Export.Format
MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8", Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
Told = Callable[[int, int], None]
#: More rows than these are made by the worker. A page of paper costs ten times a page of a sheet (measured).
AT_ONCE = {Format.CSV: 2_000, Format.XLSX: 2_000, Format.PDF: 500}


class TooThick(Refusal):
    """More rows than are printed at once (422)."""

    status, kind = 422, "too-thick"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wants to take out: a register, its filter as in an address, in a format."""

    office: Office
    powers: Powers
    book: str
    query: str
    format: str

    @property
    def shelf_book(self) -> Book:
        """The register itself."""
        return BOOKS[self.book]

    @property
    def filter(self) -> BookFilter:
        """Its filter."""
        return filter_of(self.query, book=self.shelf_book, office=self.office)

    @property
    def name(self) -> str:
        """The file's name. Shape: `buku-agenda-surat-masuk-20260608.xlsx`."""
        with translation.override("id"):
            title = str(self.shelf_book.title).lower().replace(" ", "-")
        today = clock.now().astimezone(ZoneInfo(self.office.time_zone))
        return f"{title}-{today:%Y%m%d}.{self.format}"


def rows_asked(asked: Asked, *, most: int) -> int:
    """How many rows it will have, up to a limit."""
    rows = rows_of(asked.shelf_book, asked.powers, asked.filter.wanted())
    found = count_of(rows, most=most)
    return found.number + found.is_more


def must_fit_on_paper(asked: Asked, count: int) -> None:
    """Raises: TooThick for more rows than are printed at once."""
    if asked.format == Format.PDF and count > MOST_ROWS:
        raise TooThick(
            _("Cetakan paling banyak %(most)s baris. Persempit periodenya, atau ambil sebagai Excel.")
            % {"most": MOST_ROWS}
        )


def take(asked: Asked, out: IO[bytes], *, told: Told = lambda _done, _all: None) -> int:
    """Write the register and note who took it. Answers how many rows. A book is read from its beginning on.

    Changes: `out`; one entry in the office's chain.
    """
    at = clock.now()
    with translation.override("id" if asked.format == Format.PDF else translation.get_language()):
        count = _write(asked, out, told, at)
    _note(asked, count)
    return count


def _write(asked: Asked, out: IO[bytes], told: Told, at: datetime) -> int:
    book, form = asked.shelf_book, asked.filter
    wanted = form.wanted()
    order = form.cleaned_data.get("order") or "oldest"
    front = _front(asked, form, at)
    chunks = walk(book, asked.powers, replace(wanted, order=order), told=told)
    if asked.format == Format.CSV:
        return write_csv(out, front, chunks)
    if asked.format == Format.XLSX:
        return write_xlsx(out, front, chunks)
    counted = list(chunks)
    label = str(dict(form.fields["order"].choices)[order])  # type: ignore[attr-defined]
    words = order_text(label[:1].lower() + label[1:])
    voids = voided(book, asked.powers, wanted)[:MOST_VOID]
    out.write(printed(front, counted, head=letterhead(asked.office), order=words, voids=voids, at=at))
    return sum(len(one) for one in counted)


def _front(asked: Asked, form: BookFilter, at: datetime) -> Front[Book]:
    office = asked.office
    held = next((one for one in asked.powers.holdings if not one.delegated), None)
    by = f"{asked.powers.actor.name} ({held.title})" if held else asked.powers.actor.name
    return Front(
        book=asked.shelf_book, office=office.name, zone=office.time_zone, filter=form.in_words(), by=by,
        at=moment_text(at, office.time_zone),
    )  # fmt: skip


def _note(asked: Asked, count: int) -> None:
    held, actor = next((one for one in asked.powers.holdings if not one.delegated), None), asked.powers.actor
    by = By(actor.name, actor.account)
    if held:
        by = By(actor.name, actor.account, held.title, held.appointment.kind, held.appointment.decree)
    facts = {"register": asked.book, "format": asked.format, "rows": count}
    with translation.override("id"):
        words = asked.filter.in_words()
    note(asked.office, act="register_exported", by=by, facts=facts, detail={"filter": words} if words else None)


@says("register_exported")
def _says_exported(body: Body) -> str:
    book = BOOKS.get(body["register"])
    return _("%(who)s mengekspor %(book)s (%(format)s), %(rows)d baris.") % {
        "who": who(body), "book": book.title if book else body["register"], "format": body["format"].upper(),
        "rows": body["rows"],
    }  # fmt: skip
