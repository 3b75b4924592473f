"""Rows written in bulk beside the ORM: the values of one real row, of which some columns differ in each copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Max, Model

#: Pages of SQLite that stay in memory while it is filled. Units: KiB, negative as SQLite wants it.
CACHE_KIB = -500_000


class Rows:
    """One table: the row that is copied, and its columns that vary. `drop` leaves a column to the database."""

    def __init__(self, like: Model, *vary: str, drop: str = "") -> None:
        self.model = type(like)
        fields: list[Field[Any, Any]] = [one for one in self.model._meta.concrete_fields if one.name != drop]
        self.columns = [connection.ops.quote_name(one.column) for one in fields]
        self._like = [one.get_db_prep_save(getattr(like, one.attname), connection) for one in fields]
        self._at = [[one.name for one in fields].index(name) for name in vary]

    def made(self, *values: Any) -> list[Any]:
        """A copy with these values, already as the database takes them, in the order of the columns that vary."""
        row = self._like.copy()
        for place, value in zip(self._at, values, strict=True):
            row[place] = value
        return row

    def write(self, rows: Iterable[list[Any]]) -> None:
        """Insert them: by COPY where there is one."""
        table, columns = connection.ops.quote_name(self.model._meta.db_table), ", ".join(self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def prepared(model: type[Model], name: str, value: Any) -> Any:
    """A value as the database takes it."""
    field: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
    return field.get_db_prep_save(value, connection)


def next_key(model: type[Model]) -> int:
    """The first free key."""
    return int(model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


@contextmanager
def filling(*models: type[Model]) -> Iterator[None]:
    """Write much at once: SQLite does not wait for the disk. Afterwards sequences and statistics are right."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if sqlite and not connection.in_atomic_block:
            cursor.execute(f"PRAGMA cache_size = {CACHE_KIB}")
            cursor.execute("PRAGMA synchronous = OFF")
        yield
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    if not connection.in_atomic_block:
        connection.close()  # and with it what was set for it
