"""What a requester may not do: other people's files, other fields, other offices, too much at once."""

import pytest
from django.test import Client

from simcap.documents.models import Attachment
from simcap.facilitation.models import Facilitation
from simcap.intake.models import RequestDraft
from simcap.public import limits
from tests.cast import Cast, assemble

from .conftest import Writer, pages_typed

FORM = "/o/diskominfo-sumbar/permintaan/"


def test_somebody_elses_upload_cannot_be_taken(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    wrong = writer.send("surat", letter=cast.upload("agendaris"))
    assert wrong.context["form"].errors["letter"] == ["Berkas ini tidak ditemukan; unggah kembali."]


def test_the_letter_of_another_draft_cannot_be_taken(cast: Cast, client: Client, writer: Writer) -> None:
    Writer(client).write()
    uid = str(Attachment.objects.get().uid)
    writer.write(until="surat")
    assert writer.send("surat", letter=uid).status_code == 422


@pytest.mark.parametrize("draft", ["", "palsu", "ImFiYyI:1"])
def test_a_first_page_that_was_not_given_out_is_replaced_and_the_text_kept(
    cast: Cast, client: Client, draft: str
) -> None:
    page = client.post(FORM, {"draft": draft, **pages_typed()["pemohon"]})
    assert (page.status_code, RequestDraft.objects.count()) == (409, 0)
    assert 'value="Narahubung Rahasia"' in page.content.decode()
    again = client.post(FORM, {"draft": page.context["signed"], **pages_typed()["pemohon"]})
    assert again.status_code == 302


def test_a_first_page_of_another_office_begins_anew_here(cast: Cast, client: Client, writer: Writer) -> None:
    other = assemble("dinas-lain", prefix="lain-")
    signed = writer.opened()
    writer.send("pemohon", draft=signed)
    elsewhere = client.post(f"/o/{other.office.slug}/permintaan/", {"draft": signed, **pages_typed()["pemohon"]})
    assert (elsewhere.status_code, RequestDraft.objects.count()) == (409, 1)


def test_the_requester_sets_neither_security_nor_the_date_of_receipt(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    writer.send("surat", security="SR", received_on="2020-01-01")
    writer.send("periksa")
    case = Facilitation.objects.get()
    assert case.security == "B"
    assert case.letter.received_on.year >= 2026


def test_a_page_changes_only_what_it_asks_for(cast: Cast, writer: Writer) -> None:
    writer.write()
    writer.send("pemohon", event="Acara lain", services=["audiovisual"])
    inputs = RequestDraft.objects.get().inputs
    assert (inputs["event"], inputs["services"]) == ("Festival Nagari", ["internet", "learning"])


@pytest.mark.parametrize("page", ["pemohon", "periksa"])
def test_a_filled_trap_is_told_in_words_and_keeps_the_text(cast: Cast, writer: Writer, page: str) -> None:
    if page == "periksa":
        writer.write()
    trapped = writer.send(page, website="http://contoh.example")
    assert (trapped.status_code, Facilitation.objects.count()) == (422, 0)
    text = trapped.content.decode()
    assert "Kolom di bagian bawah yang tidak perlu diisi ternyata terisi. Kirim lagi." in text
    assert "Narahubung Rahasia" in text


def test_after_many_requests_from_one_address_the_last_page_says_wait_and_the_draft_stays(
    cast: Cast, client: Client
) -> None:
    for number in range(limits.REGISTERING.tries):
        assert Writer(client).finish(letter_number=str(number + 1)).status_code == 302
    writer = Writer(client)
    page = writer.finish(event="Acara ke sebelas")
    assert (page.status_code, Facilitation.objects.count()) == (429, limits.REGISTERING.tries)
    assert "Acara ke sebelas" in page.content.decode()
    assert "Terlalu banyak kiriman" in page.content.decode()
    elsewhere = client.post(f"{writer.draft}periksa/", {"website": ""}, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_after_many_drafts_from_one_address_no_further_one_begins_and_the_text_stays(
    cast: Cast, client: Client
) -> None:
    for _each in range(limits.DRAFTING.tries):
        assert Writer(client).send("pemohon").status_code == 302
    page = Writer(client).send("pemohon", institution="Instansi ke sekian")
    assert (page.status_code, RequestDraft.objects.count()) == (429, limits.DRAFTING.tries)
    assert 'value="Instansi ke sekian"' in page.content.decode()


def test_after_many_pages_from_one_address_the_page_says_wait_and_shows_what_was_typed(
    cast: Cast, client: Client, writer: Writer
) -> None:
    writer.write(until="kegiatan")
    for _each in range(limits.SENDING.tries - 1):
        writer.send("kegiatan")
    page = writer.send("kegiatan", event="Ketikan terakhir")
    assert page.status_code == 429
    assert 'value="Ketikan terakhir"' in page.content.decode()
    assert RequestDraft.objects.get().inputs["event"] == "Festival Nagari"


def test_an_office_that_takes_no_online_requests_says_so(cast: Cast, client: Client, writer: Writer) -> None:
    writer.write()
    cast.office.accepts_online = False
    cast.office.save()
    for page in (client.get(FORM), writer.get("periksa"), writer.send("periksa"), writer.get()):
        assert "tidak menerima permintaan daring" in page.content.decode()
        assert cast.office.address in page.content.decode()
    assert Facilitation.objects.count() == 0


def test_a_receipt_is_not_known_to_another_office(cast: Cast, client: Client, writer: Writer) -> None:
    done = writer.finish()["Location"]
    assemble("dinas-lain", prefix="lain-")
    assert client.get(done.replace("diskominfo-sumbar", "dinas-lain")).status_code == 404
    assert client.get(done[:-8] + "/").status_code == 404


def test_what_was_typed_is_shown_as_text_only(cast: Cast, writer: Writer) -> None:
    writer.write(event="<script>x</script>", notes="<b>tebal</b>")
    for page in ("kegiatan", "surat", "periksa"):
        text = writer.get(page).content.decode()
        assert ("<script>x" in text, "<b>tebal" in text) == (False, False)
