"""The receipt as a PDF: what it says, to whom, and that it is the same each time."""

import io

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from simcap.facilitation.models import Facilitation
from simcap.intake.queries import answer_token
from simcap.public.receipt import receipt_of, receipt_pdf
from tests.cast import Cast, assemble

from .conftest import Writer


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_requester_downloads_it_from_his_receipt(cast: Cast, client: Client, writer: Writer) -> None:
    done = writer.finish()["Location"]
    case = Facilitation.objects.get()
    address = f"{done}tanda-terima.pdf"
    assert address in client.get(done).content.decode()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, "application/pdf", "private, no-store",
    )  # fmt: skip
    assert answer["Content-Disposition"].startswith("attachment;")
    told = text_of(answer.content)
    for part in (
        case.agenda_number, case.tracking_code, "Pemerintah Nagari Sungai Dareh", "140/21/PN-SD/2026 tanggal 5 Januari",
        "555 / 24.5 / Dikominfo-2021", "Disposisi ± 5 menit", "Tentatif", "Jalan Pramuka No. 11A, Padang", "daring",
    ):  # fmt: skip
        assert part in told


def test_it_is_the_same_each_time_wherever_the_case_stands_and_in_any_language(cast: Cast) -> None:
    first = receipt_pdf(cast.walk("with_head"))
    with translation.override("en"):
        assert receipt_pdf(Facilitation.objects.get()) == first
    cast.walk_on("with_section")
    assert receipt_pdf(Facilitation.objects.get()) == first


def test_its_codes_lead_to_tracking_and_to_the_secret_answer(cast: Cast) -> None:
    case = cast.walk("with_head")
    told = receipt_of(case)
    assert told.tracking
    assert told.tracking.url.endswith(f"/lacak/{case.tracking_code}/")
    assert told.answering.url.endswith(f"/jawab/{answer_token(case)}/")


@pytest.mark.parametrize("security", ["R", "SR"])
def test_a_closed_class_has_no_tracking_page_to_lead_to(cast: Cast, security: str) -> None:
    case = cast.do("agendaris", "register", {"security": security}).facilitation
    assert (receipt_of(case).tracking, receipt_of(case).tracking_code) == (None, "")
    assert case.tracking_code not in text_of(receipt_pdf(case))


def test_it_is_unknown_to_another_office_and_without_a_genuine_link(cast: Cast, client: Client) -> None:
    case = cast.walk("with_head")
    assemble("dinas-lain", prefix="lain-")
    for address in (
        f"/o/dinas-lain/permintaan/selesai/{answer_token(case)}/tanda-terima.pdf",
        "/o/diskominfo-sumbar/permintaan/selesai/palsu/tanda-terima.pdf",
    ):
        assert client.get(address).status_code == 404
