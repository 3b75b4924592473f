"""Reading what a program sent: JSON strictly, and inputs by the shape of their form, so that nothing is guessed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from ninja.parser import Parser
from pydantic_core import PydanticCustomError

from simcap.facilitation.forms import YEARS, ActForm
from simcap.facilitation.schema import LARGEST_KEY, Schema, schema_of

from .problems import Malformed, Unsupported, bad_inputs

#: Nobody chooses more than this from a list. A list of lines says its own limit.
LONGEST_LIST = 1000
#: What no text may hold: NUL, which PostgreSQL refuses, and halves of a character, which no encoding takes.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
Fault = tuple[str, str]


class StrictParser(Parser):
    """JSON as RFC 8259 has it: UTF-8, finite numbers, each name once; anything else is refused, never repaired."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as values. Raises: Unsupported, Malformed."""
        if request.content_type != "application/json":
            raise Unsupported(_("Kirim isi sebagai application/json."))
        try:
            text = request.body.decode()
            return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_names_once)
        except (ValueError, RecursionError) as error:
            raise Malformed(_("Isi permintaan bukan JSON yang benar.")) from error


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON number.")


def _names_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice in one object.")
    return found


def moment(value: object) -> datetime:
    """A moment with its offset, in UTC. Raises: PydanticCustomError `moment`."""
    found = _moment(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("moment", "A moment with its offset from UTC.")
    return found


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        return None
    return found.astimezone(UTC)


@lru_cache(maxsize=64)
def _shape(form: type[ActForm]) -> Schema:
    return schema_of(form)


def must_fit(form: type[ActForm], inputs: Mapping[str, Any]) -> None:
    """Refuse inputs whose names or JSON types are not those of the form; what they say is the form's own to judge.

    Raises: BadInputs, a line's field being named `crew[0].officer` as the form does.
    """
    errors: dict[str, list[str]] = {}
    for where, sentence in _faults(_shape(form), inputs, ""):
        errors.setdefault(where, []).append(sentence)
    if errors:
        raise bad_inputs(errors)


def _faults(schema: Schema, value: Any, where: str) -> Iterator[Fault]:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = next((one for one in kinds if _IS[one](value)), None)
    if kind is None:
        yield where, _("Isi dengan %(kind)s.") % {"kind": _kind_word(kinds[0])}
    elif kind == "object":
        yield from _faults_of_names(schema, value, where)
    elif kind == "array":
        yield from _faults_of_list(schema, value, where)
    elif sentence := _fault(kind, schema, value):
        yield where, sentence


def _faults_of_names(schema: Schema, value: Mapping[str, Any], where: str) -> Iterator[Fault]:
    for name, each in value.items():
        within = f"{where}.{name}" if where else name
        if name in schema["properties"]:
            yield from _faults(schema["properties"][name], each, within)
        else:
            yield within, _("Nama isian ini tidak dikenal.")


def _faults_of_list(schema: Schema, value: list[Any], where: str) -> Iterator[Fault]:
    longest = schema.get("maxItems", LONGEST_LIST)
    if len(value) > longest:
        yield where, _("Paling banyak %(count)d.") % {"count": longest}
        return
    for number, each in enumerate(value):
        yield from _faults(schema["items"], each, f"{where}[{number}]")


def _fault(kind: str, schema: Schema, value: Any) -> str:
    if kind in ("integer", "number") and abs(value) > LARGEST_KEY:
        return _("Bilangan ini terlalu besar.")
    if kind != "string" or not value:
        return ""
    if UNWRITABLE.search(value):
        return _("Teks ini memuat karakter yang tidak dapat disimpan.")
    if schema.get("format") == "date-time" and _moment(value) is None:
        return _("Tulis tanggal dan jam dengan selisih zona, misalnya 2026-11-22T09:00:00+07:00.")
    if schema.get("format") == "date" and not _is_date(value):
        return _("Tulis tanggal seperti 2026-11-22.")
    return ""


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return _is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_IS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def _kind_word(kind: str) -> str:
    words = {
        "string": _("teks"), "integer": _("bilangan bulat"), "number": _("angka"), "boolean": _("true atau false"),
        "array": _("daftar"), "object": _("objek"),
    }  # fmt: skip
    return words[kind]
