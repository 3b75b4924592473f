"""Registering a paper letter (mendaftarkan surat), and the slip that its bearer takes home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from simcap.errors import BadInputs, NotYou, Refusal
from simcap.facilitation.doorway import perform
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.queries import registered_by
from simcap.intake.forms import PlaceInput, RegisterForm
from simcap.intake.models import RequestLetter
from simcap.intake.queries import answer_token, duplicates

from . import typed
from .acting_page import faults_of, lists_of, with_rows_changed
from .counter import counter_paper, is_brought, paper_of_counter
from .files import case_seen
from .occasions import occasion_to_register, request_id_of, sent_before
from .refusals import refused
from .session import signed_in
from .uploading import send_at_once, sent, with_refused
from .viewer import office_of, powers_of

#: The form in the order in which a letter is read.
GROUPS = (
    ("letter", (
        "letter", "institution", "institution_kind", "letter_number", "letter_on", "received_on", "subject", "security",
    )),
    ("event", ("event", "purpose", "starts_at", "ends_at", "visitors_count", "services")),
    ("place", ("place", "site", "latitude", "longitude", "power", "signal", "road")),
    ("contact", ("contact_name", "contact_phone", "contact_email", "notes")),
)  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a paper letter. A letter that is there already is told, and may be registered all the same."""
    try:
        occasion = occasion_to_register(office_of(request), powers_of(request))
        return _sent(request, occasion) if request.method == "POST" else _blank(request, occasion)
    except Refusal as refusal:
        return refused(request, refusal, act="register")


def _blank(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    kept = typed.take(request)
    inputs = inputs_from_post(RegisterForm, kept) if kept is not None else None
    return _page(request, RegisterForm(occasion, typed=inputs))


def _page(
    request: HttpRequest, form: ActForm, *, known: Sequence[RequestLetter] = (), status: int = 200
) -> HttpResponse:
    send_at_once(form)
    titles = {"letter": _("Surat"), "event": _("Kegiatan"), "place": _("Tempat"), "contact": _("Narahubung")}
    groups = [(titles[name], [form[field] for field in fields if field in form.fields]) for name, fields in GROUPS]
    page = {"form": form, "groups": groups, "lists": lists_of(form), "known": known, "faults": list(faults_of(form))}
    page |= {"counter": counter_paper(request)}
    return render(request, "desk/register.html", page | {"request_id": request_id_of(request)}, status=status)


def _sent(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    given = sent(RegisterForm, request, office=occasion.office, actor=occasion.actor)
    if change := request.POST.get("_refresh"):
        return _page(request, RegisterForm(occasion, typed=with_rows_changed(given.inputs, change)))
    form = with_refused(RegisterForm(occasion, given.inputs), given.refused)
    if form.errors or not is_brought(request, occasion):
        return _page(request, form, status=422)
    if known := _known(request, occasion, form):
        return _page(request, RegisterForm(occasion, typed=given.inputs), known=known)
    try:
        receipt = perform(
            "register", office=occasion.office, actor=occasion.actor, inputs=given.inputs,
            request_id=request_id_of(request), paper=paper_of_counter(request, occasion),
        )  # fmt: skip
    except BadInputs as bad:
        return _page(request, bad.form if isinstance(bad.form, ActForm) else form, status=422)
    return redirect("receipt", uid=receipt.facilitation.uid)


def _known(request: HttpRequest, occasion: Occasion, form: ActForm) -> list[RequestLetter]:
    """Letters of the same sender, number and date, unless the person has been told of them already."""
    if "_anyway" in request.POST or sent_before(request, powers_of(request)):
        return []
    given = {name: form.cleaned_data[name] for name in ("institution", "letter_number", "letter_on")}
    return list(duplicates(occasion.office, **given).order_by("-facilitation")[:5])


@signed_in
@require_safe
def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is handed over to the bearer: agenda number, tracking code, and the secret link by which he answers."""
    powers = powers_of(request)
    case = registered_by(powers).filter(uid=uid).first() or case_seen(request, uid)
    try:
        occasion_to_register(case.office, powers)
    except NotYou as refusal:
        return refused(request, refusal, case=case)
    links = {"track-case": {"code": case.tracking_code}, "answer": {"token": answer_token(case)}}
    tracking, answer = (Slip(_public(name, case, **names)) for name, names in links.items())
    return render(request, "desk/receipt.html", {"case": case, "tracking": tracking, "answer": answer})


@dataclass(frozen=True, slots=True)
class Slip:
    """A link that is handed over on paper, so with its QR code."""

    url: str

    @property
    def qr(self) -> str:
        """The QR code as an image address."""
        return segno.make(self.url, micro=False, error="m").svg_data_uri(scale=3, border=2)


def _public(name: str, case: Facilitation, **names: str) -> str:
    return settings.SIMCAP_PUBLIC_URL + reverse(name, kwargs={"office": case.office.slug, **names})


@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """The three lists of a place, as far as something is chosen. Open to anyone: the request form asks it too."""
    name = request.GET.get("_name", "place")
    if not name.isidentifier():
        raise Http404
    widget = PlaceInput(attrs={"id": f"id_{name}"})
    return HttpResponse(widget.render(name, widget.value_from_datadict(request.GET, {}, name)))
