"""Periodic reports (laporan berkala): the way in, and the half-year's monitoring table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simcap.errors import BadInputs, NotNow
from simcap.people.days import today_of
from simcap.people.models import Office
from simcap.reporting import tables as acts
from simcap.reporting.annual import issued_years
from simcap.reporting.models import MonitoringTable, MonitoringVersion
from simcap.reporting.paper import draft_pdf, rows_of, threshold_text
from simcap.reporting.periods import HalfYear, half_of, halves_of, years_of
from simcap.reporting.rows import Row, Verdict
from simcap.reporting.rules import may, must, who_can
from simcap.reporting.tables import Filled, filled

from .archive import archive_page, require_form_methods
from .archive_forms import take_over
from .files import made_now, send
from .numbers import number_of
from .report_forms import TableForm
from .viewer import office_of, powers_of

YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as the page shows it: its words, and what was proposed where people decided otherwise."""

    row: Row
    verdict: str
    proposed_verdict: str

    @property
    def changed(self) -> tuple[str, ...]:
        """What differs from the proposal."""
        return self.row.changed


def shown_rows(version: MonitoringVersion) -> list[Shown]:
    """The rows of a version in the words of the page."""
    return [
        Shown(row, str(Verdict(row.final.verdict).label), str(Verdict(row.proposed.verdict).label))
        for row in rows_of(version)
    ]


@archive_page
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The way in: half-years with the state of their tables, and years with their summaries."""
    office = office_of(request)
    must("see_reports", powers_of(request))
    kept = Prefetch("versions", queryset=MonitoringVersion.objects.defer("rows").order_by("-number"))
    tables = {one.first_on: one for one in MonitoringTable.objects.filter(office=office).prefetch_related(kept)}
    years = years_of(office)
    halves = []
    for half in halves_of(office):
        table = tables.get(half.first)
        halves.append((half, table.versions.all()[0] if table else None, half.last < today_of(office)))
    issued = issued_years(office, years)
    page = {"halves": halves, "years": [(year, issued.get(year)) for year in years], "this_year": years[0]}
    return render(request, "reports/reports.html", page)


def half_in(year: int, half: int) -> HalfYear:
    """The half-year of an address. Raises: Http404 for one that cannot be."""
    if year not in YEARS or half not in (1, 2):
        raise Http404("There is no such half-year.")
    return HalfYear(year, half)


@archive_page
@require_safe
def monitoring_table(request: HttpRequest, year: int, half: int) -> HttpResponse:
    """The table of a half-year as it stands, or one of its versions; the one of the half-year before beside it."""
    office, powers, chosen = office_of(request), powers_of(request), half_in(year, half)
    must("see_reports", powers)
    found = filled(office, chosen)
    page: dict[str, Any] = {
        "half": chosen, "found": found, "may_fill": may("fill_table", powers), "is_future": _is_future(office, chosen),
        "is_over": chosen.last < today_of(office), "who_fills": who_can("fill_table", office),
        "who_issues": who_can("issue_report", office), "before": filled(office, chosen.before),
    }  # fmt: skip
    if page["before"]:
        page["before_rows"] = shown_rows(page["before"].latest)
    if found:
        ready = found.is_draft and page["is_over"] and not found.computed_too_early
        page |= _of_version(request, found) | {"can_issue": ready and may("issue_report", powers)}
    else:
        page["threshold"] = threshold_text(office.runs_well_percent)
    return render(request, "reports/table.html", page)


def _is_future(office: Office, half: HalfYear) -> bool:
    return half > half_of(today_of(office))


def _of_version(request: HttpRequest, found: Filled) -> dict[str, Any]:
    version = version_of(request, found)
    return {
        "version": version, "rows": shown_rows(version), "threshold": threshold_text(version.threshold_percent),
        "is_latest": version == found.latest, "versions": reversed(found.versions),
    }  # fmt: skip


def version_of(request: HttpRequest, found: Filled) -> MonitoringVersion:
    """The version of the address, else the last one. Raises: Http404 for one that is not there."""
    asked = request.GET.get("versi", "")
    if not asked:
        return found.latest
    version = next((one for one in found.versions if str(one.number) == asked), None)
    if version is None:
        raise Http404("There is no such version.")
    return version


def _must_have(request: HttpRequest, half: HalfYear) -> Filled:
    found = filled(office_of(request), half)
    if found is None:
        raise Http404("Nobody has begun this table.")
    return found


@archive_page
@require_POST
def compute(request: HttpRequest, year: int, half: int) -> HttpResponse:
    """Take the figures from the record: begin a table, or renew its figures."""
    based_on = request.POST.get("based_on", "")
    number = number_of(based_on)
    acts.compute(office_of(request), half_in(year, half), based_on=number, powers=powers_of(request))
    messages.success(request, _("Angka diambil dari catatan. Isian yang sudah diubah tetap ada."))
    return redirect("monitoring-table", year=year, half=half)


@archive_page
@require_form_methods
def fill(request: HttpRequest, year: int, half: int) -> HttpResponse:
    """Fill in the table: the proposals, editable."""
    powers = powers_of(request)
    must("fill_table", powers)
    found = _must_have(request, half_in(year, half))
    if request.method != "POST":
        return _form_page(request, found, TableForm(rows=found.rows, initial={"based_on": found.latest.number}))
    form = TableForm(request.POST, rows=found.rows)
    if not form.is_valid():
        return _form_page(request, found, form, status=422)
    try:
        acts.save(found, form.judged(), based_on=form.cleaned_data["based_on"], powers=powers)
    except BadInputs as bad:
        take_over(form, bad)
        return _form_page(request, found, form, status=422)
    except NotNow as late:
        return _form_page(request, found, _on_the_last(request.POST, found), late=late.sentence, status=409)
    messages.success(request, _("Isian disimpan."))
    return redirect("monitoring-table", year=year, half=half)


def _on_the_last(typed: QueryDict, found: Filled) -> TableForm:
    """What was typed, now on top of what somebody else has saved: to be looked at, then sent again."""
    return TableForm({**typed.dict(), "based_on": str(found.latest.number)}, rows=found.rows)


def _form_page(
    request: HttpRequest, found: Filled, form: TableForm, *, late: str = "", status: int = 200
) -> HttpResponse:
    page = {
        "half": found.half, "form": form, "late": late, "threshold": threshold_text(found.latest.threshold_percent),
        "now": shown_rows(found.latest) if late else [],
    }  # fmt: skip
    return render(request, "reports/fill.html", page, status=status)


@archive_page
@require_POST
def issue(request: HttpRequest, year: int, half: int) -> HttpResponse:
    """Issue the table as a frozen document."""
    must("issue_report", powers_of(request))
    based_on = request.POST.get("based_on", "")
    number = number_of(based_on)
    acts.issue_table(_must_have(request, half_in(year, half)), based_on=number, powers=powers_of(request))
    messages.success(request, _("Tabel monitoring diterbitkan."))
    return redirect("monitoring-table", year=year, half=half)


@archive_page
@require_safe
def table_pdf(request: HttpRequest, year: int, half: int) -> HttpResponse:
    """The table on paper: the very bytes that were issued, else a draft that says so."""
    must("see_reports", powers_of(request))
    found = _must_have(request, half_in(year, half))
    version = version_of(request, found)
    name = f"tabel-monitoring-{year}-{half}.pdf"
    if version.document:
        return send(request, version.document.file, name=name, download="download" in request.GET)
    return made_now(draft_pdf(version), name=name, media_type="application/pdf")
