"""Privacy (pelindungan data pribadi): the notice, and the page on which somebody asks for his own data.

Nothing that is held is ever shown here, nor whether anything is: the answer goes to the address on file, or waits at
the office. So the page says the same whether code and contact fit together or not.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from simcap.people.models import Office
from simcap.stewardship import subjects
from simcap.stewardship.export import contact_of
from simcap.stewardship.forms import SubjectForm
from simcap.stewardship.models import Kind, SubjectRequest
from simcap.stewardship.retention import rules_of

from .limits import REGISTERING, SENDING
from .page import OWN, SECRET, SHARED, not_found, public_page

SIGNER = signing.Signer(salt="simcap.subject")
#: A box that people do not see and programs fill in.
HONEYPOT = "website"
AUTOCOMPLETE = {"name": "name", "phone": "tel", "email": "email", "code": "off"}
STALE = gettext_noop("Formulir ini sudah kedaluwarsa. Isian masih ada; periksa, lalu kirim lagi.")
TOO_MANY = gettext_noop("Terlalu banyak kiriman dari sambungan Anda. Isian masih ada; coba lagi nanti.")
TRAPPED = gettext_noop("Kolom di bagian bawah yang tidak perlu diisi ternyata terisi. Kirim lagi.")


@require_safe
@public_page(SHARED)
def privacy(request: HttpRequest, office: Office) -> HttpResponse:
    """The privacy notice: what, why, how long, who, and which rights."""
    rules = rules_of(office)
    kinds = (Kind.CONTACT, Kind.DOSSIER, Kind.READINGS)
    years = {kind: rules[kind].active_years + rules[kind].inactive_years for kind in kinds}
    context = {
        "office": office, "section": "", "contact": contact_of(office), "contact_years": years[Kind.CONTACT],
        "dossier_years": years[Kind.DOSSIER], "reading_years": years[Kind.READINGS],
    }  # fmt: skip
    return render(request, "public/privacy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page(OWN)
def personal_data(request: HttpRequest, office: Office) -> HttpResponse:
    """Ask for one's own data, its rectification or its erasure."""
    if request.method != "POST":
        return _page(request, office, SubjectForm())
    form = SubjectForm(request.POST)
    if SENDING.reached(request) or REGISTERING.reached(request):
        return _page(request, office, _unjudged(request), sentence=_(TOO_MANY), status=429)
    SENDING.count(request)
    key = _key(request)
    if key is None:
        return _page(request, office, _unjudged(request), sentence=_(STALE), status=409)
    if request.POST.get(HONEYPOT):
        return _page(request, office, _unjudged(request), sentence=_(TRAPPED), status=422)
    if not form.is_valid():
        return _page(request, office, form, status=422)
    given = dict(form.cleaned_data)
    made = subjects.register(office, key=key, code=given.pop("code"), given=given)
    REGISTERING.count(request)
    return redirect("personal-data-done", office=office.slug, token=SIGNER.sign_object(str(made.uid)))


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(SIGNER.unsign_object(request.POST.get("key", "")))
    except (signing.BadSignature, ValueError):
        return None


def _unjudged(request: HttpRequest) -> SubjectForm:
    return SubjectForm(initial={name: request.POST.get(name, "") for name in SubjectForm.base_fields})


def _page(
    request: HttpRequest, office: Office, form: SubjectForm, *, sentence: str = "", status: int = 200
) -> HttpResponse:
    for name, kind in AUTOCOMPLETE.items():
        form.fields[name].widget.attrs["autocomplete"] = kind
    key = request.POST.get("key", "") if _key(request) else SIGNER.sign_object(str(uuid4()))
    context: dict[str, Any] = {
        "office": office, "section": "", "form": form, "key": key, "sentence": sentence, "honeypot": HONEYPOT,
        "contact": contact_of(office),
    }  # fmt: skip
    return render(request, "public/personal_data.html", context, status=status)


@require_safe
@public_page(SECRET)
def personal_data_done(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """The receipt: until when the answer comes, and by which way."""
    try:
        found = SubjectRequest.objects.filter(uid=SIGNER.unsign_object(token), office=office).first()
    except signing.BadSignature:
        found = None
    if found is None:
        return not_found(request, office)
    context = {"office": office, "section": "", "found": found, "contact": contact_of(office)}
    return render(request, "public/personal_data_done.html", context)
