"""Pages of the SOP's revisions: bad input is named beside its field, and nothing typed or chosen is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.revisions import acts
from simcap.revisions.models import Revision
from tests.cast import MONDAY, Cast, assemble
from tests.revisions.conftest import SLOWER, begun, proposed, revised
from tests.revisions.test_moving import SLOWER_REPORT


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with clock.scripted(MONDAY):
        yield assemble()


def browser(cast: Cast, who: str) -> Client:
    client = Client(headers={"accept-language": "id"})
    client.force_login(cast.account(who))
    return client


def test_a_file_that_is_no_text_is_refused_and_the_reason_stays(cast: Cast) -> None:
    file = SimpleUploadedFile("sop.toml", b"\xff\xfe\x00")
    answer = browser(cast, "seksi").post("/revisi/baru/", {"why": "Evaluasi tahunan", "file": file})
    page = answer.content.decode()
    assert (answer.status_code, "Berkas ini bukan teks UTF-8." in page, "Evaluasi tahunan" in page) == (422, True, True)
    assert Revision.objects.count() == 0


def test_a_draft_that_cannot_be_says_which_key_and_offers_no_proposal(cast: Cast) -> None:
    row = begun(cast, revised("revisi-2", ("standard_minutes = 5", "standard_minutes = -5")))
    page = browser(cast, "seksi").get(f"/revisi/{row.uid}/").content.decode()
    assert "Naskah ini belum dapat menjadi prosedur." in page
    assert "steps.1." in page


def test_a_decision_without_its_day_keeps_the_note(cast: Cast) -> None:
    row = proposed(cast, revised("revisi-2", SLOWER))
    sent = {"verdict": "approve", "effective_on": "", "decision": "Sesuai evaluasi"}
    answer = browser(cast, "kadis").post(f"/revisi/{row.uid}/putusan/", sent)
    page = answer.content.decode()
    assert (answer.status_code, "Isi tanggal mulai berlaku." in page, "Sesuai evaluasi" in page) == (422, True, True)


def test_what_it_changes_and_past_cases_are_shown_before_it_is_approved(cast: Cast) -> None:
    row = proposed(cast, revised("revisi-2", SLOWER))
    client = browser(cast, "kadis")
    page = client.get(f"/revisi/{row.uid}/").content.decode()
    assert ("Langkah 1: Waktu" in page, "10 menit" in page) == (True, True)
    assert client.get(f"/revisi/{row.uid}/putar-ulang/").status_code == 200
    assert client.get(f"/revisi/{row.uid}/putar-ulang/?first=2026-02-01&last=2026-01-01").status_code == 422


def test_the_chosen_cases_are_moved_and_without_a_reason_the_choice_stays(cast: Cast) -> None:
    case = cast.walk("to_record")
    row = proposed(cast, revised("revisi-2", SLOWER_REPORT))
    day = MONDAY.date() + timedelta(days=9)
    acts.approve(row, effective_on=day, decision="", powers=cast.powers("kadis"))
    client, sent = browser(cast, "kadis"), {"to": "revisi-2", "case": str(case.uid)}
    refused = client.post("/revisi/pindah/", sent)
    assert (refused.status_code, "checked" in refused.content.decode()) == (422, True)
    assert client.post("/revisi/pindah/", {**sent, "reason": "Evaluasi"}).status_code == 302
    assert Facilitation.objects.get().definition_id == "revisi-2"


def test_another_office_knows_nothing_of_it(cast: Cast) -> None:
    row = proposed(cast, revised("revisi-rahasia", SLOWER))
    acts.approve(row, effective_on=MONDAY.date(), decision="", powers=cast.powers("kadis"))
    client = browser(assemble("kantor-lain", prefix="lain."), "kadis")
    assert client.get(f"/revisi/{row.uid}/").status_code == 404
    for path in ("/revisi/", "/revisi/pindah/"):
        assert "revisi-rahasia" not in client.get(path).content.decode()
