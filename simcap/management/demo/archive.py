"""What an archive has after some weeks: a case that is held, somebody who asks for his data, an incident."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import officer_actor
from simcap.facilitation.rights import Powers
from simcap.intake.models import RequestLetter
from simcap.people.models import Account, Office
from simcap.stewardship import holds, incidents, subjects
from simcap.stewardship.models import Incident, SubjectRequest
from simcap.stewardship.rules import Steward

SPACE = UUID("0b7ab1a6-5f0e-4d7c-8f5e-6a2f53c1d9e4")


def keep_archive(office: Office) -> None:
    """Leave one of each behind, once. All of it is demonstration data."""
    if SubjectRequest.objects.filter(office=office).exists() or Incident.objects.filter(office=office).exists():
        return
    closed = Facilitation.objects.filter(office=office, closed_at__isnull=False, security="B").order_by("pk").first()
    if closed is None:
        return
    holds.put_hold(closed, reason="Contoh: menunggu hasil pemeriksaan.", steward=_steward(office, "sekretaris"))
    letter = RequestLetter.objects.get(facilitation=closed)
    asked = {
        "wish": "access", "name": letter.contact_name, "phone": letter.contact_phone, "email": letter.contact_email,
        "text": "Contoh: saya ingin tahu data apa yang disimpan tentang saya.",
    }  # fmt: skip
    subjects.register(office, key=uuid5(SPACE, "request"), code=closed.tracking_code, given=asked)
    told = {
        "title": "Contoh: ponsel dinas hilang", "noticed_at": clock.now() - timedelta(hours=5),
        "happened": "Ponsel tim hilang di perjalanan pulang.", "data_kinds": "Nama dan telepon narahubung.",
        "people_count": 3, "consequences": "Narahubung dapat dihubungi orang yang tidak berhak.",
        "measures": "Sesi dicabut, kata sandi diganti, pencarian dilakukan.",
    }  # fmt: skip
    incidents.report(office, key=uuid5(SPACE, "incident"), given=told, steward=_steward(office, "sekretaris"))


def _steward(office: Office, username: str) -> Steward:
    account = Account.objects.select_related("officer__office").get(office=office, username=username)
    return Steward(Powers(officer_actor(account), clock.now()))
