"""Tracking: plain words computed from the SOP, nothing personal, nothing of closed cases, no guessing."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.public import limits
from simcap.public.tracking import Standing
from tests.cast import MONDAY, WIB, Cast, assemble

TRACK = "/o/diskominfo-sumbar/lacak/"
PERSONAL = (
    "Sekretaris Nagari (contoh)", "0812 0000 0000", "nagari@contoh.example", "Pemerintah Nagari Sungai Dareh",
    "140/21/PN-SD/2026", "Kepala Dinas (contoh)", "Kepala Bidang Aptika (contoh)", "Koordinator TIM (contoh)",
    "Teknisi 1 (contoh)", "Jam selesai belum tertulis.", "Mohon dibantu.",
)  # fmt: skip
STAGES = ("with_head", "to_record", "spt_with_head", "assigned", "running", "returned", "report_with_head", "closed")


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=WIB)


def states(standing: Standing) -> list[str]:
    return [point.state for point in standing.points]


def test_four_sentences_and_five_points_right_after_registration(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        case = cast.walk("with_head")
        standing = Standing(case, at=at(8, 3))
    about, where, since, following = standing.sentences
    assert about.startswith("“Festival Nagari (data contoh)”. Nagari ")
    assert about.endswith("waktu yang diminta Kamis, 18 Juni 2026, 08.00–16.00 WIB.")
    assert where == "Surat Anda menunggu disposisi Kepala Dinas. Langkah 1 dari 5: Disposisi."
    assert since == "Sejak Senin, 8 Juni 2026 pukul 08.00 WIB, sudah 3 menit kerja."
    assert following == (
        "Hasil langkah ini: Disposisi surat permintaan (lembar disposisi), menurut SOP paling lambat "
        "Senin, 8 Juni 2026 pukul 08.07 WIB (standar ± 5 menit). Sesudah itu: Pencatatan dan SPT."
    )
    assert [(point.state, point.note) for point in standing.points] == [
        ("current", "sedang dikerjakan"),
        ("ahead", "paling lambat 8 Jun 2026 08.27"),
        ("ahead", "dijadwalkan 18 Jun 2026 08.00"),
        ("ahead", "paling lambat 19 Jun 2026 08.10"),
        ("ahead", "paling lambat 19 Jun 2026 08.17"),
    ]


def test_the_promise_keeps_office_hours(cast: Cast) -> None:
    with clock.scripted(at(15, 58, day=5)):  # a Friday, which ends at 16.30
        case = cast.walk("with_head")
    assert Standing(case, at=at(16, 0, day=5)).promises.due_at == at(16, 5, day=5)
    with clock.scripted(at(16, 28, day=5)):
        later = cast.walk("with_head")
    assert Standing(later, at=at(16, 29, day=5)).promises.due_at == at(7, 35)


def test_a_late_step_is_told_as_late(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        standing = Standing(cast.walk("with_head"), at=at(9, 30))
    told = "seharusnya selesai Senin, 8 Juni 2026 pukul 08.07 WIB. Kami terlambat, dan itu tercatat."
    assert told in standing.following


def test_the_clock_of_the_promise_stands_still_while_the_requester_is_asked(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        cast.walk("with_head")
    with clock.scripted(at(8, 2)):
        cast.do("kadis", "return_incomplete")
    case = Facilitation.objects.get()
    asked = Standing(case, at=at(9, 0))
    assert asked.since == "Waktu pelayanan berhenti sejak Senin, 8 Juni 2026 pukul 08.02 WIB."
    assert [(point.state, point.note) for point in asked.points][:2] == [("current", "waktu berhenti"), ("ahead", "")]
    with clock.scripted(at(10, 2)):
        cast.do("agendaris", "resubmit")
    case.refresh_from_db()
    assert Standing(case, at=at(10, 3)).promises.due_at == at(10, 7)


def test_the_field_work_is_told_by_its_window(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        case = cast.walk("assigned")
    assert Standing(case, at=at(9)).following == (
        "Tim datang sesuai jadwal: Kamis, 18 Juni 2026, 08.00–16.00 WIB. Sesudah itu: Pencatatan fasilitasi."
    )
    assert "waktu yang diminta" not in Standing(case, at=at(9)).about
    assert Standing(case, at=at(9, day=18)).following.startswith("Kegiatan dijadwalkan sampai Kamis, 18 Juni 2026")
    assert Standing(case, at=at(9, day=22)).following.startswith("Jadwal kegiatan berakhir Kamis, 18 Juni 2026")


def test_an_ended_case_has_nothing_before_it(cast: Cast) -> None:
    standing = Standing(cast.walk("closed"), at=clock.now() + timedelta(days=3))
    assert states(standing) == ["done"] * 5
    assert standing.following == "Tidak ada langkah lagi. Terima kasih."


def test_an_office_without_hours_promises_nothing(cast: Cast) -> None:
    cast.office.schedules.all().delete()
    cast.office.calendar_version += 1
    cast.office.save()
    standing = Standing(cast.walk("with_head"), at=clock.now())
    assert standing.following.startswith("Langkah ini dikerjakan pada jam kerja.")


@pytest.mark.parametrize("stage", STAGES)
def test_the_page_tells_the_stage_and_nothing_personal(cast: Cast, client: Client, stage: str) -> None:
    case = cast.walk(stage)
    page = client.get(f"{TRACK}{case.tracking_code}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert Standing(case, at=clock.now()).stage.public.id in text
    assert "Festival Nagari (data contoh)" in text
    assert [word for word in PERSONAL if word in text] == []
    assert dict(client.cookies) == {}


def test_a_suspended_case_is_told_in_general_words(cast: Cast, client: Client) -> None:
    case = cast.walk("with_section")
    cast.do("seksi", "return_incomplete")
    text = client.get(f"{TRACK}{case.tracking_code}/").content.decode()
    assert "Tanggal atau jam kegiatan belum jelas" in text
    assert "tautan rahasia" in text
    assert "/jawab/" not in text
    assert [word for word in PERSONAL if word in text] == []


@pytest.mark.parametrize("security", ["R", "SR"])
def test_a_closed_class_gets_the_answer_of_an_unknown_code(cast: Cast, client: Client, security: str) -> None:
    case = cast.walk("with_head")
    unknown = client.get(f"{TRACK}0000-0000-00/")
    Facilitation.objects.update(security=security)
    hidden = client.get(f"{TRACK}{case.tracking_code}/")
    assert (unknown.status_code, hidden.status_code) == (404, 404)
    assert hidden.content.decode().replace(case.tracking_code, "0000-0000-00") == unknown.content.decode()


def test_another_offices_code_is_unknown(cast: Cast, client: Client) -> None:
    case = cast.walk("with_head")
    assemble("dinas-lain", prefix="lain-")
    assert client.get(f"/o/dinas-lain/lacak/{case.tracking_code}/").status_code == 404


def test_a_code_is_found_however_it_is_typed(cast: Cast, client: Client) -> None:
    case = cast.walk("with_head")
    sloppy = f"  {case.tracking_code.lower().replace('-', ' ')} "
    page = client.get(TRACK, {"kode": sloppy}, follow=True)
    assert page.redirect_chain[-1][0] == f"{TRACK}{case.tracking_code}/"
    other = client.get(f"{TRACK}{case.tracking_code.lower()}/")
    assert (other.status_code, other["Location"]) == (302, f"{TRACK}{case.tracking_code}/")


def test_guessing_is_stopped_for_that_address_even_before_a_right_code(cast: Cast, client: Client) -> None:
    case = cast.walk("with_head")
    for number in range(limits.GUESSING.tries):
        assert client.get(f"{TRACK}0000-0000-{number:02d}/").status_code == 404
    stopped = client.get(f"{TRACK}{case.tracking_code}/")
    assert (stopped.status_code, stopped["Retry-After"]) == (429, "600")
    assert "Coba lagi sepuluh menit lagi." in stopped.content.decode()
    assert client.get(f"{TRACK}{case.tracking_code}/", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_known_code_may_be_looked_at_often(cast: Cast, client: Client) -> None:
    case = cast.walk("with_head")
    answers = {client.get(f"{TRACK}{case.tracking_code}/").status_code for _time in range(limits.GUESSING.tries + 5)}
    assert answers == {200}


def test_the_page_is_kept_by_nobody(cast: Cast, client: Client) -> None:
    page = client.get(f"{TRACK}{cast.walk('with_head').tracking_code}/")
    assert page["Cache-Control"] == "private, no-store"
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
