"""Pictures: what an upload really is, and upright copies without EXIF for screen and report.

The original is kept elsewhere, untouched; what is made here is derived from it. HEIC is decoded by a process of its
own: a photo with a few bytes damaged ended the whole program (measured, pi-heif 1.4.0), and anyone may send one.
"""

import io
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from simcap.errors import Refusal

LARGEST_BYTES = 20 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
REPORT_LONGEST_PX = 800
REPORT_BYTES = 72_000
_JPEG, _PNG, _PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
#: How long a photo may take to decode, and by which code its process says that it has too many pixels.
HEIC_SECONDS, HEIC_TOO_BIG = 60, 3
#: What a photo of a phone names itself after `ftyp`. Source: ISO/IEC 23008-12, HEVC images and their collections.
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class BadUpload(Refusal):
    """The file cannot be taken (422): not a kind we know, too big, damaged, or a picture with too many pixels."""

    status = 422
    kind = "bad-upload"


def kind_of(data: bytes) -> str:
    """ "pdf", "jpeg", "png", "webp" or "heic", told by the content and never by the name.

    Raises: BadUpload for anything else, for an empty file, and above 20 MB.
    """
    if not data:
        raise BadUpload(_("Berkas kosong. Pilih berkas lain."))
    if len(data) > LARGEST_BYTES:
        raise BadUpload(_("Berkas lebih besar dari 20 MB. Perkecil berkas lalu unggah kembali."))
    if data.startswith(_JPEG):
        return "jpeg"
    if data.startswith(_PNG):
        return "png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "heic"
    if data.startswith(_PDF):
        return "pdf"
    raise BadUpload(_("Jenis berkas ini tidak dapat diterima. Unggah PDF, JPEG, PNG, WebP, atau HEIC."))


def check(data: bytes) -> str:
    """The kind of an upload that is whole: a picture is decoded to its end, a PDF must have its end mark.

    Raises: BadUpload.
    """
    kind = kind_of(data)
    if kind == "pdf":
        if b"%%EOF" not in data[-2048:]:
            raise BadUpload(_("Berkas PDF ini rusak atau terpotong. Unggah kembali."))
        return kind
    with _opened(data) as picture:
        _draft(picture, REPORT_LONGEST_PX)
        picture.load()
    return kind


def upright(data: bytes, *, longest_px: int = 1600) -> bytes:
    """A JPEG copy turned upright, at most `longest_px` on its longer side, without EXIF or place.

    Raises: BadUpload.
    """
    return _as_jpeg(_smaller(data, longest_px), quality=82)


def report_size(data: bytes) -> bytes:
    """The copy for the Laporan: small enough that twelve of them stay below 1 MB, sharp at half a page's width.

    Raises: BadUpload.
    """
    picture = _smaller(data, REPORT_LONGEST_PX)
    for quality in (76, 66, 56, 46):
        copy = _as_jpeg(picture, quality=quality)
        if len(copy) <= REPORT_BYTES:
            return copy
    picture.thumbnail((REPORT_LONGEST_PX * 2 // 3,) * 2)
    return _as_jpeg(picture, quality=50)


def _smaller(data: bytes, longest_px: int) -> Image.Image:
    with _opened(data) as picture:
        _draft(picture, longest_px)
        picture.load()
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
        return _on_white(turned)


def _draft(picture: Image.Image, longest_px: int) -> None:
    if picture.format == "JPEG":
        picture.draft("RGB", (longest_px, longest_px))  # reads all of a big photo, but at a fraction of its size


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        ground = Image.new("RGBA", with_alpha.size, "white")
        return Image.alpha_composite(ground, with_alpha).convert("RGB")
    return picture.convert("RGB")


def _as_jpeg(picture: Image.Image, *, quality: int) -> bytes:
    copy = io.BytesIO()
    picture.info.clear()
    picture.save(copy, "JPEG", quality=quality, optimize=True)
    return copy.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    if kind_of(data) == "pdf":
        raise BadUpload(_("Berkas ini PDF, bukan gambar."))
    if kind_of(data) == "heic":
        data = _from_heic(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP", "PPM"]) as picture:
                _check_pixels(picture)
                yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadUpload(_too_many_pixels()) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise BadUpload(_damaged()) from error


def _from_heic(data: bytes) -> bytes:
    """The photo as plain pixels (PPM), upright already."""
    worker = [sys.executable, "-P", str(Path(__file__).with_name("heic_worker.py")), str(LARGEST_PIXELS)]
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONHOME", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        done = subprocess.run(worker, input=data, capture_output=True, timeout=HEIC_SECONDS, env=kept, check=False)
    except subprocess.TimeoutExpired as late:
        raise BadUpload(_damaged()) from late
    if done.returncode:
        raise BadUpload(_too_many_pixels() if done.returncode == HEIC_TOO_BIG else _damaged())
    return done.stdout


def _damaged() -> str:
    return _("Gambar ini rusak atau terpotong. Ambil atau unggah kembali.")


def _check_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > LARGEST_PIXELS:
        raise BadUpload(_too_many_pixels())


def _too_many_pixels() -> str:
    return _("Ukuran gambar melebihi 50 megapiksel. Perkecil gambar lalu unggah kembali.")
