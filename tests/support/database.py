"""The database as a whole: what is in it, and writing past the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from simcap.journal import triggers

#: Filled once and never written by an act.
STILL = {"Region"}


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of SIMCAP, table by table; what an engine keeps by itself is left out."""
    models = apps.get_app_config("simcap").get_models()
    kept = [model for model in models if model.__name__ not in STILL and model._meta.managed]
    return {model.__name__: sorted(model._default_manager.values_list(), key=repr) for model in kept}


def write(sql: str, values: Sequence[Any] = ()) -> None:
    """Execute SQL past the program."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@contextmanager
def unprotected() -> Iterator[None]:
    """Without the triggers, as somebody with the keys of the database would have it."""
    triggers.drop(connection)
    try:
        yield
    finally:
        triggers.create(connection)
