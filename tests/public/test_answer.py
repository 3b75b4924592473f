"""The secret link: what is missing, one answer, and otherwise where the case stands."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simcap.facilitation.models import Facilitation
from simcap.intake.models import Completion, LetterAttachment
from simcap.intake.queries import answer_token
from tests.cast import Cast, assemble, png


@pytest.fixture
def asked(cast: Cast) -> Facilitation:
    """A case that waits for its requester."""
    cast.walk("with_section")
    cast.do("seksi", "return_incomplete")
    return Facilitation.objects.get()


def link(case: Facilitation, office: str = "diskominfo-sumbar") -> str:
    return f"/o/{office}/jawab/{answer_token(case)}/"


def reply(**changes: Any) -> dict[str, Any]:
    fields = {
        "request_id": str(uuid4()), "answer": "Sampai pukul 16.00.", "site": "Balai adat",
        "starts_at": "2027-03-01T08:00", "ends_at": "2027-03-01T16:00", "contact_phone": "0812 0000 0000",
    }  # fmt: skip
    return {**fields, **changes}


def test_it_shows_what_is_missing_with_the_note_and_what_was_sent(asked: Facilitation, client: Client) -> None:
    text = client.get(link(asked)).content.decode()
    reason, note = "Tanggal atau jam kegiatan belum jelas", "Jam selesai belum tertulis."
    for told in (reason, note, asked.agenda_number, asked.letter.site):
        assert told in text


def test_an_answer_brings_the_case_back_to_where_it_came_from(asked: Facilitation, client: Client) -> None:
    files = {"attachment": SimpleUploadedFile("jadwal.png", png(), "image/png")}
    sent = client.post(link(asked), reply(**files))
    assert (sent.status_code, sent["Location"]) == (302, link(asked))
    asked.refresh_from_db()
    assert (asked.stage, Completion.objects.get().answer) == ("with_section", "Sampai pukul 16.00.")
    assert LetterAttachment.objects.get().attachment.name == "jadwal.png"
    text = client.get(sent["Location"]).content.decode()
    assert "Jawaban Anda sudah kami terima." in text
    assert "<textarea" not in text
    assert dict(client.cookies) == {}


def test_a_second_click_is_the_same_answer(asked: Facilitation, client: Client) -> None:
    same = reply()
    assert [client.post(link(asked), same).status_code for _click in range(2)] == [302, 302]
    assert Completion.objects.count() == 1


def test_an_online_requester_answers_too(cast: Cast, client: Client) -> None:
    cast.do("pemohon", "register")
    cast.do("kadis", "return_incomplete")
    case = Facilitation.objects.get()
    assert client.post(link(case), reply()).status_code == 302
    case.refresh_from_db()
    assert case.stage == "with_head"


def test_an_error_keeps_the_text_and_the_upload(asked: Facilitation, client: Client) -> None:
    files = {"attachment": SimpleUploadedFile("jadwal.png", png(), "image/png")}
    page = client.post(link(asked), reply(site="", **files))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Sampai pukul 16.00." in text
    assert "jadwal.png" in text
    assert '<a href="#id_site">Lokasi</a>' in text


def test_a_refused_upload_keeps_the_text(asked: Facilitation, client: Client) -> None:
    bad = SimpleUploadedFile("jadwal.pdf", b"bukan pdf", "application/pdf")
    page = client.post(link(asked), reply(attachment=bad))
    assert page.status_code == 422
    assert "Sampai pukul 16.00." in page.content.decode()


def test_when_the_desk_was_faster_the_text_is_given_back(cast: Cast, asked: Facilitation, client: Client) -> None:
    cast.do("agendaris", "resubmit")
    page = client.post(link(asked), reply(answer="Jawaban yang terlambat"))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Jawaban yang terlambat" in text
    assert "Seksi Infrastruktur TIK sedang menunjuk koordinator tim." in text


def test_while_nothing_is_asked_it_tells_where_the_case_stands(cast: Cast, client: Client) -> None:
    text = client.get(link(cast.walk("with_division"))).content.decode()
    assert "Saat ini kami tidak meminta apa pun dari Anda." in text
    assert "Surat Anda sudah didisposisi" in text
    assert "<textarea" not in text


@pytest.mark.parametrize("security", ["R", "SR"])
def test_a_closed_class_still_answers_by_its_link(asked: Facilitation, client: Client, security: str) -> None:
    Facilitation.objects.update(security=security)
    page = client.get(link(asked))
    assert page.status_code == 200
    assert asked.tracking_code not in page.content.decode()
    assert client.post(link(asked), reply()).status_code == 302


def test_the_answer_cannot_make_a_case_public_or_change_other_fields(asked: Facilitation, client: Client) -> None:
    client.post(link(asked), reply(event="Lain", security="SR", institution="Lain"))
    asked.refresh_from_db()
    assert (asked.event, asked.security, asked.institution) == (
        "Festival Nagari (data contoh)", "B", "Pemerintah Nagari Sungai Dareh",
    )  # fmt: skip


def test_a_link_that_is_not_genuine_or_another_offices_is_unknown(asked: Facilitation, client: Client) -> None:
    assemble("dinas-lain", prefix="lain-")
    by_code = f"/o/diskominfo-sumbar/jawab/{asked.tracking_code}/"
    for address in (link(asked)[:-6] + "/", link(asked, "dinas-lain"), by_code):
        assert client.get(address).status_code == 404
        assert client.post(address, reply()).status_code == 404
    asked.refresh_from_db()
    assert asked.stage == "awaiting_requester"


def test_the_secret_is_kept_by_nobody_and_sent_to_nobody(asked: Facilitation, client: Client) -> None:
    page = client.get(link(asked))
    assert page["Cache-Control"] == "private, no-store"
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
