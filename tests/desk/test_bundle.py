"""Taking a bundle from the dossier: the warning before it, who took it, and what stands in the way."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from simcap.documents.models import Document
from simcap.documents.store import path_of
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.stewardship.models import Reading
from tests.cast import Cast

from .conftest import As

PURPOSE = {"purpose": "Permintaan inspektorat"}


@pytest.fixture
def url(cast: Cast) -> str:
    return f"/cases/{cast.walk('assigned').uid}/bundle/"


def test_the_page_says_what_is_in_it_and_that_it_holds_personal_data(as_: As, url: str) -> None:
    answer = as_("auditor").get(url)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Bundel memuat data pribadi" in text
    assert answer.context["contents"].documents == Document.objects.count()
    assert not Entry.objects.filter(act="bundle_taken").exists()


def test_the_bundle_comes_whole_and_the_office_s_journal_tells_who_took_it_for_what(as_: As, url: str, cast) -> None:
    answer = as_("auditor").post(url, PURPOSE)
    data = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"], int(answer["Content-Length"])) == (
        200, "application/zip", len(data),
    )  # fmt: skip
    assert answer["Content-Disposition"] == f'attachment; filename="bundel-{cast.case.agenda_number[:4]}-2026.zip"'
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    entry = Entry.objects.get(act="bundle_taken")
    told = json.loads(entry.canonical)
    assert entry.chain == "office:diskominfo-sumbar"
    assert told["bundle_sha256"] == hashlib.sha256(data).hexdigest()
    assert told["actor"] == {
        "kind": "officer", "name": "Auditor (contoh)", "account": "auditor", "position": "Auditor",
        "appointment": "definitive", "decree": "SK 9/2026 (contoh)",
    }  # fmt: skip
    assert json.loads(entry.detail.text) == PURPOSE
    assert [one.officer.name for one in Reading.objects.filter(thing="export")] == ["Auditor (contoh)"]
    page = as_("auditor").get("/journal/").content.decode()
    assert "Auditor (contoh) (Auditor) mengambil bundel berkas agenda 0001/2026" in page
    assert "Permintaan inspektorat" in page


def test_without_a_purpose_nothing_is_sent_and_the_field_says_so(as_: As, url: str) -> None:
    answer = as_("auditor").post(url, {"purpose": " "})
    assert answer.status_code == 422
    assert answer.context["form"].errors["purpose"]
    assert not Entry.objects.filter(act="bundle_taken").exists()


def test_the_crew_sees_the_case_but_takes_no_bundle_and_is_told_who_can(as_: As, url: str) -> None:
    answer = as_("teknisi1").post(url, PURPOSE)
    assert answer.status_code == 403
    assert "Bundel hanya dapat diambil oleh Auditor, Agendaris" in answer.content.decode()
    assert not Entry.objects.filter(act="bundle_taken").exists()


@pytest.mark.parametrize(("who", "status"), [("kadis", 200), ("auditor", 404), ("agendaris", 404)])
def test_of_a_secret_case_only_the_chain_takes_it(as_: As, url: str, who: str, status: int) -> None:
    Facilitation.objects.update(security="R")
    assert as_(who).post(url, PURPOSE).status_code == status


@pytest.mark.parametrize(("who", "offered"), [("auditor", True), ("kabid", True), ("teknisi1", False)])
def test_the_dossier_offers_it_to_whom_it_is_open(as_: As, url: str, who: str, offered: bool) -> None:
    page = as_(who).get(url.removesuffix("bundle/")).content.decode()
    assert (f'href="{url}"' in page) == offered


def test_a_changed_file_is_told_and_nothing_is_sent_or_noted(as_: As, url: str) -> None:
    document = Document.objects.first()
    stored = Path(default_storage.path(path_of(document.file_id)))
    kept = stored.read_bytes()
    stored.write_bytes(b"%PDF-palsu")
    try:
        answer = as_("auditor").post(url, PURPOSE)
    finally:
        stored.write_bytes(kept)
    assert answer.status_code == 500
    assert not Entry.objects.filter(act="bundle_taken").exists()
