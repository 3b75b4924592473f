"""Attachments added later by the secret link: while the case is under way, each with its name, once."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simcap.facilitation.models import Facilitation, Turn
from simcap.intake.models import LetterAttachment
from simcap.intake.queries import answer_token
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from tests.cast import Cast, assemble, png


@pytest.fixture
def case(cast: Cast) -> Facilitation:
    return cast.walk("with_division")


def link(case: Facilitation, office: str = "diskominfo-sumbar") -> str:
    return f"/o/{office}/jawab/{answer_token(case)}/lampiran/"


def files(*names: str) -> dict[str, Any]:
    uploads = [SimpleUploadedFile(name, png(), "image/png") for name in names]
    return {"request_id": str(uuid4()), "attachments-TOTAL_FORMS": "0", "attachments-new": uploads}


def test_files_are_added_and_the_case_stays_where_it_is(case: Facilitation, client: Client) -> None:
    sent = client.post(link(case), files("denah.png", "izin.png"))
    assert (sent.status_code, sent["Location"]) == (302, link(case).removesuffix("lampiran/"))
    kept = LetterAttachment.objects.order_by("id").values_list("title", "origin")
    assert list(kept) == [("denah", "later"), ("izin", "later")]
    case.refresh_from_db()
    assert case.stage == "with_division"
    for page in (link(case), sent["Location"]):
        assert "denah" in client.get(page).content.decode()


def test_the_journal_says_who_added_how_many_and_not_what_they_are_called(case: Facilitation, client: Client) -> None:
    client.post(link(case), files("rumah Pak Wali.png"))
    entry = Entry.objects.get(act="add_attachment")
    assert sentence(json.loads(entry.canonical)) == "Pemohon menambahkan 1 lampiran."
    assert "rumah" not in entry.canonical


def test_it_does_not_count_as_opened_by_whom_the_case_waits_for(case: Facilitation, client: Client) -> None:
    client.post(link(case), files("denah.png"))
    assert Turn.objects.get(facilitation=case, closed_at=None).opened_at is None


def test_a_second_click_adds_once(case: Facilitation, client: Client) -> None:
    same = files("denah.png")
    again = {**same, "attachments-new": [SimpleUploadedFile("denah.png", png(), "image/png")]}
    assert [client.post(link(case), one).status_code for one in (same, again)] == [302, 302]
    assert LetterAttachment.objects.count() == 1


def test_nothing_chosen_is_told_in_words(case: Facilitation, client: Client) -> None:
    page = client.post(link(case), {"request_id": str(uuid4()), "attachments-TOTAL_FORMS": "0"})
    assert (page.status_code, LetterAttachment.objects.count()) == (422, 0)
    assert "Pilih paling sedikit satu berkas." in page.content.decode()


def test_a_refused_file_is_told_and_the_good_one_kept_with_its_name_and_removable(
    case: Facilitation, client: Client
) -> None:
    sent = files("denah.png")
    sent["attachments-new"].append(SimpleUploadedFile("x.txt", b"teks"))
    page = client.post(link(case), sent)
    assert page.status_code == 422
    assert "x.txt: Jenis berkas ini tidak dapat diterima." in page.content.decode()
    (line,) = page.context["form"].lists["attachments"].forms
    kept = {"attachments-TOTAL_FORMS": "1", "attachments-0-file": line["file"].value(), "attachments-0-title": "Denah"}
    fewer = client.post(link(case), {"request_id": sent["request_id"], **kept, "_refresh": "remove:attachments:0"})
    assert "denah.png" not in fewer.content.decode()
    assert client.post(link(case), {"request_id": sent["request_id"], **kept}).status_code == 302
    assert LetterAttachment.objects.get().title == "Denah"


def test_while_something_is_asked_for_files_may_be_added_too(cast: Cast, case: Facilitation, client: Client) -> None:
    cast.do("kabid", "return_incomplete")
    assert "Tambah lampiran" in client.get(link(case).removesuffix("lampiran/")).content.decode()
    assert client.post(link(case), files("denah.png")).status_code == 302
    case.refresh_from_db()
    assert case.stage == "awaiting_requester"


def test_after_the_end_nothing_is_added(cast: Cast, client: Client) -> None:
    case = cast.walk("closed")
    answer = link(case).removesuffix("lampiran/")
    assert client.get(link(case))["Location"] == answer
    assert client.post(link(case), files("denah.png"))["Location"] == answer
    assert "Tambah lampiran" not in client.get(answer).content.decode()
    assert LetterAttachment.objects.count() == 0


def test_a_link_that_is_not_genuine_or_another_offices_is_unknown(case: Facilitation, client: Client) -> None:
    assemble("dinas-lain", prefix="lain-")
    for address in (link(case, "dinas-lain"), "/o/diskominfo-sumbar/jawab/palsu/lampiran/"):
        assert client.get(address).status_code == 404
        assert client.post(address, files("denah.png")).status_code == 404
    assert LetterAttachment.objects.count() == 0


def test_the_secret_is_kept_by_nobody_and_sent_to_nobody(case: Facilitation, client: Client) -> None:
    page = client.get(link(case))
    assert page["Cache-Control"] == "private, no-store"
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
