"""Take a backup into an empty installation: schema as it was, rows and files, sequences; all of it or nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.apps.registry import Apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from simcap.documents.store import path_of

from .form import DEFINITION, FILE, TABLE, TELLING, Code, Unusable, decoder
from .reading import Header, members

Tell = Callable[[str], None]
FILES_BETWEEN_LINES = 500


def refuse_full() -> None:
    """Raises: Unusable when there is anything in this installation."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TELLING:
            if table not in present:
                continue
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
            if cursor.fetchone():
                raise Unusable(
                    "This installation is not empty; a backup is restored into an empty one only. Name another folder "
                    "(SIMCAP_VAR) or an empty database (DATABASE_URL)."
                )


def refuse_foreign(header: Header) -> None:
    """Raises: Unusable for a backup of the other mode, of a newer program, or older than the tables that are here."""
    if header.demo != settings.SIMCAP_DEMO:
        kind = "demonstration" if header.demo else "real office"
        raise Unusable(f"This is the backup of a {kind}; set SIMCAP_MODE={'demo' if header.demo else 'office'}.")
    executor = MigrationExecutor(connection)
    unknown = [one for one in header.migrations if one not in executor.loader.disk_migrations]
    if unknown:
        newer = ", ".join(f"{app} {name}" for app, name in unknown[:3])
        raise Unusable(f"The backup was taken by a newer SIMCAP (it knows {newer}). Update the program first.")
    ahead = set(MigrationRecorder(connection).applied_migrations()) - set(header.migrations)
    if ahead:
        raise Unusable(
            "The backup is older than the tables that are here. Begin with a database that has no tables: restore "
            "makes them as they were, and then brings them up to date."
        )


def make_schema(header: Header) -> Apps:
    """Bring the tables to the schema of the backup. Answers the models as they were then."""
    executor = MigrationExecutor(connection)
    nodes = set(header.migrations)
    graph = executor.loader.graph
    leaves = [
        one
        for one in header.migrations
        if not any(child.key in nodes and child.key[0] == one[0] for child in graph.node_map[one].children)
    ]
    executor.migrate(leaves)
    executor.loader.build_graph()
    return executor.loader.project_state(leaves).apps


@dataclass
class Restored:
    """What was taken in."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0


def take_in(path: Path, header: Header, known: Apps, *, tell: Tell) -> Restored:
    """Load every row and file in one transaction.

    Changes: the tables, the store, the folder of own SOP files; sequences go on after the last row.
    Raises: Unusable for a table that the schema does not have.
    """
    tables = {one._meta.db_table: one for one in known.get_models(include_auto_created=True)}
    if missing := sorted(set(header.tables) - set(tables)):
        raise Unusable(f"The backup has a table that its own schema does not have: {missing[0]}.")
    done = Restored()
    decoders = {name: decoder(tables[name], columns, connection) for name, columns in header.tables.items()}
    with transaction.atomic():
        _clear(header)
        for name, data in members(path):
            if found := TABLE.fullmatch(name):
                table = found[1]
                count = _load(table, header.tables[table], data, decoders[table])
                done.rows[table] = done.rows.get(table, 0) + count
                tell(f"{table}: {done.rows[table]} rows")
            elif found := FILE.fullmatch(name):
                _lay(found[2], data)
                done.files += 1
                if done.files % FILES_BETWEEN_LINES == 0:
                    tell(f"{done.files} files")
            elif found := DEFINITION.fullmatch(name):
                _define(found[1], data)
        _continue_sequences([tables[name] for name in header.tables])
    os.sync()  # once for all files, before anybody is told that it is done
    return done


def _clear(header: Header) -> None:
    """What migrations and the start of the program have written by themselves; nobody has worked here yet."""
    with connection.cursor() as cursor:
        for table in header.tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def _load(table: str, columns: list[str], data: bytes, decode: Code) -> int:
    rows = [decode(json.loads(line)) for line in data.splitlines()]
    quoted = [connection.ops.quote_name(one) for one in columns]
    into = f"{connection.ops.quote_name(table)} ({', '.join(quoted)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)
    return len(rows)


def _lay(sha256: str, data: bytes) -> None:
    """Put a file, whose hash was checked, into the store. The disk is asked to confirm once, at the end."""
    path = path_of(sha256)
    try:
        local = Path(default_storage.path(path))
    except NotImplementedError:
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(data))
        return
    if local.exists():
        local.unlink()
    default_storage.save(path, ContentFile(data))


def _define(name: str, data: bytes) -> None:
    """One of the office's own SOP files. Raises: Unusable where another file of that name is there."""
    target = settings.SIMCAP_VAR / "definitions" / name
    if target.exists() and target.read_bytes() != data:
        raise Unusable(f"{target} is there already and is another file than the backup's.")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _continue_sequences(known: list[type[models.Model]]) -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), known)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
