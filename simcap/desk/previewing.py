"""Paper on the screen: a draft's pages, and the pages of an attached PDF."""

from __future__ import annotations

from base64 import b64encode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from simcap.documents import store
from simcap.documents.models import Attachment
from simcap.documents.paging import NoSuchPage, kept_page
from simcap.errors import Refusal
from simcap.facilitation import registry
from simcap.facilitation.forms import inputs_from_post
from simcap.facilitation.models import Facilitation

from .cautions import cautions_of
from .drafts import TYPED, draft_page, draft_pages, pages_of
from .files import case_seen
from .occasions import occasion_to
from .refusals import refused
from .session import signed_in
from .spt_changes import changes_of
from .viewer import powers_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, uid: UUID, act: str) -> HttpResponse:
    """The draft as paper: all pages, or one as a picture (`?page=2`). A POST previews what is typed, not yet sent."""
    case = case_seen(request, uid)
    if request.method == "POST":
        return _typed_preview(request, case, act)
    number = request.GET.get("page", "")
    if number.isdecimal():
        return _picture(draft_page(case, act, int(number[:4])))
    sources = [f"{request.path}?page={no}" for no in range(1, len(draft_pages(case, act)) + 1)]
    return render(request, "desk/preview.html", {"case": case, "act": act, "sources": sources})


def _typed_preview(request: HttpRequest, case: Facilitation, act: str) -> HttpResponse:
    """Changes: nothing. The document as it would be drafted from what is typed."""
    if act not in TYPED:
        raise Http404
    try:
        occasion = occasion_to(act, case, powers_of(request))
    except Refusal as refusal:
        return refused(request, refusal, case=case, act=act)
    form_class = registry.get(act).form
    form = form_class(occasion, inputs_from_post(form_class, request.POST))
    if not form.is_valid():
        faults = sorted({each for sentences in form.faults().values() for each in sentences})
        return render(request, "desk/preview.html", {"case": case, "act": act, "faults": faults}, status=422)
    with translation.override("id"):
        pages = pages_of(TYPED[act](occasion, form.values()))
    page = {
        "case": case, "act": act, "cautions": cautions_of(occasion, form), "changes": changes_of(occasion, form),
        "is_typed": True,
    }  # fmt: skip
    sources = [f"data:image/png;base64,{b64encode(page).decode()}" for page in pages]
    return render(request, "desk/preview.html", page | {"sources": sources})


@signed_in
@require_safe
def attachment_page(request: HttpRequest, uid: UUID, att: UUID, page: int) -> HttpResponse:
    """One page of an attached PDF as a picture, so that a letter can be read beside its form."""
    case = case_seen(request, uid)
    found = get_object_or_404(Attachment.objects.select_related("file"), uid=att, case_uid=case.uid, office=case.office)
    if found.is_picture:
        raise Http404
    try:
        return _picture(kept_page(found.file, page))
    except (NoSuchPage, store.FileMissing):
        raise Http404 from None


def _picture(png: bytes) -> HttpResponse:
    answer = HttpResponse(png, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=60"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox"
    return answer
