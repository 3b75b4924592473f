"""Files of an online request: the letter, and up to ten others, each with its name."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from simcap.intake.models import LetterAttachment, RequestDraft
from tests.cast import Cast, png

from .conftest import Writer


def picture(name: str = "denah.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(), "image/png")


def files_kept() -> list[str]:
    return [line["title"] for line in RequestDraft.objects.get().inputs["attachments"]]


def lines(*titles: str) -> dict[str, Any]:
    """The list of files as its page sends it, with these titles."""
    kept = RequestDraft.objects.get().inputs["attachments"]
    fields: dict[str, Any] = {"attachments-TOTAL_FORMS": str(len(kept)), "letter": None}
    for number, (line, title) in enumerate(zip(kept, titles, strict=True)):
        fields |= {f"attachments-{number}-file": line["file"], f"attachments-{number}-title": title}
    return fields


def test_a_refused_upload_says_why_in_place_of_required(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    wrong = writer.send("surat", letter=SimpleUploadedFile("surat.pdf", b"bukan pdf", "application/pdf"))
    assert wrong.status_code == 422
    (sentence,) = wrong.context["form"].errors["letter"]
    assert sentence == "Jenis berkas ini tidak dapat diterima. Unggah PDF, JPEG, PNG, WebP, atau HEIC."


def test_a_letter_may_be_a_pdf(cast: Cast, writer: Writer) -> None:
    pdf = SimpleUploadedFile("surat.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n", "application/pdf")
    assert writer.finish(letter=pdf).status_code == 302


def test_an_upload_that_is_too_big_is_refused_with_a_sentence(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    page = writer.send("surat", letter=SimpleUploadedFile("surat.png", png() + b"0" * (20 * 2**20), "image/png"))
    assert "20 MB" in page.context["form"].errors["letter"][0]


def test_several_files_go_along_each_with_a_name_and_one_is_taken_away(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    several = [picture("denah lokasi.png"), picture("proposal.png"), picture("salah.png")]
    assert writer.send("surat", **{"attachments-new": several}).status_code == 302
    assert files_kept() == ["denah lokasi", "proposal", "salah"]
    away = lines("Denah lokasi", "proposal", "salah")
    assert writer.send("surat", **away, _refresh="remove:attachments:2").status_code == 302
    assert files_kept() == ["Denah lokasi", "proposal"]
    writer.send("periksa")
    kept = LetterAttachment.objects.order_by("id").values_list("title", "origin", "attachment__name")
    assert list(kept) == [
        ("Denah lokasi", "request", "denah lokasi.png"), ("proposal", "request", "proposal.png"),
    ]  # fmt: skip


def test_no_more_than_ten_files_go_along_and_the_others_are_named(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    page = writer.send("surat", **{"attachments-new": [picture(f"{n}.png") for n in range(12)]})
    assert (page.status_code, len(files_kept())) == (422, 10)
    assert [said for _anchor, _label, said in page.context["list_faults"]] == [
        "10.png tidak diambil: paling banyak 10 berkas.", "11.png tidak diambil: paling banyak 10 berkas.",
    ]  # fmt: skip


def test_a_refused_file_is_told_and_the_others_are_kept(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    page = writer.send("surat", **{"attachments-new": [picture("baik.png"), SimpleUploadedFile("x.txt", b"teks")]})
    assert (page.status_code, files_kept()) == (422, ["baik"])
    assert "x.txt: Jenis berkas ini tidak dapat diterima." in page.content.decode()
    assert writer.send("surat", **lines("baik")).status_code == 302
