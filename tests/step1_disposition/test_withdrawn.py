"""Dispositions that are withdrawn unread, superseded afterwards, or sent back; all stay readable (B1)."""

import json

import pytest

from simcap.documents.models import Document
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.queries import inbox
from simcap.step1_disposition.queries import tiers
from tests.cast import Cast
from tests.facilitation.conftest import cast

__all__ = ["cast"]

#: Stage → who gave the disposition that led there, and the stage that withdrawing leads back to.
WITHDRAWN = {
    "with_division": ("kadis", "with_head"),
    "with_section": ("kabid", "with_division"),
    "to_record": ("seksi", "with_section"),
}
GIVEN_BY = {"kadis": "with_division", "kabid": "with_section", "seksi": "to_record"}
ADDRESSEE = {"with_division": "kabid", "with_section": "seksi", "to_record": "koordinator"}
BEFORE_ASSIGNED = (
    "with_division",
    "with_section",
    "to_record",
    "spt_with_section",
    "spt_with_division",
    "spt_with_head",
)


def endings(cast: Cast) -> list[tuple[int, str]]:
    """Tier and ending of every disposition, in the order in which they were given."""
    return list(cast.case.dispositions.order_by("id").values_list("tier", "ending"))


@pytest.mark.parametrize("stage", WITHDRAWN)
def test_an_unread_disposition_is_withdrawn_by_who_gave_it(cast, stage):
    giver, back = WITHDRAWN[stage]
    cast.walk(stage)
    count = cast.case.dispositions.count()
    cast.do(giver, "withdraw")
    assert cast.case.stage == back
    assert endings(cast)[-1] == (count, "withdrawn")
    assert cast.case.dispositions.count() == count


@pytest.mark.parametrize("stage", WITHDRAWN)
def test_a_disposition_that_was_opened_is_not_withdrawn(cast, stage):
    cast.walk(stage)
    cast.do(ADDRESSEE[stage], "open")
    with pytest.raises(NotNow) as refused:
        cast.do(WITHDRAWN[stage][0], "withdraw")
    assert "sudah dibuka oleh" in refused.value.sentence
    assert "Gantilah" in refused.value.sentence
    assert cast.case.dispositions.filter(ended_at=None).count() == cast.case.dispositions.count()


@pytest.mark.parametrize("stage", WITHDRAWN)
def test_nobody_else_withdraws_a_disposition(cast, stage):
    cast.walk(stage)
    for other in {"kadis", "kabid", "seksi", "koordinator", "agendaris", "sekretaris"} - {WITHDRAWN[stage][0]}:
        with pytest.raises(NotYou):
            cast.do(other, "withdraw")


def test_withdrawing_needs_a_reason(cast):
    cast.walk("with_division")
    with pytest.raises(BadInputs) as refused:
        cast.do("kadis", "withdraw", {"reason": " "})
    assert list(refused.value.fields) == ["reason"]


def test_after_withdrawing_the_same_tier_is_given_anew(cast):
    cast.walk("with_section")
    cast.do("kabid", "withdraw")
    cast.do("kabid", "forward")
    assert endings(cast) == [(1, ""), (2, "withdrawn"), (2, "")]
    assert cast.case.stage == "with_section"


def test_a_coordinator_whose_naming_was_withdrawn_has_the_case_no_more(cast):
    cast.walk("to_record")
    cast.do("seksi", "withdraw")
    assert list(inbox(cast.powers("koordinator"))) == []
    assert not cast.case.assignments.filter(until_at=None).exists()
    cast.do("seksi", "appoint", {"coordinator": cast.officer("teknisi1").pk})
    assert [turn.facilitation_id for turn in inbox(cast.powers("teknisi1"))] == [cast.case.pk]


SUPERSEDED = [
    (stage, giver, to)
    for giver, to in GIVEN_BY.items()
    for stage in BEFORE_ASSIGNED
    if BEFORE_ASSIGNED.index(stage) >= BEFORE_ASSIGNED.index(to)
]


@pytest.mark.parametrize(("stage", "giver", "to"), SUPERSEDED)
def test_a_disposition_is_superseded_from_every_later_stage_before_the_spt(cast, stage, giver, to):
    cast.walk(stage)
    cast.do(giver, "supersede")
    assert cast.case.stage == to
    tier = list(GIVEN_BY).index(giver) + 1
    standing = list(cast.case.dispositions.filter(ended_at=None).order_by("tier").values_list("tier", flat=True))
    assert standing == list(range(1, tier + 1))
    assert {ending for number, ending in endings(cast) if ending} == {"superseded"}
    turn = cast.case.turns.get(closed_at=None)
    assert (turn.stage, turn.opened_at) == (to, None)


@pytest.mark.parametrize(("stage", "giver", "to"), SUPERSEDED)
def test_the_path_goes_on_to_the_spt_after_superseding(cast, stage, giver, to):
    cast.walk(stage)
    cast.do(giver, "supersede")
    cast.walk_from(to, "assigned")
    assert cast.case.stage == "assigned"
    assert cast.case.initials.filter(withdrawn_at=None, chain="spt").count() == 2


def test_superseding_takes_the_case_from_the_earlier_coordinator(cast):
    cast.walk("spt_with_division")
    cast.do("seksi", "supersede", {"coordinator": cast.officer("teknisi1").pk})
    roles = list(cast.case.assignments.filter(until_at=None).values_list("officer__name", flat=True))
    assert roles == ["Teknisi 1 (contoh)"]
    with pytest.raises(NotYou):
        cast.do("koordinator", "record_request")
    assert not cast.case.initials.filter(withdrawn_at=None).exists()


def test_the_last_tier_is_superseded_with_a_coordinator_and_a_new_sheet(cast):
    cast.walk("to_record")
    with pytest.raises(BadInputs) as refused:
        cast.do("seksi", "supersede", {"coordinator": None})
    assert list(refused.value.fields) == ["coordinator"]
    cast.do("seksi", "supersede")
    sheets = Document.objects.filter(kind="disposition_sheet").order_by("version")
    assert [(one.version, one.status) for one in sheets] == [(1, "replaced"), (2, "in_force")]
    tiers_printed = json.loads(sheets[1].content)["tiers"]
    assert [bool(one["superseded_note"]) for one in tiers_printed] == [False, False, True, False]


def test_the_thread_shows_every_tier_with_how_it_ended(cast):
    cast.walk("with_section")
    cast.do("seksi", "open")
    cast.do("kadis", "supersede")
    states = tiers(cast.case)
    assert [(one.disposition.tier, one.disposition.ending) for one in states] == [
        (1, "superseded"), (2, "superseded"), (1, "")
    ]  # fmt: skip
    assert states[1].read_at is not None


@pytest.mark.parametrize(
    ("stage", "holder", "back"),
    [("with_division", "kabid", "with_head"), ("with_section", "seksi", "with_division"),
     ("to_record", "koordinator", "with_section")],
)  # fmt: skip
def test_an_addressee_sends_a_disposition_back(cast, stage, holder, back):
    cast.walk(stage)
    count = cast.case.dispositions.count()
    cast.do(holder, "send_back")
    assert cast.case.stage == back
    assert endings(cast)[-1] == (count, "sent_back")


def test_sending_back_a_draft_spt_ends_no_disposition(cast):
    cast.walk("spt_with_section")
    cast.do("seksi", "send_back")
    assert {ending for _tier, ending in endings(cast)} == {""}
    assert cast.case.assignments.filter(until_at=None).count() == 1
