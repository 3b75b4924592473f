"""What changes while a case is under way: postponed, cancelled, its SPT changed or revoked (B5)."""

import json
from datetime import timedelta

import pytest

from simcap.documents.models import Document
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.queries import inbox
from simcap.journal.verify import verify
from simcap.step2_assignment.models import AssignmentLetter
from tests.facilitation.conftest import cast

__all__ = ["cast"]

BEFORE_SPT_DRAFT = ("with_head", "with_division", "with_section", "to_record")
DRAFTED = ("spt_with_section", "spt_with_division", "spt_with_head")
SIGNED = ("assigned", "prepared")
AFTER = ("running", "returned", "report_with_section", "closed")
EVERYBODY = {
    "agendaris", "kadis", "kabid", "seksi", "koordinator", "teknisi1", "sekretaris", "auditor", "admin", "pemohon",
}  # fmt: skip


def amend_to_signature(cast, **inputs) -> None:
    cast.do("seksi", "amend_spt", inputs)
    cast.do("kabid", "initial_amendment")
    cast.do("kadis", "sign_amendment")


def numbers(status: str) -> list[str]:
    found = Document.objects.filter(kind="assignment_letter", status=status).order_by("serial")
    return list(found.values_list("number", flat=True))


# ── postpone ──


@pytest.mark.parametrize("stage", [*BEFORE_SPT_DRAFT, "awaiting_requester"])
def test_before_the_draft_a_postponed_case_stays_where_it_is_with_a_new_window(cast, stage):
    bring(cast, stage)
    before = cast.case.starts_at
    cast.do("kadis", "postpone")
    cast.case.refresh_from_db()
    assert (cast.case.stage, cast.case.starts_at) == (stage, before + timedelta(days=7))


def bring(cast, stage: str) -> None:
    if stage == "awaiting_requester":
        cast.walk("with_section")
        cast.do("seksi", "return_incomplete")
    else:
        cast.walk(stage)


@pytest.mark.parametrize("stage", DRAFTED)
def test_a_drafted_spt_is_drafted_anew_when_the_case_is_postponed(cast, stage):
    cast.walk(stage)
    cast.do("seksi", "postpone")
    assert cast.case.stage == "to_record"
    assert not cast.case.initials.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize("stage", SIGNED)
def test_a_signed_spt_follows_by_a_change_of_its_own(cast, stage):
    cast.walk(stage)
    cast.do("pemohon", "postpone")
    assert (cast.case.stage, cast.case.beside) == (stage, "amend_draft")
    act, who = {"assigned": ("prepare", "teknisi1"), "prepared": ("start", "koordinator")}[stage]
    with pytest.raises(NotNow) as refused:
        cast.do(who, act)
    assert refused.value.sentence == (
        "Waktu kegiatan sudah diubah, tetapi SPT masih memuat waktu yang lama. Tunggu perubahan SPT."
    )
    amend_to_signature(cast)
    cast.do(who, act)
    assert cast.case.beside == ""


@pytest.mark.parametrize("stage", AFTER)
def test_nothing_is_postponed_or_cancelled_once_it_runs(cast, stage):
    cast.walk(stage)
    for act in ("postpone", "cancel"):
        with pytest.raises(NotNow):
            cast.do("kadis", act)


@pytest.mark.parametrize("act", ["postpone", "cancel"])
@pytest.mark.parametrize("who", sorted(EVERYBODY - {"kadis", "seksi", "pemohon", "agendaris"}))
def test_only_requester_head_section_and_front_desk_postpone_or_cancel(cast, act, who):
    cast.walk("with_head")
    with pytest.raises(NotYou):
        cast.do(who, act)


def test_the_front_desk_speaks_for_a_requester_on_paper_only(cast):
    cast.walk("with_head")
    cast.do("agendaris", "postpone")
    type(cast.case).objects.filter(pk=cast.case.pk).update(channel="online")
    for act in ("postpone", "cancel"):
        with pytest.raises(NotYou):
            cast.do("agendaris", act)


def test_a_new_window_must_be_another_and_not_past(cast):
    cast.walk("with_head")
    same = {"starts_at": cast.case.starts_at.isoformat(), "ends_at": cast.case.ends_at.isoformat()}
    past = {"starts_at": "2026-01-05T08:00:00+07:00", "ends_at": "2026-01-05T16:00:00+07:00"}
    backward = {"starts_at": same["ends_at"], "ends_at": same["starts_at"]}
    for inputs, fields in ((same, ["starts_at"]), (past, ["ends_at"]), (backward, ["ends_at"])):
        with pytest.raises(BadInputs) as refused:
            cast.do("kadis", "postpone", inputs)
        assert list(refused.value.fields) == fields


def test_a_letter_that_asks_for_it_is_filed_with_the_request(cast):
    cast.walk("with_head")
    cast.do("agendaris", "postpone", {"letter": cast.upload("agendaris", name="tunda.png")})
    assert [one.attachment.name for one in cast.case.letter.attachments.all()] == ["tunda.png"]


# ── cancel ──


@pytest.mark.parametrize("stage", [*BEFORE_SPT_DRAFT, *DRAFTED, *SIGNED, "awaiting_requester"])
@pytest.mark.parametrize("who", ["pemohon", "kadis", "seksi"])
def test_a_cancelled_case_ends_where_it_was(cast, stage, who):
    bring(cast, stage)
    cast.do(who, "cancel")
    assert (cast.case.stage, cast.case.closed_at is not None) == ("cancelled", True)
    assert not cast.case.turns.filter(closed_at=None).exists()
    assert not cast.case.spts.filter(status__in=["draft", "in_force"]).exists()
    assert numbers("in_force") == []
    assert verify().sound
    assert not cast.case.assignments.filter(until_at=None).exists()


def test_cancelling_ends_a_change_of_the_spt_too(cast):
    cast.walk("assigned")
    cast.do("seksi", "amend")
    cast.do("seksi", "amend_spt")
    cast.do("kadis", "cancel")
    assert (cast.case.stage, cast.case.beside) == ("cancelled", "")
    assert not cast.case.turns.filter(closed_at=None).exists()


# ── the SPT changed ──


@pytest.mark.parametrize("stage", ["assigned", "prepared", "running"])
@pytest.mark.parametrize("who", ["koordinator", "seksi", "kabid", "kadis"])
def test_a_change_runs_beside_the_case(cast, stage, who):
    cast.walk(stage)
    cast.do(who, "amend")
    assert (cast.case.stage, cast.case.beside) == (stage, "amend_draft")
    amend_to_signature(cast)
    assert (cast.case.stage, cast.case.beside) == (stage, "")
    assert verify().sound


def test_the_new_spt_replaces_the_old_one_and_both_stay_readable(cast):
    cast.walk("assigned")
    cast.do("koordinator", "amend")
    amend_to_signature(cast)
    assert list(cast.case.spts.order_by("id").values_list("status", flat=True)) == ["replaced", "in_force"]
    old, new = Document.objects.filter(kind="assignment_letter").order_by("serial")
    assert (old.status, old.replaced_by, new.status) == ("replaced", new, "in_force")
    assert json.loads(new.content)["replaces"] == f"Menggantikan {old.title}, yang dengan ini tidak berlaku lagi"
    assert [one["merged"] for one in json.loads(new.content)["paraf"]] == [True, False]


def test_coordinator_and_crew_change_only_with_the_signature(cast):
    cast.walk("running")
    cast.do("seksi", "amend")
    inputs = {
        "coordinator_officer": cast.officer("teknisi2").pk,
        "crew": [{"officer": cast.officer("teknisi1").pk, "duty": "Pengemudi"}],
    }
    cast.do("seksi", "amend_spt", inputs)
    cast.do("kabid", "initial_amendment")
    assert roles(cast) == {("coordinator", "koordinator"), ("technician", "teknisi1"), ("technician", "teknisi2")}
    cast.do("kadis", "sign_amendment")
    assert roles(cast) == {("coordinator", "teknisi2"), ("technician", "teknisi1")}
    cast.do("teknisi2", "log")
    with pytest.raises(NotYou):
        cast.do("koordinator", "log")


def roles(cast) -> set[tuple[str, str]]:
    found = cast.case.assignments.filter(until_at=None).select_related("officer__account")
    return {(one.role, one.officer.account.username) for one in found}


def test_the_drafter_of_a_change_does_not_sign_it(cast):
    cast.walk("assigned")
    cast.do("koordinator", "amend")
    cast.do("koordinator", "amend_spt")
    assert cast.case.beside == "amend_with_section"  # drafted by another: the section initials
    cast.do("seksi", "initial_amendment")
    cast.do("kabid", "initial_amendment")
    with pytest.raises(NotYou):
        cast.do("koordinator", "sign_amendment")
    cast.do("kadis", "sign_amendment")


def test_one_change_at_a_time(cast):
    cast.walk("assigned")
    cast.do("seksi", "amend")
    with pytest.raises(NotNow) as refused:
        cast.do("kabid", "amend")
    assert refused.value.sentence == "Perubahan SPT sudah berjalan: Perubahan SPT menunggu konsep."


def test_the_case_goes_on_while_its_spt_is_being_changed(cast):
    cast.walk("assigned")
    cast.do("seksi", "amend")
    cast.do("teknisi1", "prepare")
    cast.do("koordinator", "start")
    assert (cast.case.stage, cast.case.beside) == ("running", "amend_draft")
    assert [turn.stage for turn in inbox(cast.powers("seksi"))] == ["amend_draft"]
    cast.do("teknisi1", "finish")
    assert (cast.case.stage, cast.case.beside) == ("returned", "")
    assert cast.case.turns.filter(closed_at=None).count() == 1
    with pytest.raises(NotNow):
        cast.do("seksi", "amend_spt")


def test_a_change_is_sent_back_tier_by_tier(cast):
    cast.walk("assigned")
    cast.do("koordinator", "amend")
    cast.do("koordinator", "amend_spt")
    cast.do("seksi", "initial_amendment")
    cast.do("kabid", "send_back")
    assert cast.case.beside == "amend_with_section"
    cast.do("seksi", "send_back")
    assert (cast.case.stage, cast.case.beside) == ("assigned", "amend_draft")
    cast.do("seksi", "amend_spt")
    assert cast.case.beside == "amend_with_division"


def test_a_dropped_change_leaves_the_spt_and_its_window_in_force(cast):
    cast.walk("assigned")
    before = cast.case.starts_at
    cast.do("kadis", "postpone")
    cast.do("seksi", "amend_spt")
    cast.do("kadis", "drop_amendment")
    cast.case.refresh_from_db()
    assert (cast.case.beside, cast.case.starts_at) == ("", before)
    assert sorted(cast.case.spts.values_list("status", flat=True)) == ["dropped", "in_force"]
    cast.do("teknisi1", "prepare")


# ── revoked ──


@pytest.mark.parametrize(
    ("stage", "act", "who"), [("assigned", "prepare", "teknisi1"), ("prepared", "start", "koordinator")]
)
def test_nobody_goes_out_on_a_revoked_spt(cast, stage, act, who):
    cast.walk(stage)
    cast.do("kadis", "revoke_spt")
    assert cast.case.beside == "amend_draft"
    assert numbers("revoked") == ["800.1.11.1/001/DISKOMINFO/VI/2026"]
    with pytest.raises(NotNow) as refused:
        cast.do(who, act)
    assert refused.value.sentence == "SPT sudah dicabut. Tunggu SPT penggantinya, atau batalkan fasilitasinya."
    amend_to_signature(cast)
    cast.do(who, act)
    assert numbers("in_force") == ["800.1.11.1/002/DISKOMINFO/VI/2026"]
    assert list(AssignmentLetter.objects.order_by("id").values_list("status", flat=True)) == ["revoked", "in_force"]


@pytest.mark.parametrize("who", ["kabid", "seksi", "koordinator", "agendaris", "teknisi1"])
def test_only_the_head_revokes_an_spt(cast, who):
    cast.walk("assigned")
    with pytest.raises(NotYou):
        cast.do(who, "revoke_spt")


def test_a_revoked_document_stays_revoked_when_another_takes_its_place(cast):
    cast.walk("assigned")
    cast.do("kadis", "revoke_spt")
    amend_to_signature(cast)
    assert (len(numbers("revoked")), len(numbers("in_force"))) == (1, 1)
