"""A page of a PDF as a picture, drawn in the typesetting process, so that a letter can be read beside its form."""

from __future__ import annotations

from simcap import clock

from .typeset import TypesettingFailed, preview

PPI = 110


class NoSuchPage(LookupError):
    """The PDF has no such page, or it is locked or damaged and cannot be drawn."""


def page_of(pdf: bytes, number: int) -> bytes:
    """One page as a PNG. `number` counts from 1. Raises: NoSuchPage."""
    content = {"page": number, "alt": f"Halaman {number}"}
    files = {"original.pdf": pdf}
    try:
        return preview("pdf_page", content, files=files, issued_at=clock.now(), watermark="", picture="png", ppi=PPI)[0]
    except TypesettingFailed as failed:
        raise NoSuchPage(str(failed)) from failed
