"""Who may do what at which stage: the whole cast, every act, in one table."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction

from simcap import clock
from simcap.errors import BadInputs, NotNow, NotYou, Refusal
from simcap.facilitation import registry
from simcap.facilitation.doorway import perform
from simcap.facilitation.queries import inbox, open_acts
from simcap.people import acts as office_acts
from tests.cast import MONDAY, POSTS, Cast

from .conftest import MAIN, bring

EVERYBODY = (*POSTS, "pemohon")
CREW = {"teknisi1", "teknisi2"}
#: Stage → act → who may. Whoever is not named may not, and an act that is not named is not open.
MAY: dict[str, dict[str, set[str]]] = {
    "with_head": {"dispose": {"kadis"}, "return_incomplete": {"kadis"}, "open": {"kadis"}},
    "with_division": {"forward": {"kabid"}, "return_incomplete": {"kabid"}, "open": {"kabid"}},
    "with_section": {"appoint": {"seksi"}, "return_incomplete": {"seksi"}, "open": {"seksi"}},
    "to_record": {"record_request": {"koordinator"}, "return_incomplete": {"koordinator"}, "open": {"koordinator"}},
    "spt_with_section": {
        "initial": {"seksi"}, "send_back": {"seksi"}, "return_incomplete": {"seksi"}, "open": {"seksi"},
    },
    "spt_with_division": {
        "initial": {"kabid"}, "send_back": {"kabid"}, "return_incomplete": {"kabid"}, "open": {"kabid"},
    },
    "spt_with_head": {
        "sign_spt": {"kadis"}, "send_back": {"kadis"}, "return_incomplete": {"kadis"}, "open": {"kadis"},
    },
    "assigned": {"prepare": CREW, "open": CREW},
    "prepared": {"start": {"koordinator"}, "open": {"koordinator"}},
    "running": {"log": {"koordinator"} | CREW, "finish": CREW, "open": CREW},
    "returned": {"record_facilitation": {"koordinator"}, "open": {"koordinator"}},
    "report_with_section": {"endorse": {"seksi"}, "send_back": {"seksi"}, "open": {"seksi"}},
    "report_with_division": {"endorse": {"kabid"}, "send_back": {"kabid"}, "open": {"kabid"}},
    "report_with_head": {"accept_report": {"kadis"}, "send_back": {"kadis"}, "open": {"kadis"}},
    "closed": {},
    "awaiting_requester": {"resubmit": {"pemohon", "agendaris"}},
}  # fmt: skip
for at, may in MAY.items():  # who asks, and the front desk for who comes with paper, adds to a request until its end
    if at != "closed":
        may["add_attachment"] = {"pemohon", "agendaris"}


def answer(cast: Cast, who: str, act: str) -> str:
    """What the doorway says to this person without inputs: "may", or the refusal's name; nothing is kept."""
    with transaction.atomic():
        try:
            perform(
                act, office=cast.office, actor=cast.actor(who), inputs={}, request_id=uuid4(), facilitation=cast.case
            )
            said = "may"
        except BadInputs:
            said = "may"
        except Refusal as refusal:
            said = type(refusal).__name__
        transaction.set_rollback(True)
    return said


def refusals(stage: str) -> Iterator[tuple[str, str]]:
    """Everybody with every act that is open at a stage, and two people with every act that is not."""
    for act in sorted(registry.known() - {"register"}):
        people = EVERYBODY if act in MAY[stage] else ("kadis", "koordinator")
        yield from ((who, act) for who in people)


@pytest.mark.parametrize("stage", MAY)
def test_at_each_stage_only_its_performers_pass_the_doorway(cast, stage: str) -> None:
    bring(cast, stage)
    expected = {
        (who, act): ("may" if who in MAY[stage][act] else "NotYou") if act in MAY[stage] else "NotNow"
        for who, act in refusals(stage)
    }
    found = {(who, act): answer(cast, who, act) for who, act in refusals(stage)}
    # Whoever has done the same act at an earlier stage is told that it is done, not that it was never his.
    done_before = {("seksi", "initial"), ("seksi", "endorse"), ("seksi", "send_back")}
    differ = {key: (expected[key], found[key]) for key in expected if expected[key] != found[key]}
    assert {key for key in differ if differ[key] == ("NotYou", "NotNow")} <= done_before
    assert {key: pair for key, pair in differ.items() if pair != ("NotYou", "NotNow")} == {}


@pytest.mark.parametrize("stage", MAY)
def test_the_acts_that_a_page_offers_are_the_acts_that_the_doorway_takes(cast, stage: str) -> None:
    bring(cast, stage)
    offered = {who: {one.row.act for one in open_acts(cast.case, cast.powers(who))} for who in EVERYBODY}
    assert offered == {who: {act for act, may in MAY[stage].items() if who in may} for who in EVERYBODY}


@pytest.mark.parametrize("stage", [stage for stage in MAY if stage not in ("closed", "awaiting_requester")])
def test_a_case_waits_in_the_inbox_of_its_addressees_only(cast, stage: str) -> None:
    bring(cast, stage)
    waiting = {who for who in POSTS if inbox(cast.powers(who)).filter(facilitation=cast.case).exists()}
    assert waiting == MAY[stage]["open"]


def test_a_paper_request_that_is_incomplete_waits_at_the_front_desk(cast) -> None:
    bring(cast, "awaiting_requester")
    assert {who for who in POSTS if inbox(cast.powers(who)).exists()} == {"agendaris"}


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_letter_is_registered_by_the_front_desk_or_by_the_requester(cast, who: str) -> None:
    if who in ("agendaris", "pemohon"):
        assert cast.do(who, "register").facilitation.channel == ("paper" if who == "agendaris" else "online")
    else:
        with pytest.raises(NotYou) as refusal:
            cast.do(who, "register")
        assert refusal.value.sentence == "Tindakan ini hanya dapat dilakukan oleh Agendaris atau Pemohon."


@pytest.mark.parametrize(("stage", "who", "act"), MAIN[1:], ids=[one[2] + "@" + one[0] for one in MAIN[1:]])
def test_an_officer_who_has_left_does_nothing(cast, stage, who, act) -> None:
    bring(cast, stage)
    officer = cast.officer(who)
    officer.is_active = False
    officer.save()
    with pytest.raises(NotYou):
        cast.do(who, act)


def delegate(cast: Cast, who: str = "sekretaris") -> None:
    """Let somebody sign a.n. Kepala Dinas."""
    office_acts.appoint(
        cast.office, position=cast.position("head"), officer=cast.officer(who), kind="an", decree="Kep. 7/2026",
        from_at=MONDAY, via=cast.position("secretary"), by=office_acts.SYSTEM,
    )  # fmt: skip


DELEGABLE = {"spt_with_head": {"sign_spt"}, "report_with_head": {"accept_report"}}


@pytest.mark.parametrize("stage", ["with_head", "spt_with_head", "report_with_head"])
def test_a_delegate_signs_and_does_nothing_else_for_the_position(cast, stage: str) -> None:
    delegate(cast)
    bring(cast, stage)
    powers = cast.powers("sekretaris")
    assert {one.row.act for one in open_acts(cast.case, powers)} == DELEGABLE.get(stage, set())
    assert inbox(powers).exists() is (stage in DELEGABLE)


def test_a_plh_does_everything_for_the_position_and_its_holder_nothing(cast) -> None:
    office_acts.appoint(
        cast.office, position=cast.position("head"), officer=cast.officer("sekretaris"), kind="plh", decree="ST 1/2026",
        from_at=MONDAY, by=office_acts.SYSTEM,
    )  # fmt: skip
    bring(cast, "with_head")
    assert {one.row.act for one in open_acts(cast.case, cast.powers("sekretaris"))} == set(MAY["with_head"])
    assert open_acts(cast.case, cast.powers("kadis")) == []
    with pytest.raises(NotYou):
        cast.do("kadis", "dispose")
    entry = cast.do("sekretaris", "dispose").entry
    assert '"position":"Plh. Kepala Dinas Komunikasi dan Informatika"' in entry.canonical
    assert clock.now() == MONDAY


def test_nobody_is_told_not_now_who_never_could(cast) -> None:
    bring(cast, "spt_with_division")
    assert answer(cast, "teknisi1", "initial") == "NotYou"
    assert answer(cast, "seksi", "initial") == NotNow.__name__
