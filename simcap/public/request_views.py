"""Pages on which a requester writes his request, one group of the form each, and goes on with it by its link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from simcap.intake.forms import RegisterForm
from simcap.intake.models import RequestDraft
from simcap.people.models import Office

from . import conversation as talk
from . import requester, saved
from .limits import GUESSING
from .page import OWN, SECRET, not_found, public_page, too_many
from .request_page import RequestPage, SentPage, receipt_of

NO_SUCH_DRAFT = gettext_noop(
    "Tautan ini tidak dikenal, atau konsepnya sudah dihapus karena lama tidak diubah. Anda dapat mulai lagi dari awal."
)
TRIES = gettext_noop("Terlalu banyak tautan yang tidak dikenal dari sambungan Anda. Coba lagi sepuluh menit lagi.")
require_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_form_methods
@public_page(OWN)
def request_form(request: HttpRequest, office: Office) -> HttpResponse:
    """The first page of a new request. Its sending begins a draft."""
    return closed(request, office) or page_of(request, office, talk.FIRST)


@require_form_methods
@public_page(SECRET)
def request_page(request: HttpRequest, office: Office, token: str, page: str) -> HttpResponse:
    """One page of a request that is still being written."""
    draft = found(request, office, token)
    if not isinstance(draft, RequestDraft):
        return draft
    if page not in talk.SLUGS.values():
        return redirect("request-draft", office=office.slug, token=token)
    return closed(request, office) or page_of(request, office, talk.page_of(page), draft)


@require_form_methods
@public_page(SECRET)
def request_draft(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """Where the writing goes on: which pages are written, until when they are kept; and how to give it all up."""
    draft = found(request, office, token)
    if not isinstance(draft, RequestDraft):
        return draft
    if request.method == "POST":
        if "_discard" in request.POST:
            saved.discard(draft)
            return redirect("request", office=office.slug)
        return redirect("request-draft", office=office.slug, token=token)
    form = RegisterForm(requester.registering(office, saved.actor_of(draft)), draft.inputs)
    form.is_valid()
    stops = talk.way(form, draft.inputs)
    context = {
        "office": office, "section": "request", "draft": draft, "link": saved.link(draft), "token": token,
        "stops": stops, "next": next(stop for stop in stops if stop.state != "done"),
    }  # fmt: skip
    return closed(request, office) or render(request, "public/request_draft.html", context)


def page_of(request: HttpRequest, office: Office, page: str, draft: RequestDraft | None = None) -> HttpResponse:
    """A page as it stands, or what follows from sending it."""
    if request.method == "POST":
        return SentPage(request, office, page, draft).answer()
    shown = RequestPage(request, office, page, draft)
    return shown.show(shown.whole if page == talk.CHECK else shown.typed())


def closed(request: HttpRequest, office: Office) -> HttpResponse | None:
    """The page that says that the office takes no requests online; None while it does."""
    if office.accepts_online:
        return None
    return render(request, "public/request_closed.html", {"office": office, "section": "request"})


def found(request: HttpRequest, office: Office, token: str) -> RequestDraft | HttpResponse:
    """The draft behind a secret link; else where to go: to the receipt of what was sent, or nowhere."""
    if GUESSING.reached(request):
        return too_many(request, office, sentence=_(TRIES), seconds=GUESSING.seconds)
    draft = saved.find(token, office=office)
    if draft is None:
        GUESSING.count(request)
        return not_found(request, office, sentence=_(NO_SUCH_DRAFT))
    return receipt_of(draft.facilitation) if draft.facilitation else draft
