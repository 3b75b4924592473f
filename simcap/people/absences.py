"""Questions about absences (ketidakhadiran): who is away when, and which Plh. stands in meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import dateformat

from .days import ONE_DAY
from .models import Absence, Office, Officer


@dataclass(frozen=True, slots=True)
class Away:
    """One absence as it really is: its early end counted. Both days belong to it."""

    absence: Absence
    from_on: date
    until_on: date

    def holds(self, day: date) -> bool:
        """Whether the officer is away on that day."""
        return self.from_on <= day <= self.until_on

    @property
    def days(self) -> str:
        """The days in words."""
        return days_text(self.from_on, self.until_on)


def last_day(absence: Absence) -> date | None:
    """The last day away, an early end counted; None for an absence that was cancelled."""
    ending = getattr(absence, "ending", None)
    last = absence.until_on if ending is None else min(absence.until_on, ending.back_on - ONE_DAY)
    return last if last >= absence.from_on else None


def away_of(absence: Absence) -> Away | None:
    """The absence as it really is; None for one that was cancelled."""
    last = last_day(absence)
    return Away(absence, absence.from_on, last) if last else None


def standing() -> QuerySet[Absence]:
    """Absences that were not cancelled, each with its officer and its early end."""
    rows = Absence.objects.select_related("officer", "ending")
    return rows.filter(Q(ending=None) | Q(ending__back_on__gt=F("from_on")))


def reaching(day: date) -> Q:
    """Absences that last at least until a day, their early end counted."""
    return Q(until_on__gte=day) & (Q(ending=None) | Q(ending__back_on__gt=day))


def away_between(
    office: Office, first: date, last: date, *, officers: Iterable[Officer] | None = None
) -> dict[int, list[Away]]:
    """Who is away on some day from first to last, by the officer's key, in order of the first day."""
    rows = standing().filter(reaching(first), office=office, from_on__lte=last)
    if officers is not None:
        rows = rows.filter(officer__in=officers)
    found: dict[int, list[Away]] = {}
    for one in rows.order_by("from_on", "id"):
        if away := away_of(one):
            found.setdefault(one.officer_id, []).append(away)
    return found


def days_text(first: date, last: date) -> str:
    """Days in words. Shape: `23 November 2026`, `23–27 November 2026`, `30 November – 4 Desember 2026`."""
    if first == last:
        return dateformat.format(last, "j F Y")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{dateformat.format(last, 'j F Y')}"
    shape = "j F" if first.year == last.year else "j F Y"
    return f"{dateformat.format(first, shape)} – {dateformat.format(last, 'j F Y')}"
