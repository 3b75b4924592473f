"""Nearest-rank figures from the counts, against the same worked out by hand and by sorting."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from math import ceil

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from simcap.facilitation import counting
from simcap.facilitation.measure_models import ClosedMeasurement
from simcap.monitoring.figures import Spread, by_month, figures_by_performer, step_figures
from simcap.monitoring.stretch import Stretch
from tests.cast import assemble

SOP = "555-24.5-dikominfo-2021"
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
Row = tuple[date, int, int]  # day, waiting, handling


def keys(office, rows: list[Row], *, revision: str = SOP) -> Counter:
    """What is counted of measurements of the first step, whose standard is 5 ± 2 minutes."""
    made = (
        ClosedMeasurement(
            office_id=office.pk, definition_id=revision, closed_on=day, step=1, waiting_minutes=waiting,
            handling_minutes=handling, is_kept=handling <= 7, shares={"head": [waiting, handling]},
        )
        for day, waiting, handling in rows
    )  # fmt: skip
    return Counter(key for one in made for key in counting.keys_of(one))


def counted(office, rows: list[Row], *, revision: str = SOP) -> None:
    """Count measurements as the doorway does."""
    counting.add(keys(office, rows, revision=revision))


def nearest(values: list[int]) -> Spread | None:
    """The same by sorting."""
    ranked = sorted(values)
    return Spread(*(ranked[ceil(p * len(ranked) / 100) - 1] for p in (50, 90, 100))) if ranked else None


@pytest.mark.django_db
def test_the_figures_of_a_month_are_by_nearest_rank() -> None:
    office = assemble().office
    counted(office, [(JUNE + timedelta(days=n), 40 * n, n) for n in range(10)])
    first, *others = step_figures(office, JUNE, date(2026, 6, 30))
    assert (first.cases, first.kept, first.exceeded, first.share_kept) == (10, 8, 2, 0.8)
    assert (first.waiting, first.handling, first.late) == (Spread(160, 320, 360), Spread(4, 8, 9), None)
    assert [(one.cases, one.share_kept, one.waiting) for one in others] == [(0, None, None)] * 4


@pytest.mark.django_db
def test_another_office_revision_performer_and_day_do_not_count() -> None:
    office, other = assemble().office, assemble("lain", prefix="lain-").office
    counted(office, [(JUNE, 10, 1)])
    counted(other, [(JUNE, 999, 99)])
    counted(office, [(JUNE, 999, 99)], revision="another")
    counted(office, [(date(2026, 5, 31), 999, 99), (date(2026, 7, 1), 999, 99)])
    found = figures_by_performer(office, JUNE, date(2026, 6, 30))
    assert {place: one.waiting for place, one in found.items() if one.cases} == {
        (1, ""): Spread(10, 10, 10), (1, "head"): Spread(10, 10, 10),
    }  # fmt: skip
    assert [one.cases for one in step_figures(office, JUNE, JUNE, performer="head")] == [1, 0, 0, 0, 0]
    assert [one.cases for one in step_figures(office, JUNE, JUNE, performer="section")] == [0] * 5


@pytest.mark.django_db
def test_each_month_has_its_verdicts() -> None:
    office = assemble().office
    counted(office, [(MAY, 0, 7), (MAY, 0, 8), (JUNE, 0, 3)])
    found = by_month(office, (MAY, JUNE))
    assert [(one.month, one.step, one.kept, one.exceeded) for one in found] == [(MAY, 1, 1, 1), (JUNE, 1, 1, 0)]


STRETCHES = [
    (date(2026, 3, 1), date(2026, 5, 31), (date(2026, 3, 1), MAY), ()),
    (date(2026, 3, 2), date(2026, 3, 30), None, ((date(2026, 3, 2), date(2026, 3, 30)),)),
    (date(2026, 3, 31), date(2026, 4, 1), None, ((date(2026, 3, 31), date(2026, 4, 1)),)),
    (
        date(2026, 3, 15), JUNE, (date(2026, 4, 1), MAY),
        ((date(2026, 3, 15), date(2026, 3, 31)), (JUNE, JUNE)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "months", "days"), STRETCHES)
def test_a_stretch_is_read_by_whole_months_and_the_days_at_its_ends(first, last, months, days) -> None:
    assert (Stretch(first, last).months, Stretch(first, last).days) == (months, days)


LENGTHS = st.one_of(st.integers(0, 20), st.integers(0, 300), st.integers(0, 9000))
ROWS = st.lists(st.tuples(st.dates(date(2026, 3, 1), date(2026, 6, 30)), LENGTHS, LENGTHS), max_size=25)
DAYS = st.dates(date(2026, 2, 20), date(2026, 7, 5))


@pytest.mark.django_db
def test_any_stretch_has_the_figures_that_sorting_would_give() -> None:
    office = assemble().office

    @settings(max_examples=20)
    @given(rows=ROWS, taken=st.integers(0, 5), ends=st.tuples(DAYS, DAYS))
    def holds(rows: list[Row], taken: int, ends: tuple[date, date]) -> None:
        with transaction.atomic():
            counted(office, rows)
            counting.add(Counter({key: -n for key, n in keys(office, rows[:taken]).items()}))
            first, last = min(ends), max(ends)
            within = [row for row in rows[taken:] if first <= row[0] <= last]
            one = step_figures(office, first, last)[0]
            assert (one.cases, one.kept) == (len(within), sum(row[2] <= 7 for row in within))
            assert one.waiting == nearest([row[1] for row in within])
            assert one.handling == nearest([row[2] for row in within])
            transaction.set_rollback(True)

    holds()
