"""The online request: one draft, one case; nothing typed or uploaded is lost; limits say what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from simcap.documents.models import Attachment
from simcap.facilitation.models import Facilitation
from simcap.intake.models import RequestLetter
from simcap.public import limits
from tests.cast import Cast, assemble, png

from .conftest import draft_in, typed

FORM = "/o/diskominfo-sumbar/permintaan/"


def opened(client: Client) -> str:
    return draft_in(client.get(FORM))


def test_a_request_becomes_a_case_and_the_receipt_survives_reload(cast: Cast, client: Client) -> None:
    answer = client.post(FORM, typed(draft=opened(client)))
    case = Facilitation.objects.get()
    assert (answer.status_code, case.stage, case.channel) == (302, "with_head", "online")
    for _again in range(2):
        page = client.get(answer["Location"])
        assert page.status_code == 200
        for told in (case.agenda_number, case.tracking_code, "/jawab/", "Simpan tautan rahasia ini.", "paling lambat"):
            assert told in page.content.decode()


def test_the_form_needs_no_cookie_and_leaves_none(cast: Cast, client: Client) -> None:
    client.post(FORM, typed(draft=opened(client)))
    assert dict(client.cookies) == {}


def test_a_double_click_and_a_retried_upload_are_one_case(cast: Cast, client: Client) -> None:
    draft = opened(client)
    first, second = client.post(FORM, typed(draft=draft)), client.post(FORM, typed(draft=draft))
    assert Facilitation.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_other_content_under_a_used_draft_leads_to_the_earlier_receipt(cast: Cast, client: Client) -> None:
    draft = opened(client)
    first = client.post(FORM, typed(draft=draft))
    second = client.post(FORM, typed(draft=draft, event="Acara lain"))
    assert (second.status_code, Facilitation.objects.count()) == (409, 1)
    assert first["Location"] in second.content.decode()
    assert 'value="Acara lain"' in second.content.decode()


def test_two_drafts_are_two_cases(cast: Cast, client: Client) -> None:
    client.post(FORM, typed(draft=opened(client)))
    client.post(FORM, typed(draft=opened(client), letter_number="2/2026"))
    assert Facilitation.objects.count() == 2


def test_errors_stand_beside_the_field_and_in_a_summary_and_keep_text_and_letter(cast: Cast, client: Client) -> None:
    draft = opened(client)
    wrong = client.post(FORM, typed(draft=draft, contact_phone="tidak ada", ends_at="2027-02-01T16:00"))
    text = wrong.content.decode()
    assert (wrong.status_code, Facilitation.objects.count()) == (422, 0)
    assert '<a href="#id_contact_phone">Telepon narahubung</a>' in text
    assert 'id="id_contact_phone_error"' in text
    assert "Waktu selesai harus sesudah waktu mulai." in text
    assert 'value="Festival Nagari"' in text
    uid = str(Attachment.objects.get().uid)
    assert uid in text
    assert "surat.png" in text
    right = client.post(FORM, typed(draft=draft, letter=[uid, ""]))  # what a browser sends: the uid, then an empty box
    assert right.status_code == 302
    assert str(RequestLetter.objects.get().scan.uid) == uid


def test_an_empty_form_names_what_is_missing(cast: Cast, client: Client) -> None:
    wrong = client.post(FORM, {"draft": opened(client), "send": "1"})
    assert wrong.status_code == 422
    missing = {"institution", "letter", "place", "services", "power", "contact_name"}
    assert missing <= set(wrong.context["form"].errors)


def test_no_choice_is_made_before_the_requester_makes_one(cast: Cast, client: Client) -> None:
    form = client.get(FORM).context["form"]
    assert [form.fields[name].choices[0][0] for name in ("purpose", "power", "signal", "road")] == ["", "", "", ""]


def test_a_refused_upload_says_why_in_place_of_required(cast: Cast, client: Client) -> None:
    bad = SimpleUploadedFile("surat.pdf", b"bukan pdf", "application/pdf")
    wrong = client.post(FORM, typed(draft=opened(client), letter=bad))
    assert wrong.status_code == 422
    (sentence,) = wrong.context["form"].errors["letter"]
    assert sentence == "Jenis berkas ini tidak dapat diterima. Unggah PDF, JPEG, PNG, WebP, atau HEIC."


def test_without_javascript_a_button_brings_the_next_list_and_keeps_the_rest(cast: Cast, client: Client) -> None:
    draft = opened(client)
    asked = {"draft": draft, "_refresh": "place", "send": None, "place_district": "", "place": ""}
    page = client.post(FORM, typed(**asked))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Pilih kecamatan" in text
    assert 'value="Festival Nagari"' in text
    assert "surat.png" in text
    assert "error-summary" not in text
    assert Facilitation.objects.count() == 0


def test_somebody_elses_upload_cannot_be_taken(cast: Cast, client: Client) -> None:
    uid = cast.upload("agendaris")
    wrong = client.post(FORM, typed(draft=opened(client), letter=uid))
    assert wrong.context["form"].errors["letter"] == ["Berkas ini tidak ditemukan; unggah kembali."]


def test_the_letter_of_another_draft_cannot_be_taken(cast: Cast, client: Client) -> None:
    client.post(FORM, typed(draft=opened(client), event=""))
    uid = str(Attachment.objects.get().uid)
    wrong = client.post(FORM, typed(draft=opened(client), letter=uid))
    assert (wrong.status_code, Facilitation.objects.count()) == (422, 0)


@pytest.mark.parametrize("draft", ["", "palsu", "ImFiYyI:1"])
def test_a_draft_that_was_not_given_out_is_replaced_and_the_text_kept(cast: Cast, client: Client, draft: str) -> None:
    page = client.post(FORM, typed(draft=draft))
    assert (page.status_code, Facilitation.objects.count()) == (409, 0)
    assert 'value="Festival Nagari"' in page.content.decode()
    assert client.post(FORM, typed(draft=draft_in(page))).status_code == 302


def test_the_requester_sets_neither_security_nor_the_date_of_receipt(cast: Cast, client: Client) -> None:
    client.post(FORM, typed(draft=opened(client), security="SR", received_on="2020-01-01"))
    case = Facilitation.objects.get()
    assert case.security == "B"
    assert case.letter.received_on.year >= 2026


def test_a_filled_trap_is_told_in_words_and_keeps_the_text(cast: Cast, client: Client) -> None:
    page = client.post(FORM, typed(draft=opened(client), website="http://contoh.example"))
    assert (page.status_code, Facilitation.objects.count()) == (422, 0)
    assert "Kolom di bagian bawah yang tidak perlu diisi ternyata terisi. Kirim lagi." in page.content.decode()


def test_after_many_requests_from_one_address_the_form_says_wait_and_keeps_the_text(cast: Cast, client: Client) -> None:
    for number in range(limits.REGISTERING.tries):
        assert client.post(FORM, typed(draft=opened(client), letter_number=str(number + 1))).status_code == 302
    page = client.post(FORM, typed(draft=opened(client), event="Acara ke sebelas"))
    assert (page.status_code, Facilitation.objects.count()) == (429, limits.REGISTERING.tries)
    assert 'value="Acara ke sebelas"' in page.content.decode()
    assert "Terlalu banyak kiriman" in page.content.decode()
    elsewhere = client.post(FORM, typed(draft=opened(client)), REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_an_office_that_takes_no_online_requests_says_so(cast: Cast, client: Client) -> None:
    draft = opened(client)
    cast.office.accepts_online = False
    cast.office.save()
    for page in (client.get(FORM), client.post(FORM, typed(draft=draft))):
        assert "tidak menerima permintaan daring" in page.content.decode()
        assert cast.office.address in page.content.decode()
    assert Facilitation.objects.count() == 0


def test_a_receipt_is_not_known_to_another_office(cast: Cast, client: Client) -> None:
    done = client.post(FORM, typed(draft=opened(client)))["Location"]
    assemble("dinas-lain", prefix="lain-")
    assert client.get(done.replace("diskominfo-sumbar", "dinas-lain")).status_code == 404
    assert client.get(done[:-8] + "/").status_code == 404


def test_what_was_typed_is_shown_as_text_only(cast: Cast, client: Client) -> None:
    page = client.post(FORM, typed(draft=opened(client), event="<script>x</script>", contact_phone="x"))
    assert "<script>x" not in page.content.decode()


def test_a_letter_may_be_a_pdf(cast: Cast, client: Client) -> None:
    pdf = SimpleUploadedFile("surat.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n", "application/pdf")
    assert client.post(FORM, typed(draft=opened(client), letter=pdf)).status_code == 302


def test_an_upload_that_is_too_big_is_refused_with_a_sentence(cast: Cast, client: Client) -> None:
    big = SimpleUploadedFile("surat.png", png() + b"0" * (20 * 2**20), "image/png")
    page = client.post(FORM, typed(draft=opened(client), letter=big))
    assert "20 MB" in page.context["form"].errors["letter"][0]
