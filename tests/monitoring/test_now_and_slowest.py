"""Where cases stand, for how long, and the slowest of a period: statements of our own, so on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from simcap import clock
from simcap.facilitation.measure_models import ClosedMeasurement
from simcap.monitoring.ranks import Scope
from simcap.monitoring.slowest import slowest
from simcap.monitoring.standing import ago, standings
from simcap.monitoring.stretch import Stretch
from simcap.people.calendar import of as calendar_of
from tests.cast import MONDAY, WIB, Cast, assemble


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with clock.scripted(MONDAY):
        yield assemble()


def test_what_stands_where_and_for_how_long(cast: Cast) -> None:
    """From Monday 08.00 on, looked at on Tuesday 09.00: 450 + 60 working minutes."""
    cast.walk("with_division")
    cast.do("kabid", "open")
    with clock.scripted(MONDAY + timedelta(days=1, minutes=-10)):
        cast.walk("with_division")
    found = standings(cast.office, at=datetime(2026, 6, 9, 9, 0, tzinfo=WIB))
    here, empty = found["with_division"], found["with_head"]
    assert (here.count, here.unopened, here.older, here.longest, here.heat) == (
        2, 1, (2, 1, 0), timedelta(minutes=510), 3,
    )  # fmt: skip
    assert (empty.count, empty.heat, "closed" in found) == (0, 0, False)


def test_the_moment_so_much_working_time_ago(cast: Cast) -> None:
    at = datetime(2026, 6, 9, 9, 0, tzinfo=WIB)
    found = ago(calendar_of(cast.office), at, timedelta(minutes=510))
    assert abs(found - MONDAY) < timedelta(minutes=1)


def test_the_slowest_of_several_months_come_first(cast: Cast) -> None:
    for month, on, minutes in ((4, 30, 900), (5, 1, 5), (5, 31, 80), (6, 1, 30), (7, 1, 999)):
        day = date(2026, month, on)
        cast.do("agendaris", "register")
        assert cast.case
        ClosedMeasurement.objects.create(
            facilitation=cast.case, office=cast.office, definition_id=cast.office.sop_id, step=1, closed_on=day,
            month=day.replace(day=1), waiting_minutes=0, handling_minutes=minutes, measured_minutes=minutes,
            is_kept=False, shares={},
        )  # fmt: skip
    scope = Scope(cast.office, cast.office.sop_id, Stretch(date(2026, 5, 1), date(2026, 6, 30)))
    found = slowest(scope, cast.powers("auditor"), step=1)
    assert ([one.measured_minutes for one in found.rows], found.hidden) == ([80, 30, 5], 0)
