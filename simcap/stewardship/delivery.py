"""Mailing answers to data subjects: outside of any transaction, tried again when it fails."""

from __future__ import annotations

import logging
from email.utils import formataddr

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from simcap import clock
from simcap.documents import store
from simcap.people.acts import SYSTEM, note

from .export import contact_of
from .models import SubjectRequest

log = logging.getLogger(__name__)


@task()
def deliver_answers() -> int:
    """Mail every answer that waits for it. Answers how many went out; a failure is kept beside the request."""
    waiting = SubjectRequest.objects.filter(delivery=SubjectRequest.Delivery.EMAIL, delivered_at=None)
    rows = waiting.exclude(state=SubjectRequest.State.OPEN).select_related("office", "file", "facilitation")
    return sum(_deliver(one) for one in rows.order_by("id"))


def _deliver(row: SubjectRequest) -> bool:
    try:
        _send(row)
    except Exception as failure:  # noqa: BLE001 — one failing mail must not hold up the others; it is kept and retried
        log.warning("The answer to request %s was not mailed: %s", row.pk, type(failure).__name__)
        SubjectRequest.objects.filter(pk=row.pk).update(failure=type(failure).__name__[:300])
        return False
    with transaction.atomic():
        SubjectRequest.objects.filter(pk=row.pk).update(delivered_at=clock.now(), failure="")
        note(
            row.office, act="deliver_subject_answer", by=SYSTEM,
            facts={"request": str(row.uid), "delivery": row.delivery},
        )  # fmt: skip
    return True


def _send(row: SubjectRequest) -> None:
    with translation.override("id"):
        context = {"request": row, "office": row.office, "contact": contact_of(row.office)}
        mail = EmailMessage(
            subject=_("Jawaban atas permintaan data pribadi Anda"),
            body=render_to_string("stewardship/mail/answer.txt", context).strip() + "\n",
            from_email=formataddr((row.office.short_name, row.office.email)) if row.office.email else None,
            to=[row.address],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<{row.uid}@simcap>"},
        )
        if row.file:
            mail.attach("data-pribadi.zip", store.get(row.file), "application/zip")
        mail.send()
