"""Other installations than the test's own: this one as another process sees it, and empty ones to restore into."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


def run(environment: Environment, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """A command of SIMCAP in an installation; answers exit code and what it said."""
    return subprocess.run(
        [sys.executable, "-m", "django", *map(str, arguments)], cwd=ROOT, env=environment, text=True, check=False,
        capture_output=True, **options,
    )  # fmt: skip
