"""Periods by which an office reads its books: today, this month, the month before, the quarter, the year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Code → its word, in the order in which they are offered.
PERIODS = {
    "today": gettext_lazy("Hari ini"), "this_month": gettext_lazy("Bulan ini"),
    "last_month": gettext_lazy("Bulan lalu"), "this_quarter": gettext_lazy("Triwulan ini"),
    "last_quarter": gettext_lazy("Triwulan lalu"),
    "this_year": gettext_lazy("Tahun ini"), "last_year": gettext_lazy("Tahun lalu"),
}  # fmt: skip
#: Period → its months, and how many of its kind back.
_LENGTHS = {
    "this_month": (1, 0), "last_month": (1, 1), "this_quarter": (3, 0), "last_quarter": (3, 1), "this_year": (12, 0),
    "last_year": (12, 1),
}  # fmt: skip


def days_of(period: str, today: date) -> tuple[date, date]:
    """First and last day of a period, seen from today."""
    if period == "today":
        return today, today
    length, back = _LENGTHS[period]
    months = today.year * 12 + (today.month - 1) // length * length - back * length
    last = months + length - 1
    return _day(months), date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])


def _day(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def period_text(first: date | None, last: date | None) -> str:
    """Shape: `Mei 2026`, `tahun 2026`, `1 April 2026 – 30 Juni 2026`, `sejak …`, `sampai …`; empty for all time."""
    if first and last:
        return _whole(first, last)
    if first:
        return _("sejak %(day)s") % {"day": format_date(first, "j F Y")}
    return _("sampai %(day)s") % {"day": format_date(last, "j F Y")} if last else ""


def _whole(first: date, last: date) -> str:
    after = last + timedelta(days=1)
    if first == last:
        return format_date(first, "l, j F Y")
    if first.day == after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return format_date(first, "F Y")
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and first.year == last.year:
        return _("tahun %(year)d") % {"year": first.year}
    return f"{format_date(first, 'j F Y')} – {format_date(last, 'j F Y')}"
