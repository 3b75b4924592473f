"""Daily upkeep (pembersihan berkala): what has served its term and belongs to no case goes, and is journalled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Attachment, StoredFile
from simcap.journal.erase import erase_detail
from simcap.journal.models import Entry
from simcap.people.acts import SYSTEM, chain_of, note
from simcap.people.days import day_of, today_of
from simcap.people.models import Office

from .delivery import deliver_answers
from .execution import carry_out_waiting
from .models import Kind, Reading, RetentionRule, SubjectRequest
from .retention import rules_of, years_after

UNDER = "Pembersihan berkala menurut jadwal retensi"


@task()
def daily_upkeep() -> int:
    """Clear what has expired in every office, and take up what was broken off. Answers how many rows went."""
    gone = sum(sum(clear_expired(office).values()) for office in Office.objects.order_by("id"))
    store.remove_destroyed()
    carry_out_waiting.enqueue()
    deliver_answers.enqueue()
    return gone


@transaction.atomic
def clear_expired(office: Office) -> Mapping[str, int]:
    """Clear what the schedule says is to be destroyed. Answers how many rows of each kind went.

    Changes: the rows, and one entry in the office's chain when anything went.
    """
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    rules = rules_of(office)
    found = {
        kind: clear(office, _cut(office, rules[kind]))
        for kind, clear in CLEARS.items()
        if rules[kind].fate == RetentionRule.Fate.DESTROY
    }
    cleared = {kind: count for kind, count in found.items() if count}
    if cleared:
        note(office, act="clear_expired", by=SYSTEM, facts={"cleared": cleared})
    return cleared


def _cut(office: Office, rule: RetentionRule) -> datetime:
    """What is older than this has served its term."""
    day = years_after(today_of(office), -(rule.active_years + rule.inactive_years))
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(office.time_zone))


def _readings(office: Office, cut: datetime) -> int:
    rows = Reading.objects.filter(facilitation__office=office, on__lt=day_of(cut, office))
    return rows.delete()[0]


def _traces(office: Office, cut: datetime) -> int:
    """Sessions that ran out, and finished tasks. They belong to no office, so the longest term of all counts."""
    others = (_cut(one, rules_of(one)[Kind.TRACES]) for one in Office.objects.exclude(pk=office.pk))
    cut = min([cut, *others])
    ended = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    finished = DBTaskResult.objects.filter(status__in=ended, finished_at__lt=cut)
    return Session.objects.filter(expire_date__lt=cut).delete()[0] + finished.delete()[0]


def _drafts(office: Office, cut: datetime) -> int:
    """Uploads that no act ever took."""
    rows = Attachment.objects.filter(office=office, case_uid=None, destroyed_at=None, uploaded_at__lt=cut)
    found = list(rows.select_related("file", "view"))
    files = [file for one in found for file in (one.file, one.view) if file]
    at = clock.now()
    Attachment.objects.filter(pk__in=[one.pk for one in found]).update(destroyed_at=at, name="")
    store.destroy(files, under=UNDER, at=at)
    return len(found)


def _requests(office: Office, cut: datetime) -> int:
    """Requests of data subjects: the line stays in the register, the person goes out of it."""
    rows = SubjectRequest.objects.filter(office=office, answered_at__lt=cut, erased_at=None)
    found, at = list(rows.order_by("id")), clock.now()
    files = list(StoredFile.objects.filter(pk__in=[one.file_id for one in found if one.file_id]))
    for one in found:
        for entry in _entries_of(office, one):
            erase_detail(entry, actor=SYSTEM.facts(), reason=UNDER, at=at)
    gone = {"name": "–", "phone": "", "email": "", "institution": "", "text": "", "identity_note": "", "address": ""}
    rows.filter(pk__in=[one.pk for one in found]).update(**gone, answer="", file=None, erased_at=at)
    store.destroy(files, under=UNDER, at=at)
    return len(found)


def _entries_of(office: Office, request: SubjectRequest) -> list[Entry]:
    named = Entry.objects.filter(chain=chain_of(office), detail__isnull=False, canonical__contains=str(request.uid))
    return list(named.order_by("seq"))


CLEARS: Mapping[str, Callable[[Office, datetime], int]] = {
    Kind.READINGS: _readings,
    Kind.TRACES: _traces,
    Kind.DRAFTS: _drafts,
    Kind.REQUESTS: _requests,
}
