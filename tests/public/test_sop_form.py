"""The SOP on paper: the official form, the signed words, nothing that the SOP does not say; any revision renders."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from pypdf import PdfReader

from simcap.documents.typeset import render
from simcap.facilitation.definitions import definition
from simcap.procedure.definition import Definition
from simcap.procedure.official_chart import marks_of, pages_of
from simcap.public.sop_form import sop_form
from tests.cast import Cast
from tests.desk.conftest import as_, cast, monday
from tests.documents.samples import NASTY
from tests.procedure.files import SIGNED, WITH_SECRETARY, WITHOUT_SECTION, read

__all__ = ["as_", "cast", "monday"]
pytestmark = pytest.mark.django_db
FILES = (SIGNED, WITH_SECRETARY, WITHOUT_SECTION)


def text_of(pdf: bytes) -> str:
    """All words of all pages, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def made(revision: Definition, cast: Cast) -> bytes:
    """The form of a revision."""
    content = sop_form(revision, office=cast.office, masked=True)
    return render("sop_form", content, issued_at=datetime(2021, 6, 2, tzinfo=UTC))


def words(revision: Definition) -> Iterator[str]:
    """What the signed text says."""
    identity = revision.identity
    for name in ("legal_basis", "qualifications", "related", "equipment", "warnings", "records"):
        yield from getattr(identity, name)
    yield from (identity.number, identity.name, identity.unit, identity.signed_by_name)
    for step in revision.steps:
        yield from (step.text, step.input_text, step.time_text, step.output_text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_any_revision_becomes_the_official_form_word_for_word(cast: Cast, path) -> None:
    revision = read(path)
    pdf = made(revision, cast)
    flat = re.sub(r"\s", "", text_of(pdf))
    assert [one for one in words(revision) if re.sub(r"\s", "", one) not in flat] == []
    xmp = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_data().decode()
    assert ("<pdfaid:part>2</pdfaid:part>" in xmp, "<pdfuaid:part>1</pdfuaid:part>" in xmp) == (True, True)


def test_the_first_page_stands_and_the_table_lies_across(cast: Cast) -> None:
    sizes = [page.mediabox for page in PdfReader(io.BytesIO(made(read(SIGNED), cast))).pages]
    assert [box.width > box.height for box in sizes] == [False, True, True]


def test_everybody_gets_it_with_the_nip_masked_and_who_sees_the_case_as_signed(cast: Cast, as_) -> None:
    cast.walk("with_head")
    public = text_of(Client().get(f"/o/{cast.office.slug}/sop/formulir.pdf").content)
    signed = text_of(as_("kadis").get(f"/cases/{cast.case.uid}/sop/formulir.pdf").content)
    nip = definition(cast.office.sop_id).identity.signed_by_nip
    assert (nip in public, nip in signed) == (False, True)


def test_extensions_are_not_in_the_official_table(cast: Cast) -> None:
    text = text_of(made(read(SIGNED), cast))
    extensions = [act.label.id for act in read(SIGNED).acts.values() if act.extension]
    assert [label for label in extensions if label in text] == []


def test_the_symbols_follow_the_performers_of_the_flow() -> None:
    found = {no: [(one.shape, one.column) for one in marks] for no, marks in marks_of(read(SIGNED)).items()}
    assert found == {
        1: [("capsule", "head"), ("box", "head"), ("box", "division"), ("box", "section")],
        2: [("box", "coordinator"), ("box", "section"), ("box", "division"), ("box", "head")],
        3: [("box", "technician"), ("box", "coordinator"), ("box", "technician")],
        4: [("box", "coordinator")],
        5: [("box", "section"), ("box", "division"), ("box", "head"), ("capsule", "head")],
    }


def test_a_connector_stands_on_both_sides_of_a_break() -> None:
    heights = dict.fromkeys(range(1, 6), 60.0)
    first, second = pages_of(read(SIGNED), heights=heights, width=60)
    assert ("penghubung" in first[-1].told, "penghubung" in second[0].told) == (True, True)
    assert sum(row.told.count("penghubung") for row in (*first, *second)) == 2


@pytest.mark.parametrize("text", ["#panic() $x$ @y *z* _a_ \\ <b>", "x" * 400, NASTY, "بسم الله الرحمن الرحيم"])
def test_odd_words_are_printed_and_never_read_as_markup(cast: Cast, text: str) -> None:
    revision = read(SIGNED)
    identity = replace(
        revision.identity, name=text, unit=text, legal_basis=(text,) * 3, warnings=(text,), records=(text,)
    )
    steps = tuple(replace(step, text=text, note_text=text) for step in revision.steps)
    assert made(replace(revision, identity=identity, steps=steps), cast).startswith(b"%PDF-1.7")
