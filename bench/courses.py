"""Courses of cases (perjalanan berkas): when each turn began, was opened and ended, measured by the office's calendar.

The length of a turn is drawn around its step's standard in the SOP file, so that about every sixth step exceeds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from simcap.procedure.definition import Definition
from simcap.procedure.office_hours import OfficeCalendar

#: Mean time until somebody opens what has arrived; a turn without a standard takes about as long as `USUAL`.
WAITING, USUAL = timedelta(minutes=25), timedelta(minutes=40)
WINDOW = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Stay:
    """One turn of a course. Units: `waiting` and `handling` are working time."""

    arrived_at: datetime
    opened_at: datetime
    closed_at: datetime
    waiting: timedelta
    handling: timedelta


@dataclass(frozen=True, slots=True)
class Course:
    """The turns of a case from its registration on, and the window of its activity."""

    registered_at: datetime
    starts_at: datetime
    ends_at: datetime
    stays: tuple[Stay, ...]


@dataclass(frozen=True)
class Drawing:
    """Draws courses over turns of these steps (one number a turn, in order)."""

    definition: Definition
    calendar: OfficeCalendar
    steps: Sequence[int]

    def course(self, registered_at: datetime, *, seed: int) -> Course:
        """A course that begins at a moment. The same seed draws the same."""
        chance = Random(seed)
        arrived_at = registered_at = self.calendar.next_opening(registered_at)
        window, stays = registered_at, []
        for place, step in enumerate(self.steps):
            last = place + 1 == len(self.steps) or self.steps[place + 1] != step
            if last and self._standard(step) is None:
                window = self.calendar.next_opening(arrived_at + timedelta(days=2))
                late = timedelta(minutes=chance.randint(-40, 10))
                stay = self._stay(arrived_at, window, window + WINDOW + late)
            else:
                waiting = WAITING * chance.expovariate(1)
                opened_at = self.calendar.add(arrived_at, waiting)
                handling = self._usual(step) * chance.lognormvariate(-0.45, 0.45)
                stay = self._stay(arrived_at, opened_at, self.calendar.add(opened_at, handling))
            stays.append(stay)
            arrived_at = stay.closed_at
        return Course(registered_at, window, window + WINDOW, tuple(stays))

    def _stay(self, arrived_at: datetime, opened_at: datetime, closed_at: datetime) -> Stay:
        waiting = self.calendar.working_time(arrived_at, opened_at)
        return Stay(arrived_at, opened_at, closed_at, waiting, self.calendar.working_time(opened_at, closed_at))

    def _standard(self, step: int) -> int | None:
        found = self.definition.step(step)
        return found.standard_minutes if found else None

    def _usual(self, step: int) -> timedelta:
        """What a turn takes of its step's standard, shared among the step's turns."""
        minutes = self._standard(step)
        return timedelta(minutes=minutes) / list(self.steps).count(step) if minutes else USUAL
