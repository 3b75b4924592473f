"""Mails to the requester: the right words at the right act, once, and only where there is an address."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import translation

from simcap.facilitation.models import Facilitation, Outbox
from simcap.intake.queries import answer_token
from simcap.public.notices import send
from tests.cast import Cast


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
