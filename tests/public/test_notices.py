"""Mails to the requester: the right words at the right act, once, and only where there is an address."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import translation

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation, Outbox
from simcap.intake.queries import answer_token
from simcap.public.notices import send
from tests.cast import MONDAY, Cast


def told(act: str) -> EmailMessage:
    """The mail that is sent for the last such act."""
    mail.outbox.clear()
    send(Outbox.objects.filter(act=act).latest("id"))
    (message,) = mail.outbox
    assert isinstance(message, EmailMessage)
    return message


def test_the_receipt_tells_number_code_and_both_links(cast: Cast) -> None:
    case = cast.walk("with_head")
    message = told("register")
    assert message.to == ["nagari@contoh.example"]
    assert message.subject == f"Permintaan Anda terdaftar, agenda {case.agenda_number}"
    code = case.tracking_code
    for word in (case.agenda_number, code, f"/lacak/{code}/", answer_token(case), "paling lambat"):
        assert word in message.body


def test_a_return_tells_what_is_missing_the_note_and_the_link(cast: Cast) -> None:
    case = cast.walk("with_head")
    cast.do("kadis", "return_incomplete")
    body = told("return_incomplete").body
    reason, note = "- Tanggal atau jam kegiatan belum jelas", "Jam selesai belum tertulis."
    for word in (reason, note, f"/jawab/{answer_token(case)}/"):
        assert word in body


def test_the_signed_spt_tells_when_the_team_comes(cast: Cast) -> None:
    cast.walk("assigned")
    assert "Tim datang sesuai jadwal: " in told("sign_spt").body


def test_the_accepted_report_says_done(cast: Cast) -> None:
    cast.walk("closed")
    assert "sudah selesai" in told("accept_report").body


@pytest.mark.parametrize("security", ["R", "SR"])
def test_a_closed_class_is_told_without_a_tracking_address(cast: Cast, security: str) -> None:
    case = cast.walk("closed")
    Facilitation.objects.update(security=security)
    for act in ("register", "sign_spt", "accept_report"):
        body = told(act).body
        assert answer_token(case) in body
        assert "/lacak/" not in body
        assert case.tracking_code not in body


def test_without_an_address_nobody_is_told(cast: Cast) -> None:
    case = cast.walk("with_head")
    case.letter.contact_email = ""
    case.letter.save()
    mail.outbox.clear()
    send(Outbox.objects.latest("id"))
    assert mail.outbox == []


def test_a_repeated_delivery_is_the_same_message(cast: Cast) -> None:
    cast.walk("with_head")
    first, second = told("register"), told("register")
    assert first.extra_headers == second.extra_headers
    assert first.extra_headers["Message-ID"].endswith("@127.0.0.1>")


def test_mails_are_indonesian_plain_text_whatever_language_the_worker_runs_in(cast: Cast) -> None:
    case = cast.walk("with_head")
    case.event = "Festival <b>& pasar</b>"
    case.save()
    with translation.override("en"):
        body = told("register").body
    assert "Permintaan fasilitasi Mobile MCAP Anda terdaftar" in body
    assert "Festival <b>& pasar</b>" in body
    assert "\n\n\n" not in body


# ── Exceptions ──
DECLINE = (("kadis", "decline"), ("seksi", "draft_decline"), ("kabid", "initial_decline"), ("kadis", "sign_decline"))
AMEND = (("seksi", "amend"), ("seksi", "amend_spt"), ("kabid", "initial_amendment"), ("kadis", "sign_amendment"))
ON_PAPER = (("agendaris", "print_to_sign"), ("agendaris", "scan_signed"), ("kabid", "confirm_signed"))


def do(cast: Cast, steps: tuple[tuple[str, str], ...], **inputs: dict) -> None:
    for who, act in steps:
        cast.do(who, act, inputs.get(act, {}))


def no_mail(act: str) -> bool:
    mail.outbox.clear()
    send(Outbox.objects.filter(act=act).latest("id"))
    return mail.outbox == []


def test_a_refusal_tells_why_and_brings_the_letter(cast: Cast) -> None:
    case = cast.walk("with_section")
    do(cast, DECLINE)
    message, letter = told("sign_decline"), Document.objects.get(kind="decline_letter")
    assert message.subject == f"Jawaban atas permintaan Anda, agenda {case.agenda_number}"
    reason, suggestion = "Kendaraan bertugas di tempat lain pada tanggal itu.", "Minggu berikutnya kendaraan tersedia."
    for word in (reason, suggestion, letter.number, f"/lacak/{case.tracking_code}/"):
        assert word in message.body
    title = letter.title.replace("/", "-")
    assert message.attachments == [(f"{title}.pdf", store.get(letter.file), "application/pdf")]


@pytest.mark.parametrize("security", ["R", "SR"])
def test_of_a_closed_class_only_the_link_to_the_letter_is_sent(cast: Cast, security: str) -> None:
    case = cast.walk("with_section")
    do(cast, DECLINE)
    Facilitation.objects.update(security=security)
    message = told("sign_decline")
    assert message.attachments == []
    assert "Kendaraan bertugas" not in message.body
    assert f"/jawab/{answer_token(case)}/" in message.body
    assert "/lacak/" not in message.body


def test_a_refusal_that_is_only_decided_tells_nobody_yet(cast: Cast) -> None:
    cast.walk("with_section")
    do(cast, DECLINE[:3])
    assert Outbox.objects.get(act="decline").done_at is not None


@pytest.mark.parametrize(
    ("who", "by"), [("pemohon", "pemohon"), ("kadis", "Kepala Dinas"), ("agendaris", "pemohon, melalui petugas kami")]
)
def test_a_postponement_tells_by_whom_and_both_windows(cast: Cast, who: str, by: str) -> None:
    with clock.scripted(MONDAY):
        case = cast.walk("assigned")
        cast.do(who, "postpone")
    message = told("postpone")
    assert message.subject == f"Waktu kegiatan diubah, agenda {case.agenda_number}"
    told_lines = message.body.splitlines()
    assert f"Diubah oleh: {by}" in told_lines
    assert "Semula: Kamis, 18 Juni 2026, 08.00–16.00 WIB" in told_lines
    assert "Sekarang: Kamis, 25 Juni 2026, 08.00–16.00 WIB" in told_lines
    assert "Diundur panitia." not in message.body


@pytest.mark.parametrize(("stage", "had_team"), [("with_head", False), ("assigned", True)])
@pytest.mark.parametrize(("who", "by"), [("pemohon", "pemohon"), ("seksi", "Seksi Infrastruktur TIK")])
def test_a_cancellation_tells_by_whom_and_whether_a_team_was_to_come(
    cast: Cast, stage: str, had_team: bool, who: str, by: str
) -> None:
    with clock.scripted(MONDAY):
        cast.walk(stage)
        cast.do(who, "cancel")
    body = told("cancel").body
    assert f"dibatalkan oleh {by} pada Senin, 8 Juni 2026 pukul 08.00 WIB." in body
    assert ("tim tidak datang" in body) == had_team
    assert "Ada alasan." not in body


def test_a_new_window_of_the_spt_is_told(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        cast.walk("assigned")
        cast.do("kadis", "postpone")
        do(cast, AMEND[1:])
    body = told("sign_amendment").body
    assert "Waktu kegiatan: Kamis, 25 Juni 2026, 08.00–16.00 WIB (baru)" in body
    assert "Koordinator tim" not in body


def test_a_postponement_that_the_office_drops_is_told_with_the_window_that_holds_again(cast: Cast) -> None:
    with clock.scripted(MONDAY):
        cast.walk("assigned")
    with clock.scripted(MONDAY + timedelta(hours=1)):
        do(cast, (("pemohon", "postpone"), ("seksi", "drop_amendment")))
    told_lines = told("drop_amendment").body.splitlines()
    assert "Diubah oleh: Seksi Infrastruktur TIK" in told_lines
    assert "Semula: Kamis, 25 Juni 2026, 08.00–16.00 WIB" in told_lines
    assert "Sekarang: Kamis, 18 Juni 2026, 08.00–16.00 WIB" in told_lines
    assert "Waktu ini yang tertulis dalam surat tugas tim. Hubungi kantor kami bila tidak sesuai." in told_lines


def test_a_change_of_the_crew_that_is_dropped_tells_nobody(cast: Cast) -> None:
    cast.walk("assigned")
    do(cast, (("seksi", "amend"), ("seksi", "drop_amendment")))
    assert no_mail("drop_amendment")


def test_a_new_coordinator_is_told_by_name(cast: Cast) -> None:
    cast.walk("assigned")
    crew = [{"officer": cast.officer("teknisi1").pk, "duty": "Teknisi"}]
    do(cast, AMEND, amend_spt={"coordinator_officer": cast.officer("teknisi2").pk, "crew": crew})
    body = told("sign_amendment").body
    assert "Koordinator tim: Teknisi 2 (contoh) (baru)" in body
    assert "WIB (baru)" not in body


def test_another_crew_or_vehicle_is_the_offices_own_matter(cast: Cast) -> None:
    cast.walk("running")
    do(cast, AMEND, amend_spt={"crew": [{"officer": cast.officer("teknisi1").pk, "duty": "Teknisi"}]})
    assert no_mail("sign_amendment")


@pytest.mark.parametrize(
    ("stage", "before", "subject"),
    [
        ("spt_with_head", (), "Tim sudah ditugaskan"),
        ("with_section", DECLINE[:3], "Jawaban atas permintaan Anda"),
        ("report_with_head", (), "Fasilitasi selesai"),
    ],
)
def test_a_signature_on_paper_is_told_when_its_scan_is_checked(cast: Cast, stage: str, before, subject: str) -> None:
    case = cast.walk(stage)
    do(cast, (*before, *ON_PAPER))
    assert told("confirm_signed").subject == f"{subject}, agenda {case.agenda_number}"


def test_a_changed_spt_signed_on_paper_is_told_like_any(cast: Cast) -> None:
    case = cast.walk("assigned")
    cast.do("kadis", "postpone")
    do(cast, (*AMEND[1:3], *ON_PAPER))
    assert told("confirm_signed").subject == f"Surat tugas tim diubah, agenda {case.agenda_number}"
