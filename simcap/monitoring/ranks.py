"""Percentiles by nearest rank, found in the counts by the database: first among stretches of 256 minutes, then of 16,
then the minute itself. What is read does not grow with the cases, only with how different their lengths are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from simcap.facilitation.counting import WIDTHS
from simcap.facilitation.measure_models import Measure
from simcap.people.models import Office

from . import rank_sql as sql
from .stretch import Stretch

#: What is asked: median, ninth decile and maximum.
PERCENTS = (50, 90, 100)
LENGTHS = (Measure.WAITING.value, Measure.HANDLING.value, Measure.LATE.value)
#: Step, performer (empty: the step as a whole), measure.
Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose counts: an office's, under one SOP revision, over a stretch of days; of one performer or of all."""

    office: Office
    revision: str
    stretch: Stretch
    performer: str | None = None

    @property
    def own(self) -> tuple[str, list[Any]]:
        """The condition on a table of counts, without its days."""
        given: list[Any] = [self.office.pk, self.revision]
        if self.performer is None:
            return "c.office_id = %s AND c.definition_id = %s", given
        return "c.office_id = %s AND c.definition_id = %s AND c.performer = %s", [*given, self.performer]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL with its values."""

    text: str
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a rank lies: in which stretch of minutes (`at`), and the how-manieth it is there."""

    key: Key
    percent: int
    at: int
    rank: int


def percentiles(scope: Scope) -> dict[tuple[Key, int], int]:
    """Whole working minutes by key and percent, for every key that has measurements in the stretch."""
    wider, *narrower = sorted(WIDTHS, reverse=True)
    found = _reached(_widest(scope, wider))
    for width in narrower:
        if found:
            found = _reached(_within(scope, width, wider // width, found))
        wider = width
    return {(one.key, one.percent): one.at for one in found}


def _reached(counted: Part) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(sql.REACHED.substitute(counted=counted.text), counted.values)
        rows = cursor.fetchall()
    return [Found((step, who, measure), percent, int(at), int(rank)) for step, who, measure, percent, at, rank in rows]


def _widest(scope: Scope, width: int) -> Part:
    parts = []
    if months := scope.stretch.months:
        own, values = scope.own
        text = sql.MONTHS.substitute(own=own, measures=_marks(LENGTHS))
        parts.append(Part(text, [*values, width, *LENGTHS, *months]))
    if scope.stretch.days:
        parts.append(_days(scope, width))
    source = _union(parts)
    percents = ", ".join(f"({percent})" for percent in PERCENTS)
    return Part(sql.WIDEST.substitute(percents=percents, source=source.text), source.values)


def _within(scope: Scope, width: int, times: int, found: Sequence[Found]) -> Part:
    """`times`: so many stretches of this width make one of those that were found."""
    parts = []
    if months := scope.stretch.months:
        offsets = ", ".join(f"({number})" for number in range(times))
        text = sql.MONTHS_WITHIN.substitute(offsets=offsets, times=times)
        parts.append(Part(text, [scope.office.pk, scope.revision, width, *months]))
    if scope.stretch.days:
        days = _days(scope, width)
        parts.append(Part(sql.DAYS_WITHIN.substitute(days=days.text, times=times), days.values))
    source, given = _union(parts), [(*one.key, one.percent, one.at, one.rank) for one in found]
    text = sql.NARROWER.substitute(wanted=", ".join(f"({_marks(one)})" for one in given), source=source.text)
    return Part(text, [*(value for one in given for value in one), *source.values])


def _days(scope: Scope, width: int) -> Part:
    own, values = scope.own
    within = " OR ".join(["c.day BETWEEN %s AND %s"] * len(scope.stretch.days))
    text = sql.DAYS.substitute(own=own, width=width, measures=_marks(LENGTHS), within=within)
    return Part(text, [*values, *LENGTHS, *(day for days in scope.stretch.days for day in days)])


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _union(parts: Sequence[Part]) -> Part:
    return Part(" UNION ALL ".join(one.text for one in parts), [value for one in parts for value in one.values])
