"""The JSON Schema of every act's form: valid by its own standard, and true to what the form takes."""

import json
from typing import Any

import pytest
from django import forms
from django.utils import translation
from jsonschema import Draft202012Validator

from simcap import clock
from simcap.facilitation import registry
from simcap.facilitation.forms import ActForm, AttachmentField, MomentField, RowForm, Rows
from simcap.facilitation.queries import occasion_for, open_acts
from simcap.facilitation.schema import schema_of
from simcap.people.models import Officer
from tests.cast import PATH, Cast, assemble


class Line(RowForm):
    """A line with one field."""

    name = forms.CharField(max_length=5)


class Example(ActForm):
    """One field of each kind."""

    text = forms.CharField(label="Teks", help_text="Bantuan.", max_length=9)
    free = forms.CharField(required=False)
    mail = forms.EmailField()
    count = forms.IntegerField(min_value=1, max_value=9)
    rate = forms.DecimalField(min_value=0, decimal_places=2, required=False)
    share = forms.FloatField()
    yes = forms.BooleanField()
    maybe = forms.BooleanField(required=False)
    on = forms.DateField()
    at = MomentField()
    one = forms.ChoiceField(choices=[("", "-"), ("a", "A"), ("Kelompok", [("b", "B")])], required=False)
    many = forms.MultipleChoiceField(choices=[("a", "A")])
    officer = forms.ModelChoiceField(queryset=Officer.objects.none())
    officers = forms.ModelMultipleChoiceField(queryset=Officer.objects.none(), required=False)
    photo = AttachmentField(pictures_only=True, required=False)
    rows = {"lines": Rows(Line, label="Baris", at_least=1, at_most=3)}


CENTS = r"^-?[0-9]+(\.[0-9]{1,2})?$"
KEY = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
A = {"const": "a", "title": "A"}
EXPECTED: dict[str, Any] = {
    "text": {"type": "string", "minLength": 1, "maxLength": 9, "title": "Teks", "description": "Bantuan."},
    "free": {"type": ["string", "null"], "title": "Free"},
    "mail": {"type": "string", "minLength": 1, "maxLength": 320, "format": "email", "title": "Mail"},
    "count": {"type": "integer", "minimum": 1, "maximum": 9, "title": "Count"},
    "rate": {"type": ["string", "number", "null"], "pattern": CENTS, "minimum": 0, "title": "Rate"},
    "share": {"type": "number", "title": "Share"},
    "yes": {"type": "boolean", "const": True, "title": "Yes"},
    "maybe": {"type": "boolean", "title": "Maybe"},
    "on": {"type": "string", "format": "date", "title": "On"},
    "at": {"type": "string", "format": "date-time", "title": "At"},
    "one": {
        "type": ["string", "null"], "title": "One",
        "oneOf": [A, {"const": "b", "title": "B"}, {"const": None, "title": "–"}],
    },
    "many": {
        "type": "array", "items": {"type": "string", "oneOf": [A]}, "uniqueItems": True, "minItems": 1, "title": "Many",
    },
    "officer": {**KEY, "title": "Officer"},
    "officers": {"type": "array", "items": KEY, "uniqueItems": True, "title": "Officers"},
    "photo": {
        "type": ["string", "null"], "format": "uuid", "title": "Photo",
        "description": "Nomor (uid) foto yang sudah diunggah.",
    },
    "lines": {
        "type": "array", "title": "Baris", "minItems": 1, "maxItems": 3,
        "items": {
            "type": "object", "required": ["name"], "additionalProperties": False,
            "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 5, "title": "Name"}},
        },
    },
}  # fmt: skip


def schema_for(cast: Cast, username: str, act: str) -> dict[str, Any]:
    assert cast.case
    powers = cast.powers(username)
    (open_act,) = (one for one in open_acts(cast.case, powers) if one.row.act == act)
    occasion = occasion_for(cast.case, open_act, powers, at=clock.now())
    return json.loads(json.dumps(schema_of(registry.get(act).form(occasion))))


def faults(schema: dict[str, Any], inputs: dict[str, Any]) -> list[str]:
    checker = Draft202012Validator.FORMAT_CHECKER
    return [error.message for error in Draft202012Validator(schema, format_checker=checker).iter_errors(inputs)]


def test_every_kind_of_field_has_its_schema():
    found = schema_of(Example)
    assert (found["type"], found["additionalProperties"]) == ("object", False)
    assert found["required"] == [
        "text", "mail", "count", "share", "yes", "on", "at", "many", "officer", "lines",
    ]  # fmt: skip
    assert found["properties"] == EXPECTED


def test_a_kind_of_field_without_a_schema_is_an_error():
    class Strange(ActForm):
        length = forms.DurationField()

    with pytest.raises(LookupError):
        schema_of(Strange)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("act", sorted(registry.known()))
def test_the_schema_of_every_act_is_valid(act: str, language: str):
    with translation.override(language):
        found = schema_of(registry.get(act).form)
    Draft202012Validator.check_schema(found)
    assert json.loads(json.dumps(found)) == found


@pytest.mark.django_db
def test_the_usual_inputs_of_every_act_fit_its_schema_on_the_case():
    cast = assemble()
    assert faults(schema_of(registry.get("register").form), cast.usual("agendaris", "register")) == []
    for username, act in PATH:
        usual = cast.usual(username, act)
        if act != "register":
            found = schema_for(cast, username, act)
            Draft202012Validator.check_schema(found)
            assert (act, faults(found, usual)) == (act, [])
            assert faults(found, {**usual, "unknown": 1}) != []
        cast.do(username, act, usual)


@pytest.mark.django_db
def test_rows_to_choose_from_are_named_and_no_others_fit():
    cast, other = assemble(), assemble("lain", prefix="lain-")
    cast.walk("with_section")
    found = schema_for(cast, "seksi", "appoint")
    named = {one["const"]: one["title"] for one in found["properties"]["coordinator"]["oneOf"]}
    assert named[cast.officer("koordinator").pk] == "Koordinator TIM (contoh)"
    assert other.officer("koordinator").pk not in named
    stranger = {**cast.usual("seksi", "appoint"), "coordinator": other.officer("koordinator").pk}
    assert len(faults(found, stranger)) == 1


@pytest.mark.django_db
def test_first_values_stand_as_defaults_and_fit_themselves():
    cast = assemble()
    case = cast.walk("to_record")
    found = schema_for(cast, "koordinator", "record_request")
    first = {name: one["default"] for name, one in found["properties"].items() if "default" in one}
    assert first["starts_at"] == case.starts_at.astimezone(cast_zone(cast)).isoformat()
    assert first["place"] == f"{case.letter.site}, {case.place_label}"
    cast.do("koordinator", "record_request")
    cast.do("seksi", "send_back")
    again = schema_for(cast, "koordinator", "record_request")
    first = {name: one["default"] for name, one in again["properties"].items() if "default" in one}
    assert [one["officer"] for one in first["crew"]] == [cast.officer("teknisi1").pk, cast.officer("teknisi2").pk]
    assert (first["vehicle"], faults(again, first)) == (cast.vehicle.pk, [])


def cast_zone(cast: Cast) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(cast.office.time_zone)
