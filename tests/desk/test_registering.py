"""Registering a paper letter: place by three lists, a duplicate told, the slip."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from simcap.facilitation.models import Facilitation
from simcap.intake.models import Region
from simcap.intake.regions import chosen_place
from tests.cast import Cast, png

from .conftest import As, posted

pytestmark = pytest.mark.django_db
URL = "/cases/new/"


def letter(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the page sends for a letter."""
    inputs = {name: value for name, value in cast.usual("agendaris", "register").items() if name != "letter"}
    code = str(inputs["place"])
    lists = {"place_regency": code[:5], "place_district": code[:8]}
    scan = SimpleUploadedFile("surat.png", png())
    return {**posted("register", inputs), **lists, "letter": scan, **changes}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_front_desk_registers_a_letter_and_gets_a_slip(cast: Cast, as_: As, language: str) -> None:
    client = as_("agendaris")
    assert client.get(URL, headers={"accept-language": language}).status_code == 200
    answer = client.post(URL, letter(cast))
    case = Facilitation.objects.get()
    assert answer["Location"] == f"/cases/{case.uid}/receipt/"
    slip = client.get(answer["Location"], headers={"accept-language": language}).content.decode()
    assert (case.agenda_number in slip, case.tracking_code in slip) == (True, True)
    assert f"/o/{cast.office.slug}/jawab/" in slip


@pytest.mark.parametrize("username", ["kadis", "auditor", "admin", "teknisi1"])
def test_nobody_else_registers_or_sees_the_secret_link(cast: Cast, as_: As, username: str) -> None:
    client = as_(username)
    assert client.get(URL).status_code == 403
    assert client.post(URL, letter(cast)).status_code == 403
    cast.do("agendaris", "register")
    assert cast.case
    answer = client.get(f"/cases/{cast.case.uid}/receipt/")
    assert answer.status_code in (403, 404)
    assert "/jawab/" not in answer.content.decode()


def test_the_next_list_of_places_is_asked_for_without_losing_what_is_typed(cast: Cast, as_: As) -> None:
    data = letter(cast, place_regency="13.02", place_district="", place="", event="Tetap ada", _refresh="place")
    answer = as_("agendaris").post(URL, data)
    shown = answer.content.decode()
    assert (answer.status_code, answer.context["faults"]) == (200, [])
    assert '<option value="13.02" selected>' in shown
    assert '<option value="13.02.03"' in shown
    assert ("Tetap ada" in shown, "Sudah diunggah: surat.png" in shown) == (True, True)


def test_the_lists_of_places_are_served_to_anyone(cast: Cast, client: Any) -> None:
    district = Region.objects.filter(parent_id="13.02").first()
    assert district
    shown = client.get("/wilayah/", {"place_regency": "13.02", "place_district": district.code}).content.decode()
    villages = Region.objects.filter(parent=district).count()
    assert len(re.findall(rf'<option value="{district.code}\.\d{{4}}"', shown)) == villages
    assert client.get("/wilayah/", {"_name": "a b"}).status_code == 404


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (("13.02", "", ""), "13.02"),
        (("13.02", "13.02.03", "13.02.03.2001"), "13.02.03.2001"),
        (("13.02", "13.03.01", "13.03.01.2001"), "13.02"),
        (("13.02", "13.02.03", "13.02.04.2001"), "13.02.03"),
        (("", "13.02.03", "13.02.03.2001"), ""),
        (("13", "", ""), ""),
    ],
)
def test_a_list_that_belongs_to_another_choice_counts_no_more(lists: tuple[str, str, str], expected: str) -> None:
    assert chosen_place(*lists) == expected


def test_a_kecamatan_alone_is_no_place(cast: Cast, as_: As) -> None:
    answer = as_("agendaris").post(URL, letter(cast, place=""))
    assert answer.status_code == 422
    assert [fault.sentence for fault in answer.context["faults"]] == ["Pilih nagari, desa, atau kelurahan dari daftar."]


def test_a_letter_that_is_there_already_is_told_and_may_be_registered_all_the_same(cast: Cast, as_: As) -> None:
    client = as_("agendaris")
    client.post(URL, letter(cast))
    warned = client.post(URL, letter(cast))
    shown = warned.content.decode()
    assert (warned.status_code, "Surat ini mungkin sudah terdaftar." in shown) == (200, True)
    assert Facilitation.objects.count() == 1
    assert client.post(URL, letter(cast, _anyway="1")).status_code == 302
    assert Facilitation.objects.count() == 2


def test_a_double_click_registers_one_letter(cast: Cast, as_: As) -> None:
    client, data = as_("agendaris"), letter(cast)
    first = client.post(URL, data)
    second = client.post(URL, {**data, "letter": SimpleUploadedFile("surat.png", png())})
    assert first["Location"] == second["Location"]
    assert Facilitation.objects.count() == 1


def test_nothing_is_chosen_for_the_writer(cast: Cast, as_: As) -> None:
    answer = as_("agendaris").post(URL, letter(cast, purpose="", power=""))
    assert sorted(fault.anchor for fault in answer.context["faults"]) == ["id_power", "id_purpose"]


@pytest.mark.parametrize("security", ["B", "R", "SR"])
def test_the_slip_is_given_also_for_a_letter_that_the_front_desk_sees_no_more(
    cast: Cast, as_: As, security: str
) -> None:
    client = as_("agendaris")
    answer = client.post(URL, letter(cast, security=security))
    slip = client.get(answer["Location"])
    assert (slip.status_code, Facilitation.objects.get().tracking_code in slip.content.decode()) == (200, True)


def test_the_receipt_is_printed_for_the_bearer_by_the_front_desk_alone(cast: Cast, as_: As) -> None:
    client = as_("agendaris")
    page = client.get(client.post(URL, letter(cast))["Location"]).content.decode()
    case = Facilitation.objects.get()
    sheet = f"/cases/{case.uid}/receipt.pdf"
    assert f'href="{sheet}"' in page
    answer = client.get(sheet)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in answer["Cache-Control"]
    assert [as_(who).get(sheet).status_code for who in ("kadis", "auditor", "admin", "teknisi1")] == [
        403,
        403,
        404,
        404,
    ]


def test_a_paper_letter_comes_with_a_point_and_further_files(cast: Cast, as_: As) -> None:
    files = [SimpleUploadedFile("denah.png", png()), SimpleUploadedFile("izin.png", png())]
    sent = letter(cast, latitude="-0.947083, 100.417181", longitude="", institution_kind="village")
    client = as_("agendaris")
    kept = client.post(URL, {**sent, "attachments-new": files, "event": ""})
    (first, second) = [line["file"].value() for line in kept.context["form"].lists["attachments"].forms]
    assert kept.status_code == 422
    lines = {"attachments-TOTAL_FORMS": "2", "attachments-0-file": first, "attachments-0-title": "Denah"}
    lines |= {"attachments-1-file": second, "attachments-1-title": "izin"}
    fewer = client.post(URL, {**letter(cast), **lines, "_refresh": "remove:attachments:1"})
    assert ("izin.png" in fewer.content.decode(), "denah.png" in fewer.content.decode()) == (False, True)
    sent = letter(cast, latitude="-0.947083", longitude="100.417181", institution_kind="village")
    assert client.post(URL, {**sent, **lines}).status_code == 302
    case = Facilitation.objects.get()
    page = as_("agendaris").get(f"/cases/{case.uid}/").content.decode()
    assert '<a href="geo:-0.947083,100.417181">-0.947083, 100.417181</a>' in page
    for told in ("Pemerintah nagari, desa, atau kelurahan", "Denah", "izin", "Lampiran permintaan, "):
        assert told in page


def test_a_point_far_from_its_kabupaten_is_marked_in_the_dossier(cast: Cast, as_: As) -> None:
    cast.do("agendaris", "register", {"latitude": "0.3", "longitude": "99.8"})
    assert cast.case
    page = as_("kadis").get(f"/cases/{cast.case.uid}/").content.decode()
    assert "(sekitar 257 km dari pusat kabupaten/kota; periksa kembali)" in page


def test_the_front_desk_adds_what_is_brought_later_and_the_dossier_says_when(cast: Cast, as_: As) -> None:
    cast.walk("with_division")
    assert cast.case
    client, url = as_("agendaris"), f"/cases/{cast.case.uid}/acts/add_attachment/"
    page = client.get(f"/cases/{cast.case.uid}/").content.decode()
    assert (url in page, "Sekarang giliran" in page) == (True, True)
    assert client.get(url).status_code == 200
    sent = {"request_id": "5f0c7b2e-0000-4000-8000-000000000001", "attachments-TOTAL_FORMS": "0"}
    nothing = client.post(url, sent)
    assert [fault.sentence for fault in nothing.context["faults"]] == ["Pilih paling sedikit satu berkas."]
    done = client.post(url, {**sent, "attachments-new": [SimpleUploadedFile("susulan.png", png())]})
    assert done["Location"] == url
    dossier = client.get(f"/cases/{cast.case.uid}/").content.decode()
    for told in ("susulan", "Lampiran susulan, ", "menambahkan 1 lampiran."):
        assert told in dossier
