"""Pages of absence (ketidakhadiran): mine, who is away in which week, recording one, its Plh., its early end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from simcap.errors import BadInputs, NotYou
from simcap.facilitation.rights import Powers
from simcap.people import absence_acts
from simcap.people.absences import away_between, away_of
from simcap.people.acts import By
from simcap.people.authority import acting, assignable
from simcap.people.cover import Cover
from simcap.people.days import day_of
from simcap.people.models import Absence, Officer

from . import absence_pages as pages
from .absence_forms import AbsenceFilter, AbsenceForm, CancelForm, EndForm, SubstituteForm
from .refusals import refused
from .session import signed_in
from .viewer import office_of, powers_of


def by_of(powers: Powers, among: frozenset[str]) -> By:
    """The person as the journal writes him, with the position by which he acts; without one for himself."""
    found = next((one for one in powers.holdings if one.code in among and not one.delegated), None)
    if found is None:
        return By(powers.actor.name, powers.actor.account)
    return By(powers.actor.name, powers.actor.account, found.title, found.appointment.kind, found.appointment.decree)


@signed_in
@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    """Absences: mine, and who is away, week by week."""
    office, powers = office_of(request), powers_of(request)
    form = AbsenceFilter(request.GET, sees_kinds=bool(powers.codes() & pages.SEES_KINDS))
    since = form.given("since") or pages.monday_of(day_of(powers.at, office))
    page = pages.page_of(
        office, powers, since=since, words=form.given("q") or "", kind=form.given("kind") or "",
        after=request.GET.get("after", ""),
    )  # fmt: skip
    query = request.GET.copy()
    query.pop("after", None)
    first_query = query.urlencode()
    query["after"] = page.after
    shown = {
        "form": form, "page": page, "mine": pages.mine(office, powers), "since": since,
        "earlier": since - timedelta(days=7), "later": since + timedelta(days=7), "first_query": first_query,
        "next_query": query.urlencode(), "is_narrowed": any(request.GET.get(name) for name in ("q", "kind")),
        "may_record": powers.actor.officer is not None,
    }  # fmt: skip
    return render(request, "absences/list.html", shown)


def _officers(powers: Powers) -> Any:
    """Whose absence this person may record; None for only his own."""
    officer = powers.actor.officer
    if officer is None or not pages.may_record_for_others(powers):
        return None
    return Officer.objects.filter(office=officer.office_id, is_active=True)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_absence(request: HttpRequest) -> HttpResponse:
    """Record an absence: one's own, or another's by front desk, Sekretaris and administrator."""
    powers = powers_of(request)
    officer = powers.actor.officer
    if officer is None:
        return refused(request, NotYou(_("Akun ini tidak terhubung dengan seorang pegawai.")))
    officers = _officers(powers)
    if request.method != "POST":
        first = {"officer": request.GET.get("officer") or officer.pk}
        return _new_page(request, AbsenceForm(initial=first, officers=officers))
    form = AbsenceForm(request.POST, officers=officers)
    if form.is_valid():
        given = {"officer": officer, **form.cleaned_data}
        own = given["officer"].pk == officer.pk
        by = by_of(powers, frozenset() if own else pages.RECORDS_FOR_OTHERS)
        try:
            absence = absence_acts.record_absence(office_of(request), by=by, **given)
            messages.success(request, _("Ketidakhadiran dicatat."))
            return redirect("absence", pk=absence.pk)
        except BadInputs as bad:
            take_over(form, bad)
    return _new_page(request, form, status=422)


def _new_page(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    return render(request, "absences/new.html", {"form": form}, status=status)


def take_over(form: forms.Form, bad: BadInputs) -> None:
    """Put the sentences of a refusal beside their fields."""
    for field, sentences in bad.fields.items():
        form.add_error(field if field in form.fields else None, list(sentences))


def _seen(request: HttpRequest, pk: int) -> Absence:
    rows = Absence.objects.select_related("officer", "office", "ending")
    return get_object_or_404(rows, pk=pk, office=office_of(request))


@signed_in
@require_safe
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """One absence: its days, the positions that are left meanwhile, and who stands in for each."""
    return _page(request, _seen(request, pk))


def _page(
    request: HttpRequest, absence: Absence, *, bound: Mapping[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """`bound`: forms that were sent with a fault, under `end` or under the position's key."""
    powers, given = powers_of(request), bound or {}
    (row,) = pages.rows_of(absence.office, [absence], powers)
    may_end = pages.may_be_ended(absence, powers)
    is_ahead = row.state == "ahead"
    may_appoint = "administrator" in powers.codes()
    shown = {
        "row": row, "absence": absence, "is_ahead": is_ahead, "may_appoint": may_appoint,
        "end_form": (given.get("end") or _end_form(absence, powers)) if may_end else None,
        "posts": [
            (one, _substitute_form(absence, one, powers, given) if may_appoint and _is_asked(one, given) else None)
            for one in row.covers
        ],
        "administrators": [] if may_appoint else _administrators(absence, powers),
        "faulty": bool(given),
    }  # fmt: skip
    return render(request, "absences/absence.html", shown, status=status)


def _is_asked(cover: Cover, given: Mapping[str, forms.Form]) -> bool:
    """Whether a Plh. is still wanted, or the form for one came back with a fault."""
    return bool(cover.open_days) or str(cover.position.pk) in given


def _administrators(absence: Absence, powers: Powers) -> list[str]:
    return [one.officer.name for one in acting(absence.office, "administrator", powers.at)]


def _end_form(absence: Absence, powers: Powers, data: Any = None) -> forms.Form:
    today = day_of(powers.at, absence.office)
    return CancelForm(data) if absence.from_on > today else EndForm(data, absence=absence, today=today)


def _substitute_form(absence: Absence, cover: Cover, powers: Powers, given: Mapping[str, forms.Form]) -> forms.Form:
    found = given.get(str(cover.position.pk))
    first = SubstituteForm.first(absence, position=cover.position, from_on=cover.first_open_on)
    return found or SubstituteForm(
        initial=first, prefix=f"p{cover.position.pk}", absence=absence, **_stand_ins(absence, powers)
    )


def _stand_ins(absence: Absence, powers: Powers) -> dict[str, Any]:
    """Who can be a Plh.: whoever has an account, and when each is away himself."""
    away = away_of(absence)
    officers = assignable(absence.office, powers.at).filter(account__is_active=True).exclude(pk=absence.officer_id)
    others = away_between(absence.office, away.from_on, away.until_on) if away else {}
    return {"officers": officers, "away": others}


@signed_in
@require_POST
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """End an absence early, or cancel it while it is ahead."""
    absence, powers = _seen(request, pk), powers_of(request)
    if not pages.may_change(absence, powers):
        return refused(request, NotYou(_("Hanya yang bersangkutan, Agendaris, Sekretaris, atau Administrator.")))
    form = _end_form(absence, powers, request.POST)
    if form.is_valid():
        back_on = form.cleaned_data.get("back_on") or absence.from_on
        by = by_of(powers, frozenset() if pages.is_own(absence, powers) else pages.RECORDS_FOR_OTHERS)
        try:
            absence_acts.end_absence(absence, back_on=back_on, reason=form.cleaned_data["reason"], by=by)
            messages.success(request, _("Dicatat. Plh. yang ditunjuk untuk ketidakhadiran ini ikut berakhir."))
            return redirect("absence", pk=absence.pk)
        except BadInputs as bad:
            take_over(form, bad)
    return _page(request, absence, bound={"end": form}, status=422)


@signed_in
@require_POST
def appoint_substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint a Plh. for days of an absence (tunjuk Plh.). Administrators appoint, here as in the master data."""
    absence, powers = _seen(request, pk), powers_of(request)
    if "administrator" not in powers.codes():
        return refused(request, NotYou(_("Penugasan jabatan hanya dilakukan oleh pemegang jabatan Administrator.")))
    prefix = request.POST.get("prefix", "")
    form = SubstituteForm(request.POST, prefix=prefix, absence=absence, **_stand_ins(absence, powers))
    if form.is_valid():
        by = by_of(powers, frozenset({"administrator"}))
        try:
            made = absence_acts.appoint_substitute(absence, by=by, **form.cleaned_data)
            said = {"who": made.officer.name, "post": made.position.title}
            messages.success(request, _("%(who)s ditugaskan sebagai Plh. %(post)s.") % said)
            return redirect("absence", pk=absence.pk)
        except BadInputs as bad:
            take_over(form, bad)
    return _page(request, absence, bound={prefix.removeprefix("p"): form}, status=422)
