"""Counting closed measurements (hitungan pengukuran), in the transaction of the act that closes or reopens a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

from .closing import Closed, closed_of, steps_done
from .definitions import definition
from .measure_models import ClosedMeasurement, DayCount, Measure, MonthCount
from .models import Facilitation

#: Minutes that one row of a month covers. Each is found among the wider ones, so a rank is found in three looks.
WIDTHS = (1, 16, 256)
#: Rows in one statement, so that no engine finds too many parameters.
LOT = 500
DAY_KEY = ("office_id", "definition_id", "day", "step", "performer", "measure", "minutes")
MONTH_KEY = ("office_id", "definition_id", "width", "step", "performer", "measure", "bucket", "month")
#: office, revision, day, step, performer, measure, minutes.
DayKey = tuple[int, str, date, int, str, str, int]
#: office, revision, width, step, performer, measure, bucket, month.
MonthKey = tuple[int, str, int, int, str, str, int, date]
Counts = Counter[DayKey]


def closed_now(case: Facilitation) -> Iterator[Closed]:
    """The closed measurements of a case as its turns say."""
    turns = list(case.turns.exclude(closed_at=None).order_by("id"))
    revision, zone = definition(case.definition_id), case.office.time_zone
    return closed_of(revision, turns, stage=case.stage, came_from=case.came_from, zone=zone)


def note(case: Facilitation) -> None:
    """Bring the measurements of a case and their counts to what its turns say. Call it under the lock of the case.

    Changes: measurements of steps that were closed or reopened, and the counts by as much.
    """
    wanted = {one.step: row_of(case, one) for one in closed_now(case)}
    kept = {row.step: row for row in ClosedMeasurement.objects.filter(facilitation=case)}
    gone = [row for step, row in kept.items() if step not in wanted or not is_same(row, wanted[step])]
    new = [row for step, row in wanted.items() if step not in kept or not is_same(kept[step], row)]
    if gone:
        ClosedMeasurement.objects.filter(pk__in=[row.pk for row in gone]).delete()
    ClosedMeasurement.objects.bulk_create(new)
    changes: Counts = Counter()
    changes.update(key for row in new for key in keys_of(row))
    changes.subtract(key for row in gone for key in keys_of(row))
    add(changes)


def row_of(case: Facilitation, closed: Closed) -> ClosedMeasurement:
    """A measurement as it is kept."""
    return ClosedMeasurement(
        facilitation_id=case.pk, office_id=case.office_id, definition_id=case.definition_id, step=closed.step,
        closed_on=closed.closed_on, month=closed.closed_on.replace(day=1), waiting_minutes=closed.waiting,
        handling_minutes=closed.handling, late_minutes=closed.late, measured_minutes=closed.measured,
        is_kept=closed.is_kept, shares=closed.shares,
    )  # fmt: skip


def is_same(one: ClosedMeasurement, other: ClosedMeasurement) -> bool:
    """Whether two rows say the same of a step."""
    names = [field.attname for field in ClosedMeasurement._meta.concrete_fields if not field.primary_key]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def keys_of(row: ClosedMeasurement) -> Iterator[DayKey]:
    """Everything that is counted of a measurement: for the step as a whole, and for each performer in it."""
    verdict = Measure.KEPT if row.is_kept else Measure.EXCEEDED
    shares: Mapping[str, list[int]] = {"": [row.waiting_minutes, row.handling_minutes], **row.shares}
    for performer, (waiting, handling) in shares.items():
        head = (row.office_id, row.definition_id, row.closed_on, row.step, performer)
        yield (*head, Measure.WAITING.value, waiting)
        yield (*head, Measure.HANDLING.value, handling)
        yield (*head, verdict.value, 0)
    if row.late_minutes is not None:
        yield (row.office_id, row.definition_id, row.closed_on, row.step, "", Measure.LATE.value, row.late_minutes)


def by_month(changes: Counts) -> Counter[MonthKey]:
    """The same counts by month and by stretches of minutes."""
    found: Counter[MonthKey] = Counter()
    for (office, revision, day, step, performer, measure, minutes), number in changes.items():
        for width in WIDTHS if measure not in (Measure.KEPT, Measure.EXCEEDED) else WIDTHS[:1]:
            key = (office, revision, width, step, performer, measure, minutes // width, day.replace(day=1))
            found[key] += number
    return found


def add(changes: Counts) -> None:
    """Add to the counts, or take from them. In an order that is always the same, so that two cases never wait for each
    other."""
    _add(DayCount, DAY_KEY, sorted((key, number) for key, number in changes.items() if number))
    _add(MonthCount, MONTH_KEY, sorted((key, number) for key, number in by_month(changes).items() if number))


def _add(model: type[Model], key: tuple[str, ...], changes: list[tuple[tuple[Any, ...], int]]) -> None:
    table, columns = connection.ops.quote_name(model._meta.db_table), ", ".join(key)
    row = f"({', '.join(['%s'] * (len(key) + 1))})"
    for first in range(0, len(changes), LOT):
        lot = changes[first : first + LOT]
        statement = (
            f"INSERT INTO {table} ({columns}, number) VALUES {', '.join([row] * len(lot))}"  # noqa: S608 — own names
            f" ON CONFLICT ({columns}) DO UPDATE SET number = {table}.number + excluded.number"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for one, number in lot for value in (*one, number)])


def done_by(case: Facilitation) -> frozenset[int]:
    """The steps that a case has left behind."""
    return steps_done(definition(case.definition_id), case.stage, case.came_from)
