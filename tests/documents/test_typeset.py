"""Every document becomes an archival, accessible PDF that says what its content says, whatever people typed."""

import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pypdf import PdfReader

from simcap.documents import typeset
from simcap.documents.content import Letterhead, SignatureBlock, SigningForm, SigningMode, as_text
from simcap.step2_assignment.content import AssignmentLetter
from tests.documents import samples
from tests.documents.report_samples import LONG_MONITORING, REPORTS

pytestmark = pytest.mark.once
DOCUMENTS = samples.DOCUMENTS | REPORTS


def made(template: str, content: Any, **options: Any) -> bytes:
    """The PDF with the sample files, at the sample moment."""
    return typeset.render(template, content, **({"files": samples.FILES, "issued_at": samples.ISSUED_AT} | options))


def words(pdf: bytes) -> str:
    """All text of all pages, in reading order, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def letter(**changes: Any) -> str:
    """The text of the sample assignment letter with some fields changed."""
    return words(made("assignment_letter", replace(samples.ASSIGNMENT, **changes)))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_tagged_pdf_a_2a_and_pdf_ua_1_however_much_it_holds(name: str) -> None:
    reader = PdfReader(io.BytesIO(made(*DOCUMENTS[name])))
    xmp = reader.root_object["/Metadata"].get_data().decode()
    assert reader.root_object["/MarkInfo"]["/Marked"].value is True
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.startswith("rich")])
def test_qpdf_finds_no_fault(name: str, tmp_path: Any) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(made(*DOCUMENTS[name]))
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_content_and_moment_give_the_same_bytes_also_from_the_stored_text(name: str) -> None:
    template, content = DOCUMENTS[name]
    assert made(template, content) == made(template, json.loads(as_text(content)))


def test_another_moment_gives_another_document() -> None:
    assert made("assignment_letter", samples.ASSIGNMENT) != made(
        "assignment_letter", samples.ASSIGNMENT, issued_at=samples.at(24)
    )


def test_a_photo_is_never_taken_from_an_earlier_document_with_a_file_of_that_name() -> None:
    first = made("field_report", samples.FIELD_REPORT)
    other = made(
        "field_report", samples.FIELD_REPORT, files=samples.FILES | {"foto-0.jpg": samples.jpeg(colour="#f00")}
    )
    assert first != other
    assert made("field_report", samples.FIELD_REPORT) == first


def test_what_people_typed_is_printed_and_never_read_as_markup() -> None:
    typed = '#panic() *tebal* _miring_ @kutip <label> $x$ `raw` \\ // /* */ = judul #import "kit.typ"'
    assert f"Kegiatan : {typed} Tempat" in letter(event=typed)


def test_a_character_without_a_glyph_is_a_box_and_an_invisible_one_is_dropped() -> None:
    assert "Kegiatan : Uji □□ selesai Tempat" in letter(event="Uji \u6f22\U0001f9ff\u200d sele\u0000sai")


def test_a_mark_that_no_font_can_set_on_its_letter_does_not_stop_the_document() -> None:
    assert "Kegiatan : Uji " in letter(event="Uji \u05d0\u030f\u0d3e\u0628\u0334 a\u0336\u035c")


def test_right_to_left_text_and_long_words_are_kept_whole() -> None:
    text = letter(event="\u05e9\u05dc\u05d5\u05dd", place="x" * 300)
    assert "\u05e9\u05dc\u05d5\u05dd" in text
    assert text.replace(" ", "").count("x" * 300) == 1


def test_dates_numbers_and_hours_are_worded_in_indonesian() -> None:
    text = words(made("field_report", samples.FIELD_REPORT))
    assert "Rabu, 25 November 2026 pukul 08.00 WIB s.d. Kamis, 26 November 2026 pukul 16.00 WIB" in text
    assert "14,5 jam" in text
    assert "1.346 orang (laki-laki 612, perempuan 734)" in text
    assert "45.398 km (188 km)" in text


def test_moments_are_told_in_the_office_s_time_zone() -> None:
    head = Letterhead(lines=(), office="Dinas", time_zone="Asia/Makassar")
    text = letter(letterhead=head, starts_at=samples.at(25, 8), ends_at=samples.at(25, 16))
    assert "Rabu, 25 November 2026 pukul 09.00 s.d. 17.00 WITA" in text


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        (SigningForm.OWN, "KEPALA DINAS, "),
        (SigningForm.PLT, "Plt. KEPALA DINAS, "),
        (SigningForm.PLH, "Plh. KEPALA DINAS, "),
        (SigningForm.AN, "a.n. KEPALA DINAS KEPALA BIDANG, "),
        (SigningForm.UB, "a.n. KEPALA DINAS SEKRETARIS u.b. KEPALA BIDANG, "),
    ],
)
def test_the_signature_block_has_the_form_of_the_appointment(form: SigningForm, printed: str) -> None:
    block = SignatureBlock(
        title="Kepala Dinas",
        name="Nama",
        form=form,
        own_title="Kepala Bidang",
        via_title="Sekretaris",
        mode=SigningMode.WET,
    )
    text = letter(signature=block, paraf=(), verification=None)
    assert f"Padang, 23 November 2026 {printed}Nama" in text


def test_internal_approval_is_printed_as_not_certified() -> None:
    assert (
        "Disetujui secara internal dalam SIMCAP; tidak tersertifikasi Senin, 23 November 2026 pukul 09.00 WIB"
        in letter()
    )


def test_a_merged_tier_is_printed_as_dirangkap() -> None:
    assert "Kepala Bidang Aplikasi Informatika dirangkap" in letter()


def test_the_address_and_the_short_code_stand_beside_the_qr_code() -> None:
    text = letter()
    assert samples.CHECK.url in text.replace(" ", "")
    assert "Kode: 7K3M-Q9TD" in text


def test_a_draft_has_dotted_lines_for_what_is_not_known_yet() -> None:
    text = words(made("assignment_letter", samples.BARE_ASSIGNMENT))
    assert "Nomor: ……" in text
    assert "Halaman 1 dari 1" in text


def test_f4_is_215_by_330_mm() -> None:
    page = PdfReader(io.BytesIO(made("assignment_letter", samples.LONG_ASSIGNMENT))).pages[0]
    assert (round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) == (215, 330)


def test_tables_repeat_their_head_on_each_page() -> None:
    pages = PdfReader(io.BytesIO(made("assignment_letter", replace(samples.ASSIGNMENT, crew=samples.CREW * 40)))).pages
    with_rows = [page.extract_text() for page in pages if "Teknisi Satu" in page.extract_text()]
    assert len(with_rows) > 1
    assert all("Peran dalam tim" in text for text in with_rows)


def test_a_monitoring_table_repeats_its_head_on_each_of_its_pages() -> None:
    pages = PdfReader(io.BytesIO(made("monitoring_table", LONG_MONITORING))).pages
    with_rows = [page.extract_text() for page in pages if "tolong dipelajari" in page.extract_text()]
    assert len(with_rows) > 3
    assert all("Tindakan" in text for text in with_rows)


@pytest.mark.parametrize("crew_count", range(1, 24))
def test_the_signature_stays_with_the_closing_paragraph(crew_count: int) -> None:
    crew = (samples.CREW[0],) * crew_count
    pages = PdfReader(io.BytesIO(made("assignment_letter", replace(samples.ASSIGNMENT, crew=crew)))).pages
    (page,) = (page.extract_text() for page in pages if "Demikian surat perintah" in page.extract_text())
    assert "Kepala Dinas (contoh)" in page


@pytest.mark.parametrize(
    ("template", "files", "message"),
    [
        ("no_such_template", {}, "there is no template named 'no_such_template'"),
        ("../content", {}, "there is no template named '../content'"),
        ("assignment_letter", {"../logo.jpg": b""}, "a file cannot be named '../logo.jpg'"),
        ("assignment_letter", {}, "file not found"),
        ("assignment_letter", {"logo.jpg": b"no picture"}, "assignment_letter: "),
    ],
)
def test_what_cannot_be_typeset_is_refused_with_the_compiler_s_words(
    template: str, files: dict[str, bytes], message: str
) -> None:
    with pytest.raises(typeset.TypesettingFailed, match=message.replace(".", r"\.")):
        made(template, samples.ASSIGNMENT, files=files)


def test_naive_moments_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        made("assignment_letter", samples.ASSIGNMENT, issued_at=datetime(2026, 11, 23))
    with pytest.raises(ValueError, match="aware"):
        letter(starts_at=datetime(2026, 11, 23))


def test_a_preview_is_one_picture_a_page_with_the_draft_s_mark() -> None:
    draft: AssignmentLetter = samples.BARE_ASSIGNMENT
    marked = typeset.preview("assignment_letter", draft, issued_at=samples.ISSUED_AT)
    plain = typeset.preview("assignment_letter", draft, issued_at=samples.ISSUED_AT, watermark="")
    pictures = typeset.preview("assignment_letter", draft, issued_at=samples.ISSUED_AT, picture="png")
    assert [page[:4] for page in marked] == [b"<svg"]
    assert marked != plain
    assert [page[:8] for page in pictures] == [b"\x89PNG\r\n\x1a\n"]
