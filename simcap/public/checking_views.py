"""Pages on which anyone checks: a file without its QR code, the published checkpoints, the verifying program."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from simcap.bundle.contents import carried
from simcap.facilitation.phrases import moment_text
from simcap.journal.models import Entry
from simcap.journal.verify import CHECKPOINT
from simcap.people.acts import chain_of
from simcap.people.models import Office

from .checking import CheckForm, Finding, finding, sent_form
from .limits import CHECKING
from .page import OWN, SHARED, public_page, too_many

PAGE = 30


def flooded(request: HttpRequest, office: Office) -> HttpResponse | None:
    """The page that asks to wait, for an address that has checked too often; else the try is counted."""
    if CHECKING.reached(request):
        sentence = _("Terlalu banyak pemeriksaan dari sambungan Anda. Coba lagi sepuluh menit lagi.")
        return too_many(request, office, sentence=sentence, seconds=CHECKING.seconds)
    CHECKING.count(request)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@public_page(OWN)
def check_file(request: HttpRequest, office: Office) -> HttpResponse:
    """Check a document (periksa dokumen) that has no QR code at hand. The file is not kept."""
    form, result = CheckForm(), None
    if request.method == "POST":
        if wait := flooded(request, office):
            return wait
        form = sent_form(request)
        if form.is_valid():
            result = finding(office, form.cleaned_data["file"].sha256)
    return answer(request, "public/check.html", office, form=form, result=result)


def answer(
    request: HttpRequest, template: str, office: Office, *, form: CheckForm, result: Finding | None, **more: Any
) -> HttpResponse:
    """A page with the form for a file, and what the file is."""
    context = {"office": office, "section": "verify", "form": form, "result": result, **more}
    return render(request, template, context, status=422 if form.is_bound and not form.is_valid() else 200)


@require_safe
@public_page(SHARED)
def checkpoints(request: HttpRequest, office: Office) -> HttpResponse:
    """The office's checkpoints (titik periksa), newest first: what a bundle is compared with. No case is named."""
    rows = Entry.objects.filter(chain=chain_of(office), act=CHECKPOINT).order_by("-seq")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 10:
        rows = rows.filter(seq__lt=int(before))
    found = list(rows[: PAGE + 1])
    lines = [
        {
            "seq": one.seq, "at": moment_text(one.recorded_at, office.time_zone), "hash": one.hash,
            "chains": len(json.loads(one.canonical)["heads"]),
        }
        for one in found[:PAGE]
    ]  # fmt: skip
    older = found[PAGE - 1].seq if len(found) > PAGE else None
    context = {"office": office, "section": "verify", "lines": lines, "older": older, "is_later": bool(before)}
    return render(request, "public/checkpoints.html", context)


@require_safe
@public_page(SHARED)
def verifier(request: HttpRequest, office: Office) -> HttpResponse:
    """verify.py from the office itself, for whoever doubts the one in a bundle."""
    return HttpResponse(
        carried("verify.py"),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="verify.py"'},
    )
