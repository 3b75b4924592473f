"""What a message tells: never the requester, and of a closed case its agenda number alone; the morning's digest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from simcap import clock
from simcap.notices.models import Notice
from simcap.people.absence_acts import record_absence
from simcap.people.acts import SYSTEM
from tests.cast import MONDAY, Cast
from tests.facilitation.conftest import wib

pytestmark = pytest.mark.django_db


def test_a_message_shows_the_face_of_the_case_and_nothing_of_its_requester(cast: Cast, work, mailoutbox) -> None:
    case = cast.do("agendaris", "register").facilitation
    work()
    (mail,) = (one for one in mailoutbox if one.to == ["kadis@kantor.example"] and "Tugas baru" in one.subject)
    assert mail.body.split("\n") == [
        "Festival Nagari (data contoh)",
        f"{case.place_label}, Kamis, 18 Juni 2026, 08.00–16.00 WIB",
        "",
        "Langkah 1 dari 5: Menunggu disposisi Kepala Dinas, pada Kepala Dinas sejak "
        "Senin, 8 Juni 2026 pukul 08.00 WIB.",
        "Standar ± 5 menit, dihitung sejak dibuka.",
        "",
        f"Buka SIMCAP: http://127.0.0.1:8000/cases/{case.uid}/acts/dispose/",
        "",
        "Atur pemberitahuan Anda: http://127.0.0.1:8000/pemberitahuan/",
        "",
    ]
    letter = case.letter
    hidden = (letter.contact_name, letter.contact_phone, letter.contact_email, case.institution, case.tracking_code)
    assert [one for one in hidden if one in mail.body + mail.subject] == []


@pytest.mark.parametrize("security", ["T", "R", "SR"])
def test_of_a_closed_case_only_the_agenda_number_is_told(cast: Cast, work, mailoutbox, security: str) -> None:
    case = cast.do("agendaris", "register", {"security": security}).facilitation
    work()
    told = {(one.subject, one.body) for one in mailoutbox if one.to == ["kadis@kantor.example"]}
    link = f"http://127.0.0.1:8000/cases/{case.uid}/acts/dispose/"
    agenda = f"Agenda {case.agenda_number}\nBuka SIMCAP: {link}\n"
    assert (f"SIMCAP: agenda {case.agenda_number}", agenda) in told
    assert [body for _subject, body in told if case.event in body or case.place_label in body] == []


def test_a_reminder_says_how_far_the_time_has_run(cast: Cast, work, mailoutbox) -> None:
    cast.walk("to_record")
    cast.do("koordinator", "open")
    said = []
    for minutes in (12, 30, 90):
        work(minutes=minutes)
        said += [one.body.split("\n")[4] for one in mailoutbox if "agenda" in one.subject]
    assert said == [
        "Sisa 3 menit kerja dari standar ±15 menit.", "Lewat 15 menit kerja dari standar ±15 menit.",
        "Lewat 75 menit kerja dari standar ±15 menit.",
    ]  # fmt: skip


def test_the_digest_comes_once_a_working_morning_to_whom_something_waits_for(cast: Cast, work) -> None:
    cast.do("agendaris", "register")
    for minute in (29, 30, 31):
        work(wib(7, minute, day=9))
    assert [(one.on, one.state) for one in _digests(cast, "kadis")] == [(wib(0, day=9).date(), "sent")]
    assert [one.state for one in _digests(cast, "kabid")] == ["dropped"]


def _digests(cast: Cast, who: str) -> list[Notice]:
    return list(Notice.objects.filter(officer=cast.officer(who), kind="digest"))


def test_a_digest_sorts_by_what_is_late(cast: Cast, work, mailoutbox) -> None:
    late = cast.do("agendaris", "register").facilitation
    with clock.scripted(MONDAY + timedelta(minutes=430)):
        fresh = cast.do("agendaris", "register", {"security": "R"}).facilitation
    work(wib(7, 30, day=9))
    (mail,) = (one for one in mailoutbox if "tugas menunggu" in one.subject)
    assert mail.subject == "2 tugas menunggu Anda, 1 melewati batas"
    assert mail.body.split("\n") == [
        "Selasa, 9 Juni 2026: 2 tugas menunggu Anda.",
        "",
        "Melewati batas (1)",
        f"- Agenda {late.agenda_number}: Festival Nagari (data contoh). Disposisikan",
        f"  Buka SIMCAP: http://127.0.0.1:8000/cases/{late.uid}/acts/dispose/",
        "",
        "Menunggu (1)",
        f"- Agenda {fresh.agenda_number}",
        f"  Buka SIMCAP: http://127.0.0.1:8000/cases/{fresh.uid}/acts/dispose/",
        "",
        "Meja saya: http://127.0.0.1:8000/desk/",
        "Atur pemberitahuan Anda: http://127.0.0.1:8000/pemberitahuan/",
        "",
    ]


def test_no_digest_on_a_free_day_or_for_whom_is_away(cast: Cast, work) -> None:
    cast.do("agendaris", "register")
    work(wib(9, day=13))
    assert _digests(cast, "kadis") == []
    day = wib(0, day=15).date()
    record_absence(cast.office, officer=cast.officer("kadis"), kind="leave", from_on=day, until_on=day, by=SYSTEM)
    work(wib(9, day=15))
    work(wib(9, day=17))
    assert [one.on for one in _digests(cast, "kadis")] == [wib(0, day=17).date()]
