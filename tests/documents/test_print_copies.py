"""The copy of a picture that documents print is made when it is uploaded, and not again."""

import pytest
from PIL import Image

from simcap.documents import store, uploads
from tests.cast import Cast, assemble, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def refuse(data: bytes) -> bytes:
    raise AssertionError("made again")


def test_an_uploaded_picture_is_made_small_at_once(cast, monkeypatch) -> None:
    picture = uploads.stage(png(), name="foto.png", office=cast.office, uploader="uji")
    monkeypatch.setattr(uploads, "report_size", refuse)
    small = uploads.for_print(picture)
    with store.default_storage.open(store.path_of(small.sha256)) as kept:
        assert Image.open(kept).format == "JPEG"


def test_a_copy_that_is_gone_is_made_again(cast) -> None:
    picture = uploads.stage(png(), name="foto.png", office=cast.office, uploader="uji")
    before = uploads.for_print(picture)
    store.default_storage.delete(f"{store.path_of(picture.view.sha256)}.print")
    assert uploads.for_print(picture) == before


def test_a_pdf_has_no_copy_for_print(cast) -> None:
    letter = uploads.stage(b"%PDF-1.7\n%%EOF\n", name="surat.pdf", office=cast.office, uploader="uji")
    assert not store.default_storage.exists(f"{store.path_of(letter.file.sha256)}.print")
