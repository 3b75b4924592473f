"""Pages that anyone may read: the office's home, tracking, a document's verification, the SOP."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from simcap import clock
from simcap.facilitation.definitions import in_force
from simcap.intake.queries import tidy_code
from simcap.people.models import Office
from simcap.procedure.bpmn import MEDIA_TYPE, bpmn_xml
from simcap.procedure.chart_words import time_words

from .checking import CheckForm, compared, sent_form
from .checking_views import answer, flooded
from .limits import GUESSING
from .page import OWN, SECRET, SHARED, not_found, public_page, too_many
from .sop import open_counts, sop_page
from .sop_form import KEPT_SECONDS, sop_pdf
from .tracking import Standing, asked_for, tracked_case
from .verification import status_sentence, verified


@require_safe
@public_page(SHARED)
def office_home(request: HttpRequest, office: Office) -> HttpResponse:
    """What the service is, and the ways on."""
    revision = in_force(office)
    context = {"office": office, "section": "home", "steps": _steps(office), "sop_number": revision.identity.number}
    return render(request, "public/home.html", context)


def _steps(office: Office) -> list[dict[str, str]]:
    language = get_language() or "id"
    steps = in_force(office).steps
    return [{"label": step.label.text(language), "time": time_words(step, language=language)} for step in steps]


@require_safe
@public_page(OWN)
def track(request: HttpRequest, office: Office) -> HttpResponse:
    """Where a tracking code is entered."""
    typed = request.GET.get("kode", "").strip()
    if typed:
        return redirect("track-case", office=office.slug, code=tidy_code(typed))
    return render(request, "public/track.html", {"office": office, "section": "track", "typed": "", "sentence": ""})


@require_safe
@public_page(SECRET)
def track_case(request: HttpRequest, office: Office, code: str) -> HttpResponse:
    """Where one case stands. An unknown code, another office's and a closed class get the same answer."""
    if GUESSING.reached(request):
        sentence = _("Terlalu banyak kode yang tidak dikenal dari sambungan Anda. Coba lagi sepuluh menit lagi.")
        return too_many(request, office, sentence=sentence, seconds=GUESSING.seconds)
    case = tracked_case(office, code)
    if case is None:
        GUESSING.count(request)
        sentence = _("Kode lacak ini tidak dikenal. Periksa kembali tanda terima Anda.")
        context = {"office": office, "section": "track", "typed": code, "sentence": sentence}
        return render(request, "public/track.html", context, status=404)
    if code != case.tracking_code:
        return redirect("track-case", office=office.slug, code=case.tracking_code)
    standing = Standing(case, at=clock.now())
    context = {"office": office, "section": "track", "case": case, "standing": standing, "reasons": asked_for(case)}
    return render(request, "public/track_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page(SECRET)
def verify_document(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """What a document is, by the token of its QR code; and whether a file that is sent along is that document."""
    found = verified(office, token)
    if found is None:
        sentence = _("Tidak ada naskah dengan kode ini di kantor kami. Periksa kembali kode pada naskah Anda.")
        return not_found(request, office, sentence=sentence)
    form, result = CheckForm(), None
    if request.method == "POST":
        if wait := flooded(request, office):
            return wait
        form = sent_form(request)
        if form.is_valid():
            result = compared(office, form.cleaned_data["file"].sha256, beside=found)
    said = {"found": found, "verdict": status_sentence(found)}
    return answer(request, "public/verify.html", office, form=form, result=result, **said)


@require_safe
@public_page(SHARED)
def sop(request: HttpRequest, office: Office) -> HttpResponse:
    """The official form of the SOP, with today's open cases."""
    revision = in_force(office)
    page = sop_page(revision, language=get_language() or "id", counts=open_counts(office, revision))
    return render(request, "public/sop.html", {"office": office, "section": "sop", "page": page})


@require_safe
@public_page(SHARED)
def sop_form(request: HttpRequest, office: Office) -> HttpResponse:
    """The SOP in force as the official form, on paper; the NIP is masked."""
    revision = in_force(office)
    response = HttpResponse(sop_pdf(revision, office=office, masked=True), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sop-{revision.id}.pdf"'
    return response


@require_safe
@public_page(SHARED)
def sop_bpmn(request: HttpRequest, office: Office) -> HttpResponse:
    """The SOP in force as BPMN 2.0, in the page's language."""
    revision, language = in_force(office), get_language() or "id"
    key = f"sop-bpmn:{revision.digest}:{language}"
    text = cache.get_or_set(key, lambda: bpmn_xml(revision, language=language), KEPT_SECONDS)
    response = HttpResponse(text, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="sop-{revision.id}.bpmn"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
