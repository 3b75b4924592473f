"""The dossier: one case on one page, for whoever sees it, at every stage."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from simcap import clock
from simcap.desk.dossier import Dossier
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation, Turn
from simcap.people.models import AppointmentEnd
from simcap.procedure.definition import Definition
from tests.cast import MONDAY, PATH, POSTS, WIB, Cast, appoint_to, assemble

pytestmark = pytest.mark.django_db

#: Stage → who does what there: the path of the cast, by the stage that each act leaves.
STAGES = (
    ("with_head", "kadis", "Disposisikan"), ("with_division", "kabid", "Teruskan"),
    ("with_section", "seksi", "Tunjuk koordinator"), ("to_record", "koordinator", "Catat dan susun SPT"),
    ("spt_with_section", "seksi", "Paraf"), ("spt_with_division", "kabid", "Paraf"),
    ("spt_with_head", "kadis", "Tanda tangani SPT"), ("assigned", "teknisi1", "Nyatakan siap"),
    ("prepared", "koordinator", "Mulai kegiatan"), ("running", "teknisi2", "Catat"),
    ("returned", "koordinator", "Catat fasilitasi"), ("report_with_section", "seksi", "Paraf laporan"),
    ("report_with_division", "kabid", "Paraf laporan"), ("report_with_head", "kadis", "Terima laporan"),
)  # fmt: skip


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 8, hour, minute, tzinfo=WIB)


def look(cast: Cast, username: str, *, moment: datetime = MONDAY, language: str = "id") -> Any:
    client = Client()
    client.force_login(cast.account(username))
    client.cookies["django_language"] = language
    with clock.scripted(moment):
        return client.get(reverse("case", args=[cast.case.uid]))


def page_of(cast: Cast, username: str, *, moment: datetime = MONDAY) -> Dossier:
    response = look(cast, username, moment=moment)
    assert response.status_code == 200
    return response.context["page"]


@pytest.mark.parametrize(("stage", "username", "label"), STAGES, ids=str)
def test_whose_turn_it_is_has_one_main_act_and_everybody_else_is_told_who_can(
    cast: Cast, stage: str, username: str, label: str
):
    cast.walk(stage)
    mine = page_of(cast, username).doing
    assert (mine.main.label, mine.turn_of, mine.refused) == (label, "", "")
    others = page_of(cast, "auditor").doing
    assert (others.main, others.others) == (None, [])
    assert POSTS[username][0] in others.turn_of


def test_a_closed_case_waits_for_nobody(cast: Cast):
    cast.walk("closed")
    doing = page_of(cast, "kadis", moment=at(12)).doing
    assert (doing.main, doing.others, doing.turn_of) == (None, [], "")


def test_extensions_stand_in_the_menu_behind_the_main_act(cast: Cast):
    cast.walk("spt_with_division")
    doing = page_of(cast, "kabid").doing
    assert {one.act for one in doing.others} == {"return_incomplete", "send_back", "supersede"}
    assert "di luar SOP" in look(cast, "kabid").content.decode()


def test_the_first_click_opens_and_the_next_goes_to_the_act(cast: Cast):
    cast.walk("with_division")
    opening = reverse("act", args=[cast.case.uid, "open"])
    going = reverse("act", args=[cast.case.uid, "forward"])
    assert f'action="{opening}"' in look(cast, "kabid").content.decode()
    cast.do("kabid", "open")
    body = look(cast, "kabid").content.decode()
    assert (f'action="{opening}"' in body, f'class="btn btn-primary" href="{going}"' in body) == (False, True)


def test_the_drafter_is_told_why_he_cannot_sign(cast: Cast):
    appoint_to(cast.office, "head", cast.officer("koordinator"), from_at=at(7), decree="SPRIN 1", kind="plh")
    cast.do("agendaris", "register")
    for username, act in (("koordinator", "dispose"), *PATH[2:7]):
        cast.do(username, act)
    doing = page_of(cast, "koordinator").doing
    assert doing.refused.startswith("Penyusun konsep tidak boleh menandatanganinya sendiri")


def test_a_vacant_position_says_that_somebody_must_be_appointed(cast: Cast):
    cast.walk("with_division")
    holder = cast.officer("kabid").appointments.get()
    AppointmentEnd.objects.create(appointment=holder, ended_at=MONDAY - timedelta(hours=1), reason="Mutasi")
    doing = page_of(cast, "auditor").doing
    assert doing.turn_of == "Kabid Aptika, tetapi jabatan itu belum ada pemegangnya; Administrator perlu menugaskan."


# ── The steps ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_steps_tell_who_when_and_how_long_against_the_standard(cast: Cast):
    with clock.scripted(at(8)):
        cast.do("agendaris", "register")
    with clock.scripted(at(8, 10)):
        cast.do("kadis", "open")
    with clock.scripted(at(8, 13)):
        cast.do("kadis", "dispose")
    with clock.scripted(at(8, 40)):
        cast.do("kabid", "open")
    first, second, *_rest = page_of(cast, "kabid", moment=at(8, 41)).steps
    assert [(stay.what, stay.who) for stay in first.stays] == [
        ("Disposisikan", POSTS["kadis"][0]),
        ("Menunggu Kabid Aptika meneruskan", ""),
    ]
    assert (first.stays[0].waiting, first.stays[0].handling) == (timedelta(minutes=10), timedelta(minutes=3))
    assert (first.waiting, first.handling) == (timedelta(minutes=37), timedelta(minutes=4))
    assert (first.state, first.verdict.word, first.standard) == ("current", "berjalan", "±5 menit")
    assert (second.state, second.verdict.word) == ("ahead", "belum mulai")
    assert first.url == f"/cases/{cast.case.uid}/sop/#langkah-1"


def test_a_step_that_took_too_long_says_by_how_much(cast: Cast):
    with clock.scripted(at(8)):
        cast.do("agendaris", "register")
        cast.do("kadis", "open")
    with clock.scripted(at(8, 45)):
        cast.do("kadis", "dispose")
    verdict = page_of(cast, "kabid", moment=at(8, 45)).steps[0].verdict
    assert (verdict.word, verdict.icon, verdict.tone) == ("lewat 40 menit kerja", "exclamation-triangle", "negative")


def test_a_step_that_was_sent_back_is_done_again(cast: Cast):
    cast.walk("report_with_section")
    cast.do("seksi", "send_back")
    states = [(step.state, step.verdict.word) for step in page_of(cast, "koordinator").steps[2:]]
    assert states == [
        ("done", "sesuai standar"), ("current", "berjalan"), ("again", "dikembalikan, akan diulang"),
    ]  # fmt: skip


def test_a_suspension_stops_the_step_that_it_interrupted_and_says_what_was_asked(cast: Cast):
    cast.walk("spt_with_section")
    cast.do("seksi", "return_incomplete")
    page = page_of(cast, "agendaris")
    assert [step.state for step in page.steps] == ["done", "suspended", "ahead", "ahead", "ahead"]
    assert page.steps[1].stays[-1].is_suspended
    (asked,) = page.asked
    assert (asked.reasons, asked.note, asked.answered_at) == (
        ("Tanggal atau jam kegiatan belum jelas",), "Jam selesai belum tertulis.", None,
    )  # fmt: skip
    assert "menunggu pemohon, waktu dihentikan" in look(cast, "seksi").content.decode()
    cast.do("agendaris", "resubmit")
    assert page_of(cast, "seksi").asked[0].answer == "Sampai pukul 16.00."


# ── What is in it ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_dispositions_tell_what_became_of_them(cast: Cast):
    with clock.scripted(at(8)):
        cast.walk("with_division")
    assert _read(cast, at(9)) == [(None, None)]
    with clock.scripted(at(9)):
        cast.do("kabid", "open")
    with clock.scripted(at(9, 5)):
        cast.do("kabid", "return_incomplete")
    assert _read(cast, at(10)) == [(at(9), None)]
    with clock.scripted(at(10)):
        cast.do("agendaris", "resubmit")
    with clock.scripted(at(10, 5)):
        cast.do("kabid", "forward")
    assert _read(cast, at(11)) == [(at(9), at(10, 5)), (None, None)]


def _read(cast: Cast, moment: datetime) -> list[tuple[datetime | None, datetime | None]]:
    return [(tier.read_at, tier.followed_up_at) for tier in page_of(cast, "kadis", moment=moment).tiers]


def test_papers_are_shown_with_their_state_and_where_to_check_them(cast: Cast):
    cast.walk("report_with_section")
    cast.do("seksi", "send_back")
    cast.do("koordinator", "record_facilitation")
    papers = page_of(cast, "kadis").papers
    assert [(one.document.kind, one.document.status) for one in papers] == [
        ("facilitation_record", "in_force"), ("facilitation_record", "replaced"), ("host_confirmation", "in_force"),
        ("field_report", "in_force"), ("hand_over_list", "in_force"), ("assignment_letter", "in_force"),
        ("disposition_sheet", "in_force"),
    ]  # fmt: skip
    spt = papers[5]
    assert spt.signer == f"Kepala Dinas Komunikasi dan Informatika: {POSTS['kadis'][0]}"
    assert spt.verify_url == f"/o/{cast.office.slug}/v/{spt.document.token}/"
    body = look(cast, "kadis").content.decode()
    assert "persetujuan internal, tidak tersertifikasi" in body
    assert all(f"{one.page_url}?small=1" in body for one in papers)


def test_a_late_log_entry_is_marked_and_photos_have_words(cast: Cast):
    with clock.scripted(at(8)):
        cast.walk("running")
    with clock.scripted(at(12)):
        photo = cast.upload("teknisi1")
        cast.do("teknisi1", "log", {"photo": photo, "caption": "Warga memakai layanan"}, occurred_at=at(9))
    first, second = page_of(cast, "teknisi1", moment=at(12)).log
    assert (first.is_late, second.is_late, second.alt) == (False, True, "Warga memakai layanan")
    assert second.measured == "unduh 22,5 Mbps, unggah 4,1 Mbps, latensi 48 ms, 35 pengguna"
    body = look(cast, "teknisi1", moment=at(12)).content.decode()
    assert "dicatat kemudian, 8 Jun 2026 12.00" in body
    assert f'src="{second.photo_url}" loading="lazy" alt="Warga memakai layanan"' in body


def test_merged_and_withdrawn_initials_stay_readable(cast: Cast):
    appoint_to(cast.office, "head", cast.officer("kabid"), from_at=at(7), decree="SPRIN 2", kind="plh")
    cast.do("agendaris", "register")
    for username, act in (("kabid", "dispose"), *PATH[2:6]):
        cast.do(username, act)
    initials = [(one.position, one.because) for one in page_of(cast, "seksi").initials]
    assert initials == [
        ("Kepala Seksi Infrastruktur TIK", ""), ("Kepala Bidang Aplikasi Informatika", "dirangkap oleh penanda tangan"),
    ]  # fmt: skip
    cast.do("kabid", "send_back")
    assert all(one.withdrawn_at for one in page_of(cast, "seksi").initials)


def test_figures_and_differences_are_told_in_words(cast: Cast):
    cast.walk("report_with_section")
    page = page_of(cast, "kadis")
    assert ("BBM", "18,5 liter") in page.figures
    assert ("Pengunjung", "200 orang: 90 laki-laki, 110 perempuan") in page.figures
    assert [one["what"] for one in page.record.differences] == ["Waktu mulai", "Waktu selesai"]
    assert "Sesuai keadaan lapangan." in look(cast, "kadis").content.decode()


@pytest.mark.parametrize("stage", ["with_head", "assigned", "running", "closed"])
def test_it_is_there_in_english_too(cast: Cast, stage: str):
    cast.walk(stage)
    response = look(cast, "kadis", language="en")
    assert (response.status_code, '<html lang="en">' in response.content.decode()) == (200, True)


# ── Who, and at what cost ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["case", "case-sop", "case-journal"])
def test_who_does_not_see_the_case_finds_nothing(cast: Cast, name: str):
    cast.walk("with_division")
    other = assemble("kantor-lain", prefix="lain-")
    for who in (other.account("kadis"), other.account("auditor"), cast.account("teknisi1"), cast.account("admin")):
        client = Client()
        client.force_login(who)
        assert client.get(reverse(name, args=[cast.case.uid])).status_code == 404


@pytest.mark.parametrize("name", ["case", "case-sop", "case-journal"])
def test_the_pages_are_only_read(cast: Cast, name: str, client: Client):
    cast.walk("with_division")
    address = reverse(name, args=[cast.case.uid])
    assert client.get(address)["Location"] == f"/masuk/?{urlencode({'next': address})}"
    client.force_login(cast.account("kadis"))
    assert client.post(address).status_code == 405


def queries(cast: Cast, username: str) -> int:
    look(cast, username, moment=at(12))  # the first look of a day is noted by a row of its own
    with CaptureQueriesContext(connection) as captured:
        assert look(cast, username, moment=at(12)).status_code == 200
    return len(captured)


def test_the_page_costs_the_same_for_one_row_and_for_three(cast: Cast):
    cast.walk("to_record")
    cast.do("koordinator", "return_incomplete")
    cast.do("agendaris", "resubmit", {"attachment": cast.upload("agendaris")})
    few = queries(cast, "kadis")
    for _round in range(2):
        cast.do("koordinator", "return_incomplete")
        cast.do("agendaris", "resubmit", {"attachment": cast.upload("agendaris")})
    assert (few, queries(cast, "kadis")) == (few, few)


def test_a_running_case_costs_the_same_for_one_entry_and_for_three(cast: Cast):
    cast.walk("running")
    cast.do("teknisi1", "log", {"photo": cast.upload("teknisi1"), "caption": "Foto"})
    few = queries(cast, "teknisi1")
    for _round in range(2):
        cast.do("teknisi1", "log", {"photo": cast.upload("teknisi1"), "caption": "Foto"})
    assert queries(cast, "teknisi1") == few


# ── Its place on the SOP page ──────────────────────────────────────────────────────────────────────────────────────


def test_the_sop_page_shows_where_the_case_stands_in_its_own_revision(cast: Cast):
    cast.walk("spt_with_head")
    revision: Definition = definition(cast.case.definition_id)
    client = Client()
    client.force_login(cast.account("kadis"))
    response = client.get(reverse("case-sop", args=[cast.case.uid]))
    page = response.context["page"]
    assert (page.definition, page.current_stage) == (revision, "SPT menunggu tanda tangan Kepala Dinas")
    assert [card.step.no for card in page.cards if card.is_current] == [2]
    assert 'id="langkah-2"' in response.content.decode()


def test_a_case_without_a_turn_of_its_own_is_shown_too(cast: Cast):
    """An office that closed: nothing is open, and nothing breaks."""
    cast.walk("closed")
    assert not Turn.objects.filter(facilitation=cast.case, closed_at=None).exists()
    assert Facilitation.objects.get().closed_at is not None
    assert page_of(cast, "auditor", moment=at(12)).pace is None
