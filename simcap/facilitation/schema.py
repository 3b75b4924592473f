"""JSON Schema (2020-12) of an act's inputs, generated from its form: what a program may send, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Model
from django.forms.utils import pretty_name
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from .forms import ActForm, AttachmentField, MomentField

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: What a key in the database can be. Units: signed 64-bit.
LARGEST_KEY = 2**63 - 1

Schema = dict[str, Any]
#: A field's own part of the schema. The second argument: whether the rows to choose from are known.
Maker = Callable[[Any, bool], Schema]


def schema_of(form: ActForm | type[ActForm]) -> Schema:
    """The schema of an act's inputs, in the current language.

    Of a form that was made for an occasion, choices are the rows allowed on it and defaults are its first values; of a
    form class, a chosen row is any integer. Raises: LookupError for a kind of field that has no schema yet.
    """
    occasion = None if isinstance(form, type) else form.occasion
    fields = form.base_fields if isinstance(form, type) else form.fields
    first = form.initial_inputs(occasion) if occasion else {}
    found = _object(fields, known=occasion is not None, first=first)
    for name, rows in form.rows.items():
        line = _object(rows.form(occasion=occasion).fields, known=occasion is not None)
        found["properties"][name] = {
            "type": "array", "title": str(rows.label), "items": line, "minItems": rows.at_least,
            "maxItems": rows.at_most, **_default(first.get(name)),
        }  # fmt: skip
        if rows.at_least:
            found["required"].append(name)
    return {"$schema": DIALECT, **found}


def _object(fields: Mapping[str, forms.Field], *, known: bool, first: Mapping[str, Any] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {
            name: _property(name, field, known=known, first=(first or {}).get(name)) for name, field in fields.items()
        },
        "required": [name for name, field in fields.items() if field.required],
        "additionalProperties": False,
    }


def _property(name: str, field: forms.Field, *, known: bool, first: Any) -> Schema:
    found = {**_own_part(field, known), "title": str(field.label) if field.label is not None else pretty_name(name)}
    if field.help_text:
        found["description"] = str(field.help_text)
    if isinstance(field, MomentField):
        first = field.prepare_value(first)
    return {**found, **_default(first)}


def _own_part(field: forms.Field, known: bool) -> Schema:
    for kind, maker in _MAKERS:
        if isinstance(field, kind):
            found = maker(field, known)
            return found if field.required else _or_null(found)
    raise LookupError(f"No JSON Schema for a {type(field).__name__}.")


def _or_null(part: Schema) -> Schema:
    """What may be left out may also be null; a list is empty instead, a yes-or-no is no."""
    kind = part["type"]
    if kind in ("array", "boolean"):
        return part
    found = {**part, "type": [*(kind if isinstance(kind, list) else [kind]), "null"]}
    if "oneOf" in found:
        found["oneOf"] = [*found["oneOf"], {"const": None, "title": "–"}]
    return found


def _default(first: Any) -> Schema:
    plain = _plain(first)
    return {} if plain in (None, "", []) else {"default": plain}


def _plain(value: Any) -> Any:
    """A first value as JSON."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if each not in (None, "")}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _one_of(options: Iterable[tuple[Any, Any]]) -> Schema:
    named = [{"const": value, "title": str(title)} for value, title in options if value not in (None, "")]
    return {"oneOf": named} if named else {}


def _choice(field: forms.ChoiceField, known: bool) -> Schema:
    return {"type": "string", **_one_of(flatten_choices(field.choices))}  # type: ignore[arg-type]


def _choices(field: forms.MultipleChoiceField, known: bool) -> Schema:
    return {"type": "array", "items": _choice(field, known), "uniqueItems": True, **_some(field)}


def _some(field: forms.Field) -> Schema:
    return {"minItems": 1} if field.required else {}


def _row(field: forms.ModelChoiceField[Any], known: bool) -> Schema:
    if not known:
        return {"type": "integer", "minimum": 1, "maximum": LARGEST_KEY}
    rows = field.queryset if field.queryset is not None else ()
    named = _one_of((one.pk, field.label_from_instance(one)) for one in rows)
    return {"type": "integer", **(named or {"not": {}})}


def _rows(field: forms.ModelMultipleChoiceField[Any], known: bool) -> Schema:
    return {"type": "array", "items": _row(field, known), "uniqueItems": True, **_some(field)}


def _attachment(field: AttachmentField, known: bool) -> Schema:
    said = (
        _("Nomor (uid) foto yang sudah diunggah.")
        if field.pictures_only
        else _("Nomor (uid) berkas yang sudah diunggah.")
    )
    return {"type": "string", "format": "uuid", "description": said}


def _moment(field: forms.Field, known: bool) -> Schema:
    return {"type": "string", "format": "date-time"}


def _date(field: forms.Field, known: bool) -> Schema:
    return {"type": "string", "format": "date"}


def _time(field: forms.Field, known: bool) -> Schema:
    return {"type": "string", "format": "time"}


def _boolean(field: forms.BooleanField, known: bool) -> Schema:
    return {"type": "boolean", "const": True} if field.required else {"type": "boolean"}


def _integer(field: forms.IntegerField, known: bool) -> Schema:
    return {"type": "integer", **_bounds(field)}


def _decimal(field: forms.DecimalField, known: bool) -> Schema:
    """A text with a point keeps its decimals exactly; a number is taken too."""
    places = rf"\.[0-9]{{1,{field.decimal_places}}}" if field.decimal_places else r"\.[0-9]+"
    return {"type": ["string", "number"], "pattern": f"^-?[0-9]+({places})?$", **_bounds(field)}


def _number(field: forms.FloatField, known: bool) -> Schema:
    return {"type": "number", **_bounds(field)}


def _bounds(field: Any) -> Schema:
    found = {"minimum": field.min_value, "maximum": field.max_value}
    return {key: float(one) if isinstance(one, Decimal) else one for key, one in found.items() if one is not None}


def _email(field: forms.CharField, known: bool) -> Schema:
    return {**_text(field, known), "format": "email"}


def _link(field: forms.CharField, known: bool) -> Schema:
    return {**_text(field, known), "format": "uri"}


def _text(field: forms.CharField, known: bool) -> Schema:
    shortest = max(field.min_length or 0, 1 if field.required else 0)
    found: Schema = {"type": "string", **({"minLength": shortest} if shortest else {})}
    if field.max_length:
        found["maxLength"] = field.max_length
    for one in field.validators:
        if type(one) is RegexValidator and isinstance(one.regex, re.Pattern) and not one.inverse_match:
            found["pattern"] = one.regex.pattern if field.required else f"^$|{one.regex.pattern}"
    return found


#: The first kind that fits counts, so a special kind stands before its general one.
_MAKERS: tuple[tuple[type[forms.Field], Maker], ...] = (
    (AttachmentField, _attachment), (MomentField, _moment), (forms.ModelMultipleChoiceField, _rows),
    (forms.ModelChoiceField, _row), (forms.MultipleChoiceField, _choices), (forms.ChoiceField, _choice),
    (forms.BooleanField, _boolean), (forms.DecimalField, _decimal), (forms.FloatField, _number),
    (forms.IntegerField, _integer), (forms.DateTimeField, _moment), (forms.DateField, _date), (forms.TimeField, _time),
    (forms.EmailField, _email), (forms.URLField, _link), (forms.CharField, _text),
)  # fmt: skip
