"""Pages of who holds a case's secret link: the receipt, the answer that is asked for, further attachments."""

from __future__ import annotations

from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from simcap import clock
from simcap.desk.acting_page import with_rows_changed
from simcap.desk.uploading import Sent, sent, with_refused
from simcap.errors import BadInputs, Refusal
from simcap.facilitation.doorway import perform
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.models import Facilitation
from simcap.intake.forms import AddAttachmentForm, ResubmitForm
from simcap.intake.models import LetterAttachment
from simcap.intake.queries import answer_token, case_of_answer, open_completion
from simcap.people.models import Office

from . import requester
from .limits import SENDING
from .page import SECRET, not_found, public_page
from .receipt import receipt_pdf
from .request_page import TOO_MANY
from .request_views import require_form_methods
from .tracking import Standing, asked_for

NO_SUCH_LINK = gettext_noop("Tautan ini tidak dikenal. Salin kembali seluruh tautan dari tanda terima atau surel Anda.")


@require_safe
@public_page(SECRET)
def request_done(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """The receipt (tanda terima): agenda number, tracking code, secret link, what comes next and by when."""
    case = case_of_answer(token, office=office)
    if case is None:
        return not_found(request, office, sentence=_(NO_SUCH_LINK))
    context = {
        "office": office, "section": "request", "case": case, "standing": Standing(case, at=clock.now()),
        "answer_url": requester.answer_url(case), "tracking_url": requester.shared_url(case), "token": token,
    }  # fmt: skip
    return render(request, "public/request_done.html", context)


@require_safe
@public_page(SECRET)
def request_receipt(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """The receipt as a PDF, to be kept or printed."""
    case = case_of_answer(token, office=office)
    if case is None:
        return not_found(request, office, sentence=_(NO_SUCH_LINK))
    answer = HttpResponse(receipt_pdf(case), content_type="application/pdf")
    name = f"{_('Tanda terima')} {case.agenda_number}.pdf".replace("/", "-")
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def files_of(case: Facilitation) -> QuerySet[LetterAttachment]:
    """The further files that the requester has sent."""
    return case.letter.attachments.select_related("attachment").order_by("id")


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
        self.actor, self.occasion = requester.case_actor(case), requester.occasion_to("resubmit", case)
        self.request_id = requester.request_id_of(request.POST) if request.method == "POST" else uuid4()

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
            return self.show(requester.judged(bad), status=bad.status)
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
            "standing": Standing(case, at=clock.now()), "tracking_url": requester.shared_url(case),
            "files": files_of(case), "token": answer_token(case),
            "may_add": requester.occasion_to("add_attachment", case) is not None,
        }  # fmt: skip
        return render(self.request, "public/answer.html", context, status=status)


@require_form_methods
@public_page(SECRET)
def add_attachment(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """Further files for a request that is under way. Only who holds the link gets here."""
    case = case_of_answer(token, office=office)
    if case is None:
        return not_found(request, office, sentence=_(NO_SUCH_LINK))
    page = AttachmentPage(request, case)
    if page.occasion is None:
        return redirect("answer", office=office.slug, token=token)
    return page.send(token) if request.method == "POST" else page.show(AddAttachmentForm(page.occasion))


class AttachmentPage:
    """One showing or sending of further files. What was uploaded survives every outcome."""

    def __init__(self, request: HttpRequest, case: Facilitation) -> None:
        self.request, self.case = request, case
        self.actor, self.occasion = requester.case_actor(case), requester.occasion_to("add_attachment", case)
        self.request_id = requester.request_id_of(request.POST) if request.method == "POST" else uuid4()

    def send(self, token: str) -> HttpResponse:
        """Add the files; the page of the case says so."""
        if SENDING.reached(self.request):
            typed = inputs_from_post(AddAttachmentForm, self.request.POST)
            return self.show(AddAttachmentForm(self.occasion, typed=typed), sentence=_(TOO_MANY), status=429)
        SENDING.count(self.request)
        given = sent(AddAttachmentForm, self.request, office=self.case.office, actor=self.actor)
        if change := self.request.POST.get("_refresh"):
            return self.show(AddAttachmentForm(self.occasion, typed=with_rows_changed(given.inputs, change)))
        if given.refused:
            return self.show(with_refused(AddAttachmentForm(self.occasion, given.inputs), given.refused), status=422)
        try:
            perform(
                "add_attachment", office=self.case.office, actor=self.actor, inputs=given.inputs,
                request_id=self.request_id, facilitation=self.case,
            )  # fmt: skip
        except BadInputs as bad:
            return self.show(requester.judged(bad), status=bad.status)
        except Refusal as refusal:
            form = AddAttachmentForm(self.occasion, typed=given.inputs)
            return self.show(form, sentence=refusal.sentence, status=refusal.status)
        return redirect("answer", office=self.case.office.slug, token=token)

    def show(self, form: ActForm, *, sentence: str = "", status: int = 200) -> HttpResponse:
        """The page, with the files that the request has already."""
        case = self.case
        context = {
            "office": case.office, "section": "", "case": case, "form": form, "sentence": sentence,
            "request_id": self.request_id, "token": answer_token(case), "lists": form.lists.items(),
            "list_faults": requester.list_faults(form, form.lists),
            "files": files_of(case),
        }  # fmt: skip
        return render(self.request, "public/add_attachment.html", context, status=status)
