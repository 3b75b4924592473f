"""A running case goes on by another revision only where all that it has reached is the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.counting import closed_now
from simcap.facilitation.measure_models import ClosedMeasurement
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.procedure.loading import load_text
from simcap.procedure.moving import Crossing, Reached
from simcap.revisions import acts
from simcap.revisions.moving import look, move, running
from simcap.revisions.reading import known_to
from tests.cast import MONDAY, Cast

from .conftest import SIGNED, SIGNED_ID, SLOWER, proposed, revised

LATER = MONDAY.date() + timedelta(days=30)
#: The report's standard is a matter of the last step.
SLOWER_REPORT = (
    'time_text = "± 5 menit"\nstandard_minutes = 5\ntolerance_minutes = 2\noutput_text = "Laporan"',
    'time_text = "± 20 menit"\nstandard_minutes = 20\ntolerance_minutes = 2\noutput_text = "Laporan"',
)


def approved(cast: Cast, name: str, *changes: tuple[str, str]) -> str:
    found = proposed(cast, revised(name, *changes))
    acts.approve(found, effective_on=LATER, decision="", powers=cast.powers("kadis"))
    return name


def at(cast: Cast, stage: str) -> Facilitation:
    case = cast.walk(stage)
    assert case.definition_id == SIGNED_ID
    return case


def test_what_lies_ahead_may_differ(cast: Cast) -> None:
    case = at(cast, "running")
    to = approved(cast, "revisi-2", SLOWER_REPORT)
    moved = move(case, to=to, reason="Sesuai evaluasi", powers=cast.powers("kadis"))
    assert (moved.definition_id, moved.stage) == ("revisi-2", "running")
    cast.case = moved
    assert cast.walk_from("running", "closed").definition_id == "revisi-2"


def test_a_standard_of_a_step_that_was_reached_may_not_differ(cast: Cast) -> None:
    case = at(cast, "with_division")
    to = approved(cast, "revisi-2", SLOWER)
    with pytest.raises(NotNow) as refused:
        move(case, to=to, reason="Coba", powers=cast.powers("kadis"))
    assert "Langkah 1: Waktu" in refused.value.sentence
    case.refresh_from_db()
    assert (case.definition_id, Entry.objects.filter(act="move_case").count()) == (SIGNED_ID, 0)


def test_both_journals_tell_who_why_and_from_which_revision_to_which(cast: Cast) -> None:
    case = at(cast, "to_record")
    move(case, to=approved(cast, "revisi-2", SLOWER_REPORT), reason="Evaluasi", powers=cast.powers("kadis"))
    chains = Entry.objects.filter(act="move_case").order_by("id").values_list("chain", flat=True)
    assert list(chains) == [f"case:{case.uid}", f"office:{cast.office.slug}"]
    assert verify().sound


def test_what_was_measured_stays_and_its_counts_agree_with_the_turns(cast: Cast) -> None:
    case = at(cast, "running")
    before = list(ClosedMeasurement.objects.order_by("step").values_list("step", "measured_minutes", "is_kept"))
    moved = move(case, to=approved(cast, "revisi-2", SLOWER_REPORT), reason="Ya", powers=cast.powers("kadis"))
    after = list(ClosedMeasurement.objects.order_by("step").values_list("step", "measured_minutes", "is_kept"))
    assert before == after
    assert {one.step for one in closed_now(moved)} == {step for step, _minutes, _kept in after}


def test_moving_twice_is_told(cast: Cast) -> None:
    case, to = at(cast, "to_record"), approved(cast, "revisi-2", SLOWER_REPORT)
    move(case, to=to, reason="Ya", powers=cast.powers("kadis"))
    with pytest.raises(NotNow):
        move(case, to=to, reason="Ya", powers=cast.powers("kadis"))


def test_a_reason_is_needed_and_the_revision_must_be_known(cast: Cast) -> None:
    case, to = at(cast, "to_record"), approved(cast, "revisi-2", SLOWER_REPORT)
    for wrong in ({"to": to, "reason": " "}, {"to": "tidak-ada", "reason": "Ya"}):
        with pytest.raises(BadInputs):
            move(case, powers=cast.powers("kadis"), **wrong)


@pytest.mark.parametrize("who", ["seksi", "kabid", "admin", "agendaris", "koordinator", "auditor"])
def test_only_the_head_moves_a_case(cast: Cast, who: str) -> None:
    case, to = at(cast, "to_record"), approved(cast, "revisi-2", SLOWER_REPORT)
    with pytest.raises(NotYou):
        move(case, to=to, reason="Ya", powers=cast.powers(who))


def test_looking_at_three_cases_costs_as_much_as_at_one(cast: Cast, django_assert_num_queries) -> None:
    for _ in range(3):
        at(cast, "with_division")
    to = approved(cast, "revisi-2", SLOWER_REPORT)
    target = known_to(cast.office)[to]
    cases = list(running(cast.powers("kadis"), target=target))
    for some in (cases[:1], cases):
        with django_assert_num_queries(2):
            assert [one.may_move for one in look(some, target=target)] == [True] * len(some)


@pytest.mark.parametrize(
    ("changes", "stage", "expected"),
    [
        ({}, "awaiting_requester", "Berkas sedang di luar jalur SOP; pindahkan setelah kembali."),
        ({}, "closed", "Berkas sudah selesai."),
        ({"beside": "amend_draft"}, "running", "Perubahan SPT sedang berjalan; selesaikan dahulu."),
    ],
)
def test_some_states_are_moved_by_no_revision(changes: dict[str, str], stage: str, expected: str) -> None:
    one = load_text(SIGNED, file="x", known_acts=None, known_positions=None)
    given = {"stage": stage, "came_from": "", "beside": "", **changes}
    reached = Reached(**given, stages=frozenset({stage}), artefacts=frozenset())
    assert [why.id for why in Crossing.between(one, one).outlook(reached).hindrances] == [expected]
