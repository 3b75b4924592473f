"""Paper twins on the screen: forms to print, a sheet that comes back by its QR code or code, its scan."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from simcap.documents.typeset import render as typeset
from simcap.errors import BadInputs, NotYou, Refusal
from simcap.facilitation import registry
from simcap.facilitation.doorway import perform
from simcap.facilitation.filing import FilePaperForm
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.models import Facilitation, PaperSheet
from simcap.facilitation.paper import tidy_code
from simcap.facilitation.queries import visible_to
from simcap.intake.forms import RegisterForm
from simcap.journal.sentences import sentence

from .files import case_seen, guard
from .occasions import occasion_to, occasion_to_register, request_id_of
from .paper_back import Back, back_of, papers_page
from .printing import CONFIRMATION, FORM, may_print, print_form, print_request, printables
from .refusals import refused
from .session import signed_in
from .uploading import send_at_once, sent, with_refused
from .viewer import office_of, powers_of


def sheet_seen(request: HttpRequest, **names: str) -> PaperSheet:
    """A sheet of the viewer's office whose case he may see; one without a case is the front desk's. Raises: Http404."""
    powers = powers_of(request)
    related = ("facilitation__office", "printed_by", "office")
    found = PaperSheet.objects.select_related(*related).filter(office=office_of(request), **names).first()
    if found is None:
        raise Http404
    if found.facilitation is None:
        seen = "front_desk" in powers.codes()
    else:
        seen = visible_to(powers).filter(pk=found.facilitation.pk).exists()
    if not seen:
        raise Http404
    return found


@signed_in
@require_POST
def act_form(request: HttpRequest, uid: UUID, act: str) -> HttpResponse:
    """Print a form of an act: blank, or filled with what stands in the page's form. Changes: one sheet."""
    case, powers = case_seen(request, uid), powers_of(request)
    if act not in registry.known():
        raise Http404
    if not may_print(case, powers):
        return refused(request, NotYou(_("Formulir dicetak oleh pelaksana berkas ini.")), case=case)
    template = CONFIRMATION if request.POST.get("_print") == "host" else FORM
    inputs = _typed(request, registry.get(act).form)
    sheet = print_form(case, act, powers, template=template, inputs=inputs)
    return redirect("paper-sheet", token=sheet.token)


def _typed(request: HttpRequest, form: type[ActForm]) -> dict[str, object] | None:
    return inputs_from_post(form, request.POST) if request.POST.get("_print") == "filled" else None


@signed_in
@require_POST
def register_form(request: HttpRequest) -> HttpResponse:
    """Print the request form for the counter: blank, or with what was typed so far. Changes: one sheet."""
    try:
        occasion = occasion_to_register(office_of(request), powers_of(request))
    except Refusal as refusal:
        return refused(request, refusal)
    return redirect("paper-sheet", token=print_request(occasion, inputs=_typed(request, RegisterForm)).token)


@signed_in
@require_safe
def paper_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet as PDF, as it was printed."""
    sheet = sheet_seen(request, token=token)
    pdf = typeset(sheet.template, json.loads(sheet.content), issued_at=sheet.printed_at)
    answer = HttpResponse(pdf, content_type="application/pdf")
    guard(answer, etag=f'"{sheet.token}"')
    answer["Content-Disposition"] = f'inline; filename="formulir-{sheet.code}.pdf"'
    return answer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Where a sheet's QR code leads: its case, whose turn it is, and the scan field first."""
    sheet = sheet_seen(request, token=token)
    if sheet.facilitation is None:
        return redirect_to_counter(sheet)
    back = back_of(sheet, powers_of(request))
    if request.method == "POST":
        return _filed(request, back)
    form = FilePaperForm(None, typed={"code": sheet.code})
    return _page(request, back, form)


def redirect_to_counter(sheet: PaperSheet) -> HttpResponse:
    """A request form is typed in where letters are registered."""
    answer = redirect("register")
    answer["Location"] += f"?kertas={sheet.token}"
    return answer


def _page(request: HttpRequest, back: Back, form: ActForm, *, status: int = 200) -> HttpResponse:
    page = {"back": back, "sheet": back.sheet, "case": back.case, "form": send_at_once(form)}
    return render(request, "paper/sheet.html", page | {"request_id": request_id_of(request)}, status=status)


def _filed(request: HttpRequest, back: Back) -> HttpResponse:
    """File the scan, then go on to the act where it is the viewer's to type."""
    case, actor = back.case, powers_of(request).actor
    given = sent(FilePaperForm, request, office=case.office, actor=actor)
    given.inputs["code"] = back.sheet.code
    try:
        occasion = occasion_to("file_paper", case, powers_of(request))
        if given.refused:
            form = with_refused(FilePaperForm(occasion, given.inputs), given.refused)
            return _page(request, back, form, status=422)
        receipt = perform(
            "file_paper", office=case.office, actor=actor, inputs=given.inputs, request_id=request_id_of(request),
            facilitation=case,
        )  # fmt: skip
    except BadInputs as bad:
        form = bad.form if isinstance(bad.form, ActForm) else FilePaperForm(None, typed=given.inputs)
        return _page(request, back, form, status=422)
    except Refusal as refusal:
        return refused(request, refusal, case=case, act="file_paper")
    messages.success(request, sentence(json.loads(receipt.entry.canonical)))
    return redirect(back.type_url) if back.may_type else redirect("paper", token=back.sheet.token)


@signed_in
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Forms on paper (formulir kertas): a code to type, and the sheets of the office that the viewer may see."""
    powers, typed = powers_of(request), request.GET.get("kode", "").strip()
    if typed:
        found = PaperSheet.objects.filter(office=office_of(request), code=tidy_code(typed)).first()
        if found:
            return redirect("paper", token=found.token)
    page = papers_page(powers, only=request.GET.get("tampil", ""), after=request.GET.get("after", ""))
    shown = {"page": page, "typed": typed, "only": page.only, "at_counter": "front_desk" in powers.codes()}
    return render(request, "paper/list.html", shown, status=404 if typed else 200)


@signed_in
@require_safe
def case_papers(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The forms of one case that can be printed now, and its sheets."""
    case, powers = case_seen(request, uid), powers_of(request)
    page = papers_page(powers, case=case, after=request.GET.get("after", ""))
    found = printables(case) if may_print(case, powers) else []
    return render(request, "paper/case.html", {"case": case, "printables": found, "page": page})


def scan_for(request: HttpRequest, case: Facilitation, act: str) -> PaperSheet | None:
    """The sheet that an act's page is asked to be typed from (`?kertas=`). Raises: Http404 for another one's."""
    token = request.GET.get("kertas", "")
    if not token:
        return None
    sheet = sheet_seen(request, token=token)
    if sheet.facilitation_id != case.pk or sheet.act != act:
        raise Http404
    return sheet
