"""Pages of personal-data incidents (insiden pelindungan data): the register, one incident, its steps, its notice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simcap import clock
from simcap.errors import BadInputs
from simcap.stewardship import incidents as acts
from simcap.stewardship.models import Incident
from simcap.stewardship.rules import may, must

from .archive import archive_page, fresh_key, key_of, page_of, require_form_methods, steward_of
from .archive_forms import IncidentFilter, IncidentForm, StepForm, in_office_time, take_over
from .viewer import office_of


@archive_page
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The register of incidents."""
    steward = steward_of(request)
    must("see_incidents", steward)
    form = IncidentFilter(request.GET)
    rows, state = Incident.objects.filter(office=office_of(request)).order_by("-id"), form.given("state")
    if state:
        rows = rows.filter(closed_at__isnull=state == "open")
    page = page_of(rows, request) | {"form": form, "now": clock.now(), "is_narrowed": bool(state)}
    return render(request, "archive/incidents.html", page | {"reports": may("report_incident", steward)})


@archive_page
@require_form_methods
def new_incident(request: HttpRequest) -> HttpResponse:
    """Report an incident."""
    office, steward = office_of(request), steward_of(request)
    form = IncidentForm(request.POST if request.method == "POST" else None)
    in_office_time(form, office)  # type: ignore[arg-type]
    must("report_incident", steward)
    if form.is_valid():
        made = acts.report(office, key=key_of(request), given=dict(form.cleaned_data), steward=steward)
        messages.success(request, _("Insiden dicatat. Batas pemberitahuan 3 x 24 jam sejak diketahui."))
        return redirect("incident", uid=made.uid) if may("see_incidents", steward) else redirect("archive")
    page = {"form": form, "key": request.POST.get("key") or fresh_key()}
    return render(request, "archive/incident_new.html", page, status=422 if form.is_bound else 200)


def _found(request: HttpRequest, uid: UUID) -> Incident:
    """Raises: NotYou, Http404."""
    must("see_incidents", steward_of(request))
    return get_object_or_404(Incident.objects.select_related("office"), uid=uid, office=office_of(request))


@archive_page
@require_safe
def incident(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One incident with its history."""
    return _page(request, _found(request, uid))


def _page(request: HttpRequest, row: Incident, *, form: StepForm | None = None, status: int = 200) -> HttpResponse:
    form = form or StepForm()
    form.fields["kind"].choices = [(kind.value, kind.label) for kind in acts.open_steps(row)]  # type: ignore[attr-defined]
    in_office_time(form, row.office)
    page = {
        "row": row, "steps": row.steps.order_by("id"), "form": form, "now": clock.now(),
        "handles": may("handle_incident", steward_of(request)),
    }  # fmt: skip
    return render(request, "archive/incident.html", page, status=status)


@archive_page
@require_POST
def take_step(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note one step in the handling."""
    form = StepForm(request.POST)
    row = _found(request, uid)
    must("handle_incident", steward_of(request))
    in_office_time(form, row.office)
    try:
        if form.is_valid():
            given = form.cleaned_data
            at = given["at"] or clock.now()
            acts.take_step(row, kind=given["kind"], at=at, text=given["note"], steward=steward_of(request))
            messages.success(request, _("Langkah dicatat."))
            return redirect("incident", uid=uid)
    except BadInputs as bad:
        take_over(form, bad)
    return _page(request, row, form=form, status=422)


@archive_page
@require_safe
def notice(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A draft of the written notice as PDF."""
    row = _found(request, uid)
    answer = HttpResponse(acts.notice(row), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, "konsep-pemberitahuan.pdf") or "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
