"""An issued document is frozen: its content, its bytes, its hash, who signed, and the chain it belongs to."""

import hashlib
import json

import pytest
from django.utils import translation

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Document, DocumentFile
from simcap.documents.typeset import render
from simcap.journal.models import Entry
from simcap.people.models import Office
from tests.cast import MONDAY, assemble

NUMBERED = {
    "assignment_letter": "800.1.11.1/001/DISKOMINFO/VI/2026",
    "activity_report": "500.12/001/DISKOMINFO/VI/2026",
}


@pytest.fixture
def cast(db):
    """A case that has gone all the way."""
    with clock.scripted(MONDAY):
        made = assemble()
        made.walk("closed")
        yield made


def documents() -> list[Document]:
    """Every document, in order of issue."""
    return list(Document.objects.select_related("file", "office").order_by("id"))


def test_every_document_is_kept_with_the_hash_of_its_bytes(cast) -> None:
    for one in documents():
        data = store.get(one.file)
        assert (data[:5], hashlib.sha256(data).hexdigest(), one.file.media_type) == (
            b"%PDF-", one.file_id, "application/pdf",
        )  # fmt: skip


def test_the_same_content_files_and_moment_give_the_same_bytes(cast) -> None:
    for one in documents():
        files = {each.name: store.get(each.file) for each in DocumentFile.objects.filter(document=one)}
        template = "activity_report" if one.kind == "facilitation_record" else one.kind
        again = render(template, json.loads(one.content), files=files, issued_at=one.issued_at)
        assert hashlib.sha256(again).hexdigest() == one.file_id, one.kind


def test_every_document_names_the_head_of_its_chain_before_the_act_and_the_entry_names_the_document(cast) -> None:
    for one in documents():
        head = Entry.objects.get(chain=f"case:{cast.case.uid}", seq=one.chain_seq)
        made_by = Entry.objects.get(chain=head.chain, seq=one.chain_seq + 1)
        assert head.hash == one.chain_hash
        facts = json.loads(made_by.canonical)["facts"]
        named = "confirmation_sha256" if one.kind == "host_confirmation" else "document_sha256"
        assert facts[named] == one.file_id


def test_only_signed_documents_have_a_number_and_a_signer(cast) -> None:
    found = {one.kind: (one.number, one.serial, one.signing, bool(one.signed_by)) for one in documents()}
    assert found == {
        kind: (NUMBERED[kind], 1, "internal", True) if kind in NUMBERED else ("", None, "none", False) for kind in found
    }


def test_every_document_has_a_token_of_its_own_of_128_bits_and_prints_it(cast) -> None:
    tokens = {one.token for one in documents()}
    assert (len(tokens), {len(bytes.fromhex(token)) for token in tokens}) == (7, {16})
    for one in documents():
        printed = json.loads(one.content)["verification"]
        assert printed["url"].endswith(f"/o/diskominfo-sumbar/v/{one.token}/")
        assert printed["code"] == one.token[:8].upper()


def test_a_document_is_dated_when_it_is_recorded_in_the_offices_year(cast) -> None:
    assert {(one.issued_at, one.year) for one in documents()} == {(MONDAY, 2026)}


def test_what_is_printed_is_indonesian_whatever_the_language_of_the_screen(db, settings) -> None:

    with clock.scripted(MONDAY), translation.override("en"):
        cast = assemble()
        cast.walk("running")
        cast.do("teknisi1", "finish", {"male_count": 1, "female_count": 1, "child_count": 2, "adult_count": 0,
                                       "elderly_count": 0, "disability_count": 0})  # fmt: skip
        cast.do("koordinator", "record_facilitation")
    record = json.loads(Document.objects.get(kind="facilitation_record").content)
    assert [one["subject"] for one in record["differences"]] == ["Waktu mulai", "Waktu selesai", "Pengunjung"]
    hand_over = json.loads(Document.objects.get(kind="hand_over_list").content)
    assert hand_over["received_by"]["position"] == "TIM Teknis"
    positions = {json.loads(one.canonical)["actor"].get("position") for one in Entry.objects.filter(act="start")}
    assert positions == {"Koordinator TIM"}


def test_the_letterhead_is_the_one_of_the_day(cast) -> None:
    Office.objects.update(letterhead="DINAS LAIN")
    assert {json.loads(one.content)["letterhead"]["office"] for one in documents()} == {
        "DINAS KOMUNIKASI DAN INFORMATIKA"
    }


def test_a_new_version_replaces_the_one_before_and_both_stay(db) -> None:
    with clock.scripted(MONDAY):
        cast = assemble()
        cast.walk("report_with_section")
        cast.do("seksi", "send_back")
        cast.do("koordinator", "record_facilitation")
    first, second = Document.objects.filter(kind="facilitation_record").order_by("version")
    assert (first.status, first.replaced_by, second.status) == ("replaced", second, "in_force")
    assert store.get(first.file) != store.get(second.file)
