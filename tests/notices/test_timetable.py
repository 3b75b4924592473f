"""The timetable of a turn by itself: always in working time, in order, and never a limit where no standard holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from simcap.facilitation.definitions import definition
from simcap.notices.models import Kind
from simcap.notices.timetable import Pace, Stay, due, following, timetable
from simcap.procedure.office_hours import DEFAULT_SCHEDULE, OfficeCalendar

pytestmark = pytest.mark.once
STEPS = {one.no: one for one in definition("555-24.5-dikominfo-2021").steps}
CALENDAR = OfficeCalendar("Asia/Jakarta", (DEFAULT_SCHEDULE,), frozenset())
PACE = Pace(0.8, timedelta(minutes=10), timedelta(minutes=60), timedelta(minutes=60))
NOTHING, MOMENT = timedelta(0), timedelta(microseconds=1)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
MINUTES = st.integers(0, 3000).map(lambda one: timedelta(minutes=one))


@given(MOMENTS, MINUTES, MINUTES, st.sampled_from(sorted(STEPS)), st.booleans())
@limits(max_examples=60)
def test_every_moment_lies_in_working_time_and_the_graver_comes_later(arrived, later, used, step, is_opened) -> None:
    stay = Stay(arrived, arrived + later if is_opened else None, STEPS[step], used, arrived + later)
    table = timetable(stay, pace=PACE, calendar=CALENDAR)
    moments = [table[kind] for kind in Kind if kind in table]
    assert moments == sorted(moments)
    closed = [one for one in moments if not CALENDAR.is_open(one) and not CALENDAR.is_open(one - MOMENT)]
    assert closed == []
    assert min(moments) >= arrived


def test_off_the_path_there_is_only_the_new_task() -> None:
    arrived = datetime(2026, 6, 8, 1, tzinfo=UTC)
    assert timetable(Stay(arrived, arrived, None, NOTHING, arrived), pace=PACE, calendar=CALENDAR) == {
        Kind.NEW: arrived
    }


def test_what_earlier_performers_of_the_step_used_up_is_not_there_any_more() -> None:
    opened = datetime(2026, 6, 8, 1, tzinfo=UTC)
    fresh = timetable(Stay(opened, opened, STEPS[4], NOTHING, opened), pace=PACE, calendar=CALENDAR)
    used = timetable(Stay(opened, opened, STEPS[4], timedelta(minutes=35), opened), pace=PACE, calendar=CALENDAR)
    assert [fresh[Kind.NEAR] - opened, fresh[Kind.OVER] - opened] == [timedelta(minutes=24), timedelta(minutes=40)]
    assert (Kind.NEAR in used, used[Kind.OVER] - opened) == (False, PACE.least)


def test_what_was_told_before_is_not_due_again() -> None:
    opened = datetime(2026, 6, 8, 1, tzinfo=UTC)
    table = timetable(Stay(opened, opened, STEPS[4], NOTHING, opened), pace=PACE, calendar=CALENDAR)
    minute = timedelta(minutes=1)
    assert due(table, since=None, at=opened) == (Kind.NEW,)
    assert due(table, since=opened, at=opened + 30 * minute) == (Kind.NEAR,)
    assert due(table, since=opened + 30 * minute, at=opened + 100 * minute) == (Kind.OVER, Kind.OVER_UP)
    assert following(table, at=opened + 30 * minute) == opened + 40 * minute
    assert following(table, at=opened + 100 * minute) is None
