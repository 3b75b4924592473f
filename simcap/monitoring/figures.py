"""Figures of a period (angka pemantauan): how long each step took against its standard, and how often it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from simcap.facilitation.definitions import definition
from simcap.facilitation.measure_models import DayCount, Measure, MonthCount
from simcap.people.models import Office
from simcap.people.sop import sop_id_of
from simcap.procedure.definition import Step

from .ranks import Key, Scope, percentiles
from .stretch import Stretch

VERDICTS = (Measure.KEPT.value, Measure.EXCEEDED.value)


@dataclass(frozen=True, slots=True)
class Spread:
    """How lengths are spread, by nearest rank. Units: whole working minutes."""

    p50: int
    p90: int
    maximum: int


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One step in a period: closed measurements (`cases`), and how many of them kept the standard with its tolerance.

    `performer`: of its turns in the step only, empty for the step as a whole; the verdict is always the step's.
    `waiting`, `handling`: None without a measurement. `late`: after the window of the SPT, where the standard is
    Tentatif; of the step as a whole only.
    """

    step: Step
    performer: str
    cases: int
    kept: int
    exceeded: int
    waiting: Spread | None
    handling: Spread | None
    late: Spread | None

    @classmethod
    def none(cls, step: Step, performer: str) -> StepFigures:
        """A step without a measurement."""
        return cls(step, performer, 0, 0, 0, None, None, None)

    @property
    def share_kept(self) -> float | None:
        """The share that kept the standard, 0 to 1; None without a measurement."""
        return self.kept / self.cases if self.cases else None


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One step in one month: how many measurements were closed, and how many of them kept the standard."""

    month: date
    step: int
    kept: int
    exceeded: int


def step_figures(
    office: Office, first: date, last: date, *, performer: str | None = None, revision: str | None = None
) -> tuple[StepFigures, ...]:
    """One for each step of the SOP in force, or of another revision: what was closed from the first day to the last.

    `performer`: how its own turns in each step were spread; without it, the steps as a whole. What was measured under
    another revision does not count: its steps need not be the same.
    """
    scope = Scope(office, revision or sop_id_of(office), Stretch(first, last), performer or "")
    found = figures_of(scope)
    return tuple(found[step.no, performer or ""] for step in definition(scope.revision).steps)


def figures_by_performer(
    office: Office, first: date, last: date, *, revision: str | None = None
) -> dict[tuple[int, str], StepFigures]:
    """The same for every step as a whole ("") and for every performer that had a turn in it."""
    return figures_of(Scope(office, revision or sop_id_of(office), Stretch(first, last)))


def figures_of(scope: Scope) -> dict[tuple[int, str], StepFigures]:
    """The figures of a scope by step and performer. Four statements, one more where months are cut."""
    found, verdicts = percentiles(scope), _verdicts(scope)
    steps = {step.no: step for step in definition(scope.revision).steps}
    places = {(no, scope.performer or "") for no in steps} | {place for place in verdicts if place[0] in steps}
    return {place: _one(steps[place[0]], place[1], found, verdicts.get(place, (0, 0))) for place in sorted(places)}


def _one(step: Step, performer: str, found: Mapping[tuple[Key, int], int], verdicts: tuple[int, int]) -> StepFigures:
    kept, exceeded = verdicts

    def spread(measure: Measure) -> Spread | None:
        key = (step.no, performer, measure.value)
        return Spread(*(found[key, percent] for percent in (50, 90, 100))) if (key, 100) in found else None

    return StepFigures(
        step=step, performer=performer, cases=kept + exceeded, kept=kept, exceeded=exceeded,
        waiting=spread(Measure.WAITING), handling=spread(Measure.HANDLING), late=spread(Measure.LATE),
    )  # fmt: skip


def _verdicts(scope: Scope) -> dict[tuple[int, str], tuple[int, int]]:
    """Kept and exceeded by step and performer."""
    found: dict[tuple[int, str], dict[str, int]] = {}
    for step, performer, measure, number in _verdict_rows(scope):
        place = found.setdefault((step, performer), dict.fromkeys(VERDICTS, 0))
        place[measure] += number
    return {place: (one[VERDICTS[0]], one[VERDICTS[1]]) for place, one in found.items() if sum(one.values())}


def _verdict_rows(scope: Scope) -> list[tuple[int, str, str, int]]:
    rows: list[tuple[int, str, str, int]] = []
    columns = ("step", "performer", "measure")
    if months := scope.stretch.months:
        by_month = _own(scope, MonthCount.objects.filter(width=1, bucket=0, month__range=months))
        rows += by_month.values(*columns).annotate(total=Sum("number")).values_list(*columns, "total")
    if scope.stretch.days:
        within = Q()
        for days in scope.stretch.days:
            within |= Q(day__range=days)
        by_day = _own(scope, DayCount.objects.filter(within))
        rows += by_day.values(*columns).annotate(total=Sum("number")).values_list(*columns, "total")
    return rows


def _own(scope: Scope, rows: QuerySet[Any]) -> QuerySet[Any]:
    rows = rows.filter(office=scope.office, definition_id=scope.revision, measure__in=VERDICTS)
    return rows if scope.performer is None else rows.filter(performer=scope.performer)


def by_month(
    office: Office, months: tuple[date, date], *, performer: str = "", revision: str | None = None
) -> tuple[MonthFigures, ...]:
    """The verdicts of each step in each month, from the first month to the last (their first days)."""
    rows = MonthCount.objects.filter(
        office=office, definition_id=revision or sop_id_of(office), width=1, bucket=0, performer=performer,
        measure__in=VERDICTS, month__range=months,
    )  # fmt: skip
    found: dict[tuple[date, int], dict[str, int]] = {}
    for month, step, measure, number in rows.values_list("month", "step", "measure", "number"):
        found.setdefault((month, step), dict.fromkeys(VERDICTS, 0))[measure] += number
    return tuple(
        MonthFigures(month, step, one[VERDICTS[0]], one[VERDICTS[1]])
        for (month, step), one in sorted(found.items())
        if sum(one.values())
    )
