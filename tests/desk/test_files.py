"""Files of a case: the very bytes, for whoever sees the case, and safe to look at."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Attachment, Document
from simcap.facilitation.models import Facilitation
from tests.cast import MONDAY, POSTS, Cast, assemble, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    found = assemble()
    with clock.scripted(MONDAY):
        found.walk("assigned")
    return found


def as_(cast: Cast, username: str) -> Client:
    client = Client()
    client.force_login(cast.account(username))
    return client


def spt(cast: Cast) -> Document:
    return Document.objects.get(case_uid=cast.case.uid, kind="assignment_letter")


def document_url(cast: Cast) -> str:
    return reverse("case-document", args=[cast.case.uid, spt(cast).uid])


def page_url(cast: Cast, page: int = 1) -> str:
    return reverse("case-document-page", args=[cast.case.uid, spt(cast).uid, page])


def scan_url(cast: Cast) -> str:
    return reverse("case-attachment", args=[cast.case.uid, cast.case.letter.scan.uid])


ADDRESSES = (document_url, page_url, scan_url)


def safe(response: HttpResponse) -> dict[str, Any]:
    names = ("X-Content-Type-Options", "Content-Security-Policy", "Cache-Control", "X-Frame-Options")
    return {name: response.get(name) for name in names}


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox",
    "Cache-Control": "private, no-cache",
    "X-Frame-Options": "SAMEORIGIN",
}


def test_a_document_is_the_very_bytes_that_its_hash_stands_for(cast: Cast):
    response = as_(cast, "kadis").get(document_url(cast))
    assert hashlib.sha256(response.content).hexdigest() == spt(cast).file_id
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith(
        'inline; filename="Surat Perintah Tugas 800.1.11.1-001-DISKOMINFO'
    )
    assert safe(response) == SAFE


def test_a_document_can_be_saved(cast: Cast):
    response = as_(cast, "kadis").get(document_url(cast) + "?download=1")
    assert response["Content-Disposition"].startswith("attachment; filename=")


def test_a_page_is_a_picture_and_its_thumbnail_is_small(cast: Cast):
    client = as_(cast, "kadis")
    whole, small = client.get(page_url(cast)), client.get(page_url(cast) + "?small=1")
    assert (whole["Content-Type"], whole.content[:4], safe(whole)) == ("image/png", b"\x89PNG", SAFE)
    assert len(small.content) < 20_000 < len(whole.content)


def test_a_page_that_is_not_there_is_not_found(cast: Cast):
    client = as_(cast, "kadis")
    assert [client.get(page_url(cast, page)).status_code for page in (0, 9)] == [404, 404]


def test_a_page_is_drawn_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    client = as_(cast, "kadis")
    first = client.get(page_url(cast) + "?small=1")
    monkeypatch.setattr("simcap.documents.paging.preview", None)
    assert client.get(page_url(cast) + "?small=1").content == first.content


def test_an_attachment_is_the_upright_copy_unless_the_original_is_asked_for(cast: Cast):
    client, scan = as_(cast, "kadis"), cast.case.letter.scan
    view, original = client.get(scan_url(cast)), client.get(scan_url(cast) + "?original=1")
    assert (view.content, view["Content-Type"]) == (store.get(scan.view), "image/jpeg")
    assert (original.content, original["Content-Type"]) == (png(), "image/png")
    assert [one["Content-Disposition"] for one in (view, original)] == [
        'inline; filename="surat.jpg"',
        'inline; filename="surat.png"',
    ]
    assert (safe(view), safe(original)) == (SAFE, SAFE)


def test_what_the_browser_has_is_not_sent_again_but_the_right_is_asked_again(cast: Cast):
    client = as_(cast, "kadis")
    etag = client.get(document_url(cast))["ETag"]
    again = client.get(document_url(cast), headers={"If-None-Match": etag})
    assert (again.status_code, again.content, safe(again)["Cache-Control"]) == (304, b"", "private, no-cache")
    Facilitation.objects.update(security="SR")
    response = as_(cast, "sekretaris").get(document_url(cast), headers={"If-None-Match": etag})
    assert response.status_code == 404


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.__name__)
def test_anonymous_people_sign_in_first(cast: Cast, client: Client, address: Any):
    response = client.get(address(cast))
    assert (response.status_code, response["Location"]) == (302, f"/masuk/?next={address(cast)}")


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.__name__)
def test_people_of_another_office_find_nothing(cast: Cast, address: Any):
    other = assemble("kantor-lain", prefix="lain-")
    statuses = {name: as_(other, name).get(address(cast)).status_code for name in POSTS}
    assert set(statuses.values()) == {404}


#: Who sees a case at `assigned`: the chain, front desk, auditor and team; class R and SR narrow it to the chain.
SEEN = {
    "B": {"agendaris", "kadis", "kabid", "seksi", "koordinator", "teknisi1", "teknisi2", "auditor"},
    "SR": {"kadis", "kabid", "seksi", "koordinator", "teknisi1", "teknisi2"},
}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("security", SEEN)
def test_who_sees_the_case_sees_its_files_and_nobody_else(cast: Cast, security: str, address: Any):
    Facilitation.objects.update(security=security)
    seen = {name for name in POSTS if as_(cast, name).get(address(cast)).status_code == 200}
    assert seen == SEEN[security]


def test_a_file_of_one_case_is_not_found_under_another(cast: Cast):
    first, scan, document = cast.case, cast.case.letter.scan, spt(cast)
    with clock.scripted(MONDAY):
        second = cast.do("agendaris", "register").facilitation
    client = as_(cast, "kadis")
    assert first != second
    for name, uid in (("case-attachment", scan.uid), ("case-document", document.uid), ("case-attachment", uuid4())):
        assert client.get(reverse(name, args=[second.uid, uid])).status_code == 404


def test_an_upload_that_no_act_has_taken_belongs_to_no_case(cast: Cast):
    staged = Attachment.objects.get(uid=cast.upload("kadis"))
    assert as_(cast, "kadis").get(reverse("case-attachment", args=[cast.case.uid, staged.uid])).status_code == 404


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_file_is_not_shown(cast: Cast, damage: str, caplog: pytest.LogCaptureFixture):
    path = store.path_of(spt(cast).file_id)
    kept = default_storage.open(path).read()
    default_storage.delete(path)
    try:
        if damage == "changed":
            Path(default_storage.path(path)).write_bytes(b"%PDF-1.7 palsu")
        response = as_(cast, "kadis").get(document_url(cast))
        assert response.status_code == 500
        assert "Berkas ini tidak dapat ditampilkan" in response.content.decode()
        assert spt(cast).file_id in caplog.text
    finally:
        Path(default_storage.path(path)).write_bytes(kept)


def test_files_are_only_read(cast: Cast):
    client = as_(cast, "kadis")
    assert [client.post(address(cast)).status_code for address in ADDRESSES] == [405, 405, 405]
