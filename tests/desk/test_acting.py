"""The page of every act: who gets it, what it keeps, and what it refuses."""

import re
from datetime import timedelta
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simcap import clock
from simcap.documents.models import Attachment, Document
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.step1_disposition.models import Disposition
from simcap.step3_fieldwork.models import LogEntry
from tests.cast import MONDAY, PATH, Cast, png

from .conftest import As, act_url, posted

pytestmark = pytest.mark.django_db
#: Act → (who does it, at which stage).
ACTS = {
    "dispose": ("kadis", "with_head"), "forward": ("kabid", "with_division"), "appoint": ("seksi", "with_section"),
    "record_request": ("koordinator", "to_record"), "initial": ("seksi", "spt_with_section"),
    "sign_spt": ("kadis", "spt_with_head"), "prepare": ("teknisi1", "assigned"), "start": ("koordinator", "prepared"),
    "log": ("teknisi1", "running"), "finish": ("teknisi1", "running"),
    "record_facilitation": ("koordinator", "returned"), "endorse": ("kabid", "report_with_division"),
    "accept_report": ("kadis", "report_with_head"), "send_back": ("kadis", "report_with_head"),
    "return_incomplete": ("kabid", "with_division"),
}  # fmt: skip


def page(client: Client, url: str, language: str = "id") -> str:
    """The page as text."""
    answer = client.get(url, headers={"accept-language": language})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def dispose(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the disposition's page sends."""
    return posted("dispose", {**cast.usual("kadis", "dispose"), **changes})


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_a_page_with_one_primary_button_in_both_languages(cast: Cast, as_: As, act: str) -> None:
    username, stage = ACTS[act]
    cast.walk(stage)
    client = as_(username)
    for language in ("id", "en"):
        shown = page(client, act_url(cast, act), language)
        assert len(re.findall(r'class="btn btn-(?:primary|danger) btn-main"', shown)) == 1
    assert 'id="paper"' in shown


@pytest.mark.parametrize("act", [act for act in ACTS if act not in ("send_back", "return_incomplete")])
def test_every_act_of_the_path_is_done_by_its_page(cast: Cast, as_: As, act: str) -> None:
    username, stage = ACTS[act]
    case = cast.walk(stage)
    inputs = cast.usual(username, act)
    before = Entry.objects.filter(chain=f"case:{case.uid}").count()
    answer = as_(username).post(act_url(cast, act), posted(act, inputs))
    assert answer.status_code == 302, answer.context["faults"]
    assert Entry.objects.filter(chain=f"case:{case.uid}").count() == before + 1


@pytest.mark.parametrize("act", ACTS)
def test_whoever_may_not_is_told_who_can_or_sees_nothing(cast: Cast, as_: As, act: str) -> None:
    _username, stage = ACTS[act]
    cast.walk(stage)
    auditor = as_("auditor").get(act_url(cast, act))
    assert (auditor.status_code, "hanya dapat dilakukan oleh" in auditor.content.decode()) == (403, True)
    assert as_("admin").get(act_url(cast, act)).status_code == 404
    assert as_("auditor").post(act_url(cast, act), posted(act, {})).status_code == 403


def test_an_act_that_does_not_exist_is_not_found(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    assert as_("kadis").get(act_url(cast, "menari")).status_code == 404


def test_a_double_click_is_one_disposition(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    client, data = as_("kadis"), dispose(cast)
    answers = [client.post(act_url(cast, "dispose"), data) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == ["/desk/", "/desk/"]
    assert Disposition.objects.count() == 1


def test_a_double_click_with_a_file_is_one_log_entry(cast: Cast, as_: As) -> None:
    cast.walk("running")
    client, data = as_("teknisi1"), posted("log", {"kind": "note", "text": "Ramai"})
    for _ in range(2):
        photo = SimpleUploadedFile("foto.png", png())
        assert client.post(act_url(cast, "log"), {**data, "photo": photo}).status_code == 302
    assert LogEntry.objects.filter(kind="note").count() == 1


def test_an_error_stands_beside_its_field_and_keeps_everything_else(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    answer = as_("kadis").post(act_url(cast, "dispose"), dispose(cast, note="Tetap ada", instructions=[]))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert [(fault.anchor, fault.label) for fault in answer.context["faults"]] == [("id_instructions", "Instruksi")]
    assert "Tetap ada" in shown
    assert 'aria-describedby="id_instructions_error"' in shown
    assert Disposition.objects.count() == 0


def test_an_upload_survives_an_error_elsewhere(cast: Cast, as_: As) -> None:
    cast.walk("running")
    client = as_("teknisi1")
    data = {**posted("log", {"kind": "measurement"}), "photo": SimpleUploadedFile("layar.png", png())}
    answer = client.post(act_url(cast, "log"), data)
    assert (answer.status_code, "Sudah diunggah: layar.png" in answer.content.decode()) == (422, True)
    uid = re.search(r'name="photo" value="([^"]+)"', answer.content.decode())
    assert uid
    again = posted("log", {"kind": "measurement", "down_mbps": "20,5", "photo": uid[1]})
    assert client.post(act_url(cast, "log"), again).status_code == 302
    assert str(LogEntry.objects.get(kind="measurement").photo.uid) == uid[1]


def test_a_file_that_cannot_be_taken_is_refused_with_its_sentence_and_nothing_is_done(cast: Cast, as_: As) -> None:
    cast.walk("running")
    data = {**posted("log", {"kind": "note", "text": "Tetap ada"}), "photo": SimpleUploadedFile("a.txt", b"halo")}
    answer = as_("teknisi1").post(act_url(cast, "log"), data)
    shown = answer.content.decode()
    assert (answer.status_code, "Jenis berkas ini tidak dapat diterima" in shown, "Tetap ada" in shown) == (
        422,
        True,
        True,
    )
    assert LogEntry.objects.filter(kind="note").count() == 0


def test_a_chosen_file_is_sent_at_once_and_its_box_comes_back_with_it(cast: Cast, as_: As) -> None:
    client = as_("teknisi1")
    sent = {"_field": "photo", "_pictures": "1", "photo": SimpleUploadedFile("a.png", png())}
    shown = client.post("/uploads/", sent).content.decode()
    assert f'name="photo" value="{Attachment.objects.get().uid}"' in shown
    bad = client.post("/uploads/", {"_field": "photo", "photo": SimpleUploadedFile("a.txt", b"halo")}).content.decode()
    assert "Jenis berkas ini tidak dapat diterima" in bad
    assert client.post("/uploads/", {"_field": "photo"}).status_code == 400


def test_lines_are_added_and_removed_without_script_and_without_judging(cast: Cast, as_: As) -> None:
    cast.walk("to_record")
    client, url = as_("koordinator"), act_url(cast, "record_request")
    data = posted("record_request", {**cast.usual("koordinator", "record_request"), "budget_source": ""})
    more = client.post(url, {**data, "_refresh": "add:crew"})
    assert (more.status_code, more.context["faults"]) == (200, [])
    assert more.content.decode().count('class="row-line"') == 3
    fewer = client.post(url, {**data, "_refresh": "remove:crew:0"}).content.decode()
    assert re.findall(r'name="crew-(\d)-officer"', fewer) == ["0"]
    assert f'<option value="{cast.officer("teknisi2").pk}" selected>' in fewer
    assert cast.officer("teknisi2").name in fewer


def test_something_that_happened_before_is_written_down_at_its_own_time(cast: Cast, as_: As) -> None:
    cast.walk("running")
    with clock.scripted(MONDAY + timedelta(hours=3)):
        client, url = as_("teknisi1"), act_url(cast, "log")
        assert 'name="occurred_at"' in page(client, url)
        data = posted("log", {"kind": "note", "text": "Mulai ramai"}, occurred_at="2026-06-08T09:30")
        assert client.post(url, data)["Location"] == url
        future = posted("log", {"kind": "note", "text": "Nanti"}, occurred_at="2026-06-09T09:30")
        refused = client.post(url, future)
    assert LogEntry.objects.get(kind="note").at == MONDAY + timedelta(hours=1, minutes=30)
    assert refused.status_code == 422
    assert [(one.anchor, one.sentence) for one in refused.context["faults"]] == [
        ("id_occurred_at", "Waktu kejadian tidak boleh di masa depan.")
    ]
    assert "Nanti" in refused.content.decode()


def test_a_moment_that_does_not_parse_is_told_and_nothing_is_done(cast: Cast, as_: As) -> None:
    cast.walk("running")
    answer = as_("teknisi1").post(
        act_url(cast, "log"), posted("log", {"kind": "note", "text": "x"}, occurred_at="kemarin")
    )
    assert [fault.anchor for fault in answer.context["faults"]] == ["id_occurred_at"]
    assert LogEntry.objects.filter(kind="note").count() == 0


def test_the_office_acts_have_no_time_of_their_own(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    assert 'name="occurred_at"' not in page(as_("kadis"), act_url(cast, "dispose"))


def test_who_comes_too_late_is_told_who_was_faster_and_keeps_his_words(cast: Cast, as_: As) -> None:
    cast.walk("assigned")
    data = posted("prepare", {**cast.usual("teknisi2", "prepare"), "odometer_out_km": 4321})
    cast.do("teknisi1", "prepare")
    answer = as_("teknisi2").post(act_url(cast, "prepare"), data)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "oleh Teknisi 1 (contoh)" in shown
    assert "4321" in shown


def test_a_secondary_act_says_what_will_happen_and_asks_once(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    client = as_("kadis")
    assert act_url(cast, "return_incomplete") in page(client, act_url(cast, "dispose"))
    shown = page(client, act_url(cast, "return_incomplete"))
    assert "Waktu dihentikan sampai jawabannya diterima" in shown
    assert "Perluasan: di luar SOP yang ditandatangani" in shown


def test_a_reason_is_read_before_the_work_is_done_again(cast: Cast, as_: As) -> None:
    cast.walk("spt_with_section")
    cast.do("seksi", "send_back", {"reason": "Nomor kendaraan keliru."})
    assert "Nomor kendaraan keliru." in page(as_("koordinator"), act_url(cast, "record_request"))


def test_the_instructions_from_above_are_read_beside_the_form(cast: Cast, as_: As) -> None:
    cast.walk("with_division")
    shown = page(as_("kabid"), act_url(cast, "forward"))
    assert ("Fasilitasi sesuai ketentuan" in shown, "Mohon dibantu." in shown) == (True, True)


def test_what_the_requester_was_asked_stands_above_his_answer(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    cast.do("kadis", "return_incomplete")
    client = as_("agendaris")
    assert act_url(cast, "resubmit") in client.get("/desk/").content.decode()
    assert "Jam selesai belum tertulis." in page(client, act_url(cast, "resubmit"))
    data = posted("resubmit", cast.usual("agendaris", "resubmit"))
    assert client.post(act_url(cast, "resubmit"), data)["Location"] == "/desk/"
    assert Facilitation.objects.get().stage == "with_head"


def test_the_drafter_is_told_that_he_must_not_sign(cast: Cast, as_: As) -> None:
    for username, act in PATH[:3]:
        cast.do(username, act)
    cast.do("seksi", "appoint", {"coordinator": cast.officer("kadis").pk})
    for username, act in (("kadis", "record_request"), ("seksi", "initial"), ("kabid", "initial")):
        cast.do(username, act)
    answer = as_("kadis").get(act_url(cast, "sign_spt"))
    assert (answer.status_code, "Penyusun konsep tidak boleh menandatanganinya" in answer.content.decode()) == (
        403,
        True,
    )


def test_the_draft_is_shown_as_paper(cast: Cast, as_: As) -> None:
    cast.walk("spt_with_head")
    client, url = as_("kadis"), f"{act_url(cast, 'sign_spt')}preview/"
    assert f"{url}?page=1" in page(client, act_url(cast, "sign_spt"))
    assert client.get(f"{url}?page=1").content.startswith(b"\x89PNG")
    assert client.get(f"{url}?page=99").status_code == 404
    assert f"{url}?page=1" in page(client, url)
    assert as_("admin").get(url).status_code == 404


def test_the_report_on_its_way_up_is_shown_as_paper(cast: Cast, as_: As) -> None:
    cast.walk("report_with_head")
    client, url = as_("kadis"), f"{act_url(cast, 'accept_report')}preview/"
    assert client.get(f"{url}?page=2").content.startswith(b"\x89PNG")


def test_an_spt_can_be_looked_at_before_it_is_drafted(cast: Cast, as_: As) -> None:
    cast.walk("to_record")
    client, url = as_("koordinator"), f"{act_url(cast, 'record_request')}preview/"
    data = posted("record_request", cast.usual("koordinator", "record_request"))
    shown = client.post(url, data)
    assert (shown.status_code, "data:image/png;base64," in shown.content.decode()) == (200, True)
    assert Facilitation.objects.get().stage == "to_record"
    missing = client.post(url, {**data, "budget_source": ""})
    assert (missing.status_code, "Lengkapi dahulu" in missing.content.decode()) == (422, True)
    assert as_("seksi").post(url, data).status_code == 403


def pdf_letter() -> bytes:
    """A letter as a real PDF."""
    return typst.compile(b'#set page(paper: "a4")\nSurat permintaan')


def test_the_first_page_of_a_pdf_letter_stands_beside_the_form(cast: Cast, as_: As) -> None:
    cast.do("agendaris", "register", {"letter": cast.upload("agendaris", pdf_letter(), "surat.pdf")})
    assert cast.case
    client = as_("kadis")
    source = re.search(r'<img src="([^"]+/1\.png)"', page(client, act_url(cast, "dispose")))
    assert source
    assert client.get(source[1]).content.startswith(b"\x89PNG")
    assert client.get(source[1].replace("/1.png", "/7.png")).status_code == 404
    assert as_("admin").get(source[1]).status_code == 404


def test_the_message_after_an_act_is_the_journals_own_sentence(cast: Cast, as_: As) -> None:
    cast.walk("spt_with_head")
    shown = as_("kadis").post(act_url(cast, "sign_spt"), posted("sign_spt", {}), follow=True).content.decode()
    number = Document.objects.get(kind="assignment_letter").number
    assert f"menandatangani SPT nomor {number}." in shown
