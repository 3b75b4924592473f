"""The engine's index over `SearchText`: FTS5 on SQLite, a generated tsvector on PostgreSQL, under one name for both.

It follows its table by itself (triggers, a generated column), so that whoever writes a text writes one row.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE, INDEX = "simcap_searchtext", "simcap_search"
VERBS = ("insert", "update", "delete")
#: Signs that PostgreSQL would read as parts of addresses, versions and fractions; here they part words.
PARTING = "./-_@:#&+%()\\"
#: Letters that the other engine takes for the same.
ACCENTED, BARE = (
    "àáâãäåèéêëìíîïòóôõöùúûüçñÀÁÂÃÄÅÈÉÊËÌÍÎÏÒÓÔÕÖÙÚÛÜÇÑ",
    "aaaaaaeeeeiiiiooooouuuucnAAAAAAEEEEIIIIOOOOOUUUUCN",
)


def create(connection: BaseDatabaseWrapper, *, sources: Sequence[str]) -> None:
    """Make the index over these columns anew; what is written in the table already is in it."""
    drop(connection)
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for statement in make(sources):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove the index; the table stays."""
    sqlite = [f"DROP TRIGGER IF EXISTS {INDEX}_{verb}" for verb in VERBS]
    sqlite.append(f"DROP TABLE IF EXISTS {INDEX}")
    postgresql = [f"DROP VIEW IF EXISTS {INDEX}", f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS vector"]
    with connection.cursor() as cursor:
        for statement in sqlite if connection.vendor == "sqlite" else postgresql:
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> bool:
    """Whether the index is not there, or no longer follows its table: SQLite drops the triggers of a rebuilt table."""
    names = {INDEX, *(f"{INDEX}_{verb}" for verb in VERBS)} if connection.vendor == "sqlite" else {INDEX}
    query = (
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')"
        if connection.vendor == "sqlite"
        else "SELECT viewname FROM pg_views WHERE schemaname = current_schema()"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return not names <= {row[0] for row in cursor.fetchall()}


def _sqlite(sources: Sequence[str]) -> list[str]:
    columns = ", ".join(sources)

    def values(row: str) -> str:
        return ", ".join(f"{row}.{name}" for name in ("facilitation_id", *sources))

    add = f"INSERT INTO {INDEX}(rowid, {columns}) VALUES ({values('new')});"
    remove = f"INSERT INTO {INDEX}({INDEX}, rowid, {columns}) VALUES ('delete', {values('old')});"
    return [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5({columns}, content='{TABLE}', content_rowid='facilitation_id', "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
        f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {add} END",
        f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {remove} END",
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} BEGIN {remove} {add} END",
        f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",
    ]


def _postgresql(sources: Sequence[str]) -> list[str]:
    """Each word as it is written, and its stem. `oid` is what the other engine calls the key for ordering."""
    text = " || ' ' || ".join(sources)
    plain = f"translate({text}, '{PARTING}{ACCENTED}', '{' ' * len(PARTING)}{BARE}')"
    vector = f"to_tsvector('simple', {plain}) || to_tsvector('indonesian', {plain})"
    return [
        f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS ({vector}) STORED",
        f"CREATE INDEX {INDEX}_vector ON {TABLE} USING gin (vector)",
        f"CREATE VIEW {INDEX} (rowid, oid, {INDEX}) AS SELECT facilitation_id, facilitation_id, vector FROM {TABLE}",
    ]
