"""Pages on which a requester writes: the request, its receipt, the answer by the secret link."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from simcap import clock
from simcap.desk.uploading import Sent, sent, with_refused
from simcap.errors import BadInputs, OtherContent, Refusal
from simcap.facilitation.doorway import perform
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation
from simcap.intake.forms import RegisterForm, ResubmitForm
from simcap.intake.queries import answer_token, case_of_answer, open_completion
from simcap.people.models import Office

from . import draft as drafts
from .limits import REGISTERING, SENDING
from .page import OWN, SECRET, not_found, public_page
from .tracking import Standing, asked_for

#: Said as a whole, so that nobody has to guess what to do.
TOO_MANY = gettext_noop("Terlalu banyak kiriman dari sambungan Anda. Isian masih ada; coba lagi nanti.")
STALE = gettext_noop("Formulir ini sudah kedaluwarsa. Isian masih ada; periksa, lalu kirim lagi.")
TRAPPED = gettext_noop("Kolom di bagian bawah yang tidak perlu diisi ternyata terisi. Kirim lagi.")
NO_SUCH_LINK = gettext_noop("Tautan ini tidak dikenal. Salin kembali seluruh tautan dari tanda terima atau surel Anda.")
require_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_form_methods
@public_page(OWN)
def request_form(request: HttpRequest, office: Office) -> HttpResponse:
    """The request letter and what it asks for, as one form."""
    if not office.accepts_online:
        return render(request, "public/request_closed.html", {"office": office, "section": "request"})
    page = RequestPage(request, office)
    if request.method != "POST":
        return page.show(RegisterForm(page.occasion))
    if SENDING.reached(request) or REGISTERING.reached(request):
        return page.show_typed(_(TOO_MANY), status=429)
    SENDING.count(request)
    page.take_uploads()
    if page.is_stale:
        return page.show_typed(_(STALE), status=409)
    if "_refresh" in request.POST:  # the next list of the place; nothing is judged yet
        return page.show_typed()
    if request.POST.get(drafts.HONEYPOT):
        return page.show_typed(_(TRAPPED), status=422)
    return page.send()


class RequestPage:
    """One showing or sending of the request form. What was typed and uploaded survives every outcome."""

    def __init__(self, request: HttpRequest, office: Office) -> None:
        self.request, self.office = request, office
        self.signed = request.POST.get("draft", "")
        draft = drafts.draft_of(self.signed)
        self.is_stale = draft is None
        if draft is None:
            self.signed = drafts.new_draft()
            draft = UUID(drafts.SIGNER.unsign_object(self.signed))
        self.draft = draft
        self.actor = drafts.draft_actor(draft)
        self.occasion = drafts.registering(office, self.actor)
        self.sent = Sent(inputs_from_post(RegisterForm, request.POST))

    def take_uploads(self) -> None:
        """Keep what was uploaded before anything is judged."""
        self.sent = sent(RegisterForm, self.request, office=self.office, actor=self.actor)

    def send(self) -> HttpResponse:
        """Register the request; the receipt on success, else the form with what is wrong."""
        inputs, refused = self.sent.inputs, self.sent.refused
        if refused:
            return self.show(with_refused(RegisterForm(self.occasion, inputs), refused), status=422)
        try:
            receipt = perform(
                "register", office=self.office, actor=self.actor, inputs=inputs, request_id=self.draft
            )  # fmt: skip
        except BadInputs as bad:
            return self.show(judged(bad), status=bad.status)
        except OtherContent as other:
            return self.show_typed(other.sentence, status=other.status, earlier=drafts.case_of_draft(self.draft))
        except Refusal as refusal:
            return self.show_typed(refusal.sentence, status=refusal.status)
        if not receipt.repeated:
            REGISTERING.count(self.request)
        return redirect("request-done", office=self.office.slug, token=answer_token(receipt.facilitation))

    def show_typed(self, sentence: str = "", *, status: int = 200, earlier: Facilitation | None = None) -> HttpResponse:
        """The form with what was typed, not judged, and a sentence above it."""
        form = RegisterForm(self.occasion, typed=self.sent.inputs)
        return self.show(form, sentence=sentence, status=status, earlier=earlier)

    def show(
        self, form: ActForm, *, sentence: str = "", status: int = 200, earlier: Facilitation | None = None
    ) -> HttpResponse:
        """The page."""
        form = drafts.dressed(form)
        context = {
            "office": self.office, "section": "request", "form": form, "groups": drafts.groups(form),
            "draft": self.signed, "sentence": sentence, "honeypot": drafts.HONEYPOT,
            "earlier": answer_token(earlier) if earlier else "",
        }  # fmt: skip
        return render(self.request, "public/request.html", context, status=status)


def judged(bad: BadInputs) -> ActForm:
    """The form as the doorway judged it."""
    if not isinstance(bad.form, ActForm):
        raise bad
    return bad.form


@require_safe
@public_page(SECRET)
def request_done(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """The receipt (tanda terima): agenda number, tracking code, secret link, what comes next and by when."""
    case = case_of_answer(token, office=office)
    if case is None:
        return not_found(request, office, sentence=_(NO_SUCH_LINK))
    context = {
        "office": office, "section": "request", "case": case, "standing": Standing(case, at=clock.now()),
        "answer_url": drafts.answer_url(case), "tracking_url": _shared_url(case),
    }  # fmt: skip
    return render(request, "public/request_done.html", context)


def _shared_url(case: Facilitation) -> str:
    """The tracking page's address; empty for the closed classes, which it does not know."""
    return "" if case.security in CLOSED_CLASSES else drafts.tracking_url(case)


@require_form_methods
@public_page(SECRET)
def answer(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """What the requester is asked for, and the form by which he answers. Only who holds the link gets here."""
    case = case_of_answer(token, office=office)
    if case is None:
        return not_found(request, office, sentence=_(NO_SUCH_LINK))
    page = AnswerPage(request, case)
    return page.send(token) if request.method == "POST" else page.show()


class AnswerPage:
    """One showing or sending of the answer."""

    def __init__(self, request: HttpRequest, case: Facilitation) -> None:
        self.request, self.case = request, case
        self.actor, self.occasion = drafts.case_actor(case), drafts.answering(case)
        self.request_id = drafts.request_id_of(request.POST) if request.method == "POST" else uuid4()

    def send(self, token: str) -> HttpResponse:
        """Complete the request; the page says where the case stands afterwards."""
        if SENDING.reached(self.request):
            typed = Sent(inputs_from_post(ResubmitForm, self.request.POST))
            return self.show(self._typed(typed), sentence=_(TOO_MANY), status=429)
        SENDING.count(self.request)
        given = sent(ResubmitForm, self.request, office=self.case.office, actor=self.actor)
        if given.refused and self.occasion:
            form = with_refused(ResubmitForm(self.occasion, given.inputs), given.refused)
            return self.show(form, status=422)
        return self._resubmit(given, token)

    def _resubmit(self, given: Sent, token: str) -> HttpResponse:
        case = self.case
        try:
            perform(
                "resubmit", office=case.office, actor=self.actor, inputs=given.inputs, request_id=self.request_id,
                facilitation=case,
            )  # fmt: skip
        except BadInputs as bad:
            return self.show(judged(bad), status=bad.status)
        except Refusal as refusal:  # somebody at the desk was faster: say so, and give back what was typed
            return self.show(sentence=refusal.sentence, status=refusal.status, unsent=given.inputs.get("answer", ""))
        return redirect("answer", office=case.office.slug, token=token)

    def _typed(self, given: Sent) -> ActForm | None:
        return ResubmitForm(self.occasion, typed=given.inputs) if self.occasion else None

    def show(
        self, form: ActForm | None = None, *, sentence: str = "", status: int = 200, unsent: str = ""
    ) -> HttpResponse:
        """The page: the form while something is asked for, else where the case stands."""
        case = self.case
        if form is None and self.occasion:
            form = ResubmitForm(self.occasion)
        context = {
            "office": case.office, "section": "", "case": case, "form": form, "sentence": sentence, "unsent": unsent,
            "request_id": self.request_id, "reasons": asked_for(case), "completion": open_completion(case),
            "answered": case.completions.exclude(answered_at=None).exists(),
            "standing": Standing(case, at=clock.now()), "tracking_url": _shared_url(case),
        }  # fmt: skip
        return render(self.request, "public/answer.html", context, status=status)
