"""Notices of the demonstration: everybody has an address that leads nowhere, and one message did not get through."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Value
from django.db.models.functions import Concat

from simcap import clock
from simcap.facilitation.models import Turn
from simcap.notices.models import AllowedService, Channel, Kind, Notice, State
from simcap.people.models import Account, Office, Officer

#: A name that no mail server has (RFC 2606); mails of the demonstration are files anyhow.
NOWHERE = "@contoh.example"


def reach_everybody(office: Office) -> None:
    """Give the accounts addresses, allow one service, and leave one failure behind, once."""
    if AllowedService.objects.filter(office=office).exists():
        return
    Account.objects.filter(office=office, email="").update(email=Concat(F("username"), Value(NOWHERE)))
    reason = "Contoh: keputusan Kepala Dinas tentang pemakaian Telegram."
    AllowedService.objects.create(office=office, schema="tgram", host="api.telegram.org", reason=reason)
    _fail(office, Officer.objects.get(office=office, account__username="kadis"))


def _fail(office: Office, officer: Officer) -> None:
    """One message over a token that Telegram does not know."""
    now = clock.now()
    channel = Channel.objects.create(
        office=office, officer=officer, service="tgram", label="Telegram (contoh)", created_at=now, wants_new=False,
        wants_reminder=False, wants_escalation=False, wants_digest=False,
        url="tgram://000000000:CONTOH-CONTOH-CONTOH-CONTOH-CONTOH0/1/",
    )  # fmt: skip
    turn = Turn.objects.filter(office=office, closed_at=None, kind="position", target="head").order_by("id").first()
    earlier = now - timedelta(hours=6)
    Notice.objects.create(
        office=office, officer=officer, channel=channel, turn=turn, kind=Kind.NEW if turn else Kind.TEST,
        state=State.FAILED, tries_count=6, created_at=earlier, try_at=earlier, done_at=now, reason="refused",
    )  # fmt: skip
