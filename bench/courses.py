"""Courses of cases (perjalanan berkas): when each turn began, was opened and ended, measured by the office's calendar.

The length of a turn is drawn around its step's standard in the SOP file, so that about every sixth step exceeds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from simcap.procedure.definition import Definition
from simcap.procedure.office_hours import OfficeCalendar

#: Mean time until somebody opens what has arrived; a turn without a standard takes about as long as `USUAL`.
WAITING, USUAL = timedelta(minutes=25), timedelta(minutes=40)
WINDOW = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Stay:
    """One turn of a course, as it is measured. Units: working time; `late` where the step's standard is Tentatif."""

    step: int
    stage: str
    kind: str
    arrived_at: datetime
    opened_at: datetime
    closed_at: datetime
    waiting: timedelta
    handling: timedelta
    late: timedelta | None


@dataclass(frozen=True, slots=True)
class Course:
    """The turns of a case from its registration on, and the window of its activity."""

    registered_at: datetime
    starts_at: datetime
    ends_at: datetime
    stays: tuple[Stay, ...]


@dataclass(frozen=True)
class Drawing:
    """Draws courses over these turns: step, stage and kind of each, in order."""

    definition: Definition
    calendar: OfficeCalendar
    turns: Sequence[tuple[int, str, str]]

    @cached_property
    def _steps(self) -> list[int]:
        return [step for step, _stage, _kind in self.turns]

    def course(self, registered_at: datetime, *, seed: int) -> Course:
        """A course that begins at a moment. The same seed draws the same."""
        chance = Random(seed)
        arrived_at = registered_at = self.calendar.next_opening(registered_at)
        window, stays = registered_at, []
        for place, (step, stage, kind) in enumerate(self.turns):
            last = self._steps[place + 1 : place + 2] != [step]
            if last and self._standard(step) is None:
                window = self.calendar.next_opening(arrived_at + timedelta(days=2))
                opened_at, closed_at = window, window + WINDOW + timedelta(minutes=chance.randint(-40, 300))
            else:
                opened_at = self.calendar.add(arrived_at, WAITING * chance.expovariate(1))
                closed_at = self.calendar.add(opened_at, self._usual(step) * chance.lognormvariate(-0.45, 0.45))
            waiting = self.calendar.working_time(arrived_at, opened_at)
            handling = self.calendar.working_time(opened_at, closed_at)
            stays.append(Stay(step, stage, kind, arrived_at, opened_at, closed_at, waiting, handling, None))
            arrived_at = closed_at
        ends_at = window + WINDOW
        return Course(registered_at, window, ends_at, tuple(self._held_against(one, ends_at) for one in stays))

    def _held_against(self, stay: Stay, ends_at: datetime) -> Stay:
        """Where the standard is Tentatif, a turn is measured against the end of the window too."""
        if self._standard(stay.step) is not None:
            return stay
        return replace(stay, late=self.calendar.working_time(ends_at, stay.closed_at))

    def _standard(self, step: int) -> int | None:
        found = self.definition.step(step)
        return found.standard_minutes if found else None

    def _usual(self, step: int) -> timedelta:
        """What a turn takes of its step's standard, shared among the step's turns."""
        minutes = self._standard(step)
        return timedelta(minutes=minutes) / self._steps.count(step) if minutes else USUAL
