"""The host's word: drawn on the screen, on a photographed page, or not given at all; and the berita acara."""

import json
import math

import pytest

from simcap import clock
from simcap.documents.models import Document
from simcap.documents.strokes import NotStrokes, drawn, strokes_of
from simcap.step3_fieldwork.models import FieldReport
from tests.cast import Cast
from tests.facilitation.conftest import bring, cast, wib
from tests.step3_fieldwork.test_fieldwork import faults

__all__ = ["cast"]

WAVE = [[100 + 8 * i, 200 + int(90 * math.sin(i / 4)), 10 * i] for i in range(90)]
DRAWN = {"host_way": "screen", "host_page": "", "host_strokes": json.dumps([WAVE])}
REFUSED = {"host_way": "none", "host_page": "", "host_reason": "Wali Nagari sedang di kecamatan."}


def finish(cast: Cast, **inputs) -> FieldReport:
    bring(cast, "running")
    cast.do("teknisi1", "finish", inputs)
    return FieldReport.objects.get()


def minutes() -> dict:
    return json.loads(Document.objects.get(kind="host_confirmation").content)


def test_the_host_signs_on_the_screen(cast) -> None:
    report = finish(cast, **DRAWN)
    assert report.host_strokes == DRAWN["host_strokes"]
    assert report.host_page is None
    assert (report.host_drawn.case_uid, report.host_drawn.name) == (cast.case.uid, "tanda-tangan.png")
    said = minutes()
    assert (said["way"], said["drawn"]["alt"]) == ("screen", "Tanda tangan Wali Nagari (contoh), Wali Nagari")
    assert said["statement"] == (
        "Layanan Mobile MCAP telah dilaksanakan di tempat dan pada waktu tersebut di atas, dan telah kami terima."
    )


def test_a_photographed_page_is_an_annex_of_the_field_report(cast) -> None:
    report = finish(cast)
    assert (report.host_page.case_uid, report.host_drawn) == (cast.case.uid, None)
    assert (minutes()["way"], minutes()["drawn"]) == ("page", None)


def test_a_host_who_does_not_sign_is_told_of_with_the_reason(cast) -> None:
    finish(cast, **REFUSED)
    said = minutes()
    assert (said["way"], said["refused"]) == ("none", "Wali Nagari sedang di kecamatan.")
    told = json.loads(Document.objects.get(kind="field_report").content)["confirmation"]
    assert (told["refused"], told["photo"], told["confirmed_at"]) == ("Wali Nagari sedang di kecamatan.", None, None)


def test_the_berita_acara_is_an_output_beside_the_field_report(cast) -> None:
    finish(cast)
    made = cast.case.artefacts.exclude(document=None).order_by("id").values_list("kind", flat=True)
    assert list(made)[-2:] == ["field_report", "host_confirmation"]


def test_the_hosts_reason_is_not_in_the_chain(cast) -> None:
    bring(cast, "running")
    entry = cast.do("teknisi1", "finish", REFUSED).entry
    assert "kecamatan" not in entry.canonical
    assert json.loads(entry.detail.text)["reason"] == "Wali Nagari sedang di kecamatan."


def test_time_and_place_of_signing_are_printed(cast) -> None:
    bring(cast, "running")
    with clock.scripted(wib(15)):
        moment = {"host_signed_at": wib(14, 30).isoformat(), "host_place": "Balai nagari"}
        cast.do("teknisi1", "finish", {**DRAWN, **moment})
    said = minutes()
    assert (said["signed_at"], said["signed_place"]) == ("2026-06-08T14:30+07:00", "Balai nagari")


MISSING = [
    ({"host_way": ""}, {"host_way": ["Bidang ini tidak boleh kosong."]}),
    ({"host_way": "screen"}, {"host_strokes": ["Tanda tangan belum digambar."]}),
    ({"host_way": "page", "host_page": ""}, {"host_page": ["Unggah foto halaman yang ditandatangani."]}),
    ({"host_way": "none"}, {"host_reason": ["Tuliskan sebabnya."]}),
    ({**DRAWN, "host_strokes": "[[[5,5,0],[9,9,5]]]"}, {"host_strokes": ["Tanda tangan belum digambar."]}),
    ({**DRAWN, "host_strokes": "[[5]]"}, {
        "host_strokes": ["Tanda tangan ini tidak terbaca. Hapus lalu tanda tangani lagi."]
    }),
    ({"host_signed_at": wib(8, 1).isoformat()}, {"host_signed_at": ["Waktu tidak boleh di masa depan."]}),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "said"), MISSING, ids=range(len(MISSING)))
def test_what_the_chosen_way_needs_is_asked_for(cast, inputs, said) -> None:
    bring(cast, "running")
    assert faults(cast, "teknisi1", "finish", inputs) == said


def test_what_belongs_to_another_way_is_left_out(cast) -> None:
    report = finish(cast, **REFUSED, host_strokes=DRAWN["host_strokes"])
    assert (report.host_strokes, report.host_drawn) == ("", None)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "[[]]", "[[[1,2]]]", "[[[1.5,2,0]]]", "[[[-1,2,0]]]", "[[[1,401,0]]]", "[[[true,2,0]]]",
     "[" * 9999, json.dumps([[[1, 1, 1]]] * 401), json.dumps([[[1, 1, 1]] * 12_001]), "NaN"],
)  # fmt: skip
def test_what_is_no_stroke_is_refused(text: str) -> None:
    with pytest.raises(NotStrokes):
        strokes_of(text)


def test_the_same_strokes_give_the_same_picture() -> None:
    strokes = strokes_of(DRAWN["host_strokes"])
    assert drawn(strokes) == drawn(strokes)
