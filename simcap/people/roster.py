"""Roster (daftar pemegang jabatan): who can act for each position of an office over a stretch of time, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Q

from .absences import Away, away_between
from .authority import HELD, Holding, effective
from .days import ONE_DAY, day_of, midnight
from .models import Appointment, Office, Officer

#: Why nobody can act for a position: no holder, a holder who cannot sign in, a holder who is away without a Plh.
Want = Literal["", "vacant", "no_account", "away"]


@dataclass(frozen=True, slots=True)
class Post:
    """One position at one moment: who can act for it, or why nobody can (`want`), and whom that is about."""

    able: tuple[Holding, ...]
    want: Want
    holders: tuple[Holding, ...]
    away: Away | None = None


def can_sign_in(officer: Officer) -> bool:
    """Whether an officer has an account that is in use."""
    return officer.is_active and officer.account is not None and officer.account.is_active


def end_of(appointment: Appointment) -> datetime | None:
    """When an appointment ends, an early end counted; None while it is open."""
    ends = [appointment.until_at, appointment.ending.ended_at if hasattr(appointment, "ending") else None]
    return min((one for one in ends if one), default=None)


class Roster:
    """Appointments and absences of one office between two moments.

    Costs two queries, however many positions and people are asked about.
    """

    def __init__(self, office: Office, at: datetime, until: datetime) -> None:
        self.office, self.at, self.until = office, at, until
        ends_later = (Q(until_at=None) | Q(until_at__gt=at)) & (Q(ending=None) | Q(ending__ended_at__gt=at))
        rows = Appointment.objects.filter(ends_later, office=office, from_at__lte=until, officer__is_active=True)
        self._by_code: dict[str, list[Appointment]] = {}
        for one in rows.select_related("position", "officer__account", "ending").order_by("id"):
            self._by_code.setdefault(one.position.code, []).append(one)
        self._away = away_between(office, day_of(at, office), day_of(until, office))

    def appointments(self, code: str) -> list[Appointment]:
        """All appointments to a position within the stretch, those that end or begin in it too."""
        return self._by_code.get(code, [])

    def holders(self, code: str, at: datetime) -> list[Holding]:
        """Everyone who may act for a position at a moment, delegates last."""
        rows = [one for one in self.appointments(code) if one.from_at <= at and _lasts(one, at)]
        return [Holding(one.officer, one) for one in effective(rows)]

    def absences(self, officer_id: int) -> list[Away]:
        """An officer's absences within the stretch."""
        return self._away.get(officer_id, [])

    def away(self, officer_id: int, at: datetime) -> Away | None:
        """The absence of an officer at a moment."""
        day = day_of(at, self.office)
        return next((one for one in self.absences(officer_id) if one.holds(day)), None)

    def away_on(self, day: date) -> set[int]:
        """Keys of all officers who are away on a day."""
        return {key for key, found in self._away.items() if any(one.holds(day) for one in found)}

    def away_from(self, first: date, last: date) -> set[int]:
        """Keys of all officers who are away on some day from first to last."""
        return {
            key
            for key, found in self._away.items()
            if any(one.from_on <= last and one.until_on >= first for one in found)
        }

    def post(self, code: str, at: datetime, *, delegates: bool = False) -> Post:
        """Who can act for a position at a moment; with `delegates` whoever signs a.n. or u.b. counts too."""
        holders = [one for one in self.holders(code, at) if delegates or not one.delegated]
        reachable = [one for one in holders if can_sign_in(one.officer)]
        able = [one for one in reachable if self.away(one.officer.pk, at) is None]
        if able:
            return Post(tuple(able), "", tuple(holders))
        if reachable:
            return Post((), "away", tuple(reachable), self.away(reachable[0].officer.pk, at))
        return Post((), "no_account" if holders else "vacant", tuple(holders))

    def changes(self, codes: Iterable[str]) -> list[datetime]:
        """Later moments, up to the last one, at which somebody takes over, leaves, goes away or comes back."""
        rows = [one for code in codes for one in self.appointments(code)]
        found = {one.from_at for one in rows} | {end for one in rows if (end := end_of(one))}
        for away in (one for row in rows for one in self.absences(row.officer_id)):
            found |= {midnight(away.from_on, self.office), midnight(away.until_on + ONE_DAY, self.office)}
        return sorted(one for one in found if self.at < one <= self.until)

    def held_by(self, officer_id: int) -> list[Appointment]:
        """Positions that an officer holds for himself (definitive or Plt.) within the stretch."""
        rows = (one for found in self._by_code.values() for one in found if one.officer_id == officer_id)
        return [one for one in rows if one.kind in HELD and one.kind != "plh"]

    def stand_ins(self, code: str) -> list[Appointment]:
        """Appointments of a Plh. to a position within the stretch, in order of their start."""
        return sorted((one for one in self.appointments(code) if one.kind == "plh"), key=lambda one: one.from_at)


def _lasts(appointment: Appointment, at: datetime) -> bool:
    end = end_of(appointment)
    return end is None or end > at
