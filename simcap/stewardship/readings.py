"""Who saw what (siapa membaca apa): noted beside the journal, so that reading never waits for a chain."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents.models import Attachment, Document
from simcap.facilitation.models import Facilitation
from simcap.facilitation.rights import Powers
from simcap.people.days import day_of

from .models import Reading

log = logging.getLogger(__name__)


def note_reading(case: Facilitation, powers: Powers, *, thing: str, key: str = "") -> None:
    """Note that an officer saw a thing of a case: one row a day, its count and last moment moved on.

    Changes: one UPDATE; at the first sight of the day an INSERT too. What fails here is logged and hinders no reader.
    """
    officer = powers.actor.officer
    if officer is None:
        return
    now = clock.now()
    row = {"facilitation_id": case.pk, "officer_id": officer.pk, "thing": thing, "key": key}
    try:
        with transaction.atomic():
            today = Reading.objects.filter(**row, on=day_of(now, officer.office))
            if not today.update(count=F("count") + 1, last_at=now):
                post = ", ".join(one.title for one in powers.holdings) or officer.job_title
                first = Reading(
                    **row, on=day_of(now, officer.office), post=post[:300], first_at=now, last_at=now
                )  # fmt: skip
                Reading.objects.bulk_create([first], ignore_conflicts=True)
    except DatabaseError:
        log.exception("A reading of case %s was not noted.", case.pk)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: who, by which post, saw what, when."""

    pk: int
    name: str
    post: str
    what: str
    on: date
    first_at: datetime
    last_at: datetime
    count: int


def readings_of(case: Facilitation, *, before: int | None = None, person: int | None = None) -> QuerySet[Reading]:
    """Readings of a case, the newest first; of one officer, and before a row, when asked."""
    found = Reading.objects.filter(facilitation=case).select_related("officer").order_by("-id")
    if person:
        found = found.filter(officer_id=person)
    return found.filter(pk__lt=before) if before else found


def lines_of(case: Facilitation, rows: list[Reading]) -> list[Line]:
    """Rows with the names of what was seen. Two queries at most, however many rows."""
    names = _names(case, rows)
    return [
        Line(one.pk, one.officer.name, one.post, _what(one, names), one.on, one.first_at, one.last_at, one.count)
        for one in rows
    ]


def _names(case: Facilitation, rows: list[Reading]) -> dict[str, str]:
    """Key → the name of the thing; one that is no document or attachment of this case has none."""
    found: dict[str, str] = {}
    for model, thing, column in ((Document, "document", "title"), (Attachment, "attachment", "name")):
        if uids := [uid for row in rows if row.thing == thing and (uid := _uid(row.key))]:
            named = model._default_manager.filter(case_uid=case.uid, uid__in=uids).values_list("uid", column)
            found |= {str(uid): name for uid, name in named}
    return found


def _uid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def _what(row: Reading, names: dict[str, str]) -> str:
    said = str(Reading.Thing(row.thing).label)
    name = names.get(row.key, "")
    return _("%(thing)s “%(name)s”") % {"thing": said, "name": name} if name else said
