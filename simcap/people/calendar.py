"""The office's calendar (jam kerja, hari libur) as the office clock wants it. Kept per process until it changes."""

from __future__ import annotations

from datetime import date

from simcap.procedure.office_hours import OfficeCalendar, Schedule, Span

from .models import Office, WorkSchedule

_kept: dict[int, tuple[int, OfficeCalendar]] = {}


def _schedule(row: WorkSchedule) -> Schedule:
    days: dict[int, list[Span]] = {}
    for span in row.spans.all():
        days.setdefault(span.weekday, []).append(Span(span.start, span.end))
    return Schedule(
        from_on=row.from_on,
        until_on=row.until_on,
        days={day: tuple(spans) for day, spans in days.items()},
        source=row.source,
    )


def read(office: Office) -> OfficeCalendar:
    """The calendar as the tables say it now."""
    schedules = tuple(_schedule(row) for row in office.schedules.prefetch_related("spans"))
    holidays: frozenset[date] = frozenset(office.holidays.values_list("on", flat=True))
    return OfficeCalendar(time_zone=office.time_zone, schedules=schedules, holidays=holidays)


def of(office: Office) -> OfficeCalendar:
    """The calendar of an office; read again only when `calendar_version` has grown."""
    kept = _kept.get(office.pk)
    if kept and kept[0] == office.calendar_version:
        return kept[1]
    calendar = read(office)
    _kept[office.pk] = (office.calendar_version, calendar)
    return calendar
