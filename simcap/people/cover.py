"""Cover (penggantian): for each position that an absent officer holds, which Plh. stands in, and when nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .absences import Away, days_text
from .calendar import of as calendar_of
from .days import ONE_DAY, day_of, midnight
from .models import Appointment, Office, Position
from .roster import Roster, end_of


@dataclass(frozen=True, slots=True)
class StandIn:
    """A Plh. on days of an absence, in words."""

    name: str
    days: str
    decree: str


@dataclass(frozen=True, slots=True)
class Cover:
    """One position of an absent officer. `open_days`: working days to come on which nobody stands in, in words."""

    position: Position
    stand_ins: tuple[StandIn, ...]
    open_days: str
    first_open_on: date | None


def roster_of(office: Office, aways: Iterable[Away]) -> Roster:
    """The roster over all days of some absences: two queries for a whole page of them."""
    found = list(aways)
    first, last = min(one.from_on for one in found), max(one.until_on for one in found)
    return Roster(office, midnight(first, office), midnight(last + ONE_DAY, office))


def covers_of(away: Away, roster: Roster, *, now: datetime) -> list[Cover]:
    """Every position that the absent officer holds on these days, with who stands in."""
    rows = [one for one in roster.held_by(away.absence.officer_id) if _touches(one, away, roster.office)]
    positions = {one.position_id: one.position for one in rows}
    return [cover_of(one, away, roster, now=now) for one in positions.values()]


def covers_of_all(office: Office, aways: list[Away], *, now: datetime) -> Mapping[int, list[Cover]]:
    """Covers of many absences at once, by the absence's key."""
    if not aways:
        return {}
    roster = roster_of(office, aways)
    return {one.absence.pk: covers_of(one, roster, now=now) for one in aways}


def _touches(appointment: Appointment, away: Away, office: Office) -> bool:
    end = end_of(appointment)
    begins_in_time = appointment.from_at < midnight(away.until_on + ONE_DAY, office)
    return begins_in_time and (end is None or end > midnight(away.from_on, office))


def cover_of(position: Position, away: Away, roster: Roster, *, now: datetime) -> Cover:
    """Who stands in for one position on these days."""
    office = roster.office
    rows = [one for one in roster.stand_ins(position.code) if _touches(one, away, office)]
    uncovered = [day for day in _days_to_come(away, office, now=now) if not _is_covered(rows, day, office)]
    return Cover(
        position=position,
        stand_ins=tuple(StandIn(one.officer.name, _days_of(one, away, office), one.decree) for one in rows),
        open_days=_stretches(uncovered, office),
        first_open_on=uncovered[0] if uncovered else None,
    )


def _days_to_come(away: Away, office: Office, *, now: datetime) -> list[date]:
    """Working days of the absence from today on."""
    calendar, day = calendar_of(office), max(away.from_on, day_of(now, office))
    found = []
    while day <= away.until_on:
        if calendar.working_time(midnight(day, office), midnight(day + ONE_DAY, office)) > timedelta(0):
            found.append(day)
        day += ONE_DAY
    return found


def _is_covered(rows: list[Appointment], day: date, office: Office) -> bool:
    """Whether a Plh. holds at the end of a day: whoever takes over in its course counts."""
    closing = midnight(day + ONE_DAY, office) - timedelta(microseconds=1)
    return any(one.from_at <= closing and ((end := end_of(one)) is None or end > closing) for one in rows)


def _days_of(appointment: Appointment, away: Away, office: Office) -> str:
    end = end_of(appointment)
    last = away.until_on if end is None else min(away.until_on, day_of(end - timedelta(microseconds=1), office))
    first = max(away.from_on, day_of(appointment.from_at, office))
    return days_text(first, max(first, last))


def _stretches(days: list[date], office: Office) -> str:
    """Days in words, those that follow on each other (weekends and holidays between them skipped) as one stretch."""
    calendar = calendar_of(office)
    stretches: list[list[date]] = []
    for day in days:
        gap_is_free = bool(stretches) and not calendar.working_time(
            midnight(stretches[-1][-1] + ONE_DAY, office), midnight(day, office)
        )
        if gap_is_free:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return ", ".join(days_text(one[0], one[-1]) for one in stretches)
