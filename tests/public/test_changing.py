"""By the secret link the requester postpones or cancels himself: once, told what will happen, until it is too late."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.intake.models import LetterAttachment
from simcap.intake.queries import answer_token
from simcap.public import limits
from tests.cast import Cast, assemble, png

CHANGEABLE = ("with_head", "to_record", "spt_with_division", "assigned", "prepared", "awaiting_requester")
TOO_LATE = ("running", "returned", "report_with_head", "closed")
ACTS = ("tunda", "batal")
CONSEQUENCES = {
    ("batal", "with_head"): "Permintaan ini berakhir dan tidak kami kerjakan lagi.",
    ("batal", "assigned"): "Surat tugas tim dicabut dan tim tidak datang.",
    ("tunda", "with_head"): "Permintaan tetap diproses, dengan waktu yang baru.",
    ("tunda", "spt_with_division"): "Surat tugas tim disusun ulang dengan waktu yang baru.",
    ("tunda", "assigned"): "Surat tugas tim harus diubah dan ditandatangani lagi.",
}


def bring(cast: Cast, stage: str) -> Facilitation:
    if stage == "awaiting_requester":
        cast.walk("with_section")
        cast.do("seksi", "return_incomplete")
    else:
        cast.walk(stage)
    return Facilitation.objects.get()


def link(case: Facilitation, act: str, office: str = "diskominfo-sumbar") -> str:
    return f"/o/{office}/jawab/{answer_token(case)}/{act}/"


def said(act: str, **changes: Any) -> dict[str, Any]:
    """What the requester sends."""
    window = {"starts_at": "2026-12-25T08:00", "ends_at": "2026-12-25T16:00"} if act == "tunda" else {}
    return {"request_id": str(uuid4()), "reason": "Panitia belum siap.", **window, **changes}


@pytest.mark.parametrize("stage", CHANGEABLE)
@pytest.mark.parametrize("act", ACTS)
def test_until_the_team_has_begun_the_requester_changes_his_mind(
    cast: Cast, client: Client, stage: str, act: str
) -> None:
    case = bring(cast, stage)
    sent = client.post(link(case, act), said(act))
    assert (sent.status_code, sent["Location"]) == (302, link(case, "")[:-1])
    case.refresh_from_db()
    assert (case.stage == "cancelled") == (act == "batal")
    assert (f"{case.starts_at:%Y-%m-%d}" == "2026-12-25") == (act == "tunda")
    text = client.get(sent["Location"]).content.decode()
    assert ("Dibatalkan oleh pemohon pada" in text) == (act == "batal")
    assert ("Kegiatan ditunda: semula" in text) == (act == "tunda")
    assert "Jawaban Anda sudah kami terima." not in text


@pytest.mark.parametrize(("act", "stage"), CONSEQUENCES)
def test_what_will_happen_is_told_before(cast: Cast, client: Client, act: str, stage: str) -> None:
    text = client.get(link(bring(cast, stage), act)).content.decode()
    assert CONSEQUENCES[act, stage] in text


@pytest.mark.parametrize("act", ACTS)
def test_a_second_click_changes_nothing_more(cast: Cast, client: Client, act: str) -> None:
    case, same = bring(cast, "assigned"), said(act)
    assert [client.post(link(case, act), same).status_code for _click in range(2)] == [302, 302]
    assert case.turns.filter(act=("cancel" if act == "batal" else "postpone")).count() == (act == "batal")


@pytest.mark.parametrize("stage", TOO_LATE)
@pytest.mark.parametrize("act", ACTS)
def test_when_it_is_too_late_the_page_says_so_and_whom_to_call(
    cast: Cast, client: Client, stage: str, act: str
) -> None:
    cast.office.phone = "(0751) 123456"
    cast.office.save()
    case = bring(cast, stage)
    for page, status in ((client.get(link(case, act)), 200), (client.post(link(case, act), said(act)), 409)):
        text = page.content.decode()
        assert page.status_code == status
        assert "tidak dapat lagi di" in text
        assert "telepon kantor kami: (0751) 123456" in text
        assert "<textarea" not in text
    case.refresh_from_db()
    assert case.stage == stage


def test_the_team_may_begin_while_the_page_is_open(cast: Cast, client: Client) -> None:
    case = bring(cast, "prepared")
    assert "<textarea" in client.get(link(case, "batal")).content.decode()
    cast.do("koordinator", "start")
    page = client.post(link(case, "batal"), said("batal"))
    assert (page.status_code, "tidak dapat lagi dibatalkan" in page.content.decode()) == (409, True)


def test_an_error_keeps_what_was_typed_and_uploaded(cast: Cast, client: Client) -> None:
    case = bring(cast, "with_head")
    files = {"letter": SimpleUploadedFile("tunda.png", png(), "image/png")}
    page = client.post(link(case, "tunda"), said("tunda", ends_at="2026-12-24T16:00", **files))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Panitia belum siap." in text
    assert "tunda.png" in text
    assert '<a href="#id_ends_at">' in text
    uid = re.search(r'name="letter" value="([0-9a-f-]{36})"', text)
    assert uid
    client.post(link(case, "tunda"), said("tunda", letter=uid[1]))
    assert LetterAttachment.objects.get().attachment.name == "tunda.png"


def test_without_a_reason_nothing_is_cancelled(cast: Cast, client: Client) -> None:
    case = bring(cast, "with_head")
    assert client.post(link(case, "batal"), said("batal", reason="")).status_code == 422
    case.refresh_from_db()
    assert case.stage == "with_head"


def test_a_refused_upload_keeps_the_text(cast: Cast, client: Client) -> None:
    bad = SimpleUploadedFile("tunda.pdf", b"bukan pdf", "application/pdf")
    page = client.post(link(bring(cast, "with_head"), "tunda"), said("tunda", letter=bad))
    assert (page.status_code, "Panitia belum siap." in page.content.decode()) == (422, True)


def test_too_many_sendings_are_stopped_and_keep_the_text(cast: Cast, client: Client) -> None:
    case = bring(cast, "with_head")
    for _try in range(limits.SENDING.tries):
        client.post(link(case, "batal"), said("batal", reason=""))
    page = client.post(link(case, "batal"), said("batal"))
    assert (page.status_code, "Panitia belum siap." in page.content.decode()) == (429, True)


@pytest.mark.parametrize("act", ACTS)
def test_a_link_that_is_not_genuine_or_another_offices_is_unknown(cast: Cast, client: Client, act: str) -> None:
    case = bring(cast, "with_head")
    assemble("dinas-lain", prefix="lain-")
    by_code = f"/o/diskominfo-sumbar/jawab/{case.tracking_code}/{act}/"
    for address in (link(case, act, "dinas-lain"), by_code):
        assert client.get(address).status_code == 404
        assert client.post(address, said(act)).status_code == 404
    case.refresh_from_db()
    assert case.stage == "with_head"


@pytest.mark.parametrize("security", ["R", "SR"])
def test_a_closed_class_is_changed_by_its_link_too(cast: Cast, client: Client, security: str) -> None:
    case = bring(cast, "with_head")
    Facilitation.objects.update(security=security)
    assert client.post(link(case, "batal"), said("batal")).status_code == 302
    text = client.get(link(case, "")[:-1]).content.decode()
    assert "Permintaan ini dibatalkan." in text
    assert case.tracking_code not in text


def test_the_request_shows_what_may_be_changed_and_the_tracking_page_how(cast: Cast, client: Client) -> None:
    case = bring(cast, "assigned")
    own, shared = link(case, "")[:-1], f"/o/diskominfo-sumbar/lacak/{case.tracking_code}/"
    text = client.get(own).content.decode()
    assert [f"{own}{act}/" in text for act in ACTS] == [True, True]
    told = "Menunda atau membatalkan hanya dapat melalui tautan rahasia"
    assert told in client.get(shared).content.decode()
    for who, act in (("teknisi1", "prepare"), ("koordinator", "start")):
        cast.do(who, act)
    assert [f"{own}{act}/" in client.get(own).content.decode() for act in ACTS] == [False, False]
    assert told not in client.get(shared).content.decode()


def test_while_it_is_being_declined_a_request_can_be_cancelled_but_not_postponed(cast: Cast, client: Client) -> None:
    case = bring(cast, "with_head")
    cast.do("kadis", "decline")
    own = link(case, "")[:-1]
    text = client.get(own).content.decode()
    assert [f"{own}{act}/" in text for act in ACTS] == [False, True]


def test_a_cancelled_spt_is_revoked(cast: Cast, client: Client) -> None:
    case = bring(cast, "assigned")
    client.post(link(case, "batal"), said("batal"))
    assert Document.objects.get(kind="assignment_letter").status == "revoked"


def test_the_secret_is_kept_by_nobody_and_sent_to_nobody(cast: Cast, client: Client) -> None:
    page = client.get(link(bring(cast, "with_head"), "batal"))
    assert page["Cache-Control"] == "private, no-store"
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert dict(client.cookies) == {}
