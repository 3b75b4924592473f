"""What the worker does about requests that are not sent yet: mails their links, tells before they go, lets them go."""

from __future__ import annotations

from email.utils import formataddr
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from simcap import clock
from simcap.intake.models import RequestDraft

from . import saved

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@task()
def send_link(pk: int) -> bool:
    """Mail the link of a draft to the address that its writer gave. False when it was sent or deleted since."""
    return _mail(pk, "public/mail/draft_link.txt", _("Tautan untuk melanjutkan permintaan Anda"))


@task()
def send_notice(pk: int) -> bool:
    """Mail that a draft will soon be deleted, once. Changes: the draft knows that its writer was told."""
    if not RequestDraft.objects.filter(pk=pk, warned_at=None).exists():
        return False
    told = _mail(pk, "public/mail/draft_expires.txt", _("Konsep permintaan Anda akan dihapus"))
    RequestDraft.objects.filter(pk=pk).update(warned_at=clock.now())
    return told


@task()
def tend_drafts() -> int:
    """Once a day: tell of drafts that will soon be deleted, delete those that have expired. Answers how many went."""
    for draft in saved.about_to_expire(clock.now()):
        send_notice.enqueue(draft.pk)
    return saved.discard_expired()


def _mail(pk: int, template: str, subject: StrPromise | str) -> bool:
    unsent = RequestDraft.objects.select_related("office").filter(pk=pk, sent_at=None, expires_at__gt=clock.now())
    draft = unsent.exclude(mailed_to="").first()
    if draft is None:
        return False
    with translation.override("id"):
        context = {"draft": draft, "office": draft.office, "link": saved.link(draft)}
        EmailMessage(
            subject=str(subject),
            body=render_to_string(template, context).strip() + "\n",
            from_email=formataddr((draft.office.short_name, draft.office.email)) if draft.office.email else None,
            to=[draft.mailed_to],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    return True
