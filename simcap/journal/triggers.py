"""Triggers that keep written rows written, on both databases. A migration that rebuilds such a table remakes them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

SENTENCE = "SIMCAP: this record is append-only"


@dataclass(frozen=True, slots=True)
class Guard:
    """What is refused on one table. `keys`: column groups over which an insert may not write again."""

    table: str
    keys: tuple[tuple[str, ...], ...]
    deletable: bool = False


GUARDS = (
    Guard("journal_entry", (("id",), ("chain", "seq"))),
    Guard("journal_detail", (("entry_id",),), deletable=True),
    Guard("simcap_appointment", (("id",),)),
    Guard("simcap_appointmentend", (("id",), ("appointment_id",))),
    Guard("simcap_incidentstep", (("id",),)),
    Guard("simcap_absence", (("id",),), deletable=True),
    Guard("simcap_absenceend", (("id",), ("absence_id",)), deletable=True),
    Guard("simcap_substitution", (("id",), ("appointment_id",)), deletable=True),
    Guard("simcap_monitoringversion", (("id",), ("table_id", "number"))),
)


@dataclass(frozen=True, slots=True)
class Seal:
    """Rows that are written freely until `since` holds of them, and then keep their `columns` and are not deleted.

    `never`: what an update may not bring such a row back to. All columns are without NULL.
    """

    table: str
    since: str
    columns: tuple[str, ...]
    never: str

    @property
    def changed(self) -> str:
        """The condition under which an update is refused."""
        others = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in self.columns)
        return f"OLD.{self.since} AND ({others} OR NEW.{self.never})"


#: A revision of the SOP that was once proposed is what was proposed: cases and the journal name its SHA-256.
SEALS = (
    Seal("simcap_revision", "status <> 'draft'", ("text", "digest", "definition_id", "office_id"), "status = 'draft'"),
)


def _verbs(guard: Guard) -> tuple[str, ...]:
    return ("update",) if guard.deletable else ("update", "delete")


def _sqlite(guard: Guard) -> list[str]:
    made = [
        f"CREATE TRIGGER {guard.table}_no_{verb} BEFORE {verb.upper()} ON {guard.table} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        for verb in _verbs(guard)
    ]
    same = " OR ".join(  # names come from this file only
        f"EXISTS (SELECT 1 FROM {guard.table} WHERE {' AND '.join(f'{column} = NEW.{column}' for column in key)})"
        for key in guard.keys
    )
    made.append(
        f"CREATE TRIGGER {guard.table}_no_overwrite BEFORE INSERT ON {guard.table} WHEN {same} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )
    return made


def _postgresql(guard: Guard) -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION simcap_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
    )
    rows = " OR ".join(verb.upper() for verb in _verbs(guard))
    return [
        function,
        f"CREATE TRIGGER {guard.table}_no_change BEFORE {rows} ON {guard.table} "
        "FOR EACH ROW EXECUTE FUNCTION simcap_append_only()",
        f"CREATE TRIGGER {guard.table}_no_truncate BEFORE TRUNCATE ON {guard.table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION simcap_append_only()",
    ]


def _sealed_sqlite(seal: Seal) -> list[str]:
    conditions = {"update": seal.changed, "delete": f"OLD.{seal.since}"}
    return [
        f"CREATE TRIGGER {seal.table}_no_{verb} BEFORE {verb.upper()} ON {seal.table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        for verb, condition in conditions.items()
    ]


def _sealed_postgresql(seal: Seal) -> list[str]:
    conditions = {"update": seal.changed, "delete": f"OLD.{seal.since}"}
    return [
        f"CREATE TRIGGER {seal.table}_no_{verb} BEFORE {verb.upper()} ON {seal.table} "
        f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION simcap_append_only()"
        for verb, condition in conditions.items()
    ]


def _sealed_names() -> frozenset[str]:
    return frozenset(f"{seal.table}_no_{verb}" for seal in SEALS for verb in ("update", "delete"))


def _tables(connection: BaseDatabaseWrapper) -> frozenset[str]:
    return frozenset(connection.introspection.table_names())


def names(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """The triggers that must be there."""
    sealed = _sealed_names()
    if connection.vendor == "sqlite":
        verbs = {guard: (*_verbs(guard), "overwrite") for guard in GUARDS}
        return sealed | {f"{guard.table}_no_{what}" for guard in GUARDS for what in verbs[guard]}
    return sealed | {f"{guard.table}_no_{what}" for guard in GUARDS for what in ("change", "truncate")}


def create(connection: BaseDatabaseWrapper, *, only: str | None = None) -> None:
    """Create the triggers (of one table, or of all that are there: a migration may stand before a table's own)."""
    present, is_sqlite = _tables(connection), connection.vendor == "sqlite"
    made = {guard.table: (_sqlite if is_sqlite else _postgresql)(guard) for guard in GUARDS}
    made |= {seal.table: (_sealed_sqlite if is_sqlite else _sealed_postgresql)(seal) for seal in SEALS}
    with connection.cursor() as cursor:
        for table, statements in made.items():
            if only in (None, table) and table in present:
                for statement in statements:
                    cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers: for a migration that rebuilds a table, and for the tests' flush."""
    with connection.cursor() as cursor:
        for table in (*(guard.table for guard in GUARDS), *(seal.table for seal in SEALS)):
            for name in sorted(names(connection)):
                if name.startswith(f"{table}_no_"):
                    on = "" if connection.vendor == "sqlite" else f" ON {table}"
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should be in the database and are not (or are switched off)."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    tables = _tables(connection)
    return sorted(name for name in names(connection) - present if name.split("_no_")[0] in tables)
