"""A changed calendar (perubahan kalender): which open cases it moves. What is measured already keeps its own calendar.

Asked of the whole office at once, of open turns only; the number of statements does not depend on their number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import Sum

from simcap.journal.append import moment
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.procedure.definition import Step
from simcap.procedure.office_hours import NoWorkingTime, OfficeCalendar

from .definitions import definition
from .measures import NOTHING
from .models import Turn
from .phrases import minutes_of

Watcher = Callable[[Office], None]
_watchers: list[Watcher] = []
#: What is counted of an open turn: until it is opened, since then, or since the end of the SPT's window (Tentatif).
Clock = Literal["waiting", "handling", "late"]


def watches(watcher: Watcher) -> Watcher:
    """Register who wants to know, in the change's own transaction, that an office's calendar has changed."""
    _watchers.append(watcher)
    return watcher


def announce(office: Office) -> None:
    """Tell those who reckon with the calendar that it has changed."""
    for watcher in _watchers:
        watcher(office)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How an open turn stands by one calendar.

    Units: `minutes` is working time, rounded down; `due_at` is by when the step has to be done to keep its standard,
    of a turn that is not opened as if it were opened now. `verdict` is empty where no standard holds.
    """

    minutes: int
    due_at: datetime | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An open turn that stands otherwise by the new calendar."""

    turn: Turn
    clock: Clock
    before: Reckoning
    after: Reckoning

    def facts(self) -> dict[str, Any]:
        """As the journal keeps it: the case by its agenda number alone, so that a secret one stays secret."""
        both = (self.before, self.after)
        return {
            "agenda_number": self.turn.facilitation.agenda_number,
            "stage": self.turn.stage,
            "step": self.turn.step,
            "clock": self.clock,
            "minutes": [one.minutes for one in both],
            "due_at": [moment(one.due_at) if one.due_at else None for one in both],
            "verdict": [one.verdict for one in both],
        }


def moved(office: Office, *, before: OfficeCalendar, after: OfficeCalendar, at: datetime) -> list[Moved]:
    """The open turns that another calendar moves at this moment, oldest first. Two statements."""
    if before == after:
        return []
    turns = _open(office)
    spent = _spent(office)
    found = (
        _compared(turn, spent.get((turn.facilitation_id, turn.step), NOTHING), before, after, at) for turn in turns
    )
    return [one for one in found if one.before != one.after]


def _open(office: Office) -> list[Turn]:
    """Turns whose clock runs."""
    running = Turn.objects.filter(office=office, closed_at=None).exclude(kind="suspended")
    return list(running.select_related("facilitation").order_by("arrived_at", "id"))


def _spent(office: Office) -> dict[tuple[int, int], timedelta]:
    """Handling already measured of the steps of cases that have an open turn: as it was measured."""
    open_cases = Turn.objects.filter(office=office, closed_at=None).exclude(kind="suspended").values("facilitation")
    closed = Turn.objects.filter(facilitation__in=open_cases, closed_at__isnull=False).exclude(kind="suspended")
    rows = closed.order_by().values("facilitation", "step").annotate(spent=Sum("handling"))
    return {(row["facilitation"], row["step"]): row["spent"] for row in rows}


def _compared(turn: Turn, spent: timedelta, before: OfficeCalendar, after: OfficeCalendar, at: datetime) -> Moved:
    step = definition(turn.facilitation.definition_id).step(turn.step)
    tentative = step is not None and step.standard_minutes is None
    clock: Clock = "late" if tentative else "handling" if turn.opened_at else "waiting"
    return Moved(turn, clock, *(_reckoned(turn, step, clock, spent, calendar, at) for calendar in (before, after)))


def _reckoned(
    turn: Turn, step: Step | None, clock: Clock, spent: timedelta, calendar: OfficeCalendar, at: datetime
) -> Reckoning:
    if clock == "late" and step:
        ends_at = turn.facilitation.ends_at
        late = calendar.working_time(ends_at, at)
        due_at = _after(calendar, ends_at, timedelta(minutes=step.tolerance_minutes))
        return Reckoning(minutes_of(late), due_at, _verdict(step, handling=None, late=late))
    begun_at = turn.opened_at or at
    handling = calendar.working_time(begun_at, at) + spent
    passed = handling if turn.opened_at else calendar.working_time(turn.arrived_at, at)
    if step is None:
        return Reckoning(minutes_of(passed), None, "")
    left = timedelta(minutes=(step.standard_minutes or 0) + step.tolerance_minutes) - spent
    due_at = _after(calendar, begun_at, left) if left > NOTHING else None
    return Reckoning(minutes_of(passed), due_at, _verdict(step, handling=handling, late=None))


def _verdict(step: Step, *, handling: timedelta | None, late: timedelta | None) -> str:
    """Exceeded already, or running: an open step has not kept its standard yet."""
    return "exceeded" if flow.verdict(step, handling=handling, late=late) == "exceeded" else "running"


def _after(calendar: OfficeCalendar, start: datetime, working: timedelta) -> datetime | None:
    try:
        return calendar.add(start, working)
    except NoWorkingTime:  # an office without hours promises nothing
        return None


def facts_of(changes: list[Moved], *, before: OfficeCalendar, after: OfficeCalendar) -> dict[str, Any]:
    """What the journal keeps of a change of the calendar. Shape: both digests, and `moved` as `Moved.facts`."""
    return {
        "calendar_before": before.digest(), "calendar_after": after.digest(), "moved": [one.facts() for one in changes],
    }  # fmt: skip
