"""The online request: page by page, one draft, one case; nothing typed or uploaded is lost; limits say what to do."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from simcap.documents.models import Attachment
from simcap.facilitation.models import Facilitation
from simcap.intake.forms import RegisterForm
from simcap.intake.models import LetterAttachment, RequestDraft, RequestLetter
from simcap.public import limits
from simcap.public.conversation import SLUGS
from simcap.public.requester import registering, requester_actor
from tests.cast import Cast, assemble, png

from .conftest import Writer, pages_typed

FORM = "/o/diskominfo-sumbar/permintaan/"
PAGES = ("pemohon", "kegiatan", "tempat", "surat")


def picture(name: str = "denah.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(), "image/png")


def test_a_request_becomes_a_case_and_the_receipt_survives_reload(cast: Cast, client: Client, writer: Writer) -> None:
    answer = writer.finish()
    case = Facilitation.objects.get()
    assert (answer.status_code, case.stage, case.channel) == (302, "with_head", "online")
    for _again in range(2):
        page = client.get(answer["Location"])
        assert page.status_code == 200
        for told in (case.agenda_number, case.tracking_code, "/jawab/", "Simpan tautan rahasia ini.", "paling lambat"):
            assert told in page.content.decode()


def test_what_was_typed_on_every_page_is_in_the_letter(cast: Cast, writer: Writer) -> None:
    writer.finish(latitude="-0.947083, 100.417181")
    letter = RequestLetter.objects.get()
    assert (letter.institution_kind, letter.services, letter.road, letter.subject) == (
        "village", ["internet", "learning"], "paved", "Permohonan fasilitasi",
    )  # fmt: skip
    assert (str(letter.latitude), str(letter.longitude)) == ("-0.947083", "100.417181")


def test_the_pages_ask_for_every_input_of_the_act_once(cast: Cast) -> None:
    form = RegisterForm(registering(cast.office, requester_actor("draft:x")))
    asked = [name for names in RegisterForm.groups.values() for name in names]
    assert sorted(asked) == sorted([*form.fields, *form.lists])


def test_the_form_needs_no_cookie_and_leaves_none(cast: Cast, client: Client, writer: Writer) -> None:
    writer.finish()
    assert dict(client.cookies) == {}


def test_a_double_click_on_the_last_page_is_one_case(cast: Cast, writer: Writer) -> None:
    first, second = writer.finish(), writer.send("periksa")
    assert Facilitation.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_double_click_on_the_first_page_is_one_draft(cast: Cast, client: Client, writer: Writer) -> None:
    sent = {"draft": writer.opened(), **pages_typed()["pemohon"]}
    first, second = client.post(FORM, sent), client.post(FORM, sent)
    assert (first["Location"], RequestDraft.objects.count()) == (second["Location"], 1)


def test_a_page_sent_after_the_request_leads_to_the_receipt(cast: Cast, writer: Writer) -> None:
    first = writer.finish()
    late = writer.send("kegiatan", event="Acara lain")
    assert (late.status_code, late["Location"], Facilitation.objects.count()) == (302, first["Location"], 1)
    assert Facilitation.objects.get().event == "Festival Nagari"


def test_the_first_page_sent_again_after_the_request_leads_to_the_receipt(
    cast: Cast, client: Client, writer: Writer
) -> None:
    signed = writer.opened()
    writer.send("pemohon", draft=signed)
    first = writer.finish()
    again = client.post(FORM, {"draft": signed, **pages_typed()["pemohon"]})
    assert again["Location"] == first["Location"]


def test_a_case_of_other_content_under_the_same_draft_is_the_one_that_counts(cast: Cast, writer: Writer) -> None:
    first = writer.finish()
    RequestDraft.objects.update(sent_at=None, facilitation=None)  # as if the program had ended in between
    writer.write(event="Acara lain")
    assert writer.send("periksa")["Location"] == first["Location"]
    assert Facilitation.objects.get().event == "Festival Nagari"


def test_two_drafts_are_two_cases(cast: Cast, client: Client) -> None:
    Writer(client).finish()
    Writer(client).finish(letter_number="2/2026")
    assert Facilitation.objects.count() == 2


def test_an_error_stands_beside_the_field_and_in_a_summary_and_keeps_text_and_letter(
    cast: Cast, writer: Writer
) -> None:
    writer.write(until="surat")
    wrong = writer.send("surat", subject="")
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert '<a href="#id_subject">Perihal</a>' in text
    assert 'id="id_subject_error"' in text
    assert 'value="140/21/PN-SD/2026"' in text
    uid = str(Attachment.objects.get().uid)
    assert (uid in text, "surat.png" in text) == (True, True)
    right = writer.send("surat", letter=[uid, ""])  # what a browser sends: the uid, then an empty box
    assert right.status_code == 302
    writer.send("periksa")
    assert str(RequestLetter.objects.get().scan.uid) == uid


@pytest.mark.parametrize(
    ("page", "missing"),
    [
        ("pemohon", {"institution", "contact_name", "contact_phone"}),
        ("kegiatan", {"event", "purpose", "starts_at", "ends_at", "visitors_count", "services"}),
        ("tempat", {"place", "site", "power", "signal", "road"}),
        ("surat", {"letter", "letter_number", "letter_on", "subject"}),
    ],
)
def test_an_empty_page_names_what_is_missing_on_it_and_nothing_else(
    cast: Cast, writer: Writer, page: str, missing: set[str]
) -> None:
    writer.write(until=page)
    wrong = writer.send(page, **dict.fromkeys(pages_typed()[page]))
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, missing)


def test_an_error_between_two_fields_of_a_page_is_told_on_that_page(cast: Cast, writer: Writer) -> None:
    writer.write(until="kegiatan")
    wrong = writer.send("kegiatan", ends_at="2027-02-01T16:00")
    assert wrong.context["form"].errors == {"ends_at": ["Waktu selesai harus sesudah waktu mulai."]}


def test_back_and_forth_loses_nothing(cast: Cast, writer: Writer) -> None:
    writer.write(until="kegiatan")
    back = writer.send("kegiatan", _to="sender", ends_at="", event="Setengah jadi")
    assert back["Location"] == f"{writer.draft}pemohon/"
    assert 'value="Narahubung Rahasia"' in writer.get("pemohon").content.decode()
    page = writer.get("kegiatan").content.decode()
    assert ('value="Setengah jadi"' in page, "galat" in page) == (True, False)


def test_the_last_page_shows_everything_and_sends_nothing_by_being_looked_at(cast: Cast, writer: Writer) -> None:
    writer.write(latitude="-0.9", longitude="100,4")
    text = writer.get("periksa").content.decode()
    for told in (
        "Pemerintah Nagari Sungai Dareh", "Pemerintah nagari, desa, atau kelurahan", "Festival atau acara umum",
        "Senin, 1 Maret 2027 pukul 08.00 WIB", "Akses internet (Wi-Fi), Unit belajar dengan laptop", "-0.9, 100.4",
        "Ada, PLN", "5 Januari 2026", "surat.png",
    ):  # fmt: skip
        assert told in text
    assert Facilitation.objects.count() == 0


def test_a_request_that_is_not_whole_is_not_sent_and_says_where_something_is_missing(
    cast: Cast, writer: Writer
) -> None:
    writer.write(until="tempat")
    page = writer.send("periksa")
    assert (page.status_code, Facilitation.objects.count()) == (422, 0)
    assert [part.page for part in page.context["parts"] if not part.is_whole] == ["place", "letter"]
    assert [stop.state for stop in page.context["stops"]] == ["done", "done", "open", "open", "open"]


def test_no_choice_is_made_before_the_requester_makes_one(cast: Cast, client: Client) -> None:
    form = client.get(FORM).context["form"]
    names = ("institution_kind", "purpose", "power", "signal", "road")
    assert [form.fields[name].choices[0][0] for name in names] == [""] * 5


def test_a_refused_upload_says_why_in_place_of_required(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    wrong = writer.send("surat", letter=SimpleUploadedFile("surat.pdf", b"bukan pdf", "application/pdf"))
    assert wrong.status_code == 422
    (sentence,) = wrong.context["form"].errors["letter"]
    assert sentence == "Jenis berkas ini tidak dapat diterima. Unggah PDF, JPEG, PNG, WebP, atau HEIC."


def test_without_javascript_a_button_brings_the_next_list_and_keeps_the_rest(cast: Cast, writer: Writer) -> None:
    writer.write(until="tempat")
    asked = writer.send("tempat", _refresh="place", place_district="", place="", site="Balai adat", power="")
    assert asked["Location"] == f"{writer.draft}tempat/#lanjut"
    text = writer.get("tempat").content.decode()
    assert "Pilih kecamatan" in text
    assert 'value="Balai adat"' in text
    assert "error-summary" not in text


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


def test_a_letter_may_be_a_pdf(cast: Cast, writer: Writer) -> None:
    pdf = SimpleUploadedFile("surat.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n", "application/pdf")
    assert writer.finish(letter=pdf).status_code == 302


def test_an_upload_that_is_too_big_is_refused_with_a_sentence(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    page = writer.send("surat", letter=SimpleUploadedFile("surat.png", png() + b"0" * (20 * 2**20), "image/png"))
    assert "20 MB" in page.context["form"].errors["letter"][0]


def files_kept() -> list[str]:
    return [line["title"] for line in RequestDraft.objects.get().inputs["attachments"]]


def lines(*titles: str) -> dict[str, Any]:
    """The list of files as its page sends it, with these titles."""
    kept = RequestDraft.objects.get().inputs["attachments"]
    fields: dict[str, Any] = {"attachments-TOTAL_FORMS": str(len(kept)), "letter": None}
    for number, (line, title) in enumerate(zip(kept, titles, strict=True)):
        fields |= {f"attachments-{number}-file": line["file"], f"attachments-{number}-title": title}
    return fields


def test_several_files_go_along_each_with_a_name_and_one_is_taken_away(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    several = [picture("denah lokasi.png"), picture("proposal.png"), picture("salah.png")]
    assert writer.send("surat", **{"attachments-new": several}).status_code == 302
    assert files_kept() == ["denah lokasi", "proposal", "salah"]
    away = lines("Denah lokasi", "proposal", "salah")
    assert writer.send("surat", **away, _refresh="remove:attachments:2").status_code == 302
    assert files_kept() == ["Denah lokasi", "proposal"]
    writer.send("periksa")
    kept = LetterAttachment.objects.order_by("id").values_list("title", "origin", "attachment__name")
    assert list(kept) == [
        ("Denah lokasi", "request", "denah lokasi.png"), ("proposal", "request", "proposal.png"),
    ]  # fmt: skip


def test_no_more_than_ten_files_go_along_and_the_others_are_named(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    page = writer.send("surat", **{"attachments-new": [picture(f"{n}.png") for n in range(12)]})
    assert (page.status_code, len(files_kept())) == (422, 10)
    assert [said for _anchor, _label, said in page.context["list_faults"]] == [
        "10.png tidak diambil: paling banyak 10 berkas.", "11.png tidak diambil: paling banyak 10 berkas.",
    ]  # fmt: skip


def test_a_refused_file_is_told_and_the_others_are_kept(cast: Cast, writer: Writer) -> None:
    writer.write(until="surat")
    page = writer.send("surat", **{"attachments-new": [picture("baik.png"), SimpleUploadedFile("x.txt", b"teks")]})
    assert (page.status_code, files_kept()) == (422, ["baik"])
    assert "x.txt: Jenis berkas ini tidak dapat diterima." in page.content.decode()
    assert writer.send("surat", **lines("baik")).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_changing_the_language_keeps_what_is_typed(cast: Cast, client: Client, writer: Writer, page: str) -> None:
    writer.write(until=page)
    first = {name: value for name, value in pages_typed()[page].items() if isinstance(value, str) and value}
    changed = writer.send(page, _language="en")
    shown = client.get(changed["Location"])
    assert changed["Location"].endswith("?bahasa=en")
    assert '<html lang="en">' in shown.content.decode()
    name, value = next((n, v) for n, v in first.items() if n in ("institution", "event", "site", "subject"))
    assert f'value="{value}"' in shown.content.decode(), name


def test_changing_the_language_before_anything_is_typed_begins_nothing(cast: Cast, client: Client) -> None:
    page = client.get(FORM)
    changed = client.post(FORM, {"draft": page.context["signed"], "_language": "en", "institution": ""})
    assert (changed["Location"], RequestDraft.objects.count()) == (f"{FORM}?bahasa=en", 0)


def test_a_point_far_from_its_kabupaten_is_warned_of_and_taken_all_the_same(cast: Cast, writer: Writer) -> None:
    writer.write(latitude="0.3", longitude="99.8")  # the first village lies in Pesisir Selatan
    for page in ("tempat", "periksa"):
        assert "Titik di peta berjarak sekitar 257 km dari pusat" in writer.get(page).content.decode()
    assert writer.send("periksa").status_code == 302


@pytest.mark.parametrize(
    ("latitude", "longitude", "faults"),
    [
        ("-7.2", "112.7", {"latitude", "longitude"}),
        ("-0.9", "", {"longitude"}),
        ("", "100.4", {"latitude"}),
        ("entah", "100.4", {"latitude"}),
        ("1e30", "100.4", {"latitude"}),
        ("NaN", "100.4", {"latitude"}),
    ],
)
def test_half_a_point_and_one_outside_the_province_are_told(
    cast: Cast, writer: Writer, latitude: str, longitude: str, faults: set[str]
) -> None:
    writer.write(until="tempat")
    page = writer.send("tempat", latitude=latitude, longitude=longitude)
    assert (page.status_code, set(page.context["form"].errors)) == (422, faults)
    assert "257" not in page.content.decode()


@pytest.mark.parametrize("page", [*SLUGS.values(), ""])
def test_a_page_costs_the_same_however_much_is_written(cast: Cast, writer: Writer, page: str) -> None:
    writer.write()
    with CaptureQueriesContext(connection) as first:
        assert writer.get(page).status_code == 200
    assert len(first) <= 12


def test_a_page_that_is_no_page_leads_to_where_the_writing_goes_on(cast: Cast, writer: Writer) -> None:
    writer.write(until="kegiatan")
    assert writer.get("lain")["Location"] == writer.draft
    assert writer.send("kegiatan", _to="lain")["Location"] == writer.draft
