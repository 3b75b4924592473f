"""Replay (putar ulang): closed measurements of a period, judged once more by what a proposed revision says.

A step is found again by its number. Where a standard changes its kind (minutes or Tentatif), the step is held against
what its new kind is measured by; where that was never measured, the case cannot be told and is counted apart.
Computed in the database: the cost does not depend on who looks, only the list of cases does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DurationField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.lookups import LessThanOrEqual

from simcap.facilitation.measure_models import ClosedMeasurement
from simcap.facilitation.models import Turn
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers
from simcap.people.models import Office
from simcap.procedure.definition import Definition, Step

#: Longer periods are asked in parts. Units: days.
LONGEST_DAYS = 731


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the office, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Replayed:
    """One step as it was judged, and as the proposal would judge it.

    `step` is None for one that the proposal has no longer, `old` for one that is new. `unknown`: what the new standard
    is measured by was not measured then.
    """

    no: int
    old: Step | None
    step: Step | None
    cases: int
    kept: int
    would_keep: int
    to_breach: int
    to_kept: int
    unknown: int


def replay(office: Office, old: Definition, new: Definition, period: Period) -> tuple[Replayed, ...]:
    """Every step of both revisions, at the cost of one statement a step."""
    numbers = sorted({one.no for one in old.steps} | {one.no for one in new.steps})
    return tuple(_step(office, old, new, period, number) for number in numbers)


def _step(office: Office, old: Definition, new: Definition, period: Period, number: int) -> Replayed:
    was, will = old.step(number), new.step(number)
    rows = measured(office, old, period).filter(step=number)
    if will is None:
        told = rows.aggregate(cases=Count("pk"), kept=Count("pk", filter=Q(is_kept=True)))
        return Replayed(number, was, None, told["cases"], told["kept"], 0, 0, 0, told["cases"])
    told = judged(rows, was, will).aggregate(
        cases=Count("pk"), kept=Count("pk", filter=Q(is_kept=True)), would_keep=Count("pk", filter=Q(verdict=True)),
        to_breach=Count("pk", filter=Q(is_kept=True, verdict=False)),
        to_kept=Count("pk", filter=Q(is_kept=False, verdict=True)),
        unknown=Count("pk", filter=Q(verdict=None)),
    )  # fmt: skip
    return Replayed(number, was, will, **told)


def measured(office: Office, old: Definition, period: Period) -> QuerySet[ClosedMeasurement]:
    """What was measured under a revision in a period."""
    return ClosedMeasurement.objects.filter(
        office=office, definition_id=old.id, closed_on__gte=period.first, closed_on__lte=period.last
    )


def judged(rows: QuerySet[ClosedMeasurement], was: Step | None, will: Step) -> QuerySet[ClosedMeasurement]:
    """The measurements with `verdict`: that of the proposal; None where it cannot be told.

    Minutes are kept rounded down, so a measurement of exactly the allowed minutes is asked of its turns.
    """
    if was and (was.standard_minutes, was.tolerance_minutes) == (will.standard_minutes, will.tolerance_minutes):
        return rows.annotate(verdict=F("is_kept"))
    by = "late_minutes" if will.standard_minutes is None else "handling_minutes"
    allowed = (will.standard_minutes or 0) + will.tolerance_minutes
    verdict = Case(
        When(**{f"{by}__isnull": True}, then=Value(None)),
        When(**{f"{by}__lt": allowed}, then=Value(True)),
        When(**{f"{by}__gt": allowed}, then=Value(False)),
        default=_exactly(will, allowed),
        output_field=BooleanField(null=True),
    )
    return rows.annotate(verdict=verdict)


def _exactly(will: Step, allowed: int) -> LessThanOrEqual:
    """Whether the turns themselves, not rounded, are within what is allowed."""
    turns = Turn.objects.filter(facilitation=OuterRef("facilitation"), step=OuterRef("step"), closed_at__isnull=False)
    turns = turns.exclude(kind="suspended")
    summed = turns.order_by().values("step").annotate(total=Sum("handling")).values("total")
    exact: Any = summed if will.standard_minutes is not None else turns.order_by("-closed_at").values("late")[:1]
    most = Value(timedelta(minutes=allowed), output_field=DurationField())
    return LessThanOrEqual(Subquery(exact, output_field=DurationField()), most)


def changed(
    office: Office, old: Definition, new: Definition, period: Period, *, powers: Powers
) -> Iterator[tuple[Step, QuerySet[ClosedMeasurement]]]:
    """For each step, the measurements whose verdict would be another, of cases that this person sees."""
    seen = visible_to(powers).values("pk")
    for will in new.steps:
        rows = judged(measured(office, old, period).filter(step=will.no), old.step(will.no), will)
        other = Q(is_kept=True, verdict=False) | Q(is_kept=False, verdict=True)
        yield will, rows.filter(other, facilitation__in=seen)
