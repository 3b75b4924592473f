"""Channels (saluran pemberitahuan): how each person is reached, and his own choices about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from simcap import clock
from simcap.errors import BadInputs
from simcap.journal.sentences import Body, says, who
from simcap.people.acts import By, lock, note
from simcap.people.models import Officer

from . import services
from .models import AllowedService, Channel, Kind, Notice
from .worker import look_later

#: A person has no more addresses than this beside his e-mail.
MOST = 5


def channels_of(people: Iterable[Officer], *, at: datetime) -> dict[int, list[Channel]]:
    """The channels of these people in use, by officer. Who has an e-mail address and chose nothing gets everything.

    Changes: a channel for each e-mail address that has none yet.
    """
    by_key = {one.pk: one for one in people if one.account is not None}
    mailed = [one for one in by_key.values() if one.account and one.account.email]
    known = set(Channel.objects.filter(officer__in=mailed, service=Channel.EMAIL).values_list("officer", flat=True))
    new = [
        Channel(office_id=one.office_id, officer=one, service=Channel.EMAIL, created_at=at)
        for one in mailed
        if one.pk not in known
    ]
    if new:
        Channel.objects.bulk_create(new, ignore_conflicts=True)
    found: dict[int, list[Channel]] = {}
    reachable = {one.pk for one in mailed}
    rows = Channel.objects.filter(officer__in=by_key).order_by("id")
    for channel in sorted(rows, key=lambda one: one.service != Channel.EMAIL):
        if channel.service != Channel.EMAIL or channel.officer_id in reachable:
            found.setdefault(channel.officer_id, []).append(channel)
    return found


def _refuse(sentence: str) -> BadInputs:
    return BadInputs(_("Saluran belum dapat disimpan."), fields={"url": [sentence]})


def add(officer: Officer, *, url: str, label: str, by: By) -> Channel:
    """Add an address of one's own (tambah saluran). The same address again is the first one.

    Changes: the channel; an entry in the office's chain, which names the service and never the address.
    Raises: BadInputs, in words that do not repeat the address.
    """
    allowed = list(AllowedService.objects.filter(office=officer.office_id))
    checked = services.check(url, allowed)  # outside of the transaction: another process looks at it
    if checked.fault:
        raise _refuse(services.fault_text(checked.fault))
    with transaction.atomic():
        lock(officer.office)
        mine = Channel.objects.filter(officer=officer).exclude(service=Channel.EMAIL)
        if same := mine.filter(url=url).first():
            return same
        if mine.count() >= MOST:
            raise _refuse(_("Paling banyak %(n)d alamat. Hapus salah satu dahulu.") % {"n": MOST})
        made = Channel.objects.create(
            office=officer.office, officer=officer, service=checked.schema, label=label, url=url,
            created_at=clock.now(),
        )  # fmt: skip
        note(officer.office, act="add_channel", by=by, facts={"service": checked.schema})
    return made


@transaction.atomic
def choose(channel: Channel, switches: Mapping[str, bool]) -> None:
    """Choose what goes over a channel (pilih pemberitahuan)."""
    Channel.objects.filter(pk=channel.pk).update(**switches)


@transaction.atomic
def remove(channel: Channel, *, by: By) -> None:
    """Remove an address of one's own. Changes: what waits for it goes with it; one entry in the office's chain."""
    service = channel.service
    lock(channel.office)
    channel.delete()
    note(channel.office, act="remove_channel", by=by, facts={"service": service})


@transaction.atomic
def try_out(channel: Channel) -> Notice:
    """Have a test notice sent (kirim percobaan), at any hour. One that still waits is not doubled."""
    waiting = Notice.objects.filter(channel=channel, kind=Kind.TEST, state__in=("waiting", "sending")).first()
    if waiting:
        return waiting
    now = clock.now()
    made = Notice.objects.create(
        office=channel.office, officer=channel.officer, channel=channel, kind=Kind.TEST, created_at=now, try_at=now
    )
    look_later(now)
    return made


@says("add_channel")
def _says_add(body: Body) -> str:
    said = {"who": who(body), "service": body["service"]}
    return _("%(who)s menambahkan saluran pemberitahuan bagi dirinya sendiri (%(service)s).") % said


@says("remove_channel")
def _says_remove(body: Body) -> str:
    said = {"who": who(body), "service": body["service"]}
    return _("%(who)s menghapus saluran pemberitahuannya sendiri (%(service)s).") % said
