"""Declining a request: decided by the head, told by a letter through its own paraf chain, or thought better of."""

import json

import pytest

from simcap import clock
from simcap.documents.models import Document
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.measures import measure
from simcap.facilitation.queries import inbox
from simcap.journal.verify import verify
from tests.facilitation.conftest import cast, wib

__all__ = ["cast"]

BEFORE_ASSIGNED = (
    "with_head", "with_division", "with_section", "to_record", "spt_with_section", "spt_with_division", "spt_with_head",
)  # fmt: skip
DECLINING = ("decline_draft", "decline_with_division", "decline_with_head")


def decline_to(cast, stage: str) -> None:
    """Bring a declined case to a stage of its letter."""
    steps = (("kadis", "decline"), ("seksi", "draft_decline"), ("kabid", "initial_decline"), ("kadis", "sign_decline"))
    for who, act in steps:
        if cast.case.stage == stage:
            return
        cast.do(who, act)


@pytest.mark.parametrize("stage", BEFORE_ASSIGNED)
def test_the_head_declines_at_every_stage_before_the_spt(cast, stage):
    cast.walk(stage)
    cast.do("kadis", "decline")
    assert (cast.case.stage, cast.case.came_from) == ("decline_draft", stage)
    assert [turn.stage for turn in inbox(cast.powers("seksi"))] == ["decline_draft"]


@pytest.mark.parametrize("stage", ["assigned", "prepared", "running", "returned", "closed"])
def test_after_the_spt_nothing_is_declined(cast, stage):
    cast.walk(stage)
    with pytest.raises(NotNow):
        cast.do("kadis", "decline")


@pytest.mark.parametrize("who", ["kabid", "seksi", "agendaris", "sekretaris", "koordinator", "auditor", "admin"])
def test_nobody_but_the_head_declines(cast, who):
    cast.walk("with_head")
    with pytest.raises(NotYou):
        cast.do(who, "decline")


def test_the_letter_goes_through_the_paraf_chain_and_ends_the_case(cast):
    cast.walk("with_section")
    decline_to(cast, "declined")
    assert cast.case.stage == "declined"
    assert cast.case.closed_at is not None
    letter = Document.objects.get(kind="decline_letter")
    assert letter.number == "500.12/001/DISKOMINFO/VI/2026"
    said = json.loads(letter.content)
    assert [(one["position"], one["merged"]) for one in said["paraf"]] == [
        ("Kepala Seksi Infrastruktur TIK", True), ("Kepala Bidang Aplikasi Informatika", False)
    ]  # fmt: skip
    assert said["addressee"] == "Wali Nagari Sungai Dareh"
    assert said["paragraphs"][1] == "Alasannya: kendaraan bertugas di tempat lain."
    assert cast.case.turns.filter(closed_at=None).count() == 0
    assert verify().sound


@pytest.mark.parametrize("stage", DECLINING)
@pytest.mark.parametrize("came_from", BEFORE_ASSIGNED)
def test_the_head_reconsiders_and_the_case_goes_on_where_it_was(cast, stage, came_from):
    cast.walk(came_from)
    decline_to(cast, stage)
    cast.do("kadis", "reconsider")
    assert (cast.case.stage, cast.case.came_from) == (came_from, "")
    assert not cast.case.initials.filter(chain="decline", withdrawn_at=None).exists()
    cast.do("kadis", "decline")  # and may decide again
    assert cast.case.declines.filter(reconsidered_at=None).count() == 1


def test_a_letter_is_sent_back_tier_by_tier_and_drafted_anew(cast):
    cast.walk("with_head")
    decline_to(cast, "decline_with_head")
    cast.do("kadis", "send_back")
    assert cast.case.stage == "decline_with_division"
    cast.do("kabid", "send_back")
    assert cast.case.stage == "decline_draft"  # the section drafted it: its tier is merged
    cast.do("seksi", "draft_decline", {"subject": "Jawaban kedua"})
    cast.do("kabid", "initial_decline")
    cast.do("kadis", "sign_decline")
    assert json.loads(Document.objects.get(kind="decline_letter").content)["subject"] == "Jawaban kedua"


def test_the_ground_must_be_chosen_and_the_reason_said(cast):
    cast.walk("with_head")
    with pytest.raises(BadInputs) as refused:
        cast.do("kadis", "decline", {"ground": "", "reason": ""})
    assert sorted(refused.value.fields) == ["ground", "reason"]
    assert cast.case.stage == "with_head"


def test_while_a_request_is_declined_the_sop_s_own_acts_are_closed(cast):
    cast.walk("with_head")
    decline_to(cast, "decline_draft")
    for who, act in (("kadis", "dispose"), ("kabid", "forward"), ("kadis", "return_incomplete")):
        with pytest.raises(NotNow):
            cast.do(who, act)


def test_time_on_the_letter_counts_for_no_step_of_the_sop(cast):
    cast.walk("with_division")
    with clock.scripted(wib(9)):
        cast.do("kadis", "decline")
        before = [(one.waiting, one.handling) for one in measure(cast.case, at=clock.now())]
    with clock.scripted(wib(15)):
        assert [(one.waiting, one.handling) for one in measure(cast.case, at=clock.now())] == before
