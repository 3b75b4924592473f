"""The yearly summary (ringkasan tahunan): read, taken as PDF or Excel, issued."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simcap.registers.exporting import MEDIA_TYPES
from simcap.registers.models import Export
from simcap.registers.values import shown
from simcap.reporting import annual
from simcap.reporting.rules import may, must, who_can
from simcap.reporting.sheets import write_summary
from simcap.reporting.summary import SummaryTable, meanings

from .archive import archive_page
from .files import made_now, send
from .reports import YEARS
from .viewer import office_of, powers_of


def _year_seen(request: HttpRequest, year: int) -> None:
    """Raises: NotYou; Http404 for a year that cannot be."""
    must("see_reports", powers_of(request))
    if year not in YEARS:
        raise Http404("There is no such year.")


def _for_page(table: SummaryTable, zone: str) -> dict[str, object]:
    """A table with its values in words, each beside its head; the last row apart where it is a sum."""
    rows = [[(head, shown(value, zone) or "–") for head, value in zip(table.heads, row, strict=True)]
            for row in table.rows]  # fmt: skip
    return {"table": table, "rows": rows[:-1] if table.last_is_sum else rows,
            "sums": rows[-1] if table.last_is_sum else []}  # fmt: skip


@archive_page
@require_safe
def summary(request: HttpRequest, year: int) -> HttpResponse:
    """One year beside the year before."""
    _year_seen(request, year)
    office = office_of(request)
    found = annual.summary_of(office, year)
    page = {
        "year": year, "found": found, "tables": [_for_page(one, office.time_zone) for one in found.tables],
        "meanings": meanings(), "issued": annual.issued_summaries(office, year),
        "may_issue": found.is_over and may("issue_report", powers_of(request)),
        "who_issues": who_can("issue_report", office),
    }  # fmt: skip
    return render(request, "reports/summary.html", page)


@archive_page
@require_safe
def summary_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The summary on paper: with `versi` the very bytes that were issued, else as it stands now, marked as draft."""
    _year_seen(request, year)
    office, asked, name = office_of(request), request.GET.get("versi", ""), f"ringkasan-tahunan-{year}.pdf"
    if not asked:
        return made_now(annual.draft_pdf(office, year), name=name, media_type="application/pdf")
    issued = next((one for one in annual.issued_summaries(office, year) if str(one.version) == asked), None)
    if issued is None:
        raise Http404("There is no such version.")
    return send(request, issued.file, name=name, download="download" in request.GET)


@archive_page
@require_safe
def summary_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """The summary as a workbook."""
    _year_seen(request, year)
    out, powers = BytesIO(), powers_of(request)
    held = next((one for one in powers.holdings if not one.delegated), None)
    by = f"{powers.actor.name} ({held.title})" if held else powers.actor.name
    write_summary(out, annual.summary_of(office_of(request), year), by=by)
    kind = MEDIA_TYPES[Export.Format.XLSX]
    return made_now(out.getvalue(), name=f"ringkasan-tahunan-{year}.xlsx", media_type=kind, download=True)


@archive_page
@require_POST
def issue_summary(request: HttpRequest, year: int) -> HttpResponse:
    """Issue a year's summary as a frozen document."""
    _year_seen(request, year)
    annual.issue_summary(office_of(request), year, powers=powers_of(request))
    messages.success(request, _("Ringkasan tahunan diterbitkan."))
    return redirect("yearly-summary", year=year)
