"""The online request: page by page, one draft, one case; nothing typed or uploaded is lost; limits say what to do."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from simcap.documents.models import Attachment
from simcap.facilitation.models import Facilitation
from simcap.intake.forms import RegisterForm
from simcap.intake.models import RequestDraft, RequestLetter
from simcap.public.conversation import SLUGS
from simcap.public.requester import registering, requester_actor
from tests.cast import Cast

from .conftest import Writer, pages_typed

FORM = "/o/diskominfo-sumbar/permintaan/"
PAGES = ("pemohon", "kegiatan", "tempat", "surat")


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


def test_without_javascript_a_button_brings_the_next_list_and_keeps_the_rest(cast: Cast, writer: Writer) -> None:
    writer.write(until="tempat")
    asked = writer.send("tempat", _refresh="place", place_district="", place="", site="Balai adat", power="")
    assert asked["Location"] == f"{writer.draft}tempat/#lanjut"
    text = writer.get("tempat").content.decode()
    assert "Pilih kecamatan" in text
    assert 'value="Balai adat"' in text
    assert "error-summary" not in text


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
