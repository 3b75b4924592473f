"""Statements that every act needs, written by Django's own compiler once; afterwards only their values change.

Writing a statement anew takes Django several times as long as the database takes to answer it (measured: 0.2 to 0.5
against 0.03 ms). What is written and read is the same as by the usual queryset; so is what the journal's triggers see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

M = TypeVar("M", bound=Model)


class Slot(Expression):
    """Where a value will stand; `number` tells which."""

    def __init__(self, number: int, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A placeholder, and this slot itself as its parameter."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement with its parameters, and how its rows become objects."""

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: dict[int, Any]
    model: type[Model] | None
    start: int
    names: list[str]
    related: Sequence[Any]

    def values(self, given: tuple[Any, ...]) -> list[Any]:
        return [
            one.output_field.get_db_prep_value(given[one.number], connection) if isinstance(one, Slot) else one
            for one in self.parameters
        ]


class Select(Generic[M]):
    """A query of full objects, or of the columns of a `values_list`.

    Shape: `build` gets one slot for each field and answers the queryset; `select_related` is allowed, anything that
    asks a second time (prefetching) or depends on a value's being None is not.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *fields: Field[Any, Any]) -> None:
        self._build, self._fields = build, fields
        self._written: dict[str, _Written] = {}

    def all(self, *given: Any) -> list[M]:
        """Every row, as objects or as tuples."""
        return list(self._rows(given))

    def first(self, *given: Any) -> M | None:
        """The first row, where the query's order or a constraint says which that is."""
        return next(iter(self.all(*given)), None)

    def one(self, *given: Any) -> M:
        """The one row. Raises: LookupError when there is none."""
        found = self.first(*given)
        if found is None:
            raise LookupError(f"No row for {given}.")
        return found

    def _rows(self, given: tuple[Any, ...]) -> Iterator[Any]:
        written = self._written.get(connection.vendor) or self._write()
        with connection.cursor() as cursor:
            cursor.execute(written.sql, written.values(given))
            found = cursor.fetchall()
        if written.converters:
            found = written.compiler.apply_converters(found, written.converters)
        if written.model is None:
            yield from map(tuple, found)
            return
        start, end = written.start, written.start + len(written.names)
        for row in found:
            one = written.model.from_db(connection.alias, written.names, row[start:end])
            for populator in written.related:
                populator.populate(row, one)
            yield one

    def _write(self) -> _Written:
        queryset = self._build(*(Slot(number, field) for number, field in enumerate(self._fields)))
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [one[0] for one in compiler.select[: compiler.col_count]]
        info = compiler.klass_info if queryset._iterable_class is ModelIterable else None  # else: `values_list`
        places = info["select_fields"] if info else []
        written = _Written(
            sql, tuple(parameters), compiler, compiler.get_converters(columns), info["model"] if info else None,
            places[0] if places else 0, [compiler.select[place][0].target.attname for place in places],
            get_related_populators(info, compiler.select, connection.alias) if info else (),  # type: ignore[call-arg]
        )  # fmt: skip
        self._written[connection.vendor] = written
        return written


class Insert(Generic[M]):
    """The writing of one new row."""

    def __init__(self, model: type[M]) -> None:
        self._model = model
        self._sql = ""

    def __call__(self, **given: Any) -> M:
        """Write a row. Changes: as `Model.objects.create`; the key that the database gave is on the object."""
        one = self._model(**given)
        fields = [field for field in self._model._meta.concrete_fields if not getattr(field, "db_returning", False)]
        values = [field.get_db_prep_save(field.pre_save(one, add=True), connection) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(self._sql or self._write(fields), values)
            if len(fields) < len(self._model._meta.concrete_fields):
                one.pk = cursor.fetchone()[0]
        one._state.adding, one._state.db = False, connection.alias
        return one

    def _write(self, fields: Sequence[Any]) -> str:
        quote, meta = connection.ops.quote_name, self._model._meta
        columns = ", ".join(quote(str(field.column)) for field in fields)
        sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 — names of the model's own
        if len(fields) < len(meta.concrete_fields):
            sql += f" RETURNING {quote(str(meta.pk.column))}"
        self._sql = sql
        return sql


class Update(Generic[M]):
    """The writing of one known row: of the columns that are named, or of all."""

    def __init__(self, model: type[M], *names: str) -> None:
        self._model, self._names = model, names
        self._sql = ""

    def __call__(self, one: M) -> None:
        """Write those columns of this object."""
        fields = [
            field
            for field in self._model._meta.concrete_fields
            if not field.primary_key and (not self._names or field.name in self._names)
        ]
        values = [field.get_db_prep_save(field.pre_save(one, add=False), connection) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(self._sql or self._write(fields), [*values, one.pk])

    def _write(self, fields: Sequence[Any]) -> str:
        quote, meta = connection.ops.quote_name, self._model._meta
        columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
        self._sql = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(str(meta.pk.column))} = %s"  # noqa: S608 — as above
        return self._sql
