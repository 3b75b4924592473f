"""Absences of the demonstration: a leave that is ahead with its Plh., a training without one, and somebody ill."""

from __future__ import annotations

from datetime import timedelta

from simcap import clock
from simcap.people.absence_acts import appoint_substitute, record_absence
from simcap.people.acts import SYSTEM
from simcap.people.days import day_of
from simcap.people.models import Office, Officer, Position


def record_absences(office: Office) -> None:
    """Record them relative to today: the Kabid's leave begins on a Monday, its last two days have no Plh. yet."""
    rows = Officer.objects.filter(office=office, account__isnull=False).select_related("account")
    people = {one.account.username: one for one in rows if one.account}
    today = day_of(clock.now(), office)
    monday = today + timedelta(days=14 - today.weekday())
    leave = record_absence(
        office, officer=people["kabid"], kind="leave", from_on=monday, until_on=monday + timedelta(days=4), by=SYSTEM
    )
    appoint_substitute(
        leave, position=Position.objects.get(office=office, code="division_head"), officer=people["sekretaris"],
        decree="Surat perintah contoh nomor 7", from_on=monday, until_on=monday + timedelta(days=2), by=SYSTEM,
    )  # fmt: skip
    record_absence(
        office, officer=people["seksi"], kind="training", from_on=monday + timedelta(days=8),
        until_on=monday + timedelta(days=9), by=SYSTEM,
    )  # fmt: skip
    record_absence(office, officer=people["teknisi2"], kind="sick", from_on=today, until_on=today, by=SYSTEM)
