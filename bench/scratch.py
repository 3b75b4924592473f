"""Scratch installations to measure: on an SQLite file, or on a database of the durable private PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "bench"
CLUSTER = ROOT / "tests" / "support" / "pg_cluster.sh"
ENGINES = ("sqlite", "postgresql")


@contextmanager
def installation(engine: str) -> Iterator[dict[str, str]]:
    """The environment of a scratch installation, which is removed afterwards.

    It lies on the project's own disk: a file system in memory would make SQLite's commits free.
    """
    VAR.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{engine}-", dir=VAR))
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SIMCAP_")}
    plain.pop("DATABASE_URL", None)
    plain |= {"SIMCAP_MODE": "office", "SIMCAP_VAR": str(folder), "SIMCAP_LOG_LEVEL": "WARNING"}
    plain |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    try:
        if engine == "sqlite":
            yield plain
        else:
            with _database(f"simcap_bench_{os.getpid()}") as url:
                yield plain | {"DATABASE_URL": url}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(name: str) -> Iterator[str]:
    with _cluster() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.rsplit("/", 1)[0] + f"/{name}"
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _cluster() -> Iterator[str]:
    """The address of the durable cluster; it is left running only if it ran before."""
    ran = subprocess.run([CLUSTER, "url", "bench"], capture_output=True, text=True, check=False).returncode == 0
    try:
        yield subprocess.run([CLUSTER, "start", "bench"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    finally:
        if not ran:
            subprocess.run([CLUSTER, "stop", "bench"], check=True)
