"""Sending notices (pengiriman pemberitahuan): claim, send, mark, each in a transaction of its own; none while sending.

E-mail goes out at least once: what a dead process had in hand is sent again under the same Message-ID, by which a
mail server or a reader knows it for the same. Other services know no such mark, so there a notice goes out at most
once: what a dead process had in hand is called unsure and shown to the administrator. See ADR 15.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Min, Q, QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simcap import clock
from simcap.facilitation.outbox import BACK_OFF_MINUTES

from . import morning, services, wording
from .models import AllowedService, Channel, Kind, Notice, State
from .watching import opening_of

log = logging.getLogger(__name__)
#: Whoever has had a notice in hand for so long is dead; it is longer than any delivery may take.
LEASE = timedelta(minutes=10)
#: Why a notice did not go out, in words for people. What a server said is kept nowhere: it may hold an address.
REASONS: dict[str, str | Promise] = {
    **services.FAULTS,
    "refused": _("Layanan menolak pesan. Periksa alamatnya."),
    "unreachable": _("Layanan tidak terjangkau."),
    "no_address": _("Akun ini tidak mempunyai alamat surel."),
    "mail_refused": _("Server surel menolak pesan."),
    "mail_down": _("Server surel tidak terjangkau."),
    "unmade": _("Pesan tidak dapat disusun. Lihat log server."),
    "broken_off": _("Terputus saat dikirim; mungkin sudah sampai."),
}
#: Trying again changes nothing about these.
FINAL = frozenset({"unreadable", "not_allowed", "other_host", "unsafe", "no_address"})


def send_waiting(at: datetime, *, at_most: int) -> int:
    """Send what is due, the longest waiting first. Answers how many were tried.

    Changes: each notice is marked when it is out; what failed is tried again later, what is not needed is dropped.
    """
    _settle_broken_off(at)
    keys = _due(at).order_by("try_at", "id").values_list("pk", flat=True)[:at_most]
    return sum(_one(pk, at) for pk in list(keys))


def next_try() -> datetime | None:
    """When the next notice is due, or one that is in hand would have to be out."""
    waiting = Notice.objects.filter(state=State.WAITING).aggregate(first=Min("try_at"))["first"]
    in_hand = Notice.objects.filter(state=State.SENDING).aggregate(first=Min("claimed_at"))["first"]
    return min((one for one in (waiting, in_hand + LEASE if in_hand else None) if one), default=None)


def try_again(notices: QuerySet[Notice]) -> int:
    """Put what failed back (coba lagi), at the office's next opening. Answers how many."""
    now, count = clock.now(), 0
    for one in notices.filter(_failed()).select_related("office"):
        again = {"state": State.WAITING, "tries_count": 0, "try_at": opening_of(one.office, now), "claimed_at": None}
        count += notices.filter(_failed(), pk=one.pk).update(**again, done_at=None)
    return count


def _failed() -> Q:
    """What failed for good, may have gone out, or waits for another try."""
    return Q(state__in=(State.FAILED, State.UNSURE)) | Q(state=State.WAITING, tries_count__gt=0)


def troubled(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Of these notices those that failed at least once and are not out."""
    return notices.filter(_failed())


def _due(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(state=State.WAITING, try_at__lte=at)


def _settle_broken_off(at: datetime) -> None:
    """What a dead process had in hand: e-mail goes out again under its old name, the rest may be out."""
    dead = Notice.objects.filter(state=State.SENDING, claimed_at__lt=at - LEASE)
    dead.filter(channel__service=Channel.EMAIL).update(state=State.WAITING, claimed_at=None, try_at=at)
    dead.exclude(channel__service=Channel.EMAIL).update(
        state=State.UNSURE, claimed_at=None, done_at=at, reason="broken_off", tries_count=F("tries_count") + 1
    )


def _one(pk: int, at: datetime) -> bool:
    """One notice. False when another worker was faster, or when it has to wait for office hours."""
    notice = Notice.objects.select_related("office", "channel", "officer__account", "turn__facilitation").get(pk=pk)
    if notice.kind != Kind.TEST and (opening := opening_of(notice.office, at)) > at:
        _due(at).filter(pk=pk).update(try_at=opening)
        return False
    claimed_at = clock.now()
    if not _due(at).filter(pk=pk).update(state=State.SENDING, claimed_at=claimed_at):
        return False
    if notice.turn:
        notice.turn.facilitation.office = notice.office
    message, fault = _tried(notice, at)
    mine = Notice.objects.filter(pk=pk, state=State.SENDING, claimed_at=claimed_at)
    _mark(mine, notice, fault=fault, is_needed=message is not None)
    return True


def _tried(notice: Notice, at: datetime) -> tuple[wording.Message | None, str]:
    """Make the message and send it. One that breaks the program must not hold up the others."""
    try:
        with translation.override("id"):
            message = _message(notice, at)
        return message, "" if message is None else _deliver(notice, message)
    except Exception:  # its text may hold an address: the log is told where it happened, nothing of what it says
        log.exception("Notice %s cannot be made.", notice.pk)
        return None, "unmade"


def _message(notice: Notice, at: datetime) -> wording.Message | None:
    if notice.kind == Kind.TEST:
        return wording.trial()
    if not notice.channel.wants(notice.kind) or not notice.officer.is_active:
        return None
    return morning.digest(notice, at=at) if notice.kind == Kind.DIGEST else wording.about_turn(notice, at=at)


def _mark(mine: QuerySet[Notice], notice: Notice, *, fault: str, is_needed: bool) -> None:
    now, tries = clock.now(), notice.tries_count + 1
    if not fault:
        state = State.SENT if is_needed else State.DROPPED
        mine.update(state=state, claimed_at=None, done_at=now, tries_count=tries, reason="")
        return
    log.warning("Notice %s was not delivered: %s", notice.pk, fault)
    if fault in FINAL or tries > len(BACK_OFF_MINUTES):
        mine.update(state=State.FAILED, claimed_at=None, done_at=now, tries_count=tries, reason=fault)
        return
    later = now + timedelta(minutes=BACK_OFF_MINUTES[tries - 1])
    mine.update(state=State.WAITING, claimed_at=None, try_at=later, tries_count=tries, reason=fault)


def _deliver(notice: Notice, message: wording.Message) -> str:
    """Send. Answers the fault, a key of `REASONS`; empty when it was taken."""
    if notice.channel.service == Channel.EMAIL:
        return _mail(notice, message)
    allowed = AllowedService.objects.filter(office=notice.office_id)
    return services.send(notice.channel.url, title=message.title, body=message.body, allowed=list(allowed))


def _mail(notice: Notice, message: wording.Message) -> str:
    account, office = notice.officer.account, notice.office
    if account is None or not account.email:
        return "no_address"
    mail = EmailMessage(
        subject=message.title, body=message.body, to=[account.email],
        from_email=formataddr((office.short_name, office.email)) if office.email else None,
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        mail.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, ValueError):
        return "mail_refused"
    except (smtplib.SMTPException, OSError):
        return "mail_down"
    return ""


def message_id(notice: Notice) -> str:
    """By which a mail that is sent twice is known for the same."""
    return f"<{notice.uid}@{urlsplit(settings.SIMCAP_PUBLIC_URL).hostname or 'localhost'}>"
