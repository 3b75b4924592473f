"""Half-years and years by which the office reports, and where they begin and end by the office's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Min, QuerySet
from django.utils.translation import gettext as _

from simcap.facilitation.models import Facilitation
from simcap.people.days import day_of, today_of
from simcap.people.models import Office

Bounds = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """Half-year (semester): 1 is January to June, 2 is July to December."""

    year: int
    half: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def before(self) -> HalfYear:
        """The half-year before."""
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    @property
    def label(self) -> str:
        """Shape: `Semester I 2026`."""
        return _("Semester %(half)s %(year)d") % {"half": "I" * self.half, "year": self.year}

    @property
    def months(self) -> str:
        """Shape: `Januari–Juni 2026`."""
        words = _("Januari–Juni %(year)d") if self.half == 1 else _("Juli–Desember %(year)d")
        return words % {"year": self.year}


def half_of(day: date) -> HalfYear:
    """The half-year in which a day lies."""
    return HalfYear(day.year, 1 if day.month <= 6 else 2)


def bounds(office: Office, first: date, last: date) -> Bounds:
    """From the first moment of a day to the first after another, by the office's clock."""
    zone = ZoneInfo(office.time_zone)
    return datetime.combine(first, time.min, zone), datetime.combine(last + timedelta(days=1), time.min, zone)


def year_bounds(office: Office, year: int) -> Bounds:
    """A calendar year by the office's clock."""
    return bounds(office, date(year, 1, 1), date(year, 12, 31))


def of_office(rows: QuerySet[Any], office: Office) -> QuerySet[Any]:
    """Rows about an office's cases, found by their own moments: the plus keeps a planner from reading all its cases."""
    return rows.alias(owner=F("facilitation__office_id") + 0).filter(owner=office.pk)


def first_day(office: Office) -> date:
    """The day of the office's first request; today where there is none yet."""
    found = Facilitation.objects.filter(office=office).aggregate(first=Min("registered_at"))["first"]
    return day_of(found, office) if found else today_of(office)


def halves_of(office: Office) -> list[HalfYear]:
    """The half-years since the office's first request, the newest first."""
    begun, one, found = half_of(first_day(office)), half_of(today_of(office)), []
    while one >= begun:
        found.append(one)
        one = one.before
    return found


def years_of(office: Office) -> list[int]:
    """The years since the office's first request, the newest first."""
    return list(range(today_of(office).year, first_day(office).year - 1, -1))
