"""Uploads are known by their content; pictures are turned upright and lose their EXIF; bombs are refused."""

import io
from typing import Any

import pytest
from PIL import Image

from simcap.documents import pictures
from tests.documents.samples import jpeg

pytestmark = pytest.mark.once
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of this kind."""
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind, **options)
    return made.getvalue()


def noise(width: int, height: int) -> bytes:
    """A photo that hardly compresses, upright, with an orientation and a place in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter
    exif[0x010E] = "Nagari Contoh"
    made = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(made, "JPEG", quality=90, exif=exif)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [(picture("JPEG"), "jpeg"), (picture("PNG"), "png"), (picture("WEBP"), "webp"), (PDF, "pdf")],
)
def test_the_kind_is_told_by_the_content(data: bytes, kind: str) -> None:
    assert pictures.kind_of(data) == kind
    assert pictures.check(data) == kind


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Berkas kosong. Pilih berkas lain."),
        (picture("GIF", mode="P"), "Jenis berkas ini tidak dapat diterima. Unggah PDF, JPEG, PNG, WebP, atau HEIC."),
        (b"<svg/>", "Jenis berkas ini tidak dapat diterima. Unggah PDF, JPEG, PNG, WebP, atau HEIC."),
        (
            b"\xff\xd8\xff" + b"0" * pictures.LARGEST_BYTES,
            "Berkas lebih besar dari 20 MB. Perkecil berkas lalu unggah kembali.",
        ),
        (PDF[:30], "Berkas PDF ini rusak atau terpotong. Unggah kembali."),
        (noise(400, 300)[:5000], "Gambar ini rusak atau terpotong. Ambil atau unggah kembali."),
        (picture("PNG")[:60], "Gambar ini rusak atau terpotong. Ambil atau unggah kembali."),
        (b"\xff\xd8\xffrubbish", "Gambar ini rusak atau terpotong. Ambil atau unggah kembali."),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(pictures.BadUpload) as refused:
        pictures.check(data)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize("size", [(7100, 7100), (20000, 20000)])
@pytest.mark.parametrize("act", [pictures.check, pictures.upright, pictures.report_size])
def test_an_image_bomb_is_refused_before_it_is_decoded(size: tuple[int, int], act: Any) -> None:
    with pytest.raises(pictures.BadUpload, match="melebihi 50 megapiksel"):
        act(picture("PNG", size, mode="1"))


def test_a_pdf_is_no_picture() -> None:
    with pytest.raises(pictures.BadUpload, match="bukan gambar"):
        pictures.upright(PDF)


def test_the_copy_is_upright_small_and_without_exif() -> None:
    copy = Image.open(io.BytesIO(pictures.upright(noise(2400, 1200))))
    assert (copy.format, copy.size) == ("JPEG", (800, 1600))
    assert dict(copy.getexif()) == {}
    assert b"Nagari" not in pictures.upright(noise(2400, 1200))


def test_a_small_picture_is_not_blown_up() -> None:
    assert Image.open(io.BytesIO(pictures.upright(jpeg(40, 30)))).size == (40, 30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_any_colour_mode_becomes_a_plain_jpeg_on_white(mode: str) -> None:
    copy = Image.open(io.BytesIO(pictures.upright(picture("PNG", mode=mode))))
    assert copy.mode == "RGB"
    if mode in ("LA", "RGBA"):
        assert copy.getpixel((0, 0)) == (255, 255, 255)


def test_twelve_of_the_noisiest_photos_fit_into_a_report_of_one_megabyte() -> None:
    assert len(pictures.report_size(noise(2400, 1800))) * 12 < 900_000
