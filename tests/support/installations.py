"""Other installations than the test's own: this one as another process sees it, empty ones, and migrated ones."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
Environment = dict[str, str]


def _plain() -> Environment:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIMCAP_")}
    kept.pop("DATABASE_URL", None)
    return kept | {"DJANGO_SETTINGS_MODULE": "config.settings", "SIMCAP_LOG_LEVEL": "WARNING"}


def own() -> Environment:
    """Another process finds the database and the files of this test there."""
    return _plain() | {"DATABASE_URL": _url(connection.settings_dict["NAME"]), "SIMCAP_VAR": str(settings.SIMCAP_VAR)}


def _url(name: str) -> str:
    about = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgresql://{about['USER']}@{about['HOST']}:{about['PORT']}/{name}"


@contextmanager
def empty(folder: Path, *, engine: str = "sqlite") -> Iterator[Environment]:
    """An installation without a table; on PostgreSQL in a database of its own, which is removed afterwards."""
    made = _plain() | {"SIMCAP_VAR": str(folder)}
    if engine == "sqlite":
        yield made
        return
    name = f"restore_{os.getpid()}_{folder.name}".lower().replace("-", "_")
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield made | {"DATABASE_URL": _url(name)}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def keep_tables() -> None:
    """Keep a copy of this worker's database while it has the tables only. Migrating takes seconds, a copy none."""
    if connection.vendor == "sqlite":
        with connection.cursor(), closing(sqlite3.connect(kept_tables())) as copy:
            connection.connection.backup(copy)


def kept_tables() -> Path:
    """The SQLite file of tables without a row of an office."""
    return Path(connection.settings_dict["TEST"]["NAME"]).with_name("tables.sqlite3")


@contextmanager
def migrated(folder: Path, *, demo: bool = False) -> Iterator[Environment]:
    """An installation with every table and no office: for tests that are about something else than the migrations.

    In the run on PostgreSQL it is an empty one.
    """
    with empty(folder) as made:
        if connection.vendor == "sqlite":
            lay_tables(folder, demo=demo)
        yield made | ({"SIMCAP_MODE": "demo"} if demo else {})


def lay_tables(folder: Path, *, demo: bool = False) -> Path:
    """Put the kept tables into an installation's folder; SQLite only."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(kept_tables(), folder / ("demo.sqlite3" if demo else "simcap.sqlite3")))


def run(environment: Environment, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """A command of SIMCAP in an installation; answers exit code and what it said."""
    return subprocess.run(
        [sys.executable, "-m", "django", *map(str, arguments)], cwd=ROOT, env=environment, text=True, check=False,
        capture_output=True, **options,
    )  # fmt: skip
