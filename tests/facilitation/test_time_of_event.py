"""The time of the event: never ahead, never before what it follows from; a log entry by its own moment's authority."""

from datetime import datetime, timedelta

import pytest

from simcap import clock
from simcap.errors import BadInputs, NotYou
from simcap.facilitation.models import Assignment, Turn
from simcap.step2_assignment.queries import spt_in_force
from tests.cast import Cast

from .conftest import ALL, MAIN, NAMES, bring, wib

AHEAD = "Waktu kejadian tidak boleh di masa depan."


def refusal_of(cast: Cast, who: str, act: str, **kwargs) -> str:
    """The one sentence by which the moment is refused."""
    with pytest.raises(BadInputs) as refusal:
        cast.do(who, act, **kwargs)
    assert list(refusal.value.fields) == ["occurred_at"]
    return refusal.value.sentence


@pytest.mark.parametrize(("stage", "who", "act"), ALL, ids=NAMES)
def test_nothing_has_happened_in_the_future(cast, stage, who, act) -> None:
    bring(cast, stage)
    assert refusal_of(cast, who, act, occurred_at=wib(8, 0) + timedelta(microseconds=1)) == AHEAD


@pytest.mark.parametrize(("stage", "who", "act"), MAIN[1:], ids=NAMES[1:15])
def test_nothing_happened_before_the_case_arrived(cast, stage, who, act) -> None:
    bring(cast, stage)
    sentence = refusal_of(cast, who, act, occurred_at=wib(7, 59))
    assert sentence == "Waktu kejadian tidak boleh sebelum Senin, 8 Juni 2026 pukul 08.00 WIB."


def test_nothing_happened_before_the_case_was_opened(cast) -> None:
    bring(cast, "with_head")
    with clock.scripted(wib(9)):
        cast.do("kadis", "open")
    with clock.scripted(wib(10)):
        sentence = refusal_of(cast, "kadis", "dispose", occurred_at=wib(8, 59))
    assert sentence == "Waktu kejadian tidak boleh sebelum Senin, 8 Juni 2026 pukul 09.00 WIB."


def test_a_moment_without_a_time_zone_is_refused(cast) -> None:
    bring(cast, "with_head")
    naive = datetime(2026, 6, 8, 8)
    assert refusal_of(cast, "kadis", "dispose", occurred_at=naive) == "Waktu kejadian memerlukan zona waktu."


def test_an_act_keeps_when_it_happened_and_when_it_was_recorded(cast) -> None:
    bring(cast, "with_head")
    with clock.scripted(wib(11)):
        entry = cast.do("kadis", "dispose", occurred_at=wib(9, 30)).entry
    assert (entry.occurred_at, entry.recorded_at) == (wib(9, 30), wib(11))
    first, second = Turn.objects.order_by("id")
    assert (first.closed_at, second.arrived_at) == (wib(9, 30), wib(9, 30))


def signed_at_nine(cast: Cast) -> None:
    """An SPT signed at 09.00, prepared and started at 10.00."""
    cast.walk("spt_with_head")
    with clock.scripted(wib(9)):
        cast.do("kadis", "sign_spt")
    with clock.scripted(wib(10)):
        cast.do("teknisi1", "prepare")
        cast.do("koordinator", "start")


def test_a_log_entry_may_have_happened_since_the_spt_and_is_taken_later(cast) -> None:
    signed_at_nine(cast)
    with clock.scripted(wib(14)):
        cast.do("teknisi1", "log", occurred_at=wib(9))
    logged = cast.case.log_entries.get(kind="measurement")
    assert (logged.at, logged.recorded_at) == (wib(9), wib(14))


def test_no_log_entry_happened_before_the_spt(cast) -> None:
    signed_at_nine(cast)
    cast.officer("koordinator")
    Assignment.objects.filter(role="technician").update(from_at=wib(8))
    with clock.scripted(wib(14)):
        sentence = refusal_of(cast, "teknisi1", "log", occurred_at=wib(8, 59))
    assert sentence == "Waktu kejadian tidak boleh sebelum Senin, 8 Juni 2026 pukul 09.00 WIB."


def test_an_spt_signed_after_the_fact_allows_no_departure_before_it(cast) -> None:
    cast.walk("spt_with_head")
    with clock.scripted(wib(9)):
        cast.do("kadis", "sign_spt", occurred_at=wib(8, 30))
    assert spt_in_force(cast.case).signed_at == wib(9)
    with clock.scripted(wib(10)):
        sentence = refusal_of(cast, "teknisi1", "prepare", occurred_at=wib(8, 45))
    assert sentence == "Waktu kejadian tidak boleh sebelum Senin, 8 Juni 2026 pukul 09.00 WIB."


def test_a_log_entry_is_judged_by_the_authority_of_its_moment(cast) -> None:
    signed_at_nine(cast)
    Assignment.objects.filter(officer=cast.officer("teknisi2")).update(from_at=wib(12))
    with clock.scripted(wib(14)):
        with pytest.raises(NotYou):
            cast.do("teknisi2", "log", occurred_at=wib(11, 59))
        cast.do("teknisi2", "log", occurred_at=wib(12))
    assert cast.case.log_entries.filter(kind="measurement").count() == 1


def test_whoever_has_left_the_crew_may_still_record_what_he_saw_before(cast) -> None:
    signed_at_nine(cast)
    Assignment.objects.filter(officer=cast.officer("teknisi2")).update(until_at=wib(12))
    with clock.scripted(wib(14)):
        cast.do("teknisi2", "log", occurred_at=wib(11))
        with pytest.raises(NotYou):
            cast.do("teknisi2", "log", occurred_at=wib(12))


def test_a_stage_act_is_judged_by_the_authority_at_its_arrival(cast) -> None:
    signed_at_nine(cast)
    Assignment.objects.filter(officer=cast.officer("teknisi1")).update(until_at=wib(12))
    with clock.scripted(wib(14)), pytest.raises(NotYou):
        cast.do("teknisi1", "finish", occurred_at=wib(11))
