"""Printed forms and the berita acara become archival, accessible PDF too, whatever people typed."""

import io
import json
from typing import Any

import pytest
from pypdf import PdfReader

from simcap.documents import typeset
from simcap.documents.content import as_text
from tests.documents import samples
from tests.documents.sheet_samples import SHEETS

pytestmark = pytest.mark.once


def made(template: str, content: Any) -> bytes:
    """The PDF with the sample files, at the sample moment."""
    return typeset.render(template, content, files=samples.FILES, issued_at=samples.ISSUED_AT)


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_is_tagged_pdf_a_2a_and_pdf_ua_1_however_much_it_holds(name: str) -> None:
    reader = PdfReader(io.BytesIO(made(*SHEETS[name])))
    xmp = reader.root_object["/Metadata"].get_data().decode()
    assert reader.root_object["/MarkInfo"]["/Marked"].value is True
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_printed_again_byte_for_byte_from_its_stored_text(name: str) -> None:
    template, content = SHEETS[name]
    assert made(template, content) == made(template, json.loads(as_text(content)))
