"""A sheet that comes back finds its case and act; its scan is kept, and who typed what from it, when, is told."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simcap import clock
from simcap.documents.models import Attachment
from simcap.errors import NotNow, NotYou
from simcap.facilitation.models import PaperScan, PaperSheet
from simcap.facilitation.paper import Paper
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from tests.cast import MONDAY, Cast, png
from tests.desk.conftest import as_, cast, monday, posted
from tests.facilitation.conftest import wib
from tests.paper.test_printing import printed

__all__ = ["as_", "cast", "monday"]
pytestmark = pytest.mark.django_db


def scan() -> SimpleUploadedFile:
    """A photo of the sheet."""
    return SimpleUploadedFile("formulir.png", png(), "image/png")


def bring(client: Client, sheet: PaperSheet) -> Any:
    """Send the scan on the page of the QR code."""
    return client.post(f"/k/{sheet.token}/", {"scan": scan()})


def typed(client: Client, cast: Cast, act: str, sheet: PaperSheet, inputs: dict, **said: Any) -> Any:
    """Send the act's page beside the scan, at nine where the test has no other time."""
    paper = {"paper-written_at": "2026-06-08T08:10", "paper-filled_by": str(cast.officer("kadis").pk), **said}
    url = f"/cases/{cast.case.uid}/acts/{act}/?kertas={sheet.token}"
    if clock.now() > MONDAY:
        return client.post(url, {**posted(act, inputs), **paper})
    with clock.scripted(wib(9)):
        return client.post(url, {**posted(act, inputs), **paper})


def last(cast: Cast) -> dict:
    """The latest entry of the case."""
    return json.loads(Entry.objects.filter(chain=f"case:{cast.case.uid}").order_by("-seq")[0].canonical)


def test_a_disposition_on_paper_is_typed_beside_its_scan_with_its_own_time(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    with clock.scripted(wib(10)):
        answer = bring(as_("kadis"), sheet)
        assert answer["Location"] == f"/cases/{cast.case.uid}/acts/dispose/?kertas={sheet.token}"
        page = as_("kadis").get(answer["Location"]).content.decode()
        assert f"Pindaian formulir {sheet.code}" in page
        sent = typed(as_("kadis"), cast, "dispose", sheet, cast.usual("kadis", "dispose"))
    assert (sent.status_code, sent["Location"]) == (302, "/desk/")
    body = last(cast)
    assert (body["occurred_at"], body["recorded_at"]) == ("2026-06-08T01:10:00.000000Z", "2026-06-08T03:00:00.000000Z")
    assert (body["paper"]["code"], body["paper"]["filled_by"]) == (sheet.code, "Kepala Dinas (contoh)")
    assert sentence(body) == (
        "Kepala Dinas (contoh) (Kepala Dinas Komunikasi dan Informatika) memberi disposisi kepada Kepala Bidang "
        f"Aplikasi Informatika: Fasilitasi sesuai ketentuan. Menurut formulir kertas {sheet.code}, diisi oleh Kepala "
        "Dinas (contoh)."
    )


def test_filing_the_scan_is_an_entry_of_its_own_and_keeps_the_file_with_the_case(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    bring(as_("kadis"), sheet)
    kept = PaperScan.objects.get()
    assert (kept.sheet, kept.attachment.case_uid, kept.entry.act) == (sheet, cast.case.uid, "file_paper")
    assert last(cast)["paper"]["scan_sha256"] == kept.attachment.file_id
    assert sentence(last(cast)) == (
        "Kepala Dinas (contoh) (Kepala Dinas Komunikasi dan Informatika) menyimpan pindaian formulir kertas "
        f"{sheet.code}."
    )


def test_what_was_written_long_ago_is_marked_as_recorded_late(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    with clock.scripted(MONDAY + timedelta(days=3)):
        bring(as_("kadis"), sheet)
        typed(as_("kadis"), cast, "dispose", sheet, cast.usual("kadis", "dispose"))
    assert last(cast)["recorded_late_minutes"] == 1340
    assert sentence(last(cast)).endswith("Dicatat 2 hari kerja sesudah kejadian.")
    assert "Dicatat 2 hari kerja sesudah kejadian." in as_("auditor").get(f"/cases/{cast.case.uid}/").content.decode()


def test_a_case_that_was_opened_here_after_the_paper_was_written_counts_from_the_paper(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    with clock.scripted(wib(11)):
        cast.do("kadis", "open")
        bring(as_("kadis"), sheet)
        typed(as_("kadis"), cast, "dispose", sheet, cast.usual("kadis", "dispose"))
    turn = cast.case.turns.get(stage="with_head")
    assert (turn.opened_at, turn.closed_at, turn.handling) == (wib(8, 10), wib(8, 10), timedelta(0))


MOMENTS = [("2026-06-08T07:59", "Waktu kejadian tidak boleh sebelum"), ("", "Bidang ini tidak boleh kosong"),
           ("2026-06-09T08:00", "Waktu kejadian tidak boleh di masa depan")]  # fmt: skip


@pytest.mark.parametrize(("moment", "said"), MOMENTS, ids=["before", "none", "ahead"])
def test_a_moment_that_cannot_be_is_refused_beside_it_and_nothing_is_lost(cast: Cast, as_, moment, said) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    bring(as_("kadis"), sheet)
    answer = typed(as_("kadis"), cast, "dispose", sheet, cast.usual("kadis", "dispose"), **{"paper-written_at": moment})
    text = answer.content.decode()
    assert (answer.status_code, said in text, "Mohon dibantu." in text) == (422, True, True)


def test_who_has_not_the_right_files_the_scan_and_the_holder_types_it(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("agendaris"), cast, "dispose")
    page = as_("agendaris").get(f"/k/{sheet.token}/").content.decode()
    assert "Isi formulir ini hanya dapat diketik oleh Kepala Dinas." in page
    assert bring(as_("agendaris"), sheet)["Location"] == f"/k/{sheet.token}/"
    refused = typed(as_("agendaris"), cast, "dispose", sheet, cast.usual("kadis", "dispose"))
    assert refused.status_code == 403
    assert typed(as_("kadis"), cast, "dispose", sheet, cast.usual("kadis", "dispose")).status_code == 302
    assert PaperScan.objects.filter(entry__act="dispose").get().attachment == Attachment.objects.get(
        name="formulir.png"
    )


def test_a_case_that_has_moved_on_says_who_did_it_and_keeps_the_scan(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    cast.do("kadis", "dispose")
    page = as_("kadis").get(f"/k/{sheet.token}/").content.decode()
    assert "Berkas sudah berlanjut sejak formulir ini dicetak" in page
    assert "memberi disposisi kepada Kepala Bidang Aplikasi Informatika: Fasilitasi sesuai ketentuan. (8 Jun" in page
    assert bring(as_("kadis"), sheet)["Location"] == f"/k/{sheet.token}/"
    assert PaperScan.objects.get().entry.act == "file_paper"


def test_a_sheet_that_was_typed_is_told_when_it_is_scanned_again(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    bring(as_("kadis"), sheet)
    typed(as_("kadis"), cast, "dispose", sheet, cast.usual("kadis", "dispose"))
    assert "Formulir ini sudah diketik:" in as_("kadis").get(f"/k/{sheet.token}/").content.decode()


def test_a_sheet_printed_ahead_waits_for_its_turn(cast: Cast, as_) -> None:
    cast.walk("assigned")
    sheet = printed(as_("teknisi1"), cast, "finish")
    assert "Belum gilirannya." in as_("teknisi1").get(f"/k/{sheet.token}/").content.decode()
    cast.do("teknisi1", "prepare")
    cast.do("koordinator", "start")
    assert "Simpan pindaian dan lanjutkan" in as_("teknisi1").get(f"/k/{sheet.token}/").content.decode()


def test_a_log_sheet_is_typed_line_by_line_from_one_scan(cast: Cast, as_) -> None:
    cast.walk("running")
    sheet = printed(as_("teknisi1"), cast, "log")
    bring(as_("teknisi1"), sheet)
    with clock.scripted(wib(9)):
        for minute in ("08:20", "08:40"):
            answer = typed(
                as_("teknisi1"), cast, "log", sheet, cast.usual("teknisi1", "log"),
                **{"paper-written_at": f"2026-06-08T{minute}", "paper-filled_by": str(cast.officer("teknisi2").pk)},
            )  # fmt: skip
            assert answer["Location"].endswith(f"?kertas={sheet.token}")
    assert [one.at for one in cast.case.log_entries.order_by("at")][1:] == [wib(8, 20), wib(8, 40)]
    assert PaperScan.objects.filter(entry__act="log").values("attachment").distinct().count() == 1
    assert last(cast)["paper"]["filled_by"] == "Teknisi 2 (contoh)"


def test_the_page_that_the_host_signed_is_attached_to_the_report(cast: Cast, as_) -> None:
    cast.walk("running")
    sheet = printed(as_("teknisi1"), cast, "finish", _print="host")
    where = bring(as_("teknisi1"), sheet)["Location"]
    page = as_("teknisi1").get(where).content.decode()
    assert "Sudah diunggah: formulir.png" in page
    uid = str(Attachment.objects.get(name="formulir.png").uid)
    inputs = {**cast.usual("teknisi1", "finish"), "host_page": uid}
    assert as_("teknisi1").post(where, posted("finish", inputs)).status_code == 302
    cast.case.refresh_from_db()
    assert (cast.case.field_report.host_page.name, "paper" in last(cast)) == ("formulir.png", False)


def test_a_request_form_of_the_counter_becomes_a_case_with_its_scan(cast: Cast, as_) -> None:
    as_("agendaris").post("/cases/new/form/", {"_print": "blank"})
    sheet = PaperSheet.objects.get()
    where = as_("agendaris").get(f"/k/{sheet.token}/")["Location"]
    assert where == f"/cases/new/?kertas={sheet.token}"
    inputs = posted("register", cast.usual("agendaris", "register"))
    without = as_("agendaris").post(where, inputs)
    assert (without.status_code, PaperScan.objects.count()) == (422, 0)
    assert as_("agendaris").post(where, {**inputs, "counter_scan": scan()}).status_code == 302
    kept = PaperScan.objects.get()
    assert (kept.entry.act, kept.attachment.case_uid is not None) == ("register", True)
    assert "Menurut formulir kertas" in sentence(json.loads(kept.entry.canonical))
    assert json.loads(kept.entry.canonical)["paper"]["filled_by"] == "Pemohon"


def test_the_code_is_typed_where_a_camera_fails(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    spoken = sheet.code.lower().replace("-", " ")
    assert as_("kadis").get("/kertas/", {"kode": spoken})["Location"] == f"/k/{sheet.token}/"
    unknown = as_("kadis").get("/kertas/", {"kode": "AAAA-AAAA"})
    assert (unknown.status_code, "Kode ini tidak dikenal" in unknown.content.decode()) == (404, True)


def test_the_qr_code_keeps_its_target_over_the_sign_in(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    assert Client().get(f"/k/{sheet.token}/")["Location"] == f"/masuk/?next=%2Fk%2F{sheet.token}%2F"


def test_a_sheet_of_a_case_that_one_may_not_see_is_not_there(cast: Cast, as_) -> None:
    cast.do("agendaris", "register", {"security": "R"})
    sheet = printed(as_("kadis"), cast, "dispose")
    paths = (f"/k/{sheet.token}/", f"/k/{sheet.token}/formulir.pdf")
    assert [as_("seksi").get(path).status_code for path in paths] == [404, 404]


def test_a_sheet_serves_its_own_act_and_case_only(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    other = cast.do("agendaris", "register").facilitation
    paper = Paper(sheet=sheet, scan=Attachment.objects.all()[0], filled_by="Kepala Dinas (contoh)")
    with pytest.raises(NotNow) as refusal:
        cast.do("kadis", "dispose", paper=paper)
    assert refusal.value.sentence == f"Formulir {sheet.code} dicetak untuk tindakan atau berkas lain."
    assert as_("kadis").get(f"/cases/{other.uid}/acts/dispose/?kertas={sheet.token}").status_code == 404


def test_who_has_no_part_in_a_case_files_nothing(cast: Cast) -> None:
    cast.walk("with_head")
    with pytest.raises(NotYou):
        cast.do("auditor", "file_paper", {"code": "AAAA-AAAA", "scan": cast.upload("auditor")})


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_sheet_and_three(
    cast: Cast, as_, count: int, django_assert_num_queries
) -> None:
    cast.walk("with_head")
    for _each in range(count):
        printed(as_("kadis"), cast, "dispose")
    client = as_("kadis")
    client.get("/kertas/")
    with django_assert_num_queries(QUERIES):
        client.get("/kertas/")


QUERIES = 7
