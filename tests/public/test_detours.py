"""Tracking off the SOP's path: declined, cancelled, postponed, the SPT being changed; no promise that nobody made."""

from datetime import datetime

import pytest

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.public.tracking import Standing
from tests.cast import MONDAY, WIB, Cast

NEVER_TOLD = ("Ada alasan.", "Diundur panitia.", "Kepala Dinas (contoh)", "Agendaris (contoh)")
DECLINING = (("kadis", "decline"), ("seksi", "draft_decline"), ("kabid", "initial_decline"), ("kadis", "sign_decline"))


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=WIB)


def standing_of(cast: Cast, moment: datetime | None = None) -> Standing:
    """Where the case stands, read anew."""
    assert cast.case
    return Standing(Facilitation.objects.select_related("office").get(pk=cast.case.pk), at=moment or at(12))


def line(standing: Standing) -> list[tuple[str, str]]:
    return [(point.state, point.note) for point in standing.points]


def decline(cast: Cast, to: str) -> Standing:
    """Bring the case to a stage of the refusal at nine o'clock."""
    with clock.scripted(at(9)):
        for who, act in DECLINING:
            if cast.case and cast.case.stage != to:
                cast.do(who, act)
    return standing_of(cast)


@pytest.fixture
def monday(cast: Cast) -> Cast:
    """A case that the section has on its desk."""
    with clock.scripted(MONDAY):
        cast.walk("with_section")
    return cast


@pytest.mark.parametrize("stage", ["decline_draft", "decline_with_division", "decline_with_head"])
def test_while_a_letter_of_refusal_is_prepared_nothing_is_promised(monday: Cast, stage: str) -> None:
    standing = decline(monday, stage)
    assert standing.where == "Permintaan Anda tidak dapat dipenuhi. Surat jawaban sedang disiapkan."
    assert standing.since == "Sejak Senin, 8 Juni 2026 pukul 09.00 WIB, sudah 3 jam kerja."
    assert standing.following == "Setelah ditandatangani, surat jawaban dapat Anda unduh di halaman ini."
    assert standing.promises.due_at is None
    assert line(standing) == [("current", "berhenti"), *[("ahead", "")] * 4]


def test_a_declined_case_tells_where_it_stopped_and_what_was_not_done(monday: Cast) -> None:
    standing = decline(monday, "declined")
    assert standing.where == "Permintaan Anda tidak dapat dipenuhi. Alasannya ada dalam surat jawaban kami."
    assert standing.since == "Surat jawaban ditandatangani Senin, 8 Juni 2026 pukul 09.00 WIB."
    assert standing.following == "Tidak ada langkah lagi untuk permintaan ini."
    assert line(standing) == [("stopped", "berhenti di sini"), *[("ahead", "tidak dilaksanakan")] * 4]


def test_time_spent_on_a_refusal_that_was_reconsidered_does_not_count(monday: Cast) -> None:
    decline(monday, "decline_draft")
    with clock.scripted(at(11)):
        monday.do("kadis", "reconsider")
    assert standing_of(monday, at(11)).promises.due_at == at(10, 7)  # 08.07, and the two hours


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("pemohon", "pemohon"), ("agendaris", "pemohon, melalui petugas kami"), ("kadis", "Kepala Dinas"),
        ("seksi", "Seksi Infrastruktur TIK"),
    ],
)  # fmt: skip
def test_a_cancelled_case_tells_by_whom_and_when(monday: Cast, who: str, said: str) -> None:
    with clock.scripted(at(10)):
        monday.do(who, "cancel")
    standing = standing_of(monday)
    assert standing.where == "Permintaan ini dibatalkan."
    assert standing.since == f"Dibatalkan oleh {said} pada Senin, 8 Juni 2026 pukul 10.00 WIB."
    assert line(standing)[0] == ("stopped", "berhenti di sini")
    assert standing.notes == ()


def test_a_case_cancelled_at_its_third_step_has_two_done(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        cast.walk("prepared")
        cast.do("kadis", "cancel")
    assert [state for state, _note in line(standing_of(cast))] == ["done", "done", "stopped", "ahead", "ahead"]


def test_a_postponed_case_tells_the_old_and_the_new_window_but_not_why(monday: Cast) -> None:
    with clock.scripted(at(10)):
        monday.do("kadis", "postpone")
    standing = standing_of(monday)
    assert standing.notes == (
        "Kegiatan ditunda: semula Kamis, 18 Juni 2026, 08.00–16.00 WIB, sekarang Kamis, 25 Juni 2026, 08.00–16.00 WIB.",
    )
    assert standing.about.endswith("waktu yang diminta Kamis, 25 Juni 2026, 08.00–16.00 WIB.")


@pytest.mark.parametrize("stage", ["assigned", "prepared"])
def test_a_new_window_is_no_schedule_before_the_spt_follows(cast: Cast, stage: str) -> None:
    with clock.scripted(MONDAY):
        cast.walk(stage)
        cast.do("pemohon", "postpone")
        standing = standing_of(cast, MONDAY)
        assert standing.notes[1] == "Surat tugas tim sedang diubah."
        assert standing.following.startswith(
            "Tim datang setelah surat tugasnya diubah, menurut rencana Kamis, 25 Juni 2026"
        )
        for who, act in (("seksi", "amend_spt"), ("kabid", "initial_amendment"), ("kadis", "sign_amendment")):
            cast.do(who, act)
        standing = standing_of(cast, MONDAY)
    assert len(standing.notes) == 1
    assert standing.following.startswith("Tim datang sesuai jadwal: Kamis, 25 Juni 2026")


def test_a_dropped_postponement_is_told_no_more(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        cast.walk("assigned")
        for who, act in (("kadis", "postpone"), ("seksi", "amend_spt"), ("kadis", "drop_amendment")):
            cast.do(who, act)
    standing = standing_of(cast, MONDAY)
    assert standing.notes == ()
    assert standing.following.startswith("Tim datang sesuai jadwal: Kamis, 18 Juni 2026")


def test_a_change_of_the_spt_is_told_only_until_the_team_has_come(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        cast.walk("assigned")
        cast.do("seksi", "amend")
        arrived = standing_of(cast).since
        assert standing_of(cast).notes == ("Surat tugas tim sedang diubah.",)
        cast.do("teknisi1", "prepare")
        cast.do("koordinator", "start")
    assert standing_of(cast).notes == ()
    assert arrived == "Sejak Senin, 8 Juni 2026 pukul 08.00 WIB, sudah 4 jam kerja."


def test_a_signature_on_paper_is_a_part_of_its_step_but_has_no_time_of_the_sop(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        cast.walk("spt_with_head")
        cast.do("kadis", "print_to_sign")
    standing = standing_of(cast, MONDAY)
    assert standing.where == (
        "Surat tugas tim menunggu tanda tangan Kepala Dinas. Langkah 2 dari 5: Pencatatan dan SPT."
    )
    assert standing.following == "Langkah ini dikerjakan pada jam kerja. Sesudah itu: Persiapan dan kegiatan."
    assert line(standing)[1] == ("current", "sedang dikerjakan")
