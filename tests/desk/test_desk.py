"""My desk: what waits, what others have, what is on the calendar."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from simcap import clock
from simcap.desk.queries import waiting_for, with_others
from simcap.people.acts import SYSTEM, appoint
from tests.cast import MONDAY, Cast

from .conftest import As

pytestmark = pytest.mark.django_db


def waiting(cast: Cast, username: str) -> list[str]:
    """Events that wait for somebody, in order."""
    return [card.face.case.event for card in waiting_for(cast.powers(username)).cards]


def register(cast: Cast, event: str, **changes: object) -> None:
    """One more letter."""
    cast.do("agendaris", "register", {"event": event, "letter_number": event, **changes})


def test_the_most_urgent_comes_first_disaster_before_urgency_before_time_left(cast: Cast) -> None:
    register(cast, "biasa lama")
    with clock.scripted(MONDAY + timedelta(minutes=30)):
        register(cast, "biasa baru")
        register(cast, "segera")
        cast.case.urgency = "urgent"
        cast.case.save()
        register(cast, "bencana", purpose="disaster")
    assert waiting(cast, "kadis") == ["bencana", "segera", "biasa lama", "biasa baru"]


def test_a_case_is_on_the_desk_of_whoever_it_waits_for_only(cast: Cast) -> None:
    cast.walk("with_division")
    found = {name: waiting(cast, name) for name in ("kadis", "kabid", "seksi", "agendaris", "auditor", "teknisi1")}
    assert {name for name, events in found.items() if events} == {"kabid"}


def test_what_i_have_done_stays_in_sight_while_others_have_it(cast: Cast) -> None:
    cast.walk("with_division")
    powers = cast.powers("kadis")
    others = with_others(powers, without=waiting_for(powers))
    assert [card.face.with_whom for card in others.cards] == ["Kabid Aptika"]


def test_a_delegate_sees_only_turns_whose_act_he_may_do(cast: Cast) -> None:
    appoint(
        cast.office, position=cast.position("head"), officer=cast.officer("sekretaris"), kind="an",
        via=cast.position("secretary"), decree="SK 99/2026 (contoh)", from_at=MONDAY - timedelta(days=1), by=SYSTEM,
    )  # fmt: skip
    cast.walk("with_head")
    assert waiting(cast, "sekretaris") == []
    for username, act in (("kadis", "dispose"), ("kabid", "forward"), ("seksi", "appoint"),
                          ("koordinator", "record_request"), ("seksi", "initial"), ("kabid", "initial")):  # fmt: skip
        cast.do(username, act)
    assert waiting(cast, "sekretaris") == ["Festival Nagari (data contoh)"]


def test_time_stands_in_working_minutes_against_the_standard(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    with clock.scripted(MONDAY + timedelta(minutes=12)):
        page = as_("kadis").get("/desk/").content.decode()
        assert "menunggu 12 menit kerja · standar ±5 menit, sisa 5 menit" in page
        cast.do("kadis", "open")
    with clock.scripted(MONDAY + timedelta(minutes=14)):
        assert (
            "dikerjakan 2 menit kerja · standar ±5 menit, sisa 3 menit" in as_("kadis").get("/desk/").content.decode()
        )
    with clock.scripted(MONDAY + timedelta(minutes=57)):
        page = as_("kadis").get("/desk/").content.decode()
        assert "standar ±5 menit, lewat 40 menit kerja" in page
        assert "sprite.svg#exclamation-triangle" in page


def test_the_card_opens_the_case_and_goes_on_to_the_act(cast: Cast, as_: As) -> None:
    case = cast.walk("with_head")
    client = as_("kadis")
    page = client.get("/desk/").content.decode()
    request_id = re.search(r'name="request_id" value="([^"]+)"', page)
    assert request_id
    answer = client.post(f"/cases/{case.uid}/acts/open/", {"request_id": request_id[1], "then": "dispose"})
    assert answer["Location"] == f"/cases/{case.uid}/acts/dispose/"
    assert "Lanjutkan: Disposisikan" in client.get("/desk/").content.decode()


def test_somebody_else_opened_it_first_and_that_is_told(cast: Cast, as_: As) -> None:
    case = cast.walk("assigned")
    cast.do("teknisi2", "open")
    client = as_("teknisi1")
    answer = client.post(f"/cases/{case.uid}/acts/open/", {"then": "prepare"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/cases/{case.uid}/acts/prepare/"
    assert "Sudah dibuka oleh Teknisi 2 (contoh)" in answer.content.decode()


@pytest.mark.parametrize("username", ["agendaris", "sekretaris", "auditor", "admin", "teknisi1", "koordinator"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_desk_says_what_will_appear(cast: Cast, as_: As, username: str, language: str) -> None:
    answer = as_(username).get("/desk/", headers={"accept-language": language})
    assert (answer.status_code, answer.content.decode().count('class="empty"')) == (200, 3)


def test_the_desk_costs_the_same_for_one_case_and_for_three(
    cast: Cast, as_: As, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client = as_("koordinator")
    for number in (1, 2, 3):
        cast.walk("returned")
        cast.walk("report_with_section")
        client.get("/desk/")  # the office's calendar is read once a process
        with django_assert_num_queries(16):
            client.get("/desk/")
        assert len(waiting(cast, "koordinator")) == number
