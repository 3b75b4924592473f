"""What the QR code of a document opens."""

import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from simcap.documents.models import Document
from simcap.documents.store import path_of
from simcap.facilitation.models import Facilitation
from simcap.public.sop import masked_nip
from simcap.public.verification import _post
from tests.cast import Cast, assemble

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


def test_a_replaced_document_names_the_one_in_force(spt: Document, client: Client) -> None:
    other = Document.objects.get(kind="disposition_sheet")
    Document.objects.filter(pk=spt.pk).update(status=Document.Status.REPLACED, replaced_by=other)
    _status, text = page_of(client, spt)
    assert "Naskah ini asli, tetapi sudah diganti." in text
    assert f"/v/{other.token}/" in text


def test_a_revoked_document_is_told_as_revoked(spt: Document, client: Client) -> None:
    Document.objects.filter(pk=spt.pk).update(status=Document.Status.REVOKED)
    assert "Naskah ini asli, tetapi sudah dicabut." in page_of(client, spt)[1]


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
