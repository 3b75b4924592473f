"""Acts of the office itself: appointments and settings, each with an entry in the office's own chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from simcap import clock
from simcap.errors import BadInputs
from simcap.journal.append import append, moment
from simcap.journal.models import Entry

from .authority import Holding
from .models import Appointment, AppointmentEnd, Office, Officer, Position


@dataclass(frozen=True, slots=True)
class By:
    """Who changes the office, and by which appointment, as it stands in the journal."""

    name: str
    account: str
    position: str = ""
    appointment: str = ""
    decree: str = ""

    def facts(self) -> dict[str, str]:
        """The actor as the journal writes it."""
        held = {"position": self.position, "appointment": self.appointment, "decree": self.decree}
        kind = "officer" if self.account else "system"
        said = {"kind": kind, "name": self.name, "account": self.account}
        return said | {name: text for name, text in held.items() if text}

    def said(self) -> str:
        """The actor as a person says it: name and post."""
        return f"{self.name} ({self.position})" if self.position else self.name


SYSTEM = By("SIMCAP", "")


def by_of(holding: Holding, *, account: str) -> By:
    """Who acts by an appointment, as the journal writes him."""
    one = holding.appointment
    return By(holding.officer.name, account, holding.title, one.kind, one.decree)


def chain_of(office: Office) -> str:
    """The name of the office's chain."""
    return f"office:{office.slug}"


def note(
    office: Office, *, act: str, by: By, facts: Mapping[str, Any], detail: Mapping[str, Any] | None = None
) -> Entry:
    """Append to the office's chain. Changes: locks the office row, so that entries of one office never collide."""
    # no_key: a row that names the office holds its key; two appointments at once would wait for each other for ever.
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    at = clock.now()
    return append(
        chain_of(office),
        office_slug=office.slug,
        act=act,
        occurred_at=at,
        recorded_at=at,
        facts={"actor": by.facts(), **facts},
        detail=detail,
    )


def _refuse(field: str, sentence: str) -> BadInputs:
    return BadInputs(_("Penugasan jabatan belum dapat dicatat."), fields={field: [sentence]})


def lock(office: Office) -> None:
    """Take the office's lock before looking, so that nobody else can write what is looked for."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def must_fit(appointment: Appointment) -> None:
    """What an appointment must be before it is written. Raises: BadInputs, beside the field that is wrong."""
    for name in ("position", "officer", "via", "through"):
        related = getattr(appointment, name)
        if related is not None and related.office_id != appointment.office_id:
            raise _refuse(name, _("Milik kantor lain."))
    if appointment.kind == "ub" and appointment.through is None:
        raise _refuse("through", _("u.b. perlu jabatan perantara."))
    if appointment.kind in ("an", "ub") and appointment.via is None:
        raise _refuse("via", _("a.n. dan u.b. perlu jabatan yang menandatangani."))
    if appointment.kind not in ("an", "ub") and appointment.via is not None:
        raise _refuse("via", _("Hanya untuk a.n. dan u.b."))
    if appointment.kind != "ub" and appointment.through is not None:
        raise _refuse("through", _("Hanya untuk u.b."))
    if appointment.until_at and appointment.until_at <= appointment.from_at:
        raise _refuse("until_at", _("Akhir harus sesudah mulai."))
    if appointment.kind == "plh":
        _must_be_the_only_plh(appointment)


def _must_be_the_only_plh(appointment: Appointment) -> None:
    """Two Plh. of one position at once would be two hands on one desk. Raises: BadInputs."""
    others = Appointment.objects.filter(position=appointment.position, kind="plh", officer__is_active=True)
    if appointment.until_at:
        others = others.filter(from_at__lt=appointment.until_at)
    others = others.filter(Q(until_at=None) | Q(until_at__gt=appointment.from_at))
    ends_later = Q(ending=None) | Q(ending__ended_at__gt=Greatest(appointment.from_at, F("from_at")))
    if other := others.filter(ends_later).select_related("officer").order_by("from_at").first():
        said = {"who": other.officer.name, "decree": other.decree}
        raise _refuse("from_at", _("Pada waktu itu %(who)s sudah menjadi Plh. jabatan ini (%(decree)s).") % said)


@transaction.atomic
def appoint(  # noqa: PLR0913 — an appointment has so many particulars
    office: Office,
    *,
    position: Position,
    officer: Officer,
    kind: str = "definitive",
    decree: str,
    from_at: datetime,
    by: By,
    until_at: datetime | None = None,
    via: Position | None = None,
    through: Position | None = None,
) -> Appointment:
    """Appoint an officer to a position (penugasan jabatan).

    Changes: one appointment, one entry in the office's chain.
    Raises: BadInputs, beside the field that is wrong.
    """
    lock(office)
    row = Appointment(
        office=office, position=position, officer=officer, kind=kind, via=via, through=through,
        decree=decree, from_at=from_at, until_at=until_at, created_at=clock.now(),
    )  # fmt: skip
    must_fit(row)
    row.save(force_insert=True)
    facts = {
        "position": position.title, "officer": officer.name, "kind": kind, "decree": decree,
        "from": moment(from_at), "until": moment(until_at) if until_at else None,
        "via": via.title if via else None, "through": through.title if through else None,
    }  # fmt: skip
    note(office, act="appoint_officer", by=by, facts=facts)
    return row


def must_be_endable(appointment: Appointment, *, ended_at: datetime) -> None:
    """Whether an appointment can end then. Raises: BadInputs, beside the field that is wrong."""
    if AppointmentEnd.objects.filter(appointment=appointment).exists():
        raise _refuse("appointment", _("Penugasan ini sudah diakhiri."))
    if ended_at < appointment.from_at:
        raise _refuse("ended_at", _("Tidak boleh sebelum penugasan mulai."))


@transaction.atomic
def end_appointment(appointment: Appointment, *, ended_at: datetime, reason: str, by: By) -> AppointmentEnd:
    """End an appointment early; the appointment itself stays as it was written. Raises: BadInputs."""
    must_be_endable(appointment, ended_at=ended_at)
    end = AppointmentEnd.objects.create(appointment=appointment, ended_at=ended_at, reason=reason)
    facts = {
        "position": appointment.position.title, "officer": appointment.officer.name,
        "decree": appointment.decree, "ended": moment(ended_at), "reason": reason,
    }  # fmt: skip
    note(appointment.office, act="end_appointment", by=by, facts=facts)
    return end
