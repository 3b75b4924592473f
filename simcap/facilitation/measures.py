"""Measures (pengukuran): waiting and handling per step against the standard, from the turns of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from simcap.people.calendar import of as calendar_of
from simcap.procedure import flow
from simcap.procedure.definition import Step

from .closing import late_of, steps_done
from .definitions import definition
from .models import Facilitation, Turn

NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class StepMeasure:
    """One step of one case.

    Units: working time. `waiting` and `handling` sum the step's turns, an open one up to now; `late` is working time
    after the window's end (Tentatif). `verdict` is kept, exceeded or running; running too while it is not begun.
    """

    step: Step
    begun: bool
    done: bool
    waiting: timedelta
    handling: timedelta
    late: timedelta | None
    verdict: flow.Verdict

    @property
    def standard(self) -> timedelta | None:
        """The standard without its tolerance; None for Tentatif."""
        minutes = self.step.standard_minutes
        return None if minutes is None else timedelta(minutes=minutes)

    @property
    def left(self) -> timedelta | None:
        """What is left of the standard; negative when it is passed; None for Tentatif."""
        return None if self.standard is None else self.standard - self.handling


def measure(case: Facilitation, *, at: datetime, turns: list[Turn] | None = None) -> list[StepMeasure]:
    """Every step of the case's own SOP revision, measured up to `at`. What is off the SOP's path counts for none."""
    revision = definition(case.definition_id)
    kept = [turn for turn in (turns if turns is not None else case.turns.order_by("id")) if turn.kind != "suspended"]
    done = steps_done(revision, case.stage, case.came_from)
    return [
        _step(case, step, [t for t in kept if t.step == step.no], at=at, is_left=step.no in done)
        for step in revision.steps
    ]


def _step(case: Facilitation, step: Step, turns: list[Turn], *, at: datetime, is_left: bool) -> StepMeasure:
    done = bool(turns) and is_left
    waiting, handling = NOTHING, NOTHING
    for turn in turns:
        more = _lengths(case, turn, at)
        waiting, handling = waiting + more[0], handling + more[1]
    late = late_of(turns) if done and step.standard_minutes is None else None
    verdict = flow.verdict(step, handling=handling if done else None, late=late)
    if not done and turns and step.standard_minutes is not None:
        verdict = "exceeded" if flow.verdict(step, handling=handling, late=None) == "exceeded" else "running"
    return StepMeasure(step, bool(turns), done, waiting, handling, late, verdict)


def _lengths(case: Facilitation, turn: Turn, at: datetime) -> tuple[timedelta, timedelta]:
    if turn.waiting is not None and turn.handling is not None:
        return turn.waiting, turn.handling
    calendar = calendar_of(case.office)
    if turn.opened_at is None:
        return calendar.working_time(turn.arrived_at, at), NOTHING
    return calendar.working_time(turn.arrived_at, turn.opened_at), calendar.working_time(turn.opened_at, at)
