"""Photos of phones (HEIC): decoded apart, turned upright, without EXIF; what is damaged harms nobody.

The samples are 64 × 48 pixels, red on the left and blue on the right; `turned` says in its EXIF that it was taken on
edge, in Nagari Contoh; `damaged` ends a program that decodes it (pi-heif 1.4.0).
"""

import io
from pathlib import Path

import pytest
from PIL import Image

from simcap.documents import pictures, store
from simcap.documents.uploads import for_print, stage
from tests.cast import assemble

SAMPLES = Path(__file__).parent / "heic"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.heic").read_bytes()


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(pictures.upright(data)))


@pytest.mark.parametrize("name", ["upright", "turned", "clear"])
def test_a_heic_photo_is_told_by_its_content(name: str) -> None:
    assert pictures.check(sample(name)) == "heic"


def test_the_copy_is_an_upright_jpeg_without_exif() -> None:
    copy = shown(sample("turned"))
    top, bottom = copy.getpixel((24, 4)), copy.getpixel((24, 60))
    assert (copy.format, copy.size, dict(copy.getexif())) == ("JPEG", (48, 64), {})
    assert (top[0] > 180, bottom[2] > 180) == (True, True)  # type: ignore[index]
    assert b"Nagari" not in pictures.upright(sample("turned"))


def test_what_can_be_seen_through_becomes_white() -> None:
    assert shown(sample("clear")).getpixel((5, 5)) == (255, 255, 255)


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    with pytest.raises(pictures.BadUpload, match="melebihi 50 megapiksel"):
        pictures.upright(sample("big"))


@pytest.mark.parametrize("data", [sample("damaged"), sample("turned")[:300], sample("upright")[:24]])
def test_a_damaged_photo_is_refused_with_a_sentence_and_the_program_lives(data: bytes) -> None:
    with pytest.raises(pictures.BadUpload, match="Gambar ini rusak atau terpotong"):
        pictures.check(data)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "IMG_0001.jpg", "foto"])
def test_the_original_is_kept_as_it_was_sent_whatever_it_is_called(name: str) -> None:
    kept = stage(sample("turned"), name=name, office=assemble().office, uploader="account:1")
    assert (kept.file.media_type, store.get(kept.file)) == ("image/heic", sample("turned"))
    assert kept.view
    assert (kept.view.media_type, kept.is_picture) == ("image/jpeg", True)
    assert Image.open(io.BytesIO(store.get(for_print(kept)))).size == (48, 64)
