"""The yearly summary (ringkasan tahunan): put together, printed, issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents.models import Document
from simcap.documents.typeset import render
from simcap.errors import NotNow
from simcap.facilitation.phrases import moment_text
from simcap.facilitation.rights import Powers
from simcap.people.acts import by_of, note
from simcap.people.days import day_of, today_of
from simcap.people.models import Office
from simcap.registers.values import shown

from .content import PrintedColumn, PrintedSummary, PrintedTable
from .issuing import Report, a4, issued
from .rules import must
from .summary import SummaryTable, meanings, tables_of
from .yearly import YearFigures, regency_names, year_figures

KIND = "yearly_summary"
#: Makes one id of an office's year; random once, the same for ever.
_NAMESPACE = UUID("6c2f0d6e-98c1-4e0a-9d9d-6b9b5b7f3a55")


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Yearly summary (ringkasan tahunan): one year of an office beside the year before, as it stands now."""

    office: Office
    now: YearFigures
    before: YearFigures
    tables: tuple[SummaryTable, ...]

    @property
    def is_over(self) -> bool:
        """Whether the year has ended; before that it may be read, not issued."""
        return today_of(self.office).year > self.now.year


def summary_of(office: Office, year: int) -> Summary:
    """The summary in the current language. Units: a fixed number of statements, whatever the year holds."""
    now, before = year_figures(office, year), year_figures(office, year - 1)
    return Summary(office=office, now=now, before=before, tables=tables_of(now, before, regency_names()))


def uid_of(office: Office, year: int) -> UUID:
    """What all versions of a year's summary are versions of."""
    return uuid5(_NAMESPACE, f"{office.slug}/{year}")


def issued_summaries(office: Office, year: int) -> list[Document]:
    """The summaries that were issued for a year, the newest first."""
    rows = Document.objects.filter(office=office, case_uid=uid_of(office, year), kind=KIND)
    return list(rows.select_related("file").order_by("-version"))


def _content(summary: Summary, **more: Any) -> PrintedSummary:
    office, year = summary.office, summary.now.year
    period = _("Tahun %(year)d, dibandingkan dengan tahun %(before)d") % {"year": year, "before": year - 1}
    as_of = _("Keadaan catatan %(moment)s.") % {"moment": moment_text(clock.now(), office.time_zone)}
    return PrintedSummary(
        period=period, as_of=as_of, tables=tuple(_printed(one, office.time_zone) for one in summary.tables),
        meanings=meanings(), **more,
    )  # fmt: skip


def _printed(table: SummaryTable, zone: str) -> PrintedTable:
    return PrintedTable(
        title=table.title, empty=table.empty, last_is_sum=table.last_is_sum,
        heads=tuple(PrintedColumn(label=one.label, share=one.share, is_number=one.is_number) for one in table.heads),
        rows=tuple(tuple(shown(value, zone) or "–" for value in row) for row in table.rows),
    )  # fmt: skip


def draft_pdf(office: Office, year: int) -> bytes:
    """The summary as it stands now, in Indonesian as all paper of the office; marked as not issued."""
    with translation.override("id"):
        content = _content(summary_of(office, year), letterhead=a4(office), is_draft=True)
    return render(KIND, content, issued_at=clock.now().astimezone(ZoneInfo(office.time_zone)))


@transaction.atomic
def issue_summary(office: Office, year: int, *, powers: Powers) -> Document:
    """Issue a year's summary (terbitkan). Changes: a document, and an entry on the office's chain.

    Raises: NotYou; NotNow while the year is not over.
    """
    holding, at = must("issue_report", powers), clock.now()
    with translation.override("id"):
        summary = summary_of(office, year)
        if not summary.is_over:
            raise NotNow(_("Tahun %(year)d belum berakhir; ringkasannya diterbitkan sesudahnya.") % {"year": year})

        def content(head: Any, signed: Any, check: Any) -> PrintedSummary:
            day: date = day_of(at, office)
            return _content(
                summary, letterhead=head, signature=signed, verification=check, issued_on=day, is_draft=False
            )

        title = _("Ringkasan Tahunan %(year)d") % {"year": year}
        report = Report(kind=KIND, title=title, of=uid_of(office, year), content=content)
        document = issued(report, office=office, holding=holding, at=at)
    facts = {"year": year, "version": document.version, "document_sha256": document.file_id, "token": document.token}
    note(office, act="issue_yearly_summary", by=by_of(holding, account=powers.actor.account), facts=facts)
    return document


def issued_years(office: Office, years: list[int]) -> dict[int, Document]:
    """The summary in force of each year that has one."""
    uids = {uid_of(office, year): year for year in years}
    rows = Document.objects.filter(office=office, kind=KIND, status=Document.Status.IN_FORCE, case_uid__in=uids)
    return {uids[one.case_uid]: one for one in rows}
