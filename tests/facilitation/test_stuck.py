"""Cases that nobody can move: every cause, what is ahead, and that it costs the same however many there are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from simcap.facilitation.models import Assignment
from simcap.facilitation.stuck import Stuck, Watch, stuck_count
from simcap.people import absence_acts, acts
from simcap.people.acts import SYSTEM
from simcap.people.models import Account, Appointment, Officer
from tests.cast import MONDAY, WIB, Cast, assemble

from .conftest import bring

TODAY, TOMORROW = date(2026, 6, 8), date(2026, 6, 9)


def now(cast: Cast, at: datetime = MONDAY) -> list[Stuck]:
    watch = Watch(cast.office, at)
    return watch.read(watch.now())


def ahead(cast: Cast, at: datetime = MONDAY) -> list[Stuck]:
    watch = Watch(cast.office, at)
    return watch.read(watch.ahead())


def causes(found: list[Stuck]) -> list[tuple[str, str, str]]:
    """Level, cause and the position's code (or nothing) of each."""
    return [(one.fault.level, one.fault.cause, one.position.code if one.position else "") for one in found]


def away(cast: Cast, who: str, first: date = TODAY, last: date = TOMORROW) -> None:
    absence_acts.record_absence(
        cast.office, officer=cast.officer(who), kind="leave", from_on=first, until_on=last, by=SYSTEM
    )


def end(cast: Cast, code: str, at: datetime = MONDAY) -> None:
    appointment = Appointment.objects.get(office=cast.office, position__code=code)
    acts.end_appointment(appointment, ended_at=at, reason="mutasi", by=SYSTEM)


def appoint(cast: Cast, who: str, code: str, kind: str = "plh", since: datetime = MONDAY, **kwargs: object) -> None:
    acts.appoint(
        cast.office, position=cast.position(code), officer=cast.officer(who), kind=kind, decree="ST 1/2026",
        from_at=since, by=SYSTEM, **kwargs,
    )  # fmt: skip


@pytest.mark.parametrize(
    "stage", ["with_head", "to_record", "spt_with_head", "running", "report_with_head", "awaiting_requester", "closed"]
)
def test_where_everybody_is_there_nothing_is_stuck(cast: Cast, stage: str) -> None:
    bring(cast, stage)
    assert (now(cast), ahead(cast), stuck_count(cast.office, MONDAY)) == ([], [], 0)


def test_a_position_without_a_holder(cast: Cast) -> None:
    bring(cast, "with_division")
    end(cast, "division_head")
    assert causes(now(cast)) == [("blocked", "vacant", "division_head")]
    assert stuck_count(cast.office, MONDAY) == 1


def test_a_holder_who_has_left(cast: Cast) -> None:
    bring(cast, "with_division")
    Officer.objects.filter(pk=cast.officer("kabid").pk).update(is_active=False)
    assert causes(now(cast)) == [("blocked", "vacant", "division_head")]


@pytest.mark.parametrize("how", ["inactive", "missing"])
def test_a_holder_without_an_account_in_use(cast: Cast, how: str) -> None:
    bring(cast, "with_division")
    if how == "inactive":
        Account.objects.filter(pk=cast.account("kabid").pk).update(is_active=False)
    else:
        Officer.objects.filter(pk=cast.officer("kabid").pk).update(account=None)
    (one,) = now(cast)
    assert causes([one]) == [("blocked", "no_account", "division_head")]
    assert [each.name for each in one.fault.officers] == ["Kepala Bidang Aptika (contoh)"]


def test_a_holder_who_is_away_without_a_plh(cast: Cast) -> None:
    bring(cast, "with_division")
    away(cast, "kabid")
    (one,) = now(cast)
    assert (causes([one]), one.fault.away.days) == ([("away", "away", "division_head")], "8–9 Juni 2026")


def test_a_plh_moves_what_the_absent_holder_cannot(cast: Cast) -> None:
    bring(cast, "with_division")
    away(cast, "kabid")
    appoint(cast, "sekretaris", "division_head")
    assert now(cast) == []


def test_a_plh_who_is_away_himself_moves_nothing(cast: Cast) -> None:
    bring(cast, "with_division")
    away(cast, "kabid")
    appoint(cast, "sekretaris", "division_head")
    away(cast, "sekretaris")
    (one,) = now(cast)
    assert [each.name for each in one.fault.officers] == ["Sekretaris Dinas (contoh)"]


@pytest.mark.parametrize(("stage", "stuck"), [("with_head", True), ("spt_with_head", False)])
def test_a_delegate_moves_only_what_may_be_signed_for_another(cast: Cast, stage: str, stuck: bool) -> None:
    bring(cast, stage)
    away(cast, "kadis")
    appoint(cast, "sekretaris", "head", "an", via=cast.position("secretary"))
    assert bool(now(cast)) == stuck


CREW = [("to_record", "coordinator", ["koordinator"]), ("assigned", "technician", ["teknisi1", "teknisi2"])]


@pytest.mark.parametrize(("stage", "role", "people"), CREW)
def test_a_team_that_has_left_altogether(cast: Cast, stage: str, role: str, people: list[str]) -> None:
    bring(cast, stage)
    for number, who in enumerate(people, start=1):
        Officer.objects.filter(pk=cast.officer(who).pk).update(is_active=False)
        assert bool(now(cast)) == (number == len(people))
    assert causes(now(cast)) == [("blocked", "unnamed", "")]
    assert now(cast)[0].turn.target == role


@pytest.mark.parametrize(("stage", "role", "people"), CREW)
def test_a_team_that_is_away_altogether(cast: Cast, stage: str, role: str, people: list[str]) -> None:
    bring(cast, stage)
    for number, who in enumerate(people, start=1):
        away(cast, who)
        assert bool(now(cast)) == (number == len(people))
    assert causes(now(cast)) == [("away", "away", "")]


def test_whoever_was_replaced_on_the_case_does_not_count(cast: Cast) -> None:
    bring(cast, "to_record")
    Assignment.objects.update(until_at=MONDAY)
    assert causes(now(cast)) == [("blocked", "unnamed", "")]


def drafted_by_the_signer(cast: Cast) -> None:
    """The Kepala Dinas is the coordinator of this case too, and the only one who could sign."""
    for who, act in (("agendaris", "register"), ("kadis", "dispose"), ("kabid", "forward")):
        cast.do(who, act)
    cast.do("seksi", "appoint", {"coordinator": cast.officer("kadis").pk})
    cast.do("kadis", "record_request")
    cast.do("seksi", "initial")
    cast.do("kabid", "initial")
    assert cast.case.stage == "spt_with_head"


def test_four_eyes_that_refuse_everybody(cast: Cast) -> None:
    drafted_by_the_signer(cast)
    (one,) = now(cast)
    assert (causes([one]), one.fault.officers) == ([("blocked", "four_eyes", "head")], (cast.officer("kadis"),))
    appoint(cast, "sekretaris", "head", "an", via=cast.position("secretary"))
    assert now(cast) == []


def test_four_eyes_while_the_other_signer_is_away(cast: Cast) -> None:
    drafted_by_the_signer(cast)
    appoint(cast, "sekretaris", "head", "an", via=cast.position("secretary"))
    away(cast, "sekretaris")
    assert causes(now(cast)) == [("away", "four_eyes", "head")]


def test_a_requester_on_paper_waits_for_the_front_desk(cast: Cast) -> None:
    bring(cast, "awaiting_requester")
    end(cast, "front_desk")
    assert causes(now(cast)) == [("blocked", "vacant", "front_desk")]


def test_what_lies_ahead_is_told_a_week_before(cast: Cast) -> None:
    bring(cast, "with_division")
    away(cast, "kabid", date(2026, 6, 12), date(2026, 6, 20))
    assert now(cast) == []
    (one,) = ahead(cast)
    assert (causes([one]), one.fault.from_at) == (
        [("ahead", "away", "division_head")], datetime(2026, 6, 12, tzinfo=WIB),
    )  # fmt: skip
    assert ahead(cast, MONDAY - timedelta(days=6)) == []


def test_a_plh_who_ends_before_the_holder_is_back_is_told_ahead(cast: Cast) -> None:
    bring(cast, "with_division")
    away(cast, "kabid", TODAY, date(2026, 6, 13))
    appoint(cast, "sekretaris", "division_head", until_at=datetime(2026, 6, 11, tzinfo=WIB))
    assert [(one.fault.cause, one.fault.from_at) for one in ahead(cast)] == [
        ("away", datetime(2026, 6, 11, tzinfo=WIB))
    ]


def test_an_appointment_that_ends_is_told_ahead(cast: Cast) -> None:
    bring(cast, "with_division")
    end(cast, "division_head", datetime(2026, 6, 10, tzinfo=WIB))
    assert causes(ahead(cast)) == [("ahead", "vacant", "division_head")]


def test_a_coordinator_s_coming_leave_is_told_ahead(cast: Cast) -> None:
    bring(cast, "to_record")
    away(cast, "koordinator", date(2026, 6, 10), date(2026, 6, 11))
    assert [(one.fault.level, one.fault.from_at) for one in ahead(cast)] == [
        ("ahead", datetime(2026, 6, 10, tzinfo=WIB))
    ]


def test_two_technicians_who_are_never_away_together_stop_nothing(cast: Cast) -> None:
    bring(cast, "assigned")
    away(cast, "teknisi1", date(2026, 6, 9), date(2026, 6, 9))
    away(cast, "teknisi2", date(2026, 6, 10), date(2026, 6, 10))
    assert ahead(cast) == []


def test_another_office_is_another_office(cast: Cast) -> None:
    bring(cast, "with_division")
    other = assemble("kantor-lain", prefix="lain-")
    end(cast, "division_head")
    assert (len(now(cast)), now(other)) == (1, [])


def test_it_costs_the_same_for_one_case_and_for_three(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    away(cast, "kabid")
    away(cast, "koordinator")
    for number in (1, 2, 3):
        bring(cast, "to_record")
        bring(cast, "with_division")
        watch = Watch(cast.office, MONDAY)
        with django_assert_num_queries(3):
            assert len(watch.read(watch.now())) == 2 * number
        with django_assert_num_queries(3):
            assert stuck_count(cast.office, MONDAY) == 2 * number
