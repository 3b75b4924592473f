"""A point on the map: however it is written, where it may lie, and how far it is from its kabupaten."""

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from simcap.errors import BadInputs
from simcap.facilitation.forms import inputs_from_post
from simcap.facilitation.schema import schema_of
from simcap.intake.forms import RegisterForm
from simcap.intake.models import Region, RequestLetter
from simcap.intake.regions import centroids, distance_km, far_km, pair_in, point_text
from tests.cast import assemble

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("-0.9, 100.4", ("-0.9", "100.4")),
        ("-0.947083,100.417181", ("-0.947083", "100.417181")),
        (" −0.947083  100.417181 ", ("−0.947083", "100.417181")),
        ("-0.947083°; 100.417181°", ("-0.947083", "100.417181")),
        ("-0,947083; 100,417181", ("-0,947083", "100,417181")),
        ("-0,947083 100,417181", ("-0,947083", "100,417181")),
        ("-0,947083", None),
        ("-0.947083", None),
        ("100", None),
        ("", None),
        ("Padang, 100.4", None),
        ("-0.9, 100.4, 17z", None),
    ],
)
def test_a_pasted_point_is_taken_apart(text: str, pair: tuple[str, str] | None) -> None:
    assert pair_in(text) == pair


@pytest.mark.parametrize(
    "sent",
    [
        {"latitude": "-0.947083, 100.417181", "longitude": ""},
        {"latitude": "", "longitude": "-0.947083, 100.417181"},
        {"latitude": "-0,947083", "longitude": "100,417181"},
        {"latitude": "−0.94708299999", "longitude": "100.4171811°"},
        {"latitude": -0.947083, "longitude": 100.417181},
    ],
)
def test_however_it_is_written_it_is_the_same_point(sent: dict[str, Any]) -> None:
    cast = assemble()
    cast.do("agendaris", "register", sent)
    letter = RequestLetter.objects.get()
    assert (letter.latitude, letter.longitude) == (Decimal("-0.947083"), Decimal("100.417181"))


def test_a_page_that_sends_a_pair_in_one_box_sends_both_numbers() -> None:
    sent = inputs_from_post(RegisterForm, QueryDict("latitude=-0.9, 100.4&longitude="))
    assert (sent["latitude"], sent["longitude"]) == ("-0.9", "100.4")


@pytest.mark.parametrize("sent", [{"latitude": "-7.2", "longitude": "112.7"}, {"latitude": "51.5", "longitude": "0.1"}])
def test_a_point_outside_the_province_is_refused_in_words(sent: dict[str, str]) -> None:
    with pytest.raises(BadInputs) as refused:
        assemble().do("agendaris", "register", sent)
    sentence = "Titik ini di luar Sumatera Barat. Periksa kembali angkanya."
    assert refused.value.fields == {"latitude": [sentence], "longitude": [sentence]}


def test_without_a_point_a_letter_is_registered_as_ever() -> None:
    assemble().do("agendaris", "register")
    letter = RequestLetter.objects.get()
    assert (letter.latitude, letter.longitude, letter.institution_kind) == (None, None, "")


def test_the_schema_names_the_bounds_and_asks_for_none_of_it() -> None:
    schema = schema_of(RegisterForm)
    latitude = schema["properties"]["latitude"]
    assert (latitude["minimum"], latitude["maximum"]) == (-3.6, 1.0)
    assert set(schema["required"]).isdisjoint({"latitude", "longitude", "institution_kind", "attachments"})


def test_every_kabupaten_has_a_middle_inside_the_province() -> None:
    known = {one.code for one in centroids()}
    assert known == set(Region.objects.filter(level="regency").values_list("code", flat=True))
    assert all(-3.6 < one.latitude < 1 and 98.5 < one.longitude < 102 for one in centroids())


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "expected"),
    [
        ("13.71.01.1001", "-0.947083", "100.417181", None),  # Padang, in Padang
        ("13.01.01.2001", "-2.55", "101.1", None),  # the south of Pesisir Selatan
        ("13.09.01.2001", "-3.30", "100.4", None),  # the south of Mentawai
        ("13.71.01.1001", "0.39", "100.09", 149),  # Padang, but in Pasaman
        ("13.71", "0.39", "100.09", 149),
        ("", "0.39", "100.09", None),
        ("99.99", "0.39", "100.09", None),
    ],
)
def test_a_point_too_far_from_its_kabupaten_is_noticed(
    place: str, latitude: str, longitude: str, expected: int | None
) -> None:
    assert far_km(place, Decimal(latitude), Decimal(longitude)) == expected


def test_no_point_is_nowhere_far() -> None:
    assert far_km("13.71", None, None) is None


def test_a_degree_of_latitude_is_111_km() -> None:
    assert round(distance_km(0, 100, to=(1, 100))) == 111


def test_a_point_is_shown_without_idle_zeros() -> None:
    assert point_text(Decimal("-0.900000"), Decimal("100.000000")) == "-0.9, 100"
