"""What the worker does once a day: checkpoints over every journal, the upkeep of the archive and of drafts."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from simcap import clock
from simcap.journal.checkpoint import last_checkpoint, write_checkpoint
from simcap.journal.models import Entry
from simcap.people.models import Office
from simcap.public.draft_mails import tend_drafts
from simcap.stewardship.upkeep import daily_upkeep

#: Local time at which the next day's checkpoint is due.
AT = time(0, 10)


def checkpoint_of(office: Office) -> Entry | None:
    """Write the office's checkpoint; None when nothing has moved since the last."""
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=office.pk)
        return write_checkpoint(office.slug, at=clock.now())


def is_due(office: Office) -> bool:
    """Whether the office has no checkpoint of today's local date yet."""
    last, zone = last_checkpoint(office.slug), ZoneInfo(office.time_zone)
    return last is None or last.recorded_at.astimezone(zone).date() < clock.now().astimezone(zone).date()


@task()
def daily_checkpoints() -> int:
    """Write what is due, and come again tomorrow. Answers how many checkpoints were written."""
    written = [checkpoint_of(office) for office in Office.objects.all() if is_due(office)]
    daily_upkeep.enqueue()
    tend_drafts.enqueue()
    daily_checkpoints.using(run_after=_tomorrow()).enqueue()
    return sum(1 for entry in written if entry)


def _tomorrow() -> datetime:
    office = Office.objects.order_by("id").first()
    zone = ZoneInfo(office.time_zone if office else "Asia/Jakarta")
    return datetime.combine(clock.now().astimezone(zone).date() + timedelta(days=1), AT, tzinfo=zone)


def plan() -> None:
    """Have the daily task in the queue, once."""
    path = daily_checkpoints.module_path
    if not DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY).exists():
        daily_checkpoints.enqueue()
