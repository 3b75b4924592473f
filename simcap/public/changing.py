"""Pages on which the requester postpones or cancels his request himself, by the case's secret link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simcap.changes.forms import CancelForm, PostponeForm
from simcap.desk.uploading import Sent, sent, with_refused
from simcap.errors import BadInputs, NotNow, Refusal
from simcap.facilitation.doorway import perform
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.intake.queries import answer_token, case_of_answer
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.step2_assignment.models import AssignmentLetter

from . import requester
from .answer_views import NO_SUCH_LINK
from .limits import SENDING
from .page import SECRET, not_found, public_page
from .request_page import TOO_MANY
from .request_views import require_form_methods


@dataclass(frozen=True, slots=True)
class Change:
    """One way in which a requester changes his mind: its form, and the words of its page."""

    form: type[ActForm]
    title: Promise
    button: Promise
    too_late: Promise


CHANGES = {
    "postpone": Change(
        PostponeForm, gettext_lazy("Tunda kegiatan"), gettext_lazy("Tunda kegiatan"),
        gettext_lazy("Kegiatan ini tidak dapat lagi ditunda di sini."),
    ),
    "cancel": Change(
        CancelForm, gettext_lazy("Batalkan permintaan"), gettext_lazy("Ya, batalkan permintaan"),
        gettext_lazy("Permintaan ini tidak dapat lagi dibatalkan di sini."),
    ),
}  # fmt: skip


def consequence(occasion: Occasion) -> str:
    """What will happen, as the requester needs to know it, told before he does it."""
    row, revision = occasion.row, occasion.definition
    if occasion.act == "cancel" and occasion.case.spts.filter(status=AssignmentLetter.Status.IN_FORCE).exists():
        return _("Surat tugas tim dicabut dan tim tidak datang. Pembatalan tidak dapat ditarik kembali.")
    if occasion.act == "cancel":
        return _("Permintaan ini berakhir dan tidak kami kerjakan lagi. Pembatalan tidak dapat ditarik kembali.")
    if flow.is_beside(revision, row.to):
        return _("Surat tugas tim harus diubah dan ditandatangani lagi. Waktu yang baru pasti setelah itu selesai.")
    if row.to:
        return _("Surat tugas tim disusun ulang dengan waktu yang baru. Waktunya pasti setelah ditandatangani.")
    return _("Permintaan tetap diproses, dengan waktu yang baru. Waktunya pasti setelah surat tugas ditandatangani.")


@require_form_methods
@public_page(SECRET)
def change(request: HttpRequest, office: Office, token: str, act: str) -> HttpResponse:
    """Postpone or cancel. Only who holds the link gets here; a requester on paper has it when the office gave it."""
    case = case_of_answer(token, office=office)
    if case is None:
        return not_found(request, office, sentence=_(NO_SUCH_LINK))
    page = ChangePage(request, case, act)
    return page.send() if request.method == "POST" else page.show()


class ChangePage:
    """One showing or sending of a change. What was typed and uploaded survives every outcome."""

    def __init__(self, request: HttpRequest, case: Facilitation, act: str) -> None:
        self.request, self.case, self.act, self.words = request, case, act, CHANGES[act]
        self.actor, self.occasion = requester.case_actor(case), requester.occasion_to(act, case)
        self.request_id = requester.request_id_of(request.POST) if request.method == "POST" else uuid4()

    def send(self) -> HttpResponse:
        """Do it; the page of the request says where it stands afterwards."""
        if SENDING.reached(self.request):
            typed = inputs_from_post(self.words.form, self.request.POST)
            return self.show(self._typed(typed), sentence=_(TOO_MANY), status=429)
        SENDING.count(self.request)
        given = sent(self.words.form, self.request, office=self.case.office, actor=self.actor)
        if given.refused and self.occasion:
            return self.show(with_refused(self.words.form(self.occasion, given.inputs), given.refused), status=422)
        return self._perform(given)

    def _perform(self, given: Sent) -> HttpResponse:
        try:
            perform(
                self.act, office=self.case.office, actor=self.actor, inputs=given.inputs, request_id=self.request_id,
                facilitation=self.case,
            )  # fmt: skip
        except BadInputs as bad:
            return self.show(requester.judged(bad), status=bad.status)
        except NotNow as late:  # meanwhile the team has begun, or somebody else was faster
            self.occasion = None
            return self.show(status=late.status)
        except Refusal as refusal:
            return self.show(self._typed(given.inputs), sentence=refusal.sentence, status=refusal.status)
        return redirect("answer", office=self.case.office.slug, token=answer_token(self.case))

    def _typed(self, inputs: dict[str, Any]) -> ActForm | None:
        return self.words.form(self.occasion, typed=inputs) if self.occasion else None

    def show(self, form: ActForm | None = None, *, sentence: str = "", status: int = 200) -> HttpResponse:
        """The page: what will happen and the form; or, when it is too late, that it is, and whom to call."""
        case = self.case
        context = {
            "office": case.office, "section": "", "case": case, "words": self.words, "sentence": sentence,
            "form": form or (self.words.form(self.occasion) if self.occasion else None),
            "consequence": consequence(self.occasion) if self.occasion else "",
            "request_id": self.request_id, "token": answer_token(case),
        }  # fmt: skip
        return render(self.request, "public/change.html", context, status=status)
