"""Archive and personal data (arsip dan data pribadi): the way in, what falls due, holds, and who read a case."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from simcap.errors import BadInputs, NotNow, NotYou, Refusal
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation
from simcap.facilitation.queries import visible_to
from simcap.people.models import Officer
from simcap.stewardship import destruction, holds
from simcap.stewardship.models import Destruction, Incident, Kind, SubjectRequest
from simcap.stewardship.readings import lines_of, readings_of
from simcap.stewardship.retention import due_cases, hold_on, rules_of, term
from simcap.stewardship.rules import RIGHTS, Steward, may, may_see_readings, must

from .archive_forms import BY_ITSELF, DueFilter, ProposalForm, ReasonForm, take_over
from .files import case_seen
from .refusals import refused
from .session import View, signed_in
from .viewer import office_of, powers_of

PAGE = 25
READINGS_PAGE = 50
require_form_methods = require_http_methods(["GET", "HEAD", "POST"])


def archive_page(view: View) -> View:
    """For signed-in people; a refusal becomes its page, which says who can."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return signed_in(guarded)


def steward_of(request: HttpRequest) -> Steward:
    """The signed-in person before the archive; the same for the whole request."""
    kept: Steward | None = getattr(request, "simcap_steward", None)
    if kept is None:
        kept = Steward(powers_of(request))
        request.simcap_steward = kept  # type: ignore[attr-defined]
    return kept


def page_of(rows: QuerySet[Any], request: HttpRequest, *, size: int = PAGE) -> dict[str, Any]:
    """One page of a list ordered by `-id`. Shape: `rows`, `next_query`, `first_query`, `is_later`."""
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found, query = list(rows[: size + 1]), request.GET.copy()
    query.pop("before", None)
    first_query = query.urlencode()
    query["before"] = str(found[size - 1].pk) if len(found) > size else ""
    next_query = query.urlencode() if len(found) > size else ""
    return {"rows": found[:size], "next_query": next_query, "first_query": first_query, "is_later": bool(before)}


@archive_page
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The way in: what is to do, and the registers that this person may see."""
    office, steward = office_of(request), steward_of(request)
    must("see_archive", steward)
    rules = rules_of(office)
    page = {
        "rules": [rules[kind] for kind in rules],
        "proposed": Destruction.objects.filter(office=office, state=Destruction.State.PROPOSED).count(),
        "running": Destruction.objects.filter(office=office, state=Destruction.State.APPROVED).count(),
        "sees_requests": may("see_requests", steward), "registers": may("register_request", steward),
        "sees_incidents": may("see_incidents", steward), "reports": may("report_incident", steward),
        "requests": SubjectRequest.objects.filter(office=office, state=SubjectRequest.State.OPEN).count(),
        "incidents": Incident.objects.filter(office=office, closed_at=None).count(),
        "by_itself": BY_ITSELF, "is_admin": "administrator" in steward.codes,
    }  # fmt: skip
    return render(request, "archive/archive.html", page)


@archive_page
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What falls due (daftar arsip usul musnah), by kind and year; the front desk proposes from here."""
    return _due(request)


def _due(request: HttpRequest, *, proposal: ProposalForm | None = None, status: int = 200) -> HttpResponse:
    office, steward = office_of(request), steward_of(request)
    must("see_archive", steward)
    given = request.GET if proposal is None else request.POST
    form = DueFilter(given or {})
    kind, year = form.given("kind") or Kind.DOSSIER.value, form.given("year")
    rule = rules_of(office)[kind]
    rows, further = _due_page(due_cases(office, rule, year=year), given.get("after", ""))
    lines = [(case, term(case, rule), _about(case)) for case in rows]
    query = request.GET.copy()
    query["after"] = further
    page = {
        "form": form, "rule": rule, "lines": lines, "year": year, "next_query": query.urlencode() if further else "",
        "is_later": bool(given.get("after")),
        "may_propose": may("propose_destruction", steward) and not year, "may_hold": may("put_hold", steward),
        "proposal": proposal or ProposalForm(initial={"kind": kind}),
        "chosen": request.POST.getlist("cases") if proposal else [],
    }  # fmt: skip
    return render(request, "archive/due.html", page, status=status)


def _due_page(rows: QuerySet[Any], after: str) -> tuple[list[Facilitation], str]:
    """A page by the day of closing. Shape: `after` is the key of the case that the page begins behind."""
    if after.isdecimal() and len(after) < 19 and (last := Facilitation.objects.filter(pk=int(after)).first()):
        later = rows.filter(closed_at__gt=last.closed_at) if last.closed_at else rows
        rows = later | rows.filter(closed_at=last.closed_at, pk__gt=last.pk)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def _about(case: Facilitation) -> str:
    return _("Berkas %(security)s") % {"security": case.security} if case.security in CLOSED_CLASSES else case.event


@archive_page
@require_http_methods(["POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose the chosen cases for destruction (usul pemusnahan)."""
    form = ProposalForm(request.POST)
    form.fields["cases"].choices = [(uid, uid) for uid in request.POST.getlist("cases")]  # type: ignore[attr-defined]
    steward = steward_of(request)
    must("propose_destruction", steward)
    try:
        if form.is_valid():
            given = form.cleaned_data
            made = destruction.propose(
                office_of(request), kind=given["kind"], uids=_uids(given["cases"]), basis=given["basis"],
                steward=steward,
            )  # fmt: skip
            messages.success(request, _("Usul pemusnahan tercatat; menunggu putusan orang lain."))
            return redirect("destruction", uid=made.uid)
    except BadInputs as bad:
        take_over(form, bad)
    return _due(request, proposal=form, status=422)


def _uids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise BadInputs(_("Pilihan tidak dikenal."), fields={"cases": [_("Pilihan tidak dikenal.")]}) from None


@archive_page
@require_form_methods
def hold(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a legal hold on a case, or lift it (penahanan pemusnahan)."""
    case, is_open = _case_to_hold(request, uid)
    current = hold_on(case)
    must("lift_hold" if current else "put_hold", steward_of(request))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _change_hold(request, case, form.cleaned_data["reason"], lifted=current is not None)
        return redirect(_back(case, is_open=is_open))
    page: dict[str, Any] = {"case": case, "hold": current, "form": form, "earlier": case.holds.exclude(lifted_at=None)}
    page["back"] = _back(case, is_open=is_open)
    return render(request, "archive/hold.html", page, status=422 if form.is_bound else 200)


def _case_to_hold(request: HttpRequest, uid: UUID) -> tuple[Facilitation, bool]:
    """The case, and whether this person may open it: who keeps the archive may hold what he does not read.

    Raises: Http404; classes R and SR stay with their chain.
    """
    seen = visible_to(powers_of(request)).filter(uid=uid).select_related("office").first()
    if seen:
        return seen, True
    if not RIGHTS["put_hold"] & steward_of(request).codes:
        raise Http404
    rows = Facilitation.objects.exclude(security__in=CLOSED_CLASSES).select_related("office")
    return get_object_or_404(rows, uid=uid, office=office_of(request)), False


def _back(case: Facilitation, *, is_open: bool) -> str:
    return reverse("case", args=[case.uid]) if is_open else reverse("retention-due")


def _change_hold(request: HttpRequest, case: Facilitation, reason: str, *, lifted: bool) -> None:
    """The page says what it was about to do, so that a hold that somebody else has just put is not lifted unread."""
    if (request.POST.get("doing") == "lift") != lifted:
        raise NotNow(_("Keadaannya baru saja berubah. Buka kembali halamannya."))
    if lifted:
        holds.lift_hold(case, reason=reason, steward=steward_of(request))
        messages.success(request, _("Penahanan dicabut."))
    else:
        holds.put_hold(case, reason=reason, steward=steward_of(request))
        messages.success(request, _("Pemusnahan berkas ini ditahan."))


@archive_page
@require_safe
def readers(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who read what of a case (siapa membaca apa)."""
    case = case_seen(request, uid)
    if not may_see_readings(case, steward_of(request)):
        raise NotYou(_("Daftar pembaca hanya untuk rantai berkas ini, Kepala Dinas, Auditor, dan Pejabat PDP."))
    person = request.GET.get("person", "")
    chosen = int(person) if person.isdecimal() and len(person) < 10 else None
    page = page_of(readings_of(case, person=chosen), request, size=READINGS_PAGE)
    people = Officer.objects.filter(pk__in=readings_of(case).order_by().values("officer"))
    shown = {**page, "case": case, "lines": lines_of(case, page["rows"]), "people": people, "chosen": chosen}
    return render(request, "archive/readers.html", shown)


def fresh_key() -> UUID:
    """The id of a form that makes a row, so that sending it twice makes one."""
    return uuid4()


def key_of(request: HttpRequest) -> UUID:
    """The id that the page gave its form. Raises: Http404 for a form that is none of ours."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None
