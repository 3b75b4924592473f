"""The timetable of one turn (jadwal pengingat): at which moments who has to be told what. Pure reckoning, no database.

The standard holds for handling, which begins when a turn is opened; so a turn that nobody opens has a limit of its own.
What is Tentatif is measured by the window agreed in the SPT. Off the SOP's path no standard holds, and nobody is
reminded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from simcap.people.models import Office
from simcap.procedure.definition import Step
from simcap.procedure.office_hours import OfficeCalendar

from .models import Kind

#: Of what falls due together, a performer is told the last of these only.
FOR_PERFORMERS = (Kind.NEW, Kind.UNOPENED, Kind.NEAR, Kind.OVER)
FOR_SUPERIORS = (Kind.UNOPENED_UP, Kind.OVER_UP)


@dataclass(frozen=True, slots=True)
class Pace:
    """How the office wants to be reminded. Units: `share` of the standard; the others are working time."""

    share: float
    least: timedelta
    unopened: timedelta
    escalate: timedelta


def pace_of(office: Office) -> Pace:
    """The office's own settings."""
    return Pace(
        office.remind_share / 100,
        timedelta(minutes=office.remind_least_minutes),
        timedelta(minutes=office.remind_unopened_minutes),
        timedelta(minutes=office.escalate_minutes),
    )


@dataclass(frozen=True, slots=True)
class Stay:
    """What the timetable must know of a turn. `used`: handling by earlier turns of the same step, of this case.

    `step` is None where no standard holds; `window_ends_at` is the end of the SPT's window.
    """

    arrived_at: datetime
    opened_at: datetime | None
    step: Step | None
    used: timedelta
    window_ends_at: datetime


def timetable(stay: Stay, *, pace: Pace, calendar: OfficeCalendar) -> dict[Kind, datetime]:
    """Each kind of notice with its moment, always in working hours. Raises: NoWorkingTime."""
    first = {Kind.NEW: calendar.next_opening(stay.arrived_at)}
    if stay.step is None:
        return first
    if stay.step.standard_minutes is None:
        return first | _by_window(stay, stay.step, pace, calendar)
    if stay.opened_at is None:
        limit = calendar.add(stay.arrived_at, pace.unopened)
        return first | {Kind.UNOPENED: limit, Kind.UNOPENED_UP: calendar.add(limit, pace.escalate)}
    return first | _by_standard(stay.opened_at, stay, stay.step, pace, calendar)


def _by_window(stay: Stay, step: Step, pace: Pace, calendar: OfficeCalendar) -> dict[Kind, datetime]:
    """When the window is over, and when its tolerance is. A case that arrives later still has its time."""
    end = calendar.next_opening(max(stay.window_ends_at, stay.arrived_at))
    limit = max(
        calendar.add(end, timedelta(minutes=step.tolerance_minutes)), calendar.add(stay.arrived_at, pace.unopened)
    )
    found = {Kind.OVER: limit, Kind.OVER_UP: calendar.add(limit, pace.escalate)}
    return found | ({Kind.NEAR: end} if end < limit else {})


def _by_standard(
    opened_at: datetime, stay: Stay, step: Step, pace: Pace, calendar: OfficeCalendar
) -> dict[Kind, datetime]:
    """When the share of the standard is used up, and when standard and tolerance are."""
    standard = timedelta(minutes=step.standard_minutes or 0)
    left = max(standard + timedelta(minutes=step.tolerance_minutes) - stay.used, pace.least)
    limit = calendar.add(opened_at, left)
    found = {Kind.OVER: limit, Kind.OVER_UP: calendar.add(limit, pace.escalate)}
    before = standard * pace.share - stay.used
    return found | ({Kind.NEAR: calendar.add(opened_at, before)} if pace.least <= before < left else {})


def due(table: dict[Kind, datetime], *, since: datetime | None, at: datetime) -> tuple[Kind, ...]:
    """What has fallen due after `since`, up to `at`: of what performers are told, the gravest only."""
    fallen = {kind for kind, moment in table.items() if moment <= at and (since is None or moment > since)}
    performers = [kind for kind in FOR_PERFORMERS if kind in fallen][-1:]
    superiors = [kind for kind in FOR_SUPERIORS if kind in fallen][-1:]
    return (*performers, *superiors)


def following(table: dict[Kind, datetime], *, at: datetime) -> datetime | None:
    """The next moment at which something falls due; None when nothing does."""
    return min((moment for moment in table.values() if moment > at), default=None)
