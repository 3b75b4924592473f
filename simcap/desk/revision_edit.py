"""Writing a draft of the SOP (konsep revisi): the structured form, the text itself, and the check while it is typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simcap.errors import BadInputs, NotNow
from simcap.revisions import acts, editing
from simcap.revisions.editing import Content, NotRead, content_of, retold
from simcap.revisions.models import Revision
from simcap.revisions.reading import read
from simcap.revisions.rules import must, must_be

from .archive import archive_page, require_form_methods
from .numbers import number_of
from .revision_fields import Verdict, blocks_of, given_by, verdict_on
from .viewer import office_of, powers_of


def _draft(request: HttpRequest, uid: UUID) -> Revision:
    """Raises: NotYou; Http404; NotNow for what is no draft any more."""
    must("draft_revision", powers_of(request))
    row = get_object_or_404(Revision.objects.select_related("office"), uid=uid, office=office_of(request))
    must_be(row, Revision.Status.DRAFT)
    return row


def _typed(request: HttpRequest, text: str) -> str:
    """The text with what the form has sent. Raises: NotRead."""
    return retold(text, given_by(request.POST, [one.key for one in editing.places(content_of(text))]))


def _lines(text: str) -> str:
    """Browsers send their own line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _judged(text: str, row: Revision) -> tuple[Verdict, Content | None]:
    try:
        content = content_of(text)
    except NotRead:
        content = None
    return verdict_on(read(text), content, but=row), content


@archive_page
@require_form_methods
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The structured form; what it has no field for stays as it is."""
    row = _draft(request, uid)
    try:
        text = _typed(request, row.text)
    except NotRead:
        messages.info(request, _("Naskah ini belum terbaca sebagai TOML, jadi hanya dapat disunting sebagai teks."))
        return redirect("revision-text", uid=uid)
    if request.method == "POST":
        return _saved(request, row, text) or _form_page(request, row, text, status=409, is_late=True)
    return _form_page(request, row, text)


@archive_page
@require_form_methods
def edit_text(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The text itself, for what the form cannot say."""
    row = _draft(request, uid)
    if request.method != "POST":
        return _text_page(request, row, row.text)
    text = _lines(request.POST.get("text", ""))
    try:
        return _saved(request, row, text) or _text_page(request, row, text, status=409, is_late=True)
    except BadInputs as bad:
        refused = " ".join(sentence for each in bad.fields.values() for sentence in each)
        return _text_page(request, row, text, status=422, refused=refused)


def _saved(request: HttpRequest, row: Revision, text: str) -> HttpResponse | None:
    """The way on after saving; None when another window was faster, and `row` is what that one saved."""
    try:
        edition = number_of(request.POST.get("edition", ""))
        saved = acts.write(row, text=text, edition=edition, powers=powers_of(request))
    except NotNow:
        row.refresh_from_db()
        must_be(row, Revision.Status.DRAFT)
        return None
    verdict, _content = _judged(saved.text, row)
    if verdict.is_good:
        messages.success(request, _("Konsep disimpan."))
    else:
        messages.warning(
            request, _("Konsep disimpan seperti diketik. Sebelum diajukan masih ada yang harus diperbaiki.")
        )
    if "stay" in request.POST:
        return redirect(request.path)
    return redirect("revision", uid=row.uid)


def _form_page(
    request: HttpRequest, row: Revision, text: str, *, status: int = 200, is_late: bool = False
) -> HttpResponse:
    verdict, content = _judged(text, row)
    stored = _judged(row.text, row)[1] if is_late else None
    blocks = blocks_of(content or {}, verdict, language=get_language() or "id", stored=stored)
    page = {"row": row, "blocks": blocks, "verdict": verdict, "is_late": is_late}
    return render(request, "revisions/edit.html", page, status=status)


def _text_page(
    request: HttpRequest, row: Revision, text: str, *, status: int = 200, is_late: bool = False, refused: str = ""
) -> HttpResponse:
    verdict, content = _judged(text, row)
    page: dict[str, Any] = {"row": row, "text": text, "verdict": verdict, "is_late": is_late, "refused": refused}
    page |= {"has_form": content is not None, "longest": acts.LONGEST_TEXT}
    return render(request, "revisions/text.html", page, status=status)


@archive_page
@require_POST
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the loader makes of what is typed so far. Changes: nothing."""
    row = _draft(request, uid)
    by_text = "text" in request.POST
    try:
        text = _lines(request.POST["text"]) if by_text else _typed(request, row.text)
    except NotRead:
        return HttpResponse(status=204)
    if len(text) > acts.LONGEST_TEXT:
        return HttpResponse(status=204)  # saving says so
    verdict, _content = _judged(text, row)
    page = {
        "verdict": verdict,
        "row": row,
        "shown": request.POST.get("shown", ""),
        "by_text": by_text,
        "is_answer": True,
    }
    return render(request, "revisions/_verdict.html", page)
