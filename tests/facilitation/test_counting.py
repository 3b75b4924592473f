"""Closed measurements and their counts follow the case, and stay what they were measured by."""

from __future__ import annotations

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from simcap import clock
from simcap.facilitation.measure_models import ClosedMeasurement, DayCount, MonthCount
from simcap.facilitation.models import Turn
from simcap.facilitation.recounting import recount
from simcap.people.models import Holiday, Office
from tests.cast import Cast

from .conftest import bring, wib

NAMES = ("step", "closed_on", "waiting_minutes", "handling_minutes", "late_minutes", "is_kept", "shares")


def measured(cast: Cast) -> list[tuple]:
    """The closed measurements of the case."""
    return list(ClosedMeasurement.objects.filter(facilitation=cast.case).order_by("step").values_list(*NAMES))


def counted() -> dict[tuple, int]:
    """What is counted by day, without what has come down to nothing."""
    rows = DayCount.objects.exclude(number=0).values_list("step", "performer", "measure", "minutes", "number")
    return {tuple(key): number for *key, number in rows}


def do_at(cast: Cast, moment, who: str, act: str, **inputs) -> None:
    """Do an act at a moment."""
    with clock.scripted(moment):
        cast.do(who, act, inputs)


def first_step(cast: Cast) -> None:
    """Registered at 08.00 on Monday; waits 10 + 7 + 8 minutes, is handled in 3 + 2 + 3."""
    bring(cast, "with_head")
    for who, act, opened, done in (
        ("kadis", "dispose", wib(8, 10), wib(8, 13)), ("kabid", "forward", wib(8, 20), wib(8, 22)),
        ("seksi", "appoint", wib(8, 30), wib(8, 33)),
    ):  # fmt: skip
        do_at(cast, opened, who, "open")
        do_at(cast, done, who, act)


def test_a_step_is_measured_when_the_case_leaves_it(cast) -> None:
    first_step(cast)
    shares = {"division": [7, 2], "head": [10, 3], "section": [8, 3]}
    assert measured(cast) == [(1, wib(8).date(), 25, 8, None, False, shares)]
    assert counted() == {
        (1, "", "waiting", 25): 1, (1, "", "handling", 8): 1, (1, "", "exceeded", 0): 1,
        (1, "head", "waiting", 10): 1, (1, "head", "handling", 3): 1, (1, "head", "exceeded", 0): 1,
        (1, "division", "waiting", 7): 1, (1, "division", "handling", 2): 1, (1, "division", "exceeded", 0): 1,
        (1, "section", "waiting", 8): 1, (1, "section", "handling", 3): 1, (1, "section", "exceeded", 0): 1,
    }  # fmt: skip
    assert MonthCount.objects.filter(number=1).count() == 4 * (2 * 3 + 1)


def test_a_step_that_is_come_back_to_is_not_measured_until_it_is_left_again(cast) -> None:
    first_step(cast)
    do_at(cast, wib(8, 40), "koordinator", "send_back", to="")
    assert (measured(cast), counted()) == ([], {})
    do_at(cast, wib(8, 45), "seksi", "open")
    do_at(cast, wib(8, 46), "seksi", "appoint")
    assert [one[:4] for one in measured(cast)] == [(1, wib(8).date(), 30, 9)]
    assert recount(mends=False).is_right


def test_a_cancelled_case_keeps_the_steps_that_it_had_left(cast) -> None:
    bring(cast, "assigned")
    before = measured(cast)
    do_at(cast, wib(9), "kadis", "cancel")
    assert ([one[0] for one in before], measured(cast)) == ([1, 2], before)


def test_what_is_rolled_back_is_not_counted(cast) -> None:
    bring(cast, "with_section")
    with transaction.atomic():
        cast.do("seksi", "appoint")
        assert len(measured(cast)) == 1
        transaction.set_rollback(True)
    assert (measured(cast), counted()) == ([], {})


def test_a_closed_measurement_keeps_the_calendar_that_it_was_measured_by(cast) -> None:
    bring(cast, "running")
    after = cast.case.ends_at + (wib(9, day=9) - wib(9))
    do_at(cast, after, "teknisi1", "finish")
    late = measured(cast)[2][4]
    assert late > 0
    Holiday.objects.create(office=cast.office, on=after.date(), name="Libur (contoh)", kind="local", source="x")
    Office.objects.filter(pk=cast.office.pk).update(calendar_version=79)
    assert recount(mends=True).is_right
    assert measured(cast)[2][4] == late


def test_recount_tells_what_differs_and_mends_it(cast) -> None:
    first_step(cast)
    DayCount.objects.filter(measure="waiting", performer="").update(number=5)
    ClosedMeasurement.objects.update(handling_minutes=1)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("recount", "--check", stdout=out)
    number = cast.case.agenda_number
    assert out.getvalue().splitlines()[1:] == [
        f"differs: measurements of case {number}", "differs: counts of month 2026-06",
    ]  # fmt: skip
    call_command("recount", stdout=StringIO())
    assert recount(mends=False).is_right
    assert [one[:4] for one in measured(cast)] == [(1, wib(8).date(), 25, 8)]


def test_what_was_there_before_is_measured_and_counted(cast) -> None:
    bring(cast, "closed")
    for model in (ClosedMeasurement, DayCount, MonthCount):
        model.objects.all().delete()
    Turn.objects.update(late=None)
    import_module("simcap.migrations.0016_count_measurements").fill(apps, None)
    assert [one[0] for one in measured(cast)] == [1, 2, 3, 4, 5]
    assert recount(mends=False).is_right
