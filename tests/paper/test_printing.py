"""Every form of the procedure prints, blank and filled, from the act's own inputs; the sheet is kept as it was."""

import io
import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pypdf import PdfReader

from simcap.desk.printing import printables
from simcap.documents.models import Document
from simcap.facilitation.models import PaperSheet
from tests.cast import Cast
from tests.desk.conftest import as_, cast, monday, posted

__all__ = ["as_", "cast", "monday"]
pytestmark = pytest.mark.django_db
#: Stage → who prints, and what can be printed there, in order.
PRINTED = {
    "with_head": ("kadis", ["dispose", "forward", "appoint"]),
    "with_section": ("seksi", ["appoint"]),
    "to_record": ("koordinator", ["record_request", "initial", "sign_spt"]),
    "assigned": ("teknisi1", ["prepare", "start", "log", "finish", "finish"]),
    "running": ("teknisi2", ["log", "finish", "finish"]),
    "returned": ("koordinator", ["record_facilitation"]),
    "report_with_head": ("kadis", ["accept_report"]),
}


def printed(client: Client, cast: Cast, act: str, **data) -> PaperSheet:
    """Press the button; answers the sheet."""
    answer = client.post(f"/cases/{cast.case.uid}/acts/{act}/form/", {"_print": "blank", **data})
    assert answer.status_code == 302, answer.content[:300]
    return PaperSheet.objects.get(token=urlsplit(answer["Location"]).path.split("/")[2])


def text_of(client: Client, sheet: PaperSheet) -> str:
    """What the printed sheet says."""
    pages = PdfReader(io.BytesIO(client.get(f"/k/{sheet.token}/formulir.pdf").content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("stage", PRINTED)
def test_the_forms_of_the_step_can_be_printed_before_their_turn(cast: Cast, as_, stage: str) -> None:
    who, acts = PRINTED[stage]
    cast.walk(stage)
    assert [one.act for one in printables(cast.case)] == acts
    for one in printables(cast.case):
        kind = "host" if one.template == "host_confirmation" else "blank"
        sheet = printed(as_(who), cast, one.act, _print=kind)
        text = text_of(as_(who), sheet)
        assert (sheet.code in text, "Festival Nagari (data contoh)" in text) == (True, True)


@pytest.mark.parametrize("stage", PRINTED)
def test_a_form_is_printed_with_what_stands_on_the_page(cast: Cast, as_, stage: str) -> None:
    who, acts = PRINTED[stage]
    cast.walk(stage)
    inputs = cast.usual(who, acts[0])
    sheet = printed(as_(who), cast, acts[0], **{**posted(acts[0], inputs), "_print": "filled"})
    assert (sheet.is_filled, text_of(as_(who), sheet) != "") == (True, True)


def test_choices_are_boxes_and_what_was_chosen_is_ticked(cast: Cast, as_) -> None:
    cast.walk("with_head")
    inputs = cast.usual("kadis", "dispose")
    said = json.loads(
        printed(as_("kadis"), cast, "dispose", **{**posted("dispose", inputs), "_print": "filled"}).content
    )
    blanks = {one["label"]: one for one in said["blanks"]}
    assert [one["label"] for one in blanks["Sifat"]["boxes"] if one["ticked"]] == ["Biasa"]
    assert (len(blanks["Instruksi"]["boxes"]), blanks["Instruksi"]["several"]) == (14, True)
    assert blanks["Catatan"]["value"] == "Mohon dibantu."


def test_a_blank_form_is_blank(cast: Cast, as_) -> None:
    cast.walk("with_head")
    said = json.loads(printed(as_("kadis"), cast, "dispose").content)
    assert [one["label"] for one in said["blanks"] if one["value"] or any(b["ticked"] for b in one["boxes"])] == []


def test_lists_keep_their_given_lines_and_nothing_else(cast: Cast, as_) -> None:
    cast.walk("assigned")
    said = json.loads(printed(as_("teknisi1"), cast, "prepare").content)
    checks, equipment = said["grids"]
    assert (checks["label"], checks["rows"][0]) == (
        "Daftar periksa", ["Kendaraan laik jalan: ban, rem, lampu, oli", "", ""]
    )  # fmt: skip
    assert equipment["rows"][0] == ["Terminal satelit dan modem", "set", "", ""]
    assert equipment["rows"][-1] == ["", "", "", ""]


def test_a_form_that_is_filled_in_again_and_again_is_one_table(cast: Cast, as_) -> None:
    cast.walk("running")
    said = json.loads(printed(as_("teknisi1"), cast, "log").content)
    assert (said["wide"], said["blanks"], len(said["grids"][0]["rows"])) == (True, [], 7)
    assert [one["label"] for one in said["grids"][0]["columns"]][:3] == ["Tanggal dan jam", "Jenis", "Uraian"]


def test_the_page_for_the_host_is_the_berita_acara_unsigned(cast: Cast, as_) -> None:
    cast.walk("assigned")
    sheet = printed(as_("teknisi1"), cast, "finish", _print="host")
    assert (sheet.template, json.loads(sheet.content)["way"]) == ("host_confirmation", "blank")
    assert Document.objects.filter(kind="host_confirmation").count() == 0


def test_a_sheet_prints_again_byte_for_byte(cast: Cast, as_) -> None:
    cast.walk("with_head")
    sheet = printed(as_("kadis"), cast, "dispose")
    first, again = (as_("kadis").get(f"/k/{sheet.token}/formulir.pdf").content for _each in range(2))
    assert first == again


def test_who_only_reads_prints_nothing(cast: Cast, as_) -> None:
    cast.walk("with_head")
    answer = as_("auditor").post(f"/cases/{cast.case.uid}/acts/dispose/form/", {"_print": "blank"})
    assert (answer.status_code, PaperSheet.objects.count()) == (403, 0)


@pytest.mark.parametrize("act", ["open", "file_paper", "finish", "tidak-ada"])
def test_what_has_no_form_now_is_not_there(cast: Cast, as_, act: str) -> None:
    cast.walk("with_head")
    answer = as_("kadis").post(f"/cases/{cast.case.uid}/acts/{act}/form/", {"_print": "blank"})
    assert (answer.status_code, PaperSheet.objects.count()) == (404, 0)


def test_the_counter_prints_the_request_form(cast: Cast, as_) -> None:
    answer = as_("agendaris").post("/cases/new/form/", {"_print": "blank"})
    sheet = PaperSheet.objects.get()
    assert (answer.status_code, sheet.facilitation, sheet.act, sheet.is_filled) == (302, None, "register", False)
    assert "FORMULIR PERMINTAAN FASILITASI" in text_of(as_("agendaris"), sheet)
