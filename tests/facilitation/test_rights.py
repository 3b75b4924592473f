"""Who may do what at which stage: the whole cast, every act, in one table."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction

from simcap import clock
from simcap.errors import BadInputs, NotNow, NotYou, Refusal
from simcap.facilitation import registry
from simcap.facilitation.doorway import perform
from simcap.facilitation.models import Turn
from simcap.facilitation.queries import inbox, open_acts
from simcap.people import acts as office_acts
from tests.cast import MONDAY, POSTS, Cast

from .conftest import MAIN, bring

EVERYBODY = (*POSTS, "pemohon")
CREW = {"teknisi1", "teknisi2"}
ASKERS = {"pemohon", "kadis", "seksi", "agendaris"}
PRINTERS = {"kadis", "agendaris", "seksi"}
#: Who files a scanned form: whoever has a part in the case; the coordinator from his appointment on, the team from the
#: SPT on.
OFFICE = {"agendaris", "kadis", "kabid", "seksi"}
CHAIN, TEAM = OFFICE | {"koordinator"}, OFFICE | {"koordinator"} | CREW
ADDING = {"add_attachment": {"pemohon", "agendaris"}}
CANCEL = {"cancel": ASKERS}
#: Before the SPT is signed; before the team has begun; a signed SPT that may be changed.
ASKED = {**ADDING, **CANCEL, "postpone": ASKERS, "decline": {"kadis"}}
SIGNED = {**ADDING, **CANCEL, "postpone": ASKERS, "file_paper": TEAM}
CHANGE = {"amend": {"koordinator", "seksi", "kabid", "kadis"}}
REVOKE = {**CHANGE, "revoke_spt": {"kadis"}}
SUPERSEDE = {"supersede": {"kadis", "kabid", "seksi"}}


def held(who: str, *acts: str) -> dict[str, set[str]]:
    """Acts of whoever the stage is with."""
    return {act: {who} for act in (*acts, "open")}


def declining(who: str, *acts: str) -> dict[str, set[str]]:
    """The letter of refusal is on its way; the coordinator is not appointed yet."""
    return {**ADDING, **CANCEL, **held(who, *acts), "reconsider": {"kadis"}, "file_paper": OFFICE}


def amending(who: str, **acts: set[str]) -> dict[str, set[str]]:
    """The change of the SPT is on its way, beside a team that prepares itself."""
    beside = {"prepare": CREW, "open": CREW | {who}, "drop_amendment": {"seksi", "kadis"}, "revoke_spt": {"kadis"}}
    return {**SIGNED, **beside, **acts}


ON_PAPER = {"open": {"agendaris"}, "scan_signed": {"agendaris", "seksi"}, "void_paper": PRINTERS}
#: The front desk has scanned, so that somebody else checks.
TO_CHECK = {
    "open": {"seksi"}, "confirm_signed": {"seksi", "kabid"}, "void_paper": PRINTERS,
    "send_back": {"agendaris", "seksi", "kabid"},
}  # fmt: skip
#: Stage → act → who may. Whoever is not named may not, and an act that is not named is not open.
MAY: dict[str, dict[str, set[str]]] = {
    "with_head": {**ASKED, **held("kadis", "dispose", "return_incomplete"), "file_paper": OFFICE},
    "with_division": {
        **ASKED, **held("kabid", "forward", "return_incomplete", "send_back"), "withdraw": {"kadis"},
        "supersede": {"kadis"}, "file_paper": OFFICE,
    },
    "with_section": {
        **ASKED, **held("seksi", "appoint", "return_incomplete", "send_back"), "withdraw": {"kabid"},
        "supersede": {"kadis", "kabid"}, "file_paper": OFFICE,
    },
    "to_record": {
        **ASKED, **held("koordinator", "record_request", "return_incomplete", "send_back"), "withdraw": {"seksi"},
        **SUPERSEDE, "file_paper": CHAIN,
    },
    "spt_with_section": {
        **ASKED, **SUPERSEDE, **held("seksi", "initial", "return_incomplete", "send_back"), "file_paper": CHAIN,
    },
    "spt_with_division": {
        **ASKED, **SUPERSEDE, **held("kabid", "initial", "return_incomplete", "send_back"), "file_paper": CHAIN,
    },
    "spt_with_head": {
        **ASKED, **SUPERSEDE, **held("kadis", "sign_spt", "return_incomplete", "send_back"), "file_paper": CHAIN,
        "print_to_sign": PRINTERS,
    },
    "assigned": {**SIGNED, **REVOKE, "prepare": CREW, "open": CREW},
    "prepared": {**SIGNED, **REVOKE, **held("koordinator", "start")},
    "running": {
        **ADDING, **CHANGE, "log": {"koordinator"} | CREW, "finish": CREW, "open": CREW, "file_paper": TEAM,
    },
    "returned": {**ADDING, **held("koordinator", "record_facilitation"), "file_paper": TEAM},
    "report_with_section": {**ADDING, **held("seksi", "endorse", "send_back"), "file_paper": TEAM},
    "report_with_division": {**ADDING, **held("kabid", "endorse", "send_back"), "file_paper": TEAM},
    "report_with_head": {
        **ADDING, **held("kadis", "accept_report", "send_back"), "print_to_sign": PRINTERS, "file_paper": TEAM,
    },
    "closed": {"file_paper": TEAM},
    "awaiting_requester": {
        **ADDING, **CANCEL, "postpone": ASKERS, "resubmit": {"pemohon", "agendaris"}, "file_paper": OFFICE,
    },
    "decline_draft": declining("seksi", "draft_decline"),
    "decline_with_division": declining("kabid", "initial_decline", "send_back"),
    "decline_with_head": {**declining("kadis", "sign_decline", "send_back"), "print_to_sign": PRINTERS},
    "declined": {"file_paper": OFFICE},
    "cancelled": {"file_paper": OFFICE},
    "amend_draft": amending("seksi", amend_spt={"seksi", "koordinator"}),
    "amend_with_section": amending("seksi", initial_amendment={"seksi"}, send_back={"seksi"}),
    "amend_with_division": amending("kabid", initial_amendment={"kabid"}, send_back={"kabid"}),
    "amend_with_head": amending(
        "kadis", sign_amendment={"kadis"}, send_back={"kadis"}, print_to_sign=PRINTERS
    ),
    "spt_on_paper": {**ADDING, **CANCEL, **ON_PAPER, "file_paper": CHAIN},
    "spt_to_check": {**ADDING, **CANCEL, **TO_CHECK, "file_paper": CHAIN},
    "decline_on_paper": {**ADDING, **CANCEL, **ON_PAPER, "file_paper": OFFICE},
    "decline_to_check": {**ADDING, **CANCEL, **TO_CHECK, "file_paper": OFFICE},
    "amend_on_paper": {**SIGNED, **ON_PAPER, "prepare": CREW, "open": CREW | {"agendaris"}, "revoke_spt": {"kadis"}},
    "amend_to_check": {**SIGNED, **TO_CHECK, "prepare": CREW, "open": CREW | {"seksi"}, "revoke_spt": {"kadis"}},
    "report_on_paper": {**ADDING, **ON_PAPER, "file_paper": TEAM},
    "report_to_check": {**ADDING, **TO_CHECK, "file_paper": TEAM},
}  # fmt: skip


def refused_by_a_guard(stage: str) -> dict[str, set[str]]:
    """What the page offers with the reason why not: one change at a time, and another's check of a scan."""
    own_scan = {"confirm_signed": {"agendaris"}} if stage.endswith("to_check") else {}
    return {**own_scan, **(CHANGE if stage.startswith("amend") else {})}


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
    # Whoever has done the same act at an earlier stage, or whose tier was merged, is told that it is done.
    turns = Turn.objects.filter(facilitation=cast.case).exclude(act="")
    done_before = set(turns.values_list("closed_by__account__username", "act")) | {("seksi", "send_back")}
    merged = cast.case.initials.filter(merged=True).values_list("officer__account__username", flat=True)
    done_before |= {(who, act) for who in merged for act in registry.known()}
    differ = {key: (expected[key], found[key]) for key in expected if expected[key] != found[key]}
    assert {key for key in differ if differ[key] == ("NotYou", "NotNow")} <= done_before
    assert {key: pair for key, pair in differ.items() if pair != ("NotYou", "NotNow")} == {}


@pytest.mark.parametrize("stage", MAY)
def test_the_acts_that_a_page_offers_are_the_acts_that_the_doorway_takes(cast, stage: str) -> None:
    bring(cast, stage)
    offered = {who: {one.row.act for one in open_acts(cast.case, cast.powers(who))} for who in EVERYBODY}
    shown = [*MAY[stage].items(), *refused_by_a_guard(stage).items()]
    assert offered == {who: {act for act, may in shown if who in may} for who in EVERYBODY}


@pytest.mark.parametrize("stage", [stage for stage in MAY if "open" in MAY[stage]])
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
    assert {one.row.act for one in open_acts(cast.case, cast.powers("sekretaris"))} == {
        act for act, may in MAY["with_head"].items() if "kadis" in may
    }
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
