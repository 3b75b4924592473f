"""Who sees a case: its chain, front desk, auditor; the crew from the SPT on; R and SR narrow; other offices never."""

import pytest

from simcap.facilitation.models import Facilitation
from simcap.facilitation.queries import inbox, registered_by, visible_to
from simcap.facilitation.rights import Powers
from simcap.people import acts as office_acts
from tests.cast import MONDAY, POSTS, Cast, assemble

from .conftest import bring

CHAIN = {"kadis", "kabid", "seksi"}
ALWAYS = CHAIN | {"agendaris", "auditor"}
CREW = {"teknisi1", "teknisi2"}
OPEN = [
    ("with_head", ALWAYS), ("with_section", ALWAYS), ("to_record", ALWAYS | {"koordinator"}),
    ("spt_with_head", ALWAYS | {"koordinator"}), ("assigned", ALWAYS | {"koordinator"} | CREW),
    ("closed", ALWAYS | {"koordinator"} | CREW), ("awaiting_requester", ALWAYS),
]  # fmt: skip


def who_sees(cast: Cast) -> set[str]:
    """Usernames of those who see the case."""
    return {who for who in POSTS if visible_to(cast.powers(who)).filter(pk=cast.case.pk).exists()}


@pytest.mark.parametrize(("stage", "seen_by"), OPEN, ids=[one[0] for one in OPEN])
def test_an_ordinary_case_is_seen_by_its_chain_and_by_the_crew_from_their_spt_on(cast, stage, seen_by) -> None:
    bring(cast, stage)
    assert who_sees(cast) == seen_by


def closed_class(cast: Cast, stage: str, security: str) -> Cast:
    """A case that was secret from its registration on, brought to a stage."""
    path = [("agendaris", "register"), ("kadis", "dispose"), ("kabid", "forward"), ("seksi", "appoint")]
    for who, act in path:
        cast.do(who, act, {"security": security})
        if cast.case.stage == stage:
            break
    return cast


SECRET = [
    ("with_head", {"kadis"}), ("with_division", {"kadis", "kabid"}),
    ("with_section", CHAIN), ("to_record", CHAIN | {"koordinator"}),
]  # fmt: skip


@pytest.mark.parametrize("security", ["R", "SR"])
@pytest.mark.parametrize(("stage", "seen_by"), SECRET, ids=[one[0] for one in SECRET])
def test_a_secret_case_is_seen_only_by_those_whom_it_has_reached(cast, stage, seen_by, security) -> None:
    closed_class(cast, stage, security)
    assert (cast.case.stage, cast.case.security) == (stage, security)
    assert who_sees(cast) == seen_by


def test_whoever_registered_a_secret_letter_may_still_hand_over_its_slip_but_sees_the_case_no_more(cast) -> None:
    closed_class(cast, "with_head", "R")
    assert [one.pk for one in registered_by(cast.powers("agendaris"))] == [cast.case.pk]
    assert list(visible_to(cast.powers("agendaris"))) == []
    assert [who for who in POSTS if registered_by(cast.powers(who)).exists()] == ["agendaris"]


@pytest.mark.parametrize("security", ["B", "T"])
def test_ordinary_and_limited_cases_are_seen_by_all_of_the_chain_at_once(cast, security) -> None:
    closed_class(cast, "with_head", security)
    assert who_sees(cast) == ALWAYS


def test_whoever_is_informed_sees_the_case(cast) -> None:
    bring(cast, "with_head")
    assert "sekretaris" not in who_sees(cast)
    cast.do("kadis", "dispose", {"informed": [cast.position("secretary").pk]})
    assert "sekretaris" in who_sees(cast)


def test_a_plh_sees_what_his_position_sees_and_its_holder_goes_on_reading(cast) -> None:
    closed_class(cast, "with_head", "SR")
    office_acts.appoint(
        cast.office, position=cast.position("head"), officer=cast.officer("sekretaris"), kind="plh", decree="ST 1/2026",
        from_at=MONDAY, by=office_acts.SYSTEM,
    )  # fmt: skip
    assert who_sees(cast) == {"sekretaris", "kadis"}
    assert [list(inbox(cast.powers(who))) for who in ("kadis", "sekretaris")] == [[], [cast.case.turns.get()]]


def test_another_office_sees_nothing_whatever_its_people_hold(cast) -> None:
    bring(cast, "assigned")
    other = assemble("kominfo-lain", prefix="lain-")
    for who in POSTS:
        assert list(visible_to(other.powers(who))) == []
        assert list(inbox(other.powers(who))) == []
    other.walk("with_head")
    assert Facilitation.objects.count() == 2
    assert [list(visible_to(cast.powers(who)).filter(office=other.office)) for who in POSTS] == [[]] * len(POSTS)


def test_a_requester_and_an_officer_who_has_left_see_nothing(cast) -> None:
    bring(cast, "with_head")
    assert list(visible_to(cast.powers("pemohon"))) == []
    officer = cast.officer("kadis")
    officer.is_active = False
    officer.save()
    assert list(visible_to(cast.powers("kadis"))) == []
    assert list(inbox(cast.powers("kadis"))) == []


def test_an_officer_without_a_post_sees_only_the_cases_that_name_him(cast) -> None:
    bring(cast, "assigned")
    named = cast.case
    cast.do("agendaris", "register")
    assert list(visible_to(cast.powers("teknisi1"))) == [named]


@pytest.mark.parametrize("who", ["kadis", "agendaris", "auditor", "koordinator", "sekretaris"])
def test_what_one_sees_costs_one_statement_however_many_cases_there_are(cast, django_assert_num_queries, who) -> None:
    bring(cast, "to_record")
    powers = Powers(cast.actor(who), MONDAY)
    assert powers.codes() is not None
    for _more in range(2):
        with django_assert_num_queries(1):
            list(visible_to(powers))
        cast.do("agendaris", "register")
