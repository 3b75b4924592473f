"""Whether the installation can do its work (kesiapan), item by item, for the machine that watches it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult

from simcap import clock
from simcap.facilitation.models import Outbox
from simcap.journal import triggers
from simcap.journal.checkpoint import last_checkpoint
from simcap.journal.models import Entry
from simcap.people.models import Office

from .beating import WORKER
from .models import Heartbeat

#: How old each may be. A checkpoint is due every day after midnight.
HEARTBEAT, TASK, NOTICE = timedelta(seconds=90), timedelta(minutes=10), timedelta(minutes=15)
CHECKPOINT = timedelta(hours=26)
LEAST_FREE_BYTES = 200 << 20


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `why` says what is wrong; `age` how old what it looks at is."""

    ok: bool
    why: str = ""
    age: timedelta | None = None

    def as_json(self) -> dict[str, object]:
        """Shape: ok; why where it is not; age_s in whole seconds where it has an age."""
        said: dict[str, object] = {"ok": self.ok}
        if self.why:
            said["why"] = self.why
        if self.age is not None:
            said["age_s"] = int(self.age.total_seconds())
        return said


def readiness() -> dict[str, Item]:
    """Every item in order. An item that cannot even be looked at is not ready."""
    return {name: _looked_at(look) for name, look in ITEMS.items()}


def _looked_at(look: Callable[[], Item]) -> Item:
    try:
        return look()
    except (Error, OSError) as problem:
        return Item(False, f"cannot be looked at: {type(problem).__name__}")


def _database() -> Item:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Item(True)


@lru_cache(maxsize=1)
def _needed() -> frozenset[tuple[str, str]]:
    """The last migration of every app, as this program has them."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def _migrations() -> Item:
    missing = _needed() - set(MigrationRecorder(connection).applied_migrations())
    return Item(not missing, f"{len(missing)} not applied: run simcap migrate" if missing else "")


def _triggers() -> Item:
    missing = triggers.missing(connection)
    return Item(not missing, f"missing: {', '.join(missing)}" if missing else "")


def _store() -> Item:
    name = default_storage.save("probe", ContentFile(b"probe"))
    default_storage.delete(name)
    free = shutil.disk_usage(settings.SIMCAP_VAR).free
    return Item(free >= LEAST_FREE_BYTES, f"{free >> 20} MiB free" if free < LEAST_FREE_BYTES else "")


def _worker() -> Item:
    last = Heartbeat.objects.filter(name=WORKER).values_list("beat_at", flat=True).first()
    return _young(last, HEARTBEAT, "no sign of life") if last else Item(False, "never gave a sign of life")


def _tasks() -> Item:
    """The oldest task that could be worked off now and is not."""
    due = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", "run_after").first()
    if due is None:
        return Item(True)
    enqueued_at, run_after = due
    since = enqueued_at if run_after > clock.now() else max(enqueued_at, run_after)  # the far future means: at once
    return _young(since, TASK, "a task waits and nobody works it off")


def _outbox() -> Item:
    """The oldest notice that has not been tried at all; what was tried and failed is counted, not waited for."""
    untried = Outbox.objects.filter(done_at=None, tries_count=0).order_by("id").values_list("created_at", flat=True)
    return _young(untried.first(), NOTICE, "a notice waits and nobody sends it")


def _checkpoint() -> Item:
    oldest = max((uncovered(office) for office in Office.objects.all()), default=timedelta(0))
    return Item(oldest <= CHECKPOINT, "entries without a checkpoint" if oldest > CHECKPOINT else "", oldest)


def uncovered(office: Office) -> timedelta:
    """How long the journal's oldest entry that no checkpoint covers has been there."""
    last = last_checkpoint(office.slug)
    entries = Entry.objects.filter(office_slug=office.slug, id__gt=last.pk if last else 0).order_by("id")
    first = entries.values_list("recorded_at", flat=True).first()
    return _age(first) if first else timedelta(0)


def _age(since: datetime) -> timedelta:
    return max(clock.now() - since, timedelta(0))


def _young(since: datetime | None, limit: timedelta, why: str) -> Item:
    if since is None:
        return Item(True)
    age = _age(since)
    return Item(age <= limit, why if age > limit else "", age)


ITEMS: dict[str, Callable[[], Item]] = {
    "database": _database, "migrations": _migrations, "triggers": _triggers, "store": _store, "worker": _worker,
    "tasks": _tasks, "outbox": _outbox, "checkpoint": _checkpoint,
}  # fmt: skip
