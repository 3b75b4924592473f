"""Who is told what, and when: a new task, reminders, escalation; only inside office hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from simcap import clock
from simcap.notices import watching
from simcap.notices.models import Notice, TurnWatch
from simcap.people.acts import SYSTEM, appoint
from simcap.people.models import Holiday, Position
from tests.cast import MONDAY, Cast
from tests.facilitation.conftest import wib

from .conftest import kinds

pytestmark = pytest.mark.django_db


def test_whoever_may_act_is_told_at_once_with_a_link_to_the_act(cast: Cast, work, mailoutbox) -> None:
    case = cast.do("agendaris", "register").facilitation
    assert work() == [("kadis", f"Tugas baru: Disposisikan, agenda {case.agenda_number}")]
    body = mailoutbox[-1].body
    assert f"http://127.0.0.1:8000/cases/{case.uid}/acts/dispose/\n" in body
    assert work() == []


def test_a_case_that_arrives_at_night_is_told_when_the_office_opens(cast: Cast, work) -> None:
    with clock.scripted(wib(21, 0)):
        cast.do("agendaris", "register")
        assert work() == []
    assert work(wib(7, 29, day=9)) == []
    assert [who for who, _said in work(wib(7, 30, day=9))] == ["kadis"]


def test_an_unopened_task_is_reminded_of_and_goes_up_where_there_is_somebody_above(cast: Cast, work) -> None:
    cast.walk("with_section")
    work()
    assert work(hours=1, minutes=-1) == []
    work(hours=1)
    work(hours=2)
    assert kinds(cast) == [("seksi", "new"), ("seksi", "unopened"), ("kabid", "unopened_up")]


def test_an_opened_task_is_reminded_of_before_and_after_its_standard_and_then_goes_up(cast: Cast, work) -> None:
    cast.walk("to_record")
    work()
    cast.do("koordinator", "open")
    for minute in range(0, 90, 3):
        work(minutes=minute)
    assert kinds(cast) == [
        ("koordinator", "new"), ("koordinator", "near"), ("koordinator", "over"), ("seksi", "over_up"),
    ]  # fmt: skip
    moments = Notice.objects.filter(turn__isnull=False).order_by("id").values_list("created_at", flat=True)
    assert [int((one - MONDAY).total_seconds() // 60) for one in moments] == [0, 12, 21, 81]


def test_what_fell_due_while_nobody_worked_is_told_once_by_its_gravest(cast: Cast, work) -> None:
    cast.walk("to_record")
    cast.do("koordinator", "open")
    work(hours=3)
    assert kinds(cast) == [("koordinator", "over"), ("seksi", "over_up")]


def test_technicians_come_under_the_coordinator_who_names_them(cast: Cast, work) -> None:
    case = cast.walk("running")
    work(case.ends_at + timedelta(days=7, hours=-6))
    found = [one for one in kinds(cast) if one[1] in ("over", "over_up")]
    assert found[-3:] == [("teknisi1", "over"), ("teknisi2", "over"), ("koordinator", "over_up")]


def test_off_the_path_and_suspended_nobody_is_reminded(cast: Cast, work) -> None:
    cast.reach("decline_draft")
    work()
    work(days=2)
    assert [one for one in kinds(cast) if one[1] != "new"] == []
    cast.reach("awaiting_requester")
    assert TurnWatch.objects.filter(turn__facilitation=cast.case, turn__closed_at=None).count() == 0


def test_a_plh_is_reminded_of_the_post_that_he_stands_in_for(cast: Cast, work) -> None:
    cast.do("agendaris", "register")
    work()
    appoint(
        cast.office, position=cast.position("head"), officer=cast.officer("kabid"), kind="plh", decree="ST/1",
        from_at=MONDAY, until_at=MONDAY + timedelta(days=3), by=SYSTEM,
    )  # fmt: skip
    work(hours=1)
    assert kinds(cast) == [("kadis", "new"), ("kabid", "unopened")]


def test_the_office_sets_its_own_limits(cast: Cast, work) -> None:
    cast.office.remind_unopened_minutes = 30
    cast.office.save()
    cast.do("agendaris", "register")
    work(minutes=30)
    assert kinds(cast) == [("kadis", "unopened")]


def test_a_day_that_becomes_free_puts_reminders_off(cast: Cast, work) -> None:
    with clock.scripted(wib(15, 30)):
        cast.walk("with_section")
        work()
    Holiday.objects.create(office=cast.office, on=wib(0, day=9).date(), name="Libur", kind="local", source="uji")
    cast.office.calendar_version += 1
    cast.office.save()
    work(wib(8, 0, day=9))
    assert kinds(cast) == [("seksi", "new")]
    work(wib(8, 0, day=10))
    assert kinds(cast) == [("seksi", "new"), ("seksi", "unopened")]


def test_a_head_whose_case_is_late_is_reminded_and_nobody_above_him(cast: Cast, work) -> None:
    assert Position.objects.get(office=cast.office, code="head").parent is None
    cast.do("agendaris", "register")
    work(hours=3)
    assert kinds(cast) == [("kadis", "unopened")]


def test_a_task_that_is_done_meanwhile_is_not_told_of(cast: Cast, work) -> None:
    cast.do("agendaris", "register")
    watching.look(MONDAY)
    cast.do("kadis", "dispose")
    assert [who for who, _said in work()] == ["kabid"]
    assert Notice.objects.get(officer=cast.officer("kadis"), kind="new").state == "dropped"
