"""Monitoring (pemantauan): how the office keeps its standard, where cases stand, and which took longest."""

from __future__ import annotations

import tempfile
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simcap.facilitation.definitions import definition
from simcap.facilitation.phrases import moment_text
from simcap.facilitation.rights import Powers
from simcap.monitoring.figures import figures_of
from simcap.monitoring.forms import MonitoringFilter
from simcap.monitoring.phrases import standard_text
from simcap.monitoring.slowest import MOST, slowest
from simcap.monitoring.table import write
from simcap.registers.exporting import MEDIA_TYPES
from simcap.registers.models import Export

from .monitoring_lines import highlights_of, periods_of, slow_line, standing_of, steps_of, trends_of
from .session import signed_in
from .viewer import office_of, powers_of


def may_monitor(powers: Powers) -> bool:
    """Whether this person reads the office's figures: whoever holds a position in it."""
    return bool(powers.reading_codes())


def _asked(request: HttpRequest) -> MonitoringFilter:
    """What is asked for. Raises: PermissionDenied."""
    if not may_monitor(powers_of(request)):
        raise PermissionDenied(_("Hanya untuk pemegang jabatan di kantor ini."))
    return MonitoringFilter(request.GET, office=office_of(request))


@signed_in
@require_safe
def monitoring(request: HttpRequest) -> HttpResponse:
    """The page: where cases stand now; each step against its standard; its course over the months."""
    form = _asked(request)
    page = {
        "form": form, "query": form.query(), "words": form.in_words(), "periods": periods_of(form), "whom": form.whom,
        "is_valid": form.is_valid(), "revision": definition(form.scope().revision),
        **standing_of(office_of(request), powers_of(request).at),
    }  # fmt: skip
    if not form.is_valid():
        return render(request, "desk/monitoring.html", page)
    steps = steps_of(form, figures_of(form.scope()))
    page |= {"steps": steps, "has_any": any(one.figures.cases for one in steps), "highlights": highlights_of(steps)}
    return render(request, "desk/monitoring.html", page | {"trends": trends_of(form, steps)})


def _back(form: MonitoringFilter) -> HttpResponse:
    """What does not fit is said where it was typed."""
    return redirect(f"{reverse('monitoring')}?{urlencode({name: form.data[name] for name in form.data})}")


@signed_in
@require_safe
def monitoring_slowest(request: HttpRequest, step: int) -> HttpResponse:
    """The slowest cases of one step in the period, each with its dossier. Raises: Http404 for a step that is none."""
    form = _asked(request)
    if not form.is_valid():
        return _back(form)
    scope = form.scope()
    found = definition(scope.revision).step(step)
    if found is None:
        raise Http404(step)
    slow = slowest(scope, powers_of(request), step=step)
    page = {
        "form": form, "query": form.query(), "words": form.in_words(), "step": found, "hidden": slow.hidden,
        "label": found.label.text(get_language() or "id"), "standard": standard_text(found), "most": MOST,
        "lines": [slow_line(row) for row in slow.rows],
    }  # fmt: skip
    return render(request, "desk/monitoring_slowest.html", page)


@signed_in
@require_safe
def monitoring_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The figures of the period as CSV or XLSX: no case and no person stands in it."""
    form = _asked(request)
    if not form.is_valid():
        return _back(form)
    found, powers, office = figures_of(form.scope()), powers_of(request), office_of(request)
    order = ["", *definition(form.scope().revision).performers]
    rows = [one for one in found.values() if not form.whom or one.performer == form.whom]
    rows.sort(key=lambda one: (one.step.no, order.index(one.performer)))
    out = tempfile.SpooledTemporaryFile(max_size=2**22)  # noqa: SIM115 — the answer closes it
    write(out, form, rows, kind=kind, by=powers.actor.name, at=moment_text(powers.at, office.time_zone))
    out.seek(0)
    stretch = form.stretch()
    name = f"pemantauan-{stretch.first:%Y%m%d}-{stretch.last:%Y%m%d}.{kind}"
    answer = FileResponse(out, as_attachment=True, filename=name, content_type=MEDIA_TYPES[Export.Format(kind)])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
