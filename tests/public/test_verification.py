"""What the QR code of a document opens."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from simcap import clock
from simcap.documents.models import Document
from simcap.documents.store import path_of
from simcap.facilitation.models import Facilitation
from simcap.public.sop import masked_nip
from simcap.public.verification import _post
from tests.cast import MONDAY, Cast, assemble

OTHER_KINDS = [
    "disposition_sheet", "hand_over_list", "field_report", "host_confirmation", "facilitation_record",
    "activity_report",
]  # fmt: skip


def page_of(client: Client, document: Document, office: str = "diskominfo-sumbar") -> tuple[int, str]:
    answer = client.get(f"/o/{office}/v/{document.token}/")
    return answer.status_code, answer.content.decode()


@pytest.fixture
def spt(cast: Cast) -> Document:
    cast.walk("assigned")
    return Document.objects.get(kind="assignment_letter")


def test_a_signed_spt_tells_what_it_is_who_signed_and_that_nothing_was_changed(spt: Document, client: Client) -> None:
    status, text = page_of(client, spt)
    assert status == 200
    for word in (
        "SPT TIM yang bertugas", spt.number, "Naskah ini asli dan berlaku.", "Kepala Dinas (contoh)",
        "SK 3/2026 (contoh)", "Kepala Dinas Komunikasi dan Informatika",
        "Persetujuan internal, tidak tersertifikasi", spt.file_id,
        spt.chain_hash[:16], f"Catatan nomor {spt.chain_seq}",
        "Berkas yang tersimpan diperiksa sekarang: sama.", "Jejak kantor diperiksa sekarang: cocok.",
    ):  # fmt: skip
        assert word in text


def test_the_nip_is_masked_and_nothing_of_the_requester_or_the_crew_is_told(spt: Document, client: Client) -> None:
    nip = json.loads(spt.signed_by)["nip"]
    _status, text = page_of(client, spt)
    people = ("0812 0000 0000", "nagari@contoh.example", "Sekretaris Nagari", "Teknisi 1 (contoh)")
    leaks = (nip, nip[:8], *people, "Festival Nagari")
    assert [word for word in leaks if word in text] == []
    assert masked_nip(nip) in text


def test_the_public_gets_no_file(spt: Document, client: Client) -> None:
    assert ".pdf" not in page_of(client, spt)[1]


def test_a_replaced_document_says_so_since_when_and_by_which(cast: Cast, client: Client) -> None:
    with clock.scripted(MONDAY):
        cast.walk("assigned")
        cast.do("seksi", "amend")
        cast.do("seksi", "amend_spt")
        cast.do("kabid", "initial_amendment")
    with clock.scripted(MONDAY + timedelta(hours=1)):
        cast.do("kadis", "sign_amendment")
    old, new = Document.objects.filter(kind="assignment_letter").order_by("version")
    _status, text = page_of(client, old)
    assert (
        "Naskah ini asli, tetapi sudah diganti dan tidak berlaku lagi sejak Senin, 8 Juni 2026 pukul 09.00 WIB." in text
    )
    assert f"/v/{new.token}/" in text
    assert f"{new.title}</a>, 8 Juni 2026." in text
    assert "Naskah ini asli dan berlaku." in page_of(client, new)[1]
    assert old.number in page_of(client, old)[1]


def test_a_document_replaced_by_one_signed_on_paper_holds_until_its_check(cast: Cast, client: Client) -> None:
    with clock.scripted(MONDAY):
        cast.walk("assigned")
        for who, act in (("seksi", "amend"), ("seksi", "amend_spt"), ("kabid", "initial_amendment")):
            cast.do(who, act)
        cast.do("agendaris", "print_to_sign")
        cast.do("agendaris", "scan_signed")
    old = Document.objects.filter(kind="assignment_letter").order_by("version")[0]
    assert "Naskah ini asli dan berlaku." in page_of(client, old)[1]
    with clock.scripted(MONDAY + timedelta(hours=2)):
        cast.do("kabid", "confirm_signed")
    assert "tidak berlaku lagi sejak Senin, 8 Juni 2026 pukul 10.00 WIB." in page_of(client, old)[1]


@pytest.mark.parametrize("act", ["revoke_spt", "cancel"])
def test_a_revoked_document_says_so_and_since_when(cast: Cast, client: Client, act: str) -> None:
    with clock.scripted(MONDAY):
        cast.walk("assigned")
        cast.do("kadis", act)
    old = Document.objects.get(kind="assignment_letter")
    text = page_of(client, old)[1]
    told = "Naskah ini asli, tetapi sudah dicabut dan tidak berlaku lagi sejak Senin, 8 Juni 2026 pukul 08.00 WIB."
    assert told in text
    assert "Yang berlaku menggantikannya:" not in text


def test_a_revoked_document_names_the_one_in_force_now(cast: Cast, client: Client) -> None:
    cast.walk("assigned")
    for who, act in (
        ("kadis", "revoke_spt"), ("seksi", "amend_spt"), ("kabid", "initial_amendment"), ("kadis", "sign_amendment"),
    ):  # fmt: skip
        cast.do(who, act)
    old, new = Document.objects.filter(kind="assignment_letter").order_by("version")
    text = page_of(client, old)[1]
    assert "sudah dicabut" in text
    assert f"/v/{new.token}/" in text


def test_a_document_out_of_force_of_which_the_journal_tells_nothing_says_so_without_a_day(
    spt: Document, client: Client
) -> None:
    Document.objects.filter(pk=spt.pk).update(status=Document.Status.REVOKED)
    assert "Naskah ini asli, tetapi sudah dicabut dan tidak berlaku lagi." in page_of(client, spt)[1]


def test_changed_bytes_are_told(spt: Document, client: Client) -> None:
    stored = Path(default_storage.path(path_of(spt.file_id)))
    kept = stored.read_bytes()
    stored.write_bytes(b"%PDF-palsu")
    try:
        assert "Berkas yang tersimpan hilang atau berubah." in page_of(client, spt)[1]
    finally:
        stored.write_bytes(kept)


def test_a_chain_that_does_not_have_the_recorded_head_is_told(spt: Document, client: Client) -> None:
    Document.objects.filter(pk=spt.pk).update(chain_hash="f" * 64)
    assert "Jejak yang menyertai naskah ini tidak cocok." in page_of(client, spt)[1]


@pytest.mark.parametrize("security", ["R", "SR"])
def test_a_closed_class_is_unknown(spt: Document, client: Client, security: str) -> None:
    Facilitation.objects.update(security=security)
    hidden = page_of(client, spt)
    unknown = client.get(f"/o/diskominfo-sumbar/v/{'0' * 32}/")
    assert hidden == (404, unknown.content.decode())
    assert "Tidak ada naskah dengan kode ini di kantor kami." in hidden[1]


def test_another_offices_token_is_unknown(spt: Document, client: Client) -> None:
    assemble("dinas-lain", prefix="lain-")
    assert page_of(client, spt, "dinas-lain")[0] == 404


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_document_has_its_page(cast: Cast, client: Client, kind: str) -> None:
    cast.walk("closed")
    document = Document.objects.get(kind=kind)
    status, text = page_of(client, document)
    assert status == 200
    assert "Naskah ini asli dan berlaku." in text
    assert document.title in text


@pytest.mark.parametrize(
    ("form", "own", "via", "line"),
    [
        ("own", "", "", "Kepala Dinas"),
        ("plt", "", "", "Plt. Kepala Dinas"),
        ("plh", "", "", "Plh. Kepala Dinas"),
        ("an", "Sekretaris Dinas", "", "a.n. Kepala Dinas, Sekretaris Dinas"),
        ("ub", "Kepala Bidang", "Sekretaris Dinas", "a.n. Kepala Dinas, Sekretaris Dinas, u.b. Kepala Bidang"),
    ],
)
def test_the_signature_line_says_by_which_right(form: str, own: str, via: str, line: str) -> None:
    assert _post({"form": form, "title": "Kepala Dinas", "own_title": own, "via_title": via}) == line
