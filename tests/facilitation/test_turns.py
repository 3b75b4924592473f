"""Opening, waiting and handling, in working minutes worked out by hand. 8 June 2026 is a Monday."""

from datetime import timedelta

import pytest

from simcap import clock
from simcap.errors import NotNow, NotYou
from simcap.facilitation.measures import measure
from simcap.facilitation.models import Turn
from simcap.people.models import Holiday, Office
from tests.cast import Cast

from .conftest import bring, wib


def do_at(cast: Cast, moment, who: str, act: str, **kwargs) -> None:
    """Do an act at a moment."""
    with clock.scripted(moment):
        cast.do(who, act, **kwargs)


def minutes(cast: Cast) -> list[tuple[str, float, float]]:
    """Every closed turn: stage, waiting, handling in working minutes."""
    turns = Turn.objects.filter(facilitation=cast.case, waiting__isnull=False).order_by("id")
    return [(one.stage, one.waiting / timedelta(minutes=1), one.handling / timedelta(minutes=1)) for one in turns]


# A letter is registered on Monday at 08.00 in each of these.
OPENINGS = [
    ("in the morning", wib(8, 30), wib(8, 40), 30, 10),
    ("over lunch", wib(11, 50), wib(13, 10), 230, 20),
    ("opened at lunch", wib(12, 30), wib(13, 10), 240, 10),
    ("overnight", wib(15, 50), wib(7, 45, day=9), 410, 25),
    ("over the week", wib(16, 20, day=12), wib(7, 40, day=15), 4 * 450 - 30 + 440, 20),
    ("on a Saturday", wib(10, day=13), wib(11, day=13), 4 * 450 - 30 + 450, 0),
    ("over Friday's longer lunch", wib(11, 55, day=12), wib(13, 35, day=12), 4 * 450 - 30 + 265, 10),
]


@pytest.mark.parametrize(
    ("opened", "done", "waiting", "handling"), [one[1:] for one in OPENINGS], ids=[one[0] for one in OPENINGS]
)
def test_waiting_ends_with_the_opening_and_handling_with_the_act(cast, opened, done, waiting, handling) -> None:
    bring(cast, "with_head")
    do_at(cast, opened, "kadis", "open")
    do_at(cast, done, "kadis", "dispose")
    assert minutes(cast) == [("with_head", waiting, handling)]


def test_acting_without_opening_opens_at_that_moment(cast) -> None:
    bring(cast, "with_head")
    do_at(cast, wib(9), "kadis", "dispose")
    turn = Turn.objects.get(stage="with_head")
    assert (turn.opened_at, turn.opened_by, turn.closed_at) == (wib(9), cast.officer("kadis"), wib(9))
    assert minutes(cast) == [("with_head", 60, 0)]


def test_a_holiday_counts_nothing(cast) -> None:
    Holiday.objects.create(office=cast.office, on=wib(8, day=9).date(), name="Libur (contoh)", kind="local", source="x")
    Office.objects.filter(pk=cast.office.pk).update(calendar_version=77)
    cast.office.refresh_from_db()
    bring(cast, "with_head")
    do_at(cast, wib(7, 40, day=10), "kadis", "dispose")
    assert minutes(cast) == [("with_head", 7 * 60 + 30 - 30 + 10, 0)]


def test_only_the_addressee_opens(cast) -> None:
    bring(cast, "with_head")
    for who in ("kabid", "seksi", "agendaris", "sekretaris", "auditor", "admin", "koordinator"):
        with pytest.raises(NotYou) as refusal:
            cast.do(who, "open")
        assert refusal.value.sentence == "Tindakan ini hanya dapat dilakukan oleh Kepala Dinas."


def test_the_second_opener_is_told_who_opened_and_when(cast) -> None:
    bring(cast, "assigned")
    do_at(cast, wib(9, 15), "teknisi1", "open")
    with pytest.raises(NotNow) as refusal:
        do_at(cast, wib(9, 20), "teknisi2", "open")
    assert refusal.value.sentence == "Sudah dibuka oleh Teknisi 1 (contoh) pada Senin, 8 Juni 2026 pukul 09.15 WIB."


def test_a_log_entry_of_the_crew_opens_and_one_of_the_coordinator_does_not(cast) -> None:
    bring(cast, "running")
    do_at(cast, wib(9), "koordinator", "log")
    assert Turn.objects.get(stage="running").opened_at is None
    do_at(cast, wib(10), "teknisi2", "log")
    do_at(cast, wib(11), "teknisi1", "log")
    turn = Turn.objects.get(stage="running")
    assert (turn.opened_at, turn.opened_by) == (wib(10), cast.officer("teknisi2"))


def test_a_log_entry_from_before_the_arrival_opens_at_the_arrival(cast) -> None:
    cast.walk("prepared")
    do_at(cast, wib(9), "koordinator", "start")
    do_at(cast, wib(10), "teknisi1", "log", occurred_at=wib(8, 30))
    assert Turn.objects.get(stage="running").opened_at == wib(9)


def test_the_clocks_stand_still_while_the_requester_is_asked(cast) -> None:
    bring(cast, "with_division")
    do_at(cast, wib(8, 10), "kabid", "open")
    do_at(cast, wib(8, 20), "kabid", "return_incomplete")
    do_at(cast, wib(9, day=10), "agendaris", "resubmit")
    assert cast.case.stage == "with_division"
    do_at(cast, wib(9, 5, day=10), "kabid", "open")
    do_at(cast, wib(9, 12, day=10), "kabid", "forward")
    assert minutes(cast)[1:] == [
        ("with_division", 10, 10),
        ("awaiting_requester", 400 + 450 + 90, 0),
        ("with_division", 5, 7),
    ]
    first = measure(cast.case, at=wib(9, 12, day=10))[0]
    assert (first.waiting, first.handling) == (timedelta(minutes=15), timedelta(minutes=17))


@pytest.mark.parametrize("stage", ["with_head", "to_record", "spt_with_section", "spt_with_head"])
def test_a_completed_request_comes_back_to_the_stage_it_came_from(cast, stage: str) -> None:
    holder = {"with_head": "kadis", "to_record": "koordinator", "spt_with_section": "seksi", "spt_with_head": "kadis"}
    bring(cast, stage)
    cast.do(holder[stage], "return_incomplete")
    assert (cast.case.stage, cast.case.came_from) == ("awaiting_requester", stage)
    cast.do("pemohon", "resubmit")
    assert (cast.case.stage, cast.case.came_from) == (stage, "")


def test_a_step_is_measured_over_all_its_acts_against_its_standard(cast) -> None:
    bring(cast, "with_head")
    do_at(cast, wib(8, 10), "kadis", "open")
    do_at(cast, wib(8, 13), "kadis", "dispose")
    do_at(cast, wib(8, 20), "kabid", "open")
    do_at(cast, wib(8, 22), "kabid", "forward")
    do_at(cast, wib(8, 30), "seksi", "open")
    do_at(cast, wib(8, 32), "seksi", "appoint")
    one, two = measure(cast.case, at=wib(9))[:2]
    assert (one.done, one.waiting, one.handling, one.verdict) == (
        True, timedelta(minutes=25), timedelta(minutes=7), "kept",
    )  # fmt: skip
    assert (two.begun, two.done, two.waiting, two.handling, two.verdict) == (
        True, False, timedelta(minutes=28), timedelta(0), "running",
    )  # fmt: skip


def test_a_minute_over_standard_and_tolerance_is_a_breach_even_before_the_step_is_done(cast) -> None:
    bring(cast, "with_head")
    do_at(cast, wib(8, 10), "kadis", "open")
    verdicts = [measure(cast.case, at=at)[0].verdict for at in (wib(8, 17), wib(8, 18))]
    assert verdicts == ["running", "exceeded"]


def test_tentatif_is_measured_by_the_window_of_the_spt(cast) -> None:
    bring(cast, "to_record")
    window = {"starts_at": wib(8, day=10).isoformat(), "ends_at": wib(12, day=10).isoformat()}
    cast.do("koordinator", "record_request", window)
    for who, act in (("seksi", "initial"), ("kabid", "initial"), ("kadis", "sign_spt")):
        cast.do(who, act)
    assert (cast.case.starts_at, cast.case.ends_at) == (wib(8, day=10), wib(12, day=10))
    do_at(cast, wib(8, day=10), "teknisi1", "prepare")
    do_at(cast, wib(8, 5, day=10), "koordinator", "start")
    do_at(cast, wib(14, day=10), "teknisi1", "finish")
    three = measure(cast.case, at=wib(14, day=10))[2]
    assert (three.done, three.late, three.verdict) == (True, timedelta(minutes=60), "kept")


def test_a_closed_turn_keeps_the_calendar_it_was_measured_by(cast) -> None:
    from simcap.people.calendar import of as calendar_of

    bring(cast, "with_head")
    do_at(cast, wib(9), "kadis", "dispose")
    kept = Turn.objects.get(stage="with_head").calendar_digest
    assert kept == calendar_of(cast.office).digest()
    Holiday.objects.create(office=cast.office, on=wib(8).date(), name="Libur (contoh)", kind="local", source="x")
    Office.objects.filter(pk=cast.office.pk).update(calendar_version=78)
    cast.office.refresh_from_db()
    assert calendar_of(cast.office).digest() != kept
    assert minutes(cast) == [("with_head", 60, 0)]
