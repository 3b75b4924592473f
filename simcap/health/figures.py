"""Figures of the whole installation (metrik), read from the database when they are asked for; no personal data."""

from __future__ import annotations

import os
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Max
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from simcap import clock
from simcap.documents.models import Document
from simcap.facilitation.models import Outbox, Turn
from simcap.journal.checkpoint import last_checkpoint
from simcap.journal.models import Entry
from simcap.people.models import Office
from simcap.tally import OWN

from .models import Heartbeat

#: Ids are given before they are committed; so far behind the newest one nothing is added any more.
SETTLED = 10_000


@dataclass
class Growing:
    """The count of a table that only grows, per value of a column: counted once, then only what is new."""

    model: type[models.Model]
    column: str
    settled_id: int = 0
    settled: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def counts(self) -> Counter[str]:
        """Rows by value."""
        with self.lock:
            rows = self.model._default_manager.filter(pk__gt=self.settled_id)
            newest = rows.aggregate(newest=Max("pk"))["newest"] or 0
            until = newest - SETTLED
            if until > self.settled_id:
                self.settled += self._count(rows.filter(pk__lte=until))
                self.settled_id = until
                rows = rows.filter(pk__gt=until)
            return self.settled + self._count(rows)

    def _count(self, rows: models.QuerySet[Any]) -> Counter[str]:
        found = rows.order_by().values_list(self.column).annotate(n=Count("pk"))
        return Counter({str(value): count for value, count in found})


ENTRIES, DOCUMENTS = Growing(Entry, "office_slug"), Growing(Document, "kind")


class FromDatabase(Collector):
    """What the database says now. The statements do not grow with the cases, but for those that are open."""

    def collect(self) -> Iterator[Metric]:
        yield _gauge("simcap_open_cases", "Open cases by stage", ("office", "stage"), _open_cases())
        waiting = Outbox.objects.filter(done_at=None)
        yield GaugeMetricFamily("simcap_outbox_waiting", "Notices that are not delivered", waiting.count())
        yield _gauge("simcap_tasks", "Tasks of the worker by state", ("state",), _tasks())
        yield _counter("simcap_documents", "Documents issued by kind", "kind", DOCUMENTS.counts())
        yield _counter("simcap_journal_entries", "Entries of the journal", "office", ENTRIES.counts())
        yield _gauge("simcap_checkpoint_age_seconds", "Age of the last checkpoint", ("office",), _checkpoints())
        yield _gauge("simcap_heartbeat_age_seconds", "Age of the last sign of life", ("process",), _beats())
        free = shutil.disk_usage(settings.SIMCAP_VAR).free
        yield GaugeMetricFamily("simcap_disk_free_bytes", "Room left beside database and files", free)


def _gauge(name: str, text: str, labels: tuple[str, ...], rows: Any) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for values, figure in rows:
        family.add_metric(values, figure)
    return family


def _counter(name: str, text: str, label: str, counts: Counter[str]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=(label,))
    for value, count in sorted(counts.items()):
        family.add_metric((value,), count)
    return family


def _open_cases() -> Iterator[tuple[tuple[str, str], int]]:
    rows = Turn.objects.filter(closed_at=None).order_by("office__slug", "stage")
    for slug, stage, count in rows.values_list("office__slug", "stage").annotate(n=Count("pk")):
        yield (slug, stage), count


def _tasks() -> Iterator[tuple[tuple[str], int]]:
    for state in (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED):
        yield (state.lower(),), DBTaskResult.objects.filter(status=state).count()


def _checkpoints() -> Iterator[tuple[tuple[str], float]]:
    for office in Office.objects.order_by("slug"):
        if last := last_checkpoint(office.slug):
            yield (office.slug,), (clock.now() - last.recorded_at).total_seconds()


def _beats() -> Iterator[tuple[tuple[str], float]]:
    for beat in Heartbeat.objects.order_by("name"):
        yield (beat.name,), (clock.now() - beat.beat_at).total_seconds()


def exposition() -> bytes:
    """Everything as Prometheus reads it: the counts of this process, or of all of them together, and the database."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(OWN)
    registry.register(FromDatabase())
    return generate_latest(registry)
