"""Recounting (hitung ulang): whether measurements and counts are what the turns say, and mending them if not.

First every case's measurements against its turns, then every month's counts against the measurements. What is held in
memory is a batch of cases, or one month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from . import counting
from .closing import closed_of
from .definitions import definition
from .measure_models import ClosedMeasurement, DayCount, MonthCount
from .models import Facilitation, Turn

#: Cases whose turns are read at once.
BATCH = 500
#: One office's month.
Month = tuple[int, date]


@dataclass(slots=True)
class Recounted:
    """What was looked at, and what differed: cases by their agenda number, months of counts by their first day."""

    cases_count: int = 0
    wrong_cases: list[str] = field(default_factory=list)
    wrong_months: list[date] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether everything was as the turns say."""
        return not self.wrong_cases and not self.wrong_months


def recount(*, mends: bool, told: Callable[[int], None] = lambda _count: None) -> Recounted:
    """Reckon everything anew. Changes: with `mends`, whatever differs, case by case and month by month."""
    found = Recounted()
    cases = Facilitation.objects.select_related("office").order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(cases, BATCH)):
        for case in wrong_among(batch):
            found.wrong_cases.append(case.agenda_number)
            if mends:
                _measure_anew(case)
        found.cases_count += len(batch)
        told(found.cases_count)
    for month in sorted(_months()):
        if not is_month_right(month):
            found.wrong_months.append(month[1])
            if mends:
                _count_anew(month)
    return found


def wrong_among(cases: list[Facilitation]) -> Iterator[Facilitation]:
    """Those of some cases whose measurements are not what their turns say. Two statements."""
    stays: dict[int, list[Turn]] = {case.pk: [] for case in cases}
    kept: dict[int, list[ClosedMeasurement]] = {case.pk: [] for case in cases}
    for turn in Turn.objects.filter(facilitation__in=stays).exclude(closed_at=None).order_by("id"):
        stays[turn.facilitation_id].append(turn)
    for row in ClosedMeasurement.objects.filter(facilitation__in=kept).order_by("step"):
        kept[row.facilitation_id].append(row)
    for case in cases:
        closed = closed_of(
            definition(case.definition_id), stays[case.pk], stage=case.stage, came_from=case.came_from,
            zone=case.office.time_zone,
        )  # fmt: skip
        wanted = [counting.row_of(case, one) for one in closed]
        have = kept[case.pk]
        if len(wanted) != len(have) or not all(map(counting.is_same, sorted(wanted, key=lambda one: one.step), have)):
            yield case


def is_month_right(month: Month) -> bool:
    """Whether the counts of a month are those of its measurements."""
    by_day = _counted(month)
    return _kept(DayCount, month) == +by_day and _kept(MonthCount, month) == +counting.by_month(by_day)


def _counted(month: Month) -> counting.Counts:
    rows = ClosedMeasurement.objects.filter(office=month[0], month=month[1]).iterator(chunk_size=2_000)
    return Counter(key for row in rows for key in counting.keys_of(row))


def _kept(model: type[DayCount] | type[MonthCount], month: Month) -> Counter[Any]:
    """The counts that are kept; a row whose number has come down to 0 says nothing."""
    columns = counting.DAY_KEY if model is DayCount else counting.MONTH_KEY
    rows = _rows(model, month).exclude(number=0).values_list(*columns, "number").iterator(chunk_size=2_000)
    return Counter({tuple(key): number for *key, number in rows})


def _rows(model: type[Model], month: Month) -> Any:
    of_month: dict[str, Any] = {"month": month[1]}
    if model is DayCount:
        of_month = {"day__year": month[1].year, "day__month": month[1].month}
    return model._default_manager.filter(office=month[0], **of_month)


def _months() -> set[Month]:
    months = set(ClosedMeasurement.objects.values_list("office", "month").distinct())
    months |= set(MonthCount.objects.values_list("office", "month").distinct())
    days = DayCount.objects.values_list("office", "day").distinct()
    return months | {(office, day.replace(day=1)) for office, day in days}


def _measure_anew(case: Facilitation) -> None:
    with transaction.atomic():
        locked = Facilitation.objects.select_related("office").select_for_update(of=("self",)).get(pk=case.pk)
        counting.note(locked)


def _count_anew(month: Month) -> None:
    """Write the counts of a month from its measurements, while nobody else writes any."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE simcap_daycount, simcap_monthcount IN SHARE ROW EXCLUSIVE MODE")
        for model in (DayCount, MonthCount):
            _rows(model, month).delete()
        counting.add(_counted(month))
