"""Alive and ready: what is looked at, what is wrong when it is not, and nothing about people."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django_tasks_db.models import DBTaskResult

from simcap import clock
from simcap.facilitation.models import Outbox
from simcap.facilitation.outbox import deliver_waiting
from simcap.health.models import Heartbeat
from simcap.journal.checkpoint import write_checkpoint
from tests.cast import MONDAY, Cast
from tests.support.database import unprotected, write

ITEMS = ["database", "migrations", "triggers", "store", "worker", "tasks", "outbox", "checkpoint"]


def ready() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/readyz")
    return answer.status_code, json.loads(answer.content)


def failing() -> dict[str, str]:
    """Each item that fails with its reason."""
    status, said = ready()
    assert status == (503 if said["failing"] else 200)
    return {name: said["items"][name]["why"] for name in said["failing"]}


def test_a_process_that_answers_is_alive_whatever_else_is_wrong(db) -> None:
    Heartbeat.objects.all().delete()
    answer = Client().get("/healthz")
    assert (answer.status_code, json.loads(answer.content)) == (200, {"status": "alive"})
    assert "no-store" in answer["Cache-Control"]


def test_alive_asks_no_database(django_assert_num_queries, db) -> None:
    with django_assert_num_queries(0):
        Client().get("/healthz")


def test_everything_in_place_is_ready_and_every_item_is_told(cast: Cast) -> None:
    cast.walk("assigned")
    Outbox.objects.update(done_at=clock.now())
    status, said = ready()
    assert (status, said["status"], said["failing"], list(said["items"])) == (200, "ready", [], ITEMS)
    assert all(item["ok"] for item in said["items"].values())


def test_a_worker_that_fell_silent_is_named_with_its_age(cast: Cast) -> None:
    Heartbeat.objects.update(beat_at=MONDAY - timedelta(minutes=5))
    status, said = ready()
    assert (status, said["failing"]) == (503, ["worker"])
    assert said["items"]["worker"] == {"ok": False, "why": "no sign of life", "age_s": 300}
    Heartbeat.objects.all().delete()
    assert failing() == {"worker": "never gave a sign of life"}


def test_a_task_that_nobody_works_off_is_named_and_one_for_later_is_not(cast: Cast) -> None:
    deliver_waiting.using(run_after=MONDAY + timedelta(days=400)).enqueue()
    DBTaskResult.objects.update(enqueued_at=MONDAY - timedelta(hours=1))
    assert failing() == {}
    deliver_waiting.enqueue()
    DBTaskResult.objects.update(enqueued_at=MONDAY - timedelta(hours=1))
    assert failing() == {"tasks": "a task waits and nobody works it off"}


def test_a_notice_that_nobody_tried_is_named_and_one_that_failed_is_not(cast: Cast) -> None:
    cast.do("agendaris", "register")
    DBTaskResult.objects.all().delete()
    Outbox.objects.update(created_at=MONDAY - timedelta(hours=1), done_at=None)
    assert failing() == {"outbox": "a notice waits and nobody sends it"}
    Outbox.objects.update(tries_count=1)
    assert failing() == {}


def test_a_journal_without_a_checkpoint_for_a_day_is_named(cast: Cast) -> None:
    with clock.scripted(MONDAY + timedelta(hours=27)):
        Heartbeat.objects.update(beat_at=clock.now())
        assert failing() == {"checkpoint": "entries without a checkpoint"}
        write_checkpoint(cast.office.slug, at=clock.now())
        assert failing() == {}
    with clock.scripted(MONDAY + timedelta(days=30)):  # nothing has moved since: nothing is due
        Heartbeat.objects.update(beat_at=clock.now())
        assert failing() == {}


def test_missing_triggers_and_migrations_are_named(cast: Cast) -> None:
    drop = "DROP TRIGGER journal_entry_no_update" if connection.vendor == "sqlite" else (
        "DROP TRIGGER journal_entry_no_change ON journal_entry"
    )  # fmt: skip
    MigrationRecorder(connection).record_unapplied("simcap", latest())
    with unprotected():
        pass
    write(drop)
    found = failing()
    assert list(found) == ["migrations", "triggers"]
    assert found["migrations"] == "1 not applied: run simcap migrate"
    assert found["triggers"].startswith("missing: journal_entry_no_")


def latest() -> str:
    return max(name for app, name in MigrationRecorder(connection).applied_migrations() if app == "simcap")


def test_a_store_that_cannot_be_written_is_named_without_its_place(cast: Cast, monkeypatch) -> None:
    def full(*args: object, **kwargs: object) -> str:
        raise OSError(28, "No space left on device", str(settings.SIMCAP_VAR))

    monkeypatch.setattr(default_storage, "save", full)
    assert failing() == {"store": "cannot be looked at: OSError"}
    assert str(settings.SIMCAP_VAR) not in Client().get("/readyz").content.decode()


def test_the_probe_leaves_nothing_in_the_store(cast: Cast) -> None:
    ready()
    assert [name for name in default_storage.listdir("")[1] if name.startswith("probe")] == []


def test_a_database_that_is_gone_is_not_ready_instead_of_an_error(cast: Cast, monkeypatch) -> None:
    def gone(*args: object, **kwargs: object) -> None:
        raise DatabaseError("connection to server at 10.0.0.7 failed for user simcap")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        status, said = ready()
    assert status == 503
    assert said["items"]["database"] == {"ok": False, "why": "cannot be looked at: DatabaseError"}
    assert "10.0.0.7" not in json.dumps(said)


def test_its_statements_do_not_grow_with_the_cases(cast: Cast, django_assert_num_queries) -> None:
    for _ in range(3):
        cast.do("agendaris", "register")
        with django_assert_num_queries(11):
            ready()
