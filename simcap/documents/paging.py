"""A page of a PDF as a picture, drawn in the typesetting process, so that a letter can be read beside its form."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from simcap import clock

from . import store
from .models import StoredFile
from .typeset import TypesettingFailed, preview

PPI = 110
#: For a page the size of a playing card. Units: pixels per inch, as PPI.
SMALL_PPI = 36
#: Enough for a thumbnail, and for a page that is read.
FEW_COLOURS, COLOURS = 32, 128


class NoSuchPage(LookupError):
    """The PDF has no such page, or it is locked or damaged and cannot be drawn."""


def kept_page(file: StoredFile, number: int, *, small: bool = False) -> bytes:
    """One page of a kept PDF as a PNG, drawn at the first need; `small` for a thumbnail.

    Changes: the picture is kept beside the store; it is derived, and may be deleted at any time.
    Raises: NoSuchPage, FileMissing.
    """
    ppi = SMALL_PPI if small else PPI
    path = f"pages/{file.sha256}-{ppi}-{number}.png"
    if default_storage.exists(path):
        with default_storage.open(path) as kept:
            return bytes(kept.read())
    drawn = page_of(store.get(file), number, ppi=ppi)
    picture = lean(drawn, colours=FEW_COLOURS if small else COLOURS)
    name = default_storage.save(path, ContentFile(picture))
    if name != path:  # somebody else drew the same page in the meantime
        default_storage.delete(name)
    return picture


def lean(picture: bytes, *, colours: int = COLOURS) -> bytes:
    """The same picture in few colours, at about a third of the bytes: a letter is read on a weak line too."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as drawn:
        few = drawn.convert("RGB").quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def page_of(pdf: bytes, number: int, *, ppi: int = PPI) -> bytes:
    """One page as a PNG. `number` counts from 1. Raises: NoSuchPage."""
    content = {"page": number, "alt": f"Halaman {number}"}
    now = clock.now().replace(microsecond=0)  # the typesetter knows no smaller unit
    files = {"original.pdf": pdf}
    try:
        return preview("pdf_page", content, files=files, issued_at=now, watermark="", picture="png", ppi=ppi)[0]
    except TypesettingFailed as failed:
        raise NoSuchPage(str(failed)) from failed
