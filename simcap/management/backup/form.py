"""The form of a backup: which members a tar has, and how rows are spelt so that either database understands them.

backup.json (what it is of) · definitions/*.toml · tables/<table>/<part>.jsonl · files/<aa>/<sha256> · manifest.json
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

FORMAT = 1
HEADER, MANIFEST = "backup.json", "manifest.json"
DEFINITION = re.compile(r"definitions/([\w.-]+\.toml)")
TABLE = re.compile(r"tables/([a-z0-9_]+)/(\d{6})\.jsonl")
FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
#: Units: bytes of rows in one member; so much of a table is held at once.
PART_BYTES = 8 << 20
#: Not taken along: who is signed in, the worker's queue and signs of life, exports that can be made again.
LEFT_OUT = frozenset({"django_session", "django_tasks_database_dbtaskresult", "simcap_heartbeat", "simcap_export"})
#: Tables of which an installation without any row is empty.
TELLING = ("simcap_office", "simcap_account", "journal_entry", "simcap_storedfile")

Code = Callable[[Any], Any]
ENCODE: dict[str, Code] = {
    "DateTimeField": lambda one: one.astimezone(UTC).isoformat(),
    "DateField": date.isoformat,
    "TimeField": time.isoformat,
    "DecimalField": str,
    "UUIDField": str,
    "DurationField": lambda one: one // timedelta(microseconds=1),
}
DECODE: dict[str, Code] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DecimalField": Decimal,
    "UUIDField": UUID,
    "DurationField": lambda one: timedelta(microseconds=one),
}
#: Kinds of column that JSON and both databases spell alike.
PLAIN = frozenset(
    "AutoField BigAutoField BigIntegerField BooleanField CharField EmailField IntegerField PositiveBigIntegerField "
    "PositiveIntegerField PositiveSmallIntegerField SmallIntegerField TextField URLField GenericIPAddressField "
    "SlugField FileField".split()
)


class Unusable(Exception):
    """A backup, or an installation, that cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the backup knows it: its name, and its columns in their order."""

    name: str
    columns: tuple[str, ...]


def kept_models(known: Sequence[type[models.Model]]) -> list[type[models.Model]]:
    """The models whose tables a backup takes along, by table name."""
    kept = [one for one in known if one._meta.managed and not one._meta.proxy and one._meta.db_table not in LEFT_OUT]
    return sorted(kept, key=lambda one: one._meta.db_table)


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that are written; what the database computes itself is left to it."""
    return [one for one in model._meta.concrete_fields if not getattr(one, "generated", False)]


def _kind(field: models.Field[Any, Any]) -> str:
    while field.remote_field:  # a reference is spelt like what it refers to
        field = field.target_field  # type: ignore[attr-defined]
    return field.get_internal_type()


def encoder(model: type[models.Model]) -> Code:
    """How a row of a model becomes JSON. Raises: Unusable for a kind of column that has no spelling."""
    codes: dict[int, Code] = {}
    for place, field in enumerate(columns_of(model)):
        kind = _kind(field)
        if kind in ENCODE:
            codes[place] = ENCODE[kind]
        elif kind not in PLAIN and kind != "JSONField":
            raise Unusable(f"{model._meta.db_table}.{field.column}: a backup has no spelling for a {kind}.")

    def encode(row: Sequence[Any]) -> list[Any]:
        spelt = list(row)
        for place, code in codes.items():
            if spelt[place] is not None:
                spelt[place] = code(spelt[place])
        return spelt

    return encode


def decoder(model: type[models.Model], columns: Sequence[str], connection: BaseDatabaseWrapper) -> Code:
    """How a row of the backup becomes values for this database."""
    fields = {one.column: one for one in model._meta.concrete_fields}
    codes: dict[int, Code] = {}
    for place, column in enumerate(columns):
        if code := _taken_in(fields[column], connection):
            codes[place] = code

    def decode(row: list[Any]) -> list[Any]:
        for place, code in codes.items():
            row[place] = code(row[place])
        return row

    return decode


def _taken_in(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> Code | None:
    kind = _kind(field)
    if kind == "JSONField":
        spell, never_null = connection.ops.adapt_json_value, not field.null
        return lambda one: spell(one, None) if never_null or one is not None else None
    if kind not in DECODE:
        return None
    decode, prepare = DECODE[kind], field.get_db_prep_save
    return lambda one: None if one is None else prepare(decode(one), connection)
