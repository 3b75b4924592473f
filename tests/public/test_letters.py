"""The letter of refusal: for who knows the code of an open class, and for who holds the secret link of any."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from simcap.documents import store
from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.intake.queries import answer_token
from simcap.public import limits
from tests.cast import Cast, assemble

DECLINE = (("kadis", "decline"), ("seksi", "draft_decline"), ("kabid", "initial_decline"), ("kadis", "sign_decline"))
BASE = "/o/diskominfo-sumbar/"


def decline(cast: Cast, steps: tuple[tuple[str, str], ...] = DECLINE) -> Facilitation:
    cast.walk("with_section")
    for who, act in steps:
        cast.do(who, act)
    return Facilitation.objects.get()


def pages(case: Facilitation, base: str = BASE) -> dict[str, str]:
    return {"tracked": f"{base}lacak/{case.tracking_code}/", "answered": f"{base}jawab/{answer_token(case)}/"}


@pytest.mark.parametrize("page", ["tracked", "answered"])
def test_a_declined_case_gives_its_letter_and_reason_and_the_way_to_ask_again(
    cast: Cast, client: Client, page: str
) -> None:
    address = pages(decline(cast))[page]
    document = Document.objects.get(kind="decline_letter")
    text = client.get(address).content.decode()
    for told in (
        "Kendaraan sudah terjadwal di tempat lain", "Kendaraan bertugas di tempat lain pada tanggal itu.",
        "Minggu berikutnya kendaraan tersedia.", document.number, f"{address}surat-jawaban/",
        f"{BASE}v/{document.token}/", f"{BASE}permintaan/",
    ):  # fmt: skip
        assert told in text
    letter = client.get(f"{address}surat-jawaban/")
    assert (letter.status_code, letter["Content-Type"], letter.content) == (
        200, "application/pdf", store.get(document.file),
    )  # fmt: skip
    assert letter["Cache-Control"] == "private, no-store"
    assert letter["X-Content-Type-Options"] == "nosniff"
    assert letter["Content-Disposition"] == f'attachment; filename="{document.title.replace("/", "-")}.pdf"'


@pytest.mark.parametrize("signed", range(len(DECLINE)))
@pytest.mark.parametrize("page", ["tracked", "answered"])
def test_before_the_signature_there_is_no_letter(cast: Cast, client: Client, signed: int, page: str) -> None:
    address = pages(decline(cast, DECLINE[:signed]))[page]
    assert client.get(f"{address}surat-jawaban/").status_code == 404
    assert "surat-jawaban/" not in client.get(address).content.decode()


def test_a_reconsidered_case_has_no_letter(cast: Cast, client: Client) -> None:
    case = decline(cast, (*DECLINE[:3], ("kadis", "reconsider"), ("seksi", "cancel")))
    assert client.get(f"{pages(case)['answered']}surat-jawaban/").status_code == 404
    assert "Surat jawaban" not in client.get(pages(case)["answered"]).content.decode()


@pytest.mark.parametrize("security", ["R", "SR"])
def test_a_closed_class_gives_its_letter_by_the_secret_link_only(cast: Cast, client: Client, security: str) -> None:
    case = decline(cast)
    Facilitation.objects.update(security=security)
    address = pages(case)
    assert client.get(f"{address['tracked']}surat-jawaban/").status_code == 404
    assert client.get(f"{address['answered']}surat-jawaban/").status_code == 200
    text = client.get(address["answered"]).content.decode()
    assert "Kendaraan bertugas di tempat lain pada tanggal itu." in text
    assert "/v/" not in text


def test_another_offices_address_has_no_letter(cast: Cast, client: Client) -> None:
    case = decline(cast)
    assemble("dinas-lain", prefix="lain-")
    for address in pages(case, "/o/dinas-lain/").values():
        assert client.get(f"{address}surat-jawaban/").status_code == 404


def test_guessing_codes_for_letters_is_stopped(cast: Cast, client: Client) -> None:
    case = decline(cast)
    for number in range(limits.GUESSING.tries):
        assert client.get(f"{BASE}lacak/0000-0000-{number:02d}/surat-jawaban/").status_code == 404
    assert client.get(f"{pages(case)['tracked']}surat-jawaban/").status_code == 429


def test_a_letter_signed_on_paper_is_given_as_its_scan(cast: Cast, client: Client) -> None:
    steps = (("agendaris", "print_to_sign"), ("agendaris", "scan_signed"), ("kabid", "confirm_signed"))
    case = decline(cast, (*DECLINE[:3], *steps))
    letter = client.get(f"{pages(case)['answered']}surat-jawaban/")
    document = Document.objects.get(kind="decline_letter")
    assert document.scan and document.scan.view  # noqa: PT018 — the second is asked of the first
    assert letter.content == store.get(document.scan.view)


def test_a_letter_whose_file_is_gone_is_told_as_such(cast: Cast, client: Client) -> None:
    case = decline(cast)
    document = Document.objects.get(kind="decline_letter")
    default_storage.delete(store.path_of(document.file_id))
    page = client.get(f"{pages(case)['answered']}surat-jawaban/")
    assert (page.status_code, "tidak dapat dibuka" in page.content.decode()) == (404, True)


def test_an_office_that_takes_no_requests_online_says_where_to_send_a_new_one(cast: Cast, client: Client) -> None:
    case = decline(cast)
    cast.office.accepts_online = False
    cast.office.save()
    text = client.get(pages(case)["tracked"]).content.decode()
    assert "kirim surat permintaan baru ke kantor kami" in text
