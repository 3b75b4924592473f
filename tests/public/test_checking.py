"""Checking an uploaded PDF, and the checkpoints that an office publishes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simcap import clock
from simcap.bundle.contents import carried
from simcap.documents.models import Attachment, Document, StoredFile
from simcap.documents.store import get
from simcap.facilitation.models import Facilitation
from simcap.journal.append import append
from simcap.journal.checkpoint import write_checkpoint
from simcap.journal.models import Entry
from simcap.public.limits import CHECKING
from tests.cast import MONDAY, Cast, assemble

ENTRY = "/o/diskominfo-sumbar/verifikasi/"
UNKNOWN = "Berkas Anda tidak sama dengan naskah mana pun"


@pytest.fixture
def spt(cast: Cast) -> Document:
    cast.walk("assigned")
    return Document.objects.get(kind="assignment_letter")


def sent(client: Client, data: bytes, url: str = ENTRY, **headers: str) -> tuple[int, str]:
    answer = client.post(url, {"file": SimpleUploadedFile("apa saja.pdf", data, "application/pdf")}, headers=headers)
    return answer.status_code, answer.content.decode()


def page_of(document: Document) -> str:
    return f"/o/diskominfo-sumbar/v/{document.token}/"


def test_the_very_file_is_recognised_with_and_without_its_code(spt: Document, client: Client) -> None:
    data = get(spt.file)
    status, text = sent(client, data)
    assert status == 200
    assert "Berkas Anda adalah naskah kantor ini, persis:" in text
    assert page_of(spt) in text
    assert "Berkas Anda persis naskah ini" in sent(client, data, page_of(spt))[1]


def test_one_bit_makes_it_another_file(spt: Document, client: Client) -> None:
    data = get(spt.file)
    changed = data[:-10] + bytes([data[-10] ^ 1]) + data[-9:]
    for url in (ENTRY, page_of(spt)):
        status, text = sent(client, changed, url)
        assert status == 200
        assert UNKNOWN in text


def test_another_version_of_it_is_named(spt: Document, client: Client) -> None:
    other = Document.objects.get(kind="disposition_sheet")
    Document.objects.filter(pk=other.pk).update(kind=spt.kind, version=2)
    text = sent(client, get(other.file), page_of(spt))[1]
    assert "Berkas Anda bukan versi 1 ini, melainkan versi 2 dari naskah yang sama:" in text
    assert page_of(other) in text


def test_another_document_of_the_office_is_named(spt: Document, client: Client) -> None:
    other = Document.objects.get(kind="disposition_sheet")
    text = sent(client, get(other.file), page_of(spt))[1]
    assert "Berkas Anda bukan naskah ini, melainkan naskah lain dari kantor ini:" in text
    assert other.title in text


def test_a_revoked_document_is_recognised_but_not_called_right(spt: Document, client: Client) -> None:
    Document.objects.filter(pk=spt.pk).update(status=Document.Status.REVOKED)
    text = sent(client, get(spt.file))[1]
    assert 'class="said ask"' in text
    assert "dicabut" in text


@pytest.mark.parametrize("hide", ["R", "SR", "not public", "other office"])
def test_what_is_not_public_is_unknown(spt: Document, client: Client, hide: str) -> None:
    data, url = get(spt.file), ENTRY
    if hide == "not public":
        Document.objects.update(is_public=False)
    elif hide == "other office":
        assemble("dinas-lain", prefix="lain-")
        url = "/o/dinas-lain/verifikasi/"
    else:
        Facilitation.objects.update(security=hide)
    status, text = sent(client, data, url)
    assert status == 200
    assert UNKNOWN in text
    assert spt.title not in text


def test_what_requesters_sent_is_unknown(spt: Document, client: Client) -> None:
    data = b"%PDF-" + get(Attachment.objects.first().file)
    assert UNKNOWN in sent(client, data)[1]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(None, "Pilih dahulu berkas PDF."), (b"", "Berkas ini kosong."), (b"PK\x03\x04", "Ini bukan berkas PDF.")],
)
def test_what_is_no_pdf_is_told_beside_the_field(cast: Cast, client: Client, data: bytes | None, sentence: str) -> None:
    status, text = sent(client, data) if data is not None else (
        (answer := client.post(ENTRY, {})).status_code, answer.content.decode()
    )  # fmt: skip
    assert status == 422
    assert sentence in text


def test_what_is_too_large_is_refused_unread_when_it_says_so_and_at_the_end_when_not(cast: Cast, client, monkeypatch):
    monkeypatch.setattr("simcap.public.checking.LARGEST_BYTES", 1000)
    status, text = sent(client, b"%PDF-" + b"x" * 1200)
    assert (status, "Berkasnya terlalu besar" in text) == (422, True)
    monkeypatch.setattr("simcap.public.checking.AROUND_BYTES", 10)
    status, text = sent(client, b"%PDF-" + b"x" * 1200)
    assert (status, "Berkasnya terlalu besar" in text) == (422, True)


def test_nothing_is_kept_of_the_file(spt: Document, client: Client, settings, tmp_path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    before = StoredFile.objects.count(), Attachment.objects.count(), Entry.objects.count()
    sent(client, b"%PDF-" + b"x" * 3_000_000)
    assert (StoredFile.objects.count(), Attachment.objects.count(), Entry.objects.count()) == before
    assert list(tmp_path.iterdir()) == []


def test_too_many_checks_are_asked_to_wait(cast: Cast, client: Client) -> None:
    codes = [client.post(ENTRY, {}).status_code for _ in range(CHECKING.tries + 1)]
    assert codes == [422] * CHECKING.tries + [429]


def checkpoints(count: int) -> None:
    for day in range(count):
        at = MONDAY + timedelta(days=day)
        append("case:x", office_slug="diskominfo-sumbar", act="open", occurred_at=at, recorded_at=at, facts={})
        write_checkpoint("diskominfo-sumbar", at=at)


def test_published_checkpoints_are_the_journal_s_own_newest_first_and_name_no_case(spt: Document, client) -> None:
    entry = write_checkpoint("diskominfo-sumbar", at=clock.now())
    text = client.get("/o/diskominfo-sumbar/jejak/").content.decode()
    assert entry.hash in text
    assert f"<b>#{entry.seq}</b>" in text
    assert str(spt.case_uid) not in text


def test_older_checkpoints_are_paged_by_their_number(cast: Cast, client: Client) -> None:
    checkpoints(33)
    first = client.get("/o/diskominfo-sumbar/jejak/")
    older = first.context["older"]
    second = client.get(f"/o/diskominfo-sumbar/jejak/?before={older}")
    seen = [line["seq"] for page in (first, second) for line in page.context["lines"]]
    assert seen == list(Entry.objects.filter(act="checkpoint").order_by("-seq").values_list("seq", flat=True))
    assert second.context["older"] is None


def test_listing_checkpoints_costs_the_same_for_one_and_for_many(cast, client, django_assert_num_queries) -> None:
    for count in (1, 20):
        checkpoints(count)
        with django_assert_num_queries(2):
            client.get("/o/diskominfo-sumbar/jejak/")


def test_an_office_without_checkpoints_says_when_the_first_comes(cast: Cast, client: Client) -> None:
    assert "Belum ada titik periksa." in client.get("/o/diskominfo-sumbar/jejak/").content.decode()


def test_the_verifying_program_is_the_one_in_the_bundles(cast: Cast, client: Client) -> None:
    answer = client.get("/o/diskominfo-sumbar/jejak/verify.py")
    assert answer.content == carried("verify.py")
    assert answer["Content-Disposition"] == 'attachment; filename="verify.py"'
