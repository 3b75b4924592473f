"""Printed forms and the berita acara become archival, accessible PDF too, whatever people typed."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from simcap.documents import typeset
from simcap.documents.content import Person, as_text
from simcap.facilitation.sheet_content import Blank, Box, Column, Fact, Grid
from tests.documents import samples
from tests.documents.sheet_samples import FORM, MINUTES, SHEETS

pytestmark = pytest.mark.once
#: What means something to the typesetter, to a spreadsheet, to a browser, or runs the other way.
ODD = (
    "#panic()",
    "$x$",
    "@a",
    "*b*",
    "_c_",
    "\\",
    "`",
    "//",
    "<b>",
    "=",
    "\u202e",
    "\u0628\u0633\u0645",
    "w" * 400,
    "",
)


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


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), max_size=60), odd=st.sampled_from(ODD))
def test_whatever_somebody_typed_is_printed(text: str, odd: str) -> None:
    words = odd + text
    content = replace(
        FORM, title=f"Formulir {words}", note=words, about=(Fact(label=words, value=words),),
        blanks=(
            Blank(label=words, kind="line", value=words), Blank(label=words, kind="boxes", boxes=(Box(label=words),)),
        ),
        grids=(Grid(label=f"Daftar {words}", columns=(Column(label=words, kind="line"),), rows=((words,), ("",))),),
    )  # fmt: skip
    assert made("form_sheet", content).startswith(b"%PDF")
    host = Person(name=words, position=words, institution=words)
    assert made("host_confirmation", replace(MINUTES, event=words, host=host, refused=words, way="none")).startswith(
        b"%PDF"
    )
