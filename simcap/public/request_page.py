"""One page of the request: shown, sent, kept. What was typed and uploaded survives every outcome."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from simcap.desk.acting_page import with_rows_changed
from simcap.desk.uploading import sent, with_refused
from simcap.errors import BadInputs, OtherContent, Refusal
from simcap.facilitation.doorway import perform
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.intake.forms import RegisterForm
from simcap.intake.models import RequestDraft
from simcap.intake.queries import answer_token
from simcap.intake.regions import far_km
from simcap.people.models import Office

from . import conversation as talk
from . import requester, saved
from .draft_mails import send_link
from .limits import DRAFTING, MAILING, REGISTERING, SENDING
from .page import LANGUAGE_KEY

#: Said as a whole, so that nobody has to guess what to do.
TOO_MANY = gettext_noop("Terlalu banyak kiriman dari sambungan Anda. Isian masih ada; coba lagi nanti.")
STALE = gettext_noop("Formulir ini sudah kedaluwarsa. Isian masih ada; periksa, lalu lanjutkan.")
TRAPPED = gettext_noop("Kolom di bagian bawah yang tidak perlu diisi ternyata terisi. Kirim lagi.")


def receipt_of(case: Facilitation) -> HttpResponseRedirect:
    """The way to the receipt of what was sent."""
    return redirect("request-done", office=case.office.slug, token=answer_token(case))


class RequestPage:
    """One page as it is shown: what was written so far, where it stands on the way, and what is wrong with it."""

    def __init__(self, request: HttpRequest, office: Office, page: str, draft: RequestDraft | None = None) -> None:
        self.request, self.office, self.page, self.draft = request, office, page, draft
        self.signed = request.POST.get("draft", "")
        self.inputs: dict[str, Any] = dict(draft.inputs) if draft else {}

    @cached_property
    def whole(self) -> ActForm:
        """Everything that is kept, judged once."""
        return self.judged()

    def judged(self) -> ActForm:
        """Everything that was written, judged anew."""
        form = RegisterForm(self._occasion, self.inputs)
        form.is_valid()
        return form

    def typed(self) -> ActForm:
        """Everything that was written, not judged."""
        return RegisterForm(self._occasion, typed=self.inputs)

    @property
    def _occasion(self) -> Occasion:
        uid = self.draft.uid if self.draft else UUID(int=0)
        return requester.registering(self.office, requester.draft_actor(uid))

    def show(self, form: ActForm, *, sentence: str = "", status: int = 200) -> HttpResponse:
        """The page."""
        form, names = requester.dressed(form), talk.names_on(self.page)
        context = {
            "office": self.office, "section": "request", "form": form, "page": self.page, "draft": self.draft,
            "title": talk.title_of(self.page), "no": talk.PAGES.index(self.page) + 1, "count": len(talk.PAGES),
            "fields": [form[name] for name in names if name in form.fields],
            "lists": [(name, form.rows[name].label, form.lists[name]) for name in names if name in form.lists],
            "signed": self.signed or requester.new_draft(), "sentence": sentence, "honeypot": requester.HONEYPOT,
            "before": talk.before(self.page), "action": self.address(self.page),
            "list_faults": requester.list_faults(form, names), "far_km": self._far(), **self._whereabouts(),
        }  # fmt: skip
        return render(self.request, "public/request_page.html", context, status=status)

    def _whereabouts(self) -> dict[str, Any]:
        """What is shown of the whole request: the way, and on the last page everything that was written."""
        if self.draft is None:
            return {"stops": talk.way(None, {})}
        shown: dict[str, Any] = {"stops": talk.way(self.whole, self.inputs), "link": saved.link(self.draft)}
        if self.page == talk.CHECK:
            shown |= {"parts": talk.summary(self.whole), "is_whole": self.whole.is_valid()}
        return shown

    def _far(self) -> int | None:
        """How far the point lies outside the chosen kabupaten, where it does."""
        if self.page not in ("place", talk.CHECK) or not self.draft:
            return None
        values = self.whole.cleaned_data
        return far_km(str(self.inputs.get("place") or ""), values.get("latitude"), values.get("longitude"))

    def address(self, page: str) -> str:
        """The address of a page of this request; of the page that names them all for a word that names none."""
        if self.draft is None:
            return reverse("request", kwargs={"office": self.office.slug})
        if page not in talk.PAGES:
            return saved.path(self.draft)
        token = saved.token_of(self.draft.uid)
        return reverse("request-page", kwargs={"office": self.office.slug, "token": token, "page": talk.SLUGS[page]})


class SentPage(RequestPage):
    """One page as it was sent. It is kept whatever is right or wrong with it; then follows what was asked for."""

    def answer(self) -> HttpResponse:
        """What follows from sending the page."""
        if SENDING.reached(self.request):
            return self._unkept(TOO_MANY, status=429)
        SENDING.count(self.request)
        if self.request.POST.get(requester.HONEYPOT):
            return self._unkept(TRAPPED, status=422)
        return (self._begin() if self.draft is None else None) or self._keep()

    def _begin(self) -> HttpResponse | None:
        """Begin the draft of a first page; None when there is one now."""
        uid = requester.draft_of(self.signed)
        if uid is None:
            self.signed = requester.new_draft()
            return self._unkept(STALE, status=409)
        if "_language" in self.request.POST and not any(self._posted().values()):
            return self._to(self.page)
        if not RequestDraft.objects.filter(uid=uid).exists():
            if DRAFTING.reached(self.request):
                return self._unkept(TOO_MANY, status=429)
            DRAFTING.count(self.request)
        self.draft = saved.begin(uid, office=self.office)
        if self.draft.office_id != self.office.pk:
            self.draft, self.signed = None, requester.new_draft()
            return self._unkept(STALE, status=409)
        return receipt_of(self.draft.facilitation) if self.draft.facilitation else None

    def _keep(self) -> HttpResponse:
        """Keep the page, whatever is right or wrong with it, and go on."""
        draft = self._draft
        given = sent(RegisterForm, self.request, office=self.office, actor=saved.actor_of(draft))
        part = talk.part_of(with_rows_changed(given.inputs, self.request.POST.get("_refresh", "")), self.page)
        if not saved.keep(draft, part):
            draft = saved.begin(draft.uid, office=self.office)
            return receipt_of(draft.facilitation) if draft.facilitation else self._to(talk.FIRST)
        self.inputs = draft.inputs
        if refused := talk.part_of(given.refused, self.page):
            return self.show(talk.narrowed(with_refused(self.judged(), refused), self.page), status=422)
        return self._onward()

    def _onward(self) -> HttpResponse:
        post = self.request.POST
        if "_refresh" in post or "_language" in post:
            return self._to(self.page, anchor=post.get("_refresh", ""))
        if "_to" in post:
            return self._to(post["_to"])
        if self.page == talk.CHECK:
            return self._send()
        form = self.judged()
        if not talk.is_whole(form, self.page):
            return self.show(talk.narrowed(form, self.page), status=422)
        self._mail(form)
        return self._to(talk.after(self.page))

    def _mail(self, form: ActForm) -> None:
        """Send the link to a new address, once."""
        address = form.cleaned_data.get("contact_email", "")
        if address and address != self._draft.mailed_to and not MAILING.reached(self.request):
            MAILING.count(self.request)
            saved.note_mailed(self._draft, address)
            send_link.enqueue(self._draft.pk)

    def _send(self) -> HttpResponse:
        """Register the request; the receipt on success, else the last page with what is missing."""
        draft = self._draft
        if REGISTERING.reached(self.request):
            return self.show(self.judged(), sentence=_(TOO_MANY), status=429)
        try:
            receipt = perform(
                "register", office=self.office, actor=saved.actor_of(draft), inputs=draft.inputs, request_id=draft.uid
            )
        except BadInputs as bad:
            return self.show(requester.judged(bad), status=bad.status)
        except OtherContent as other:
            earlier = requester.case_of_draft(draft.uid)
            if earlier is None:
                return self.show(self.judged(), sentence=other.sentence, status=other.status)
            saved.mark_sent(draft, earlier)
            return receipt_of(earlier)
        except Refusal as refusal:
            return self.show(self.judged(), sentence=refusal.sentence, status=refusal.status)
        if not receipt.repeated:
            REGISTERING.count(self.request)
        saved.mark_sent(draft, receipt.facilitation)
        return receipt_of(receipt.facilitation)

    @property
    def _draft(self) -> RequestDraft:
        if self.draft is None:
            raise RuntimeError("This page is not kept yet.")
        return self.draft

    def _posted(self) -> dict[str, Any]:
        return talk.part_of(inputs_from_post(RegisterForm, self.request.POST), self.page)

    def _unkept(self, sentence: str, *, status: int) -> HttpResponse:
        """The page with what was typed, which could not be kept, and why."""
        self.inputs |= self._posted()
        form = self.judged() if self.page == talk.CHECK else self.typed()
        return self.show(form, sentence=_(sentence), status=status)

    def _to(self, page: str, *, anchor: str = "") -> HttpResponse:
        """The way to a page of this request, in the language that was asked for."""
        language = self.request.POST.get("_language", "")
        query = f"?{LANGUAGE_KEY}={language}" if language in dict(settings.LANGUAGES) else ""
        return redirect(self.address(page) + query + ("#lanjut" if anchor else ""))
