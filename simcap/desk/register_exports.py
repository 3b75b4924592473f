"""Taking a register out: at once when it is short, else by the worker, with a page that says how far it is."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simcap.errors import Refusal
from simcap.mining import taking
from simcap.registers.exporting import AT_ONCE, MEDIA_TYPES, Asked, must_fit_on_paper, rows_asked, take
from simcap.registers.forms import filter_of
from simcap.registers.models import Export
from simcap.registers.printing import MOST_ROWS
from simcap.registers.tasks import KEPT_DAYS, asked_by, order

from .refusals import refused
from .registers import book_of
from .session import signed_in
from .viewer import account_of, office_of, powers_of


@signed_in
@require_POST
def export(request: HttpRequest, book: str) -> HttpResponseBase:
    """Take a register out. Changes: an entry in the office's journal; for a long one, work for the worker."""
    office, code = office_of(request), book_of(book).code
    wished = request.POST.get("format", "")
    if wished not in MEDIA_TYPES:
        return redirect("book", book=code)
    query = filter_of(request.POST.get("query", ""), book=book_of(code), office=office).query()
    asked = Asked(office=office, powers=powers_of(request), book=code, query=query, format=wished)
    at_once = AT_ONCE[Export.Format(wished)]
    count = rows_asked(asked, most=max(at_once, MOST_ROWS))
    try:
        must_fit_on_paper(asked, count)
    except Refusal as refusal:
        return refused(request, refusal)
    if count > at_once:
        made = order(asked, account=account_of(request), language=get_language() or "id")
        return redirect("export", uid=made.uid)
    out = tempfile.SpooledTemporaryFile(max_size=2**22)  # noqa: SIM115 — the answer closes it
    take(asked, out)
    out.seek(0)
    return handed_over(out, asked)


def handed_over(out: object, asked: Asked | taking.LogAsked) -> FileResponse:
    """A file that was made, to be saved; only paper is shown at once."""
    is_paper = asked.format == Export.Format.PDF
    kinds: dict[Any, str] = taking.MEDIA_TYPES if isinstance(asked, taking.LogAsked) else MEDIA_TYPES
    answer = FileResponse(out, as_attachment=not is_paper, filename=asked.name, content_type=kinds[asked.format])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox"
    return answer


def _own(request: HttpRequest, uid: UUID) -> Export:
    related = Export.objects.select_related("office", "account__officer__office")
    return get_object_or_404(related, uid=uid, account=account_of(request))


@signed_in
@require_safe
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How far an export is; where it can be fetched when it is done."""
    found = _own(request, uid)
    page = {
        "export": found, "is_under_way": not (found.finished_at or found.failed_at), **_what(found),
        "percent": min(100, found.rows_done * 100 // found.rows_total) if found.rows_total else 0,
        "until": found.finished_at + timedelta(days=KEPT_DAYS) if found.finished_at else None,
    }  # fmt: skip
    template = "registers/_progress.html" if request.headers.get("HX-Request") else "registers/export.html"
    return render(request, template, page)


def _what(found: Export) -> dict[str, str]:
    """What an export is of: its title, where it is asked for again, and how it was narrowed."""
    if found.book == taking.CODE:
        words = taking.asked_of(found).words
        return {"title": _("Log peristiwa"), "back": f"{reverse('event-log')}?{found.query}", "filter": words}
    book = book_of(found.book)
    return {
        "title": str(book.title), "back": f"{reverse('book', args=[book.code])}?{found.query}",
        "filter": filter_of(found.query, book=book, office=found.office).in_words(),
    }  # fmt: skip


@signed_in
@require_safe
def export_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The finished file, for who asked for it."""
    found = _own(request, uid)
    if not found.path or not default_storage.exists(found.path):
        return redirect("export", uid=uid)
    asked = taking.asked_of(found) if found.book == taking.CODE else asked_by(found)
    return handed_over(default_storage.open(found.path), asked)
