"""Written rows stay written: raw SQL is refused on SQLite and on PostgreSQL, and SIMCAP looks for its triggers."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction

from simcap.journal import triggers
from simcap.journal.models import Entry, EntryDetail
from simcap.people import acts
from simcap.people.models import Appointment
from tests.cast import assemble
from tests.support.database import rows, unprotected, write

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENTRY = "id, chain, seq, office_slug, act, occurred_at, recorded_at, canonical, prev_hash, hash"
MADE = "'2026-01-01 00:00:00', '2026-01-01 00:00:00', '{}', 'x', 'y'"


@pytest.fixture
def written(chain):
    """A chain, an appointment and its end."""
    cast = assemble()
    appointment = Appointment.objects.order_by("id")[0]
    acts.end_appointment(appointment, ended_at=datetime(2026, 7, 1, tzinfo=UTC), reason="pindah", by=acts.SYSTEM)
    return cast


def refused(sql: str) -> bool:
    """Whether the database refuses a statement by our own trigger."""
    connection.check_constraints()  # what the test itself has written is not still waiting for its own checks
    try:
        with transaction.atomic():
            write(sql)
    except DatabaseError as error:
        return triggers.SENTENCE in str(error)
    return False


CHANGES = [
    ("update", "UPDATE journal_entry SET canonical = 'lain'"),
    ("update one", "UPDATE journal_entry SET hash = 'x' WHERE seq = 3"),
    ("delete", "DELETE FROM journal_entry WHERE seq = 5"),
    ("update detail", "UPDATE journal_detail SET text = '{}'"),
    ("update appointment", "UPDATE simcap_appointment SET kind = 'plt'"),
    ("delete appointment", "DELETE FROM simcap_appointment"),
    ("update end", "UPDATE simcap_appointmentend SET reason = 'lain'"),
    ("delete end", "DELETE FROM simcap_appointmentend"),
]


@pytest.mark.parametrize("sql", [sql for _name, sql in CHANGES], ids=[name for name, _sql in CHANGES])
def test_no_written_row_can_be_changed_or_deleted(written, sql: str) -> None:
    before = rows()
    assert refused(sql)
    assert rows() == before


OVER_THE_ENTRY = (
    f"INTO journal_entry ({ENTRY}) SELECT id, 'case:b', 1, 'kantor', 'dispose', {MADE} "
    "FROM journal_entry WHERE chain = 'case:a' AND seq = 2"
)
OVER_THE_SEQ = f"INTO journal_entry ({ENTRY}) VALUES (900, 'case:a', 2, 'kantor', 'dispose', {MADE})"
OVER_THE_DETAIL = "INTO journal_detail (entry_id, salt, text) SELECT entry_id, 's', 't' FROM journal_detail LIMIT 1"
APPOINTMENT = "office_id, position_id, officer_id, kind, decree, from_at, created_at"
OVER_THE_APPOINTMENT = (
    f"INTO simcap_appointment (id, {APPOINTMENT}) SELECT id, {APPOINTMENT} FROM simcap_appointment LIMIT 1"
)
OVER_THE_END = (
    "INTO simcap_appointmentend (id, appointment_id, ended_at, reason) "
    "SELECT id, appointment_id, ended_at, 'lain' FROM simcap_appointmentend LIMIT 1"
)
OVERWRITING = [OVER_THE_ENTRY, OVER_THE_SEQ, OVER_THE_DETAIL, OVER_THE_APPOINTMENT, OVER_THE_END]


@pytest.mark.skipif(connection.vendor != SQLITE, reason="SQLite's own way of overwriting")
@pytest.mark.parametrize("into", OVERWRITING)
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT"])
def test_no_insert_writes_over_a_written_row(written, verb: str, into: str) -> None:
    before = rows()
    assert refused(f"{verb} {into}")
    assert rows() == before


UPSERTS = [
    (OVER_THE_ENTRY, "(id) DO UPDATE SET canonical = 'lain'"),
    (OVER_THE_SEQ, "(chain, seq) DO UPDATE SET canonical = 'lain'"),
    (OVER_THE_DETAIL, "(entry_id) DO UPDATE SET text = 'lain'"),
    (OVER_THE_APPOINTMENT, "(id) DO UPDATE SET kind = 'plt'"),
    (OVER_THE_END, "(appointment_id) DO UPDATE SET reason = 'lain'"),
]


@pytest.mark.parametrize(("into", "conflict"), UPSERTS)
def test_no_conflict_clause_turns_an_insert_into_an_update(written, into: str, conflict: str) -> None:
    before = rows()
    if connection.vendor == SQLITE:  # its grammar wants a WHERE between SELECT and ON CONFLICT
        into = into.replace(" LIMIT 1", " WHERE true LIMIT 1")
    assert refused(f"INSERT {into} ON CONFLICT {conflict}")
    assert rows() == before


@pytest.mark.skipif(connection.vendor != POSTGRESQL, reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", [guard.table for guard in triggers.GUARDS])
def test_no_table_can_be_emptied_at_once(written, table: str) -> None:
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif(connection.vendor != POSTGRESQL, reason="SQLite has no TRUNCATE")
def test_emptying_another_table_does_not_take_the_appointments_along(written) -> None:
    assert refused("TRUNCATE simcap_officer CASCADE")


def test_a_detail_can_be_deleted_for_the_law_wants_it_erasable(chain) -> None:
    write("DELETE FROM journal_detail WHERE entry_id = %s", [chain[0].pk])
    assert EntryDetail.objects.count() == 4


def test_new_rows_are_taken(chain) -> None:
    assert not refused(f"INSERT INTO journal_entry ({ENTRY}) VALUES (900, 'case:a', 6, 'kantor', 'dispose', {MADE})")
    assert Entry.objects.filter(chain="case:a").count() == 6


def test_every_trigger_is_in_a_migrated_database(db) -> None:
    assert triggers.missing(connection) == []


@pytest.mark.parametrize("name", sorted(triggers.names(connection)))
def test_a_missing_trigger_is_an_error_of_the_system_check(db, name: str) -> None:
    table = name.split("_no_")[0]
    write(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == POSTGRESQL else ""))
    with pytest.raises(SystemCheckError, match=f"The trigger {name} is missing: the journal is not protected"):
        call_command("check", databases=["default"], tags=["database"])


@pytest.mark.skipif(connection.vendor != POSTGRESQL, reason="SQLite cannot switch a trigger off")
@pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_a_trigger_that_is_switched_off_counts_as_missing(db, how: str) -> None:
    write(f"ALTER TABLE journal_entry {how} journal_entry_no_change")
    assert triggers.missing(connection) == ["journal_entry_no_change"]


def test_triggers_can_be_taken_away_and_put_back_around_a_migration(db) -> None:
    with unprotected():
        assert triggers.missing(connection) == sorted(triggers.names(connection))
    assert triggers.missing(connection) == []
