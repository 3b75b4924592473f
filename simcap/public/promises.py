"""Promises (janji waktu): by when the SOP lets a step take, from its standard times and the office's hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from simcap.facilitation.measures import NOTHING
from simcap.facilitation.models import Facilitation, Turn
from simcap.people.calendar import of as calendar_of
from simcap.procedure import flow
from simcap.procedure.definition import Definition, Step
from simcap.procedure.office_hours import NoWorkingTime, OfficeCalendar


@dataclass
class Promises:
    """By when one case has to be where, as the SOP expects it from where the case stands now."""

    case: Facilitation
    revision: Definition
    turns: list[Turn]
    at: datetime

    @cached_property
    def step(self) -> Step | None:
        """The step that the case is in or, off the SOP's path, was in before it left it."""
        off = flow.is_off_path(self.revision, self.case.stage)
        return self.revision.step(flow.step_at(self.revision, self.case.stage, self.case.came_from if off else ""))

    @cached_property
    def is_bound(self) -> bool:
        """Whether the SOP promises anything: not at an end, nor while the case has left its path for another answer."""
        stage = self.revision.stages[self.case.stage]
        return stage.kind != "end" and stage.path == "main"

    @property
    def _calendar(self) -> OfficeCalendar:
        return calendar_of(self.case.office)

    @cached_property
    def due_at(self) -> datetime | None:
        """By when the current step has to be done: its standard and tolerance in working time since it began.

        Working time off the SOP's path, as when the requester is asked for something, does not count. None when the
        SOP sets no time.
        """
        step = self.step
        if step is None or not self.is_bound:
            return None
        if step.standard_minutes is None:
            return self.case.ends_at
        begun = self._begun_at(step)
        pauses = [turn for turn in self.turns if _is_pause(turn) and turn.arrived_at >= begun]
        paused = sum((self._calendar.working_time(t.arrived_at, t.closed_at or self.at) for t in pauses), NOTHING)
        return self._after(begun, step, paused)

    def _begun_at(self, step: Step) -> datetime:
        """When the case came into this step, the last time."""
        begun = self.case.registered_at
        for turn in reversed(self.turns):
            if _is_pause(turn):
                continue
            if turn.step != step.no:
                break
            begun = turn.arrived_at
        return begun

    def _after(self, begun: datetime, step: Step, paused: timedelta = NOTHING) -> datetime | None:
        allowed = timedelta(minutes=(step.standard_minutes or 0) + step.tolerance_minutes)
        try:
            return self._calendar.add(begun, allowed + paused)
        except NoWorkingTime:  # an office without hours promises nothing
            return None

    def ahead(self) -> Iterator[tuple[Step, datetime]]:
        """The steps that follow on the expected path, each with its moment: latest end, or start of the window.

        Nothing while the clocks stand still.
        """
        due = self.due_at
        if due is None or self.step is None or flow.is_suspended(self.revision, self.case.stage):
            return
        path = flow.expected_path(self.revision, self.case.stage)
        on_path = {self.revision.stages[row.from_stage].step for row in path}
        cursor = max(due, self.at)
        for step in self.revision.steps:
            if step.no <= self.step.no or step.no not in on_path:
                continue
            if step.standard_minutes is None:
                cursor = max(cursor, self.case.ends_at)
                yield step, self.case.starts_at
                continue
            after = self._after(cursor, step)
            if after is None:
                return
            cursor = after
            yield step, cursor


def _is_pause(turn: Turn) -> bool:
    """Whether the case was off the SOP's path, where no standard holds."""
    return turn.kind == "suspended" or not turn.step
