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
