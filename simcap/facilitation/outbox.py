"""The outbox: what others must be told of an act. `perform` writes the row, the worker delivers it after the commit."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task

from simcap import clock

from .models import Outbox

log = logging.getLogger(__name__)
Deliverer = Callable[[Outbox], None]

#: Minutes to wait before each further try; after the last the row stays, with its failure, for the administrator.
BACK_OFF_MINUTES = (1, 5, 15, 60, 240)
_deliverers: dict[str, list[Deliverer]] = {}


def delivers(*acts: str) -> Callable[[Deliverer], Deliverer]:
    """Register who tells others of these acts. A deliverer may use the network; it runs outside of any transaction."""

    def keep(deliverer: Deliverer) -> Deliverer:
        for act in acts:
            _deliverers.setdefault(act, []).append(deliverer)
        return deliverer

    return keep


def concerns(act: str) -> bool:
    """Whether anybody is told of this act."""
    return act in _deliverers


@task()
def deliver_waiting() -> int:
    """Deliver what waits, oldest first. Answers how many rows were delivered.

    Changes: each row is marked when its deliverers have returned; a failure is kept and tried again later.
    """
    rows = Outbox.objects.filter(done_at=None, tries_count__lte=len(BACK_OFF_MINUTES)).order_by("id")
    return sum(
        _deliver(row) for row in rows.select_related("facilitation__office", "facilitation__letter", "entry")[:200]
    )


def is_given_up(row: Outbox) -> bool:
    """Whether a row is tried no more by itself."""
    return row.tries_count > len(BACK_OFF_MINUTES)


@transaction.atomic
def try_again(rows: QuerySet[Outbox]) -> int:
    """Begin anew with rows that failed (coba lagi). Answers how many. Changes: the rows, and a task of the worker."""
    count = rows.filter(done_at=None, tries_count__gt=0).update(tries_count=0, failure="")
    if count:
        deliver_waiting.enqueue()
    return count


def _deliver(row: Outbox) -> bool:
    try:
        for deliverer in _deliverers.get(row.act, []):
            deliverer(row)
    except Exception as failure:  # noqa: BLE001 — one failing notice must not hold up the others; it is kept and retried
        log.warning("Outbox row %s was not delivered: %s", row.pk, type(failure).__name__)
        _keep_failure(row, failure)
        return False
    row.done_at = clock.now()
    row.save(update_fields=["done_at"])
    return True


def _keep_failure(row: Outbox, failure: Exception) -> None:
    row.tries_count += 1
    row.failure = f"{type(failure).__name__}: {failure}"[:300]
    with transaction.atomic():
        row.save(update_fields=["tries_count", "failure"])
        if row.tries_count <= len(BACK_OFF_MINUTES):
            later = clock.now() + timedelta(minutes=BACK_OFF_MINUTES[row.tries_count - 1])
            deliver_waiting.using(run_after=later).enqueue()
