"""Pages on which a requester writes: the request, its receipt, the answer by the secret link."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from simcap import clock
from simcap.errors import BadInputs, OtherContent, Refusal
from simcap.facilitation.doorway import perform
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation
from simcap.intake.forms import RegisterForm, ResubmitForm
from simcap.intake.queries import answer_token, case_of_answer, open_completion
from simcap.people.models import Office

from . import request as asked
from .limits import REGISTERING, SENDING
from .page import OWN, SECRET, not_found, public_page
from .tracking import Standing, asked_for

#: Said as a whole, so that nobody has to guess what to do.
TOO_MANY = gettext_noop("Terlalu banyak kiriman dari sambungan Anda. Isian masih ada; coba lagi nanti.")
NO_SUCH_LINK = gettext_noop("Tautan ini tidak dikenal. Salin kembali seluruh tautan dari tanda terima atau surel Anda.")
require_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_form_methods
@public_page(OWN)
def request_form(request: HttpRequest, office: Office) -> HttpResponse:
    """The request letter and what it asks for, as one form."""
    if not office.accepts_online:
        return render(request, "public/request_closed.html", {"office": office, "section": "request"})
    given = asked.draft_of(request.POST.get("draft", ""))
    signed = request.POST["draft"] if given else asked.new_draft()
    page = _RequestPage(request, office, signed=signed, draft=given or asked.fresh(signed))
    if request.method != "POST":
        return page.show(RegisterForm(page.occasion))
    if SENDING.reached(request) or REGISTERING.reached(request):
        return page.show_typed(_(TOO_MANY), status=429)
    SENDING.count(request)
    page.take_uploads()
    if given is None:
        return page.show_typed(
            _("Formulir ini sudah kedaluwarsa. Isian masih ada; periksa, lalu kirim lagi."), status=409
        )
    if request.POST.get(asked.HONEYPOT):
        return page.show_typed(
            _("Kosongkan kolom di bagian bawah yang tidak perlu diisi, lalu kirim lagi."), status=422
        )
    if "send" not in request.POST:  # a button of the place's lists: the next list, and nothing is checked yet
        return page.show_typed()
    return page.send()


class _RequestPage:
    """One showing or sending of the request form. What was typed and uploaded survives every outcome."""

    def __init__(self, request: HttpRequest, office: Office, *, signed: str, draft: UUID) -> None:
        self.request, self.office, self.signed, self.draft = request, office, signed, draft
        self.actor = asked.draft_actor(draft)
        self.occasion = asked.registering(office, self.actor)
        self.inputs: dict[str, Any] = inputs_from_post(RegisterForm, request.POST)
        self.refused: dict[str, list[str]] = {}

    def take_uploads(self) -> None:
        """Keep what was uploaded before anything is checked."""
        self.inputs, self.refused = asked.staged_inputs(
            RegisterForm, self.request, office=self.office, actor=self.actor
        )

    def send(self) -> HttpResponse:
        """Register the request; the receipt on success, else the form with what is wrong."""
        if self.refused:
            return self.show(asked.checked(RegisterForm, self.occasion, self.inputs, self.refused), status=422)
        try:
            receipt = perform(
                "register", office=self.office, actor=self.actor, inputs=self.inputs, request_id=self.draft
            )
        except BadInputs as bad:
            return self.show(asked.bound(bad, RegisterForm, self.occasion), status=bad.status)
        except OtherContent as other:
            earlier = asked.case_of_draft(self.draft)
            return self.show_typed(other.sentence, status=other.status, earlier=earlier)
        except Refusal as refusal:
            return self.show_typed(refusal.sentence, status=refusal.status)
        if not receipt.repeated:
            REGISTERING.count(self.request)
        return redirect("request-done", office=self.office.slug, token=answer_token(receipt.facilitation))

    def show_typed(self, sentence: str = "", *, status: int = 200, earlier: Facilitation | None = None) -> HttpResponse:
        """The form with what was typed, unchecked, and a sentence above it."""
        form = asked.typed(RegisterForm, self.occasion, self.inputs)
        return self.show(form, sentence=sentence, status=status, earlier=earlier)

    def show(
        self, form: ActForm, *, sentence: str = "", status: int = 200, earlier: Facilitation | None = None
    ) -> HttpResponse:
        """The page."""
        context = {
            "office": self.office, "section": "request", "form": form, "groups": asked.groups(form),
            "draft": self.signed, "sentence": sentence, "honeypot": asked.HONEYPOT,
            "earlier": answer_token(earlier) if earlier else "",
        }  # fmt: skip
        return render(self.request, "public/request.html", context, status=status)


@require_safe
@public_page(SECRET)
def request_done(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """The receipt (tanda terima): agenda number, tracking code, secret link, what comes next and by when."""
    case = case_of_answer(token, office=office)
    if case is None:
        return not_found(request, office, sentence=_(NO_SUCH_LINK))
    context = {
        "office": office, "section": "request", "case": case, "standing": Standing(case, at=clock.now()),
        "answer_url": asked.answer_url(case), "token": token,
        "tracking_url": "" if case.security in CLOSED_CLASSES else asked.tracking_url(case),
    }  # fmt: skip
    return render(request, "public/request_done.html", context)


@require_form_methods
@public_page(SECRET)
def answer(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """What the requester is asked for, and the form by which he answers. Only who holds the link gets here."""
    case = case_of_answer(token, office=office)
    if case is None:
        return not_found(request, office, sentence=_(NO_SUCH_LINK))
    if request.method == "POST":
        return _take_answer(request, case, token)
    occasion = asked.answering(case)
    form = ResubmitForm(occasion) if occasion else None
    return _show_answer(request, case, form)


def _take_answer(request: HttpRequest, case: Facilitation, token: str) -> HttpResponse:
    occasion, actor = asked.answering(case), asked.case_actor(case)
    request_id = asked.request_id_of(request.POST)
    if SENDING.reached(request):
        typed = asked.typed(ResubmitForm, occasion, inputs_from_post(ResubmitForm, request.POST)) if occasion else None
        return _show_answer(request, case, typed, sentence=_(TOO_MANY), status=429, request_id=request_id)
    SENDING.count(request)
    inputs, refused = asked.staged_inputs(ResubmitForm, request, office=case.office, actor=actor)
    if refused and occasion:
        form = asked.checked(ResubmitForm, occasion, inputs, refused)
        return _show_answer(request, case, form, status=422, request_id=request_id)
    try:
        perform("resubmit", office=case.office, actor=actor, inputs=inputs, request_id=request_id, facilitation=case)
    except BadInputs as bad:
        form = asked.bound(bad, ResubmitForm, occasion)
        return _show_answer(request, case, form, status=bad.status, request_id=request_id)
    except Refusal as refusal:  # somebody at the desk was faster: say where the case stands, give back what was typed
        said = {"sentence": refusal.sentence, "status": refusal.status, "unsent": inputs.get("answer", "")}
        return _show_answer(request, case, None, **said)
    return redirect("answer", office=case.office.slug, token=token)


def _show_answer(
    request: HttpRequest, case: Facilitation, form: ActForm | None, *,
    sentence: str = "", status: int = 200, request_id: UUID | None = None, unsent: str = "",
) -> HttpResponse:  # fmt: skip
    context = {
        "office": case.office, "section": "", "case": case, "form": form, "fields": asked.fields(form) if form else [],
        "sentence": sentence, "unsent": unsent, "request_id": request_id or uuid4(), "reasons": asked_for(case),
        "completion": open_completion(case), "answered": case.completions.exclude(answered_at=None).last(),
        "standing": Standing(case, at=clock.now()),
        "tracking_url": "" if case.security in CLOSED_CLASSES else asked.tracking_url(case),
    }  # fmt: skip
    return render(request, "public/answer.html", context, status=status)
