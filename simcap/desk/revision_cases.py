"""A revision and the cases: past ones judged once more by it (putar ulang), running ones moved to it (pindah)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simcap.errors import BadInputs, NotNow
from simcap.facilitation.definitions import definition, in_force
from simcap.facilitation.forms import DayField
from simcap.people.days import today_of
from simcap.procedure.comparing import differences
from simcap.procedure.definition import Definition
from simcap.revisions.models import Revision
from simcap.revisions.moving import Looked, look, move, running
from simcap.revisions.reading import compared_with, known_to, read
from simcap.revisions.replay import LONGEST_DAYS, Period, changed, replay
from simcap.revisions.rules import may, must

from .archive import archive_page, page_of, require_form_methods
from .viewer import office_of, powers_of

Known = Mapping[str, Definition]
#: Cases named below each step of a replay; the figures tell how many there are.
NAMED = 20


class PeriodForm(forms.Form):
    """The days whose closed measurements are judged once more."""

    first = DayField(label=gettext_lazy("Dari tanggal"))
    last = DayField(label=gettext_lazy("Sampai tanggal"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            raise ValidationError({"last": _("Akhir harus sesudah awal.")})
        if first and last and (last - first).days > LONGEST_DAYS:
            raise ValidationError({"last": _("Paling lama dua tahun sekaligus.")})
        return cleaned


@archive_page
@require_safe
def revision_replay(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Past cases through a revision, before it is approved: which verdicts would differ, and of which cases."""
    powers, office = powers_of(request), office_of(request)
    must("see_revisions", powers)
    row = get_object_or_404(Revision.objects.select_related("office"), uid=uid, office=office)
    found = read(row.text).definition
    if found is None:
        raise Http404
    today = today_of(office)
    form = PeriodForm(request.GET if "first" in request.GET else _year_to(today))
    page: dict[str, Any] = {"row": row, "form": form}
    if form.is_valid():
        period = Period(form.cleaned_data["first"], form.cleaned_data["last"])
        page |= _replayed(request, row, found, period)
    return render(request, "revisions/replay.html", page, status=200 if form.is_valid() else 422)


def _year_to(today: date) -> dict[str, date]:
    return {"first": today - timedelta(days=365), "last": today}


def _replayed(request: HttpRequest, row: Revision, found: Definition, period: Period) -> dict[str, Any]:
    office, against, language = row.office, compared_with(row), get_language() or "id"
    steps = replay(office, against, found, period)
    cases = [
        (step, [_line(one) for one in rows.select_related("facilitation").order_by("-closed_on", "-id")[:NAMED]])
        for step, rows in changed(office, against, found, period, powers=powers_of(request))
    ]
    who = [one for one in differences(against, found) if one.flow and one.block in ("steps", "stages", "performers")]
    return {
        "against": against, "cases": [(step.label.text(language), lines) for step, lines in cases if lines],
        "steps": [(one, (one.step or one.old).label.text(language)) for one in steps],  # type: ignore[union-attr]
        "who": [
            (one.label.text(language), one.old.text(language) if one.old else "–",
             one.new.text(language) if one.new else "–")
            for one in who if "minutes" not in one.key
        ],
        "has_any": any(one.cases for one in steps),
    }  # fmt: skip


def _line(one: Any) -> dict[str, Any]:
    case = one.facilitation
    return {
        "uid": case.uid, "event": case.event, "agenda": case.agenda_number, "on": one.closed_on,
        "minutes": one.measured_minutes, "is_kept": one.is_kept,
    }  # fmt: skip


@archive_page
@require_form_methods
def move_cases(request: HttpRequest) -> HttpResponse:
    """Running cases, and what moving each to a revision would mean; the chosen ones are moved one by one."""
    powers, office = powers_of(request), office_of(request)
    must("see_revisions", powers)
    known = known_to(office)
    given = request.POST if request.method == "POST" else request.GET
    target = known.get(given.get("to", "")) or in_force(office)
    if request.method == "POST":
        return _move_chosen(request, target, known)
    return _choices(request, target, known)


def _choices(request: HttpRequest, target: Definition, known: Known, *, status: int = 200, **more: Any) -> HttpResponse:
    powers, language = powers_of(request), get_language() or "id"
    page = page_of(running(powers, target=target).order_by("-id"), request)
    lines = [_told(one, language) for one in look(page["rows"], target=target)]
    choices = [one for _id, one in sorted(known.items())]
    page |= {"target": target, "known": choices, "lines": lines, "may_move": may("move_case", powers), **more}
    return render(request, "revisions/move.html", page, status=status)


def _told(one: Looked, language: str) -> dict[str, Any]:
    return {
        "case": one.case, "may_move": one.may_move, "from": definition(one.case.definition_id),
        "stage": definition(one.case.definition_id).stages[one.case.stage].label.text(language),
        "hindrances": [each.text(language) for each in one.outlook.hindrances],
        "ahead": [
            (each.label.text(language), each.old.text(language) if each.old else "–",
             each.new.text(language) if each.new else "–")
            for each in one.outlook.ahead if each.block in ("steps", "paraf", "stages")
        ],
    }  # fmt: skip


def _move_chosen(request: HttpRequest, target: Definition, known: Known) -> HttpResponse:
    powers, reason = powers_of(request), request.POST.get("reason", "").strip()
    must("move_case", powers)
    chosen = [one for one in request.POST.getlist("case") if one]
    kept = {"chosen": chosen, "reason": reason}
    if not reason:
        return _choices(request, target, known, status=422, reason_error=_("Tulis alasannya."), **kept)
    if not chosen:
        return _choices(request, target, known, status=422, choice_error=_("Pilih sedikitnya satu berkas."), **kept)
    try:
        uids = [UUID(one) for one in chosen]
    except ValueError:
        raise Http404 from None
    done = 0
    for case in running(powers, target=target).filter(uid__in=uids).order_by("id"):
        try:
            move(case, to=target.id, reason=reason[:1000], powers=powers)
            done += 1
        except (NotNow, BadInputs) as refusal:
            messages.error(request, f"{case.agenda_number}: {refusal.sentence}")
    if done:
        messages.success(request, _("%(count)d berkas dipindahkan ke %(sop)s.") % {"count": done, "sop": target.id})
    return redirect(f"{reverse('revision-move')}?{urlencode({'to': target.id})}")
