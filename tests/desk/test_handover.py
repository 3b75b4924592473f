"""A Kabid on leave for a week: his Plh. takes the desk over, works, and gives it back with a list of what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest

from simcap import clock
from simcap.desk.handover import Presence, presence_of
from simcap.desk.queries import waiting_for
from simcap.errors import NotNow, NotYou
from simcap.facilitation.models import Facilitation
from simcap.facilitation.queries import visible_to
from simcap.journal.models import Entry
from simcap.people import absence_acts
from simcap.people.acts import SYSTEM
from simcap.people.models import Absence, Appointment, HandBack
from tests.cast import WIB, Cast

from .conftest import As, act_url, posted

pytestmark = pytest.mark.django_db
MON, FRI = date(2026, 6, 22), date(2026, 6, 26)


def moment(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of June 2026 in the office; the leave is from the 22nd to the 26th."""
    return datetime(2026, 6, day, hour, minute, tzinfo=WIB)


@pytest.fixture
def leave(cast: Cast) -> Appointment:
    """The Kabid's leave is recorded ahead, with the Sekretaris as his Plh."""
    absence = absence_acts.record_absence(
        cast.office, officer=cast.officer("kabid"), kind="leave", from_on=MON, until_on=FRI, by=SYSTEM
    )
    return absence_acts.appoint_substitute(
        absence, position=cast.position("division_head"), officer=cast.officer("sekretaris"), decree="ST 7/2026",
        from_on=MON, until_on=FRI, by=SYSTEM,
    )  # fmt: skip


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Move the clock."""
    entered: list[AbstractContextManager[None]] = []

    def go(when: datetime) -> None:
        entered.append(clock.scripted(when))
        entered[-1].__enter__()

    yield go
    for one in reversed(entered):
        one.__exit__(None, None, None)


def presence(cast: Cast, who: str) -> Presence:
    return presence_of(cast.powers(who), cast.office)


def events(cast: Cast, who: str) -> list[str]:
    return [card.face.case.event for card in waiting_for(cast.powers(who)).cards]


def letter(cast: Cast, event: str, *, to: str, security: str = "B") -> None:
    """One more case, brought to a stage."""
    cast.do("agendaris", "register", {"event": event, "letter_number": event, "security": security})
    if to != "with_head":
        cast.do("kadis", "dispose", {"security": security})


def test_the_week_of_leave_from_the_day_before_to_the_list_of_deeds(cast: Cast, leave: Appointment, at) -> None:
    at(moment(19))
    letter(cast, "Surat satu", to="with_division")
    letter(cast, "Surat dua", to="with_division", security="R")

    at(moment(21))
    (ahead,) = presence(cast, "sekretaris").taking_over
    assert (ahead.begins, ahead.until, ahead.waiting_count) == (
        "mulai besok", "26 Juni 2026", 2,
    )  # fmt: skip
    numbers = list(Facilitation.objects.order_by("id").values_list("agenda_number", flat=True))
    assert [(one.text, one.uid) for one in ahead.waiting] == [(number, "") for number in numbers]
    assert events(cast, "sekretaris") == []

    at(moment(22))
    (now,) = presence(cast, "sekretaris").taking_over
    assert (now.begins, now.waiting_count, now.waiting) == ("", 2, [])
    assert events(cast, "sekretaris") == ["Surat satu", "Surat dua"]
    assert events(cast, "kabid") == []
    cast.do("sekretaris", "open")
    cast.do("sekretaris", "forward", {"security": "R"})

    at(moment(24))
    letter(cast, "Surat tiga", to="with_division")
    cast.do("sekretaris", "return_incomplete")
    assert presence(cast, "kabid").handed_back == []

    at(moment(27, 0, 0))
    (back,) = presence(cast, "kabid").handed_back
    assert (back.appointment, back.days) == (leave, "22–26 Juni 2026")
    assert [(one.act, one.at, one.case.text) for one in back.deeds] == [
        ("Teruskan", "22 Jun 2026 09.00", "Surat dua"), ("Minta lengkapi", "24 Jun 2026 09.00", "Surat tiga"),
    ]  # fmt: skip
    assert all(one.case.uid for one in back.deeds)
    assert events(cast, "kabid") == ["Surat satu"]
    assert presence(cast, "sekretaris") == Presence()


def test_other_work_of_the_same_hand_is_not_on_the_list(cast: Cast, leave: Appointment, at) -> None:
    """The Sekretaris is also Plh. of the Kepala Dinas that week, by another letter."""
    absence = absence_acts.record_absence(
        cast.office, officer=cast.officer("kadis"), kind="duty", from_on=MON, until_on=FRI, by=SYSTEM
    )
    absence_acts.appoint_substitute(
        absence, position=cast.position("head"), officer=cast.officer("sekretaris"), decree="ST 8/2026",
        from_on=MON, until_on=FRI, by=SYSTEM,
    )  # fmt: skip
    at(moment(22))
    cast.do("agendaris", "register", {"event": "Surat empat"})
    cast.do("sekretaris", "dispose")
    cast.do("sekretaris", "forward")
    at(moment(29))
    deeds = {who: [one.act for one in presence(cast, who).handed_back[0].deeds] for who in ("kadis", "kabid")}
    assert deeds == {"kadis": ["Disposisikan"], "kabid": ["Teruskan"]}


def test_what_a_plh_did_before_and_after_his_days_is_not_on_the_list(cast: Cast, leave: Appointment, at) -> None:
    at(moment(29))
    (back,) = presence(cast, "kabid").handed_back
    assert back.deeds == []


def test_a_plh_who_drafted_initials_nothing_of_his_own_tier(cast: Cast, leave: Appointment, at) -> None:
    """The coordinator is the Plh. Kabid: his tier is merged, the case goes on to the signer."""
    at(moment(19))
    cast.do("agendaris", "register")
    cast.do("kadis", "dispose")
    at(moment(22))
    cast.do("sekretaris", "forward")
    cast.do("seksi", "appoint", {"coordinator": cast.officer("sekretaris").pk})
    cast.do("sekretaris", "record_request")
    cast.do("seksi", "initial")
    assert cast.case.stage == "spt_with_head"
    merged = cast.case.initials.get(merged=True)
    assert (merged.position_title, merged.because) == (
        "Kepala Bidang Aplikasi Informatika", "dirangkap oleh penyusun konsep",
    )  # fmt: skip
    with pytest.raises((NotYou, NotNow)):
        cast.do("sekretaris", "sign_spt")


def test_the_holder_reads_while_his_plh_acts_and_is_told_who_does(cast: Cast, leave: Appointment, as_: As, at) -> None:
    at(moment(19))
    letter(cast, "Rahasia", to="with_division", security="R")
    at(moment(22))
    assert visible_to(cast.powers("kabid")).filter(pk=cast.case.pk).exists()
    said = (
        "Selama ini Sekretaris Dinas (contoh) bertindak sebagai Plh. Kepala Bidang Aplikasi Informatika. Anda dapat "
        "membaca berkasnya, tetapi tidak bertindak."
    )
    with pytest.raises(NotYou) as refusal:
        cast.do("kabid", "forward", {"security": "R"})
    assert refusal.value.sentence == said
    assert as_("kabid").get(act_url(cast, "forward")).status_code == 403
    assert as_("kabid").get(f"/cases/{cast.case.uid}/").status_code == 200
    assert said in as_("kabid").get("/desk/").content.decode()


def test_whoever_comes_late_because_his_plh_was_faster_is_told_so(cast: Cast, leave: Appointment, at) -> None:
    at(moment(19))
    letter(cast, "Surat", to="with_division")
    at(moment(22))
    cast.do("sekretaris", "forward")
    with pytest.raises(NotNow) as late:
        cast.do("kabid", "forward")
    assert late.value.sentence.startswith("Tindakan terakhir: Teruskan oleh Sekretaris Dinas (contoh)")
    at(moment(29))
    with pytest.raises(NotNow) as after:
        cast.do("sekretaris", "forward")
    assert after.value.sentence.startswith("Tindakan terakhir: Teruskan oleh Sekretaris Dinas (contoh)")


def test_the_tier_that_moved_on_through_another_hand_says_so_to_its_former_holder(cast: Cast, leave, at) -> None:
    at(moment(19))
    cast.walk("spt_with_division")
    at(moment(22))
    cast.do("sekretaris", "initial")
    for who in ("kabid", "seksi"):
        with pytest.raises(NotNow) as late:
            cast.do(who, "initial")
        assert "oleh Sekretaris Dinas (contoh)" in late.value.sentence


def test_the_list_is_read_once_and_that_stands_in_the_journal(cast: Cast, leave: Appointment, as_: As, at) -> None:
    at(moment(29))
    kabid = as_("kabid")
    assert "Selama Anda tidak di tempat (22–26 Juni 2026)" in kabid.get("/desk/").content.decode()
    assert kabid.get(f"/hand-backs/{leave.pk}/").status_code == 200
    for _twice in range(2):
        assert kabid.post(f"/hand-backs/{leave.pk}/").status_code == 302
    assert presence(cast, "kabid").handed_back == []
    assert (HandBack.objects.count(), Entry.objects.filter(act="acknowledge_hand_back").count()) == (1, 1)
    assert kabid.get(f"/hand-backs/{leave.pk}/").status_code == 404


def test_nobody_else_sees_the_list(cast: Cast, leave: Appointment, as_: As, at) -> None:
    at(moment(29))
    for who in ("kadis", "seksi", "sekretaris", "admin", "auditor"):
        assert as_(who).get(f"/hand-backs/{leave.pk}/").status_code == 404
        as_(who).post(f"/hand-backs/{leave.pk}/")
    assert HandBack.objects.count() == 0


def test_whoever_came_to_the_post_later_is_not_told_what_was_done_for_another(cast: Cast, leave, at) -> None:
    at(moment(29))
    old = Appointment.objects.get(position__code="division_head", kind="definitive")
    absence_acts.acts.end_appointment(old, ended_at=moment(29), reason="mutasi", by=SYSTEM)
    absence_acts.acts.appoint(
        cast.office, position=cast.position("division_head"), officer=cast.officer("teknisi1"), decree="SK 20/2026",
        from_at=moment(29), by=SYSTEM,
    )  # fmt: skip
    assert presence(cast, "teknisi1").handed_back == []
    assert presence(cast, "kabid").handed_back == []


def test_ones_own_coming_absence_is_on_the_desk_with_the_days_that_nobody_covers(cast: Cast, at) -> None:
    at(moment(19))
    absence_acts.record_absence(
        cast.office, officer=cast.officer("kabid"), kind="leave", from_on=MON, until_on=FRI, by=SYSTEM
    )
    ((away, open_days),) = presence(cast, "kabid").mine
    assert (away.days, open_days) == ("22–26 Juni 2026", "Kepala Bidang Aplikasi Informatika: 22–26 Juni 2026")
    assert Absence.objects.count() == 1


def test_the_handing_over_costs_the_same_for_one_case_and_for_three(
    cast: Cast, leave: Appointment, at, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for number in (1, 2, 3):
        at(moment(22))
        letter(cast, f"Surat {number}", to="with_division")
        cast.do("sekretaris", "forward")
        letter(cast, f"Tunggu {number}", to="with_division")
        with django_assert_num_queries(7):
            assert presence(cast, "sekretaris").taking_over[0].waiting_count == number
        at(moment(29))
        with django_assert_num_queries(8):
            assert len(presence(cast, "kabid").handed_back[0].deeds) == number


def test_a_desk_says_all_of_this_in_english_too(cast: Cast, leave: Appointment, as_: As, at) -> None:
    for when in (moment(21), moment(22), moment(29)):
        at(when)
        for who in ("sekretaris", "kabid"):
            assert as_(who).get("/desk/", headers={"accept-language": "en"}).status_code == 200


def test_the_act_s_page_can_be_used_by_the_plh(cast: Cast, leave: Appointment, as_: As, at) -> None:
    at(moment(19))
    letter(cast, "Surat", to="with_division")
    at(moment(22))
    url = act_url(cast, "forward")
    assert as_("sekretaris").get(url).status_code == 200
    answer = as_("sekretaris").post(url, posted("forward", cast.usual("sekretaris", "forward")))
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


def test_the_dossier_says_who_acts_for_the_position(cast: Cast, leave: Appointment, as_: As, at) -> None:
    at(moment(19))
    letter(cast, "Surat", to="with_division")
    at(moment(22))
    page = as_("kabid").get(f"/cases/{cast.case.uid}/").content.decode()
    assert "Kabid Aptika – Sekretaris Dinas (contoh) (Plh.)" in page
