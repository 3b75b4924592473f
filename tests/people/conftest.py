"""Two offices for the admin's tests, and calendars that are read anew."""

from __future__ import annotations

import pytest

from simcap.documents.models import NumberTemplate
from simcap.notices.models import AllowedService
from simcap.people import calendar
from simcap.people.models import (
    Absence,
    Account,
    Appointment,
    AppointmentEnd,
    Holiday,
    Instruction,
    Office,
    Officer,
    Position,
    WorkSchedule,
)
from simcap.people.tokens import issue_token
from simcap.resources.models import ChecklistItem, Vehicle
from tests.cast import MONDAY, Cast, assemble
from tests.people.admin_pages import FOREIGN


@pytest.fixture(autouse=True)
def _calendars_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offices of different tests have the same keys; what a process keeps of one must not serve the next."""
    monkeypatch.setattr(calendar, "_kept", {})


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def other(cast: Cast) -> Cast:
    """A second office, every row of which carries a word that could leak."""
    found = assemble("kantor-lain", prefix="lain-")
    office = found.office
    Office.objects.filter(pk=office.pk).update(name=FOREIGN, short_name=FOREIGN)
    for model, field in (
        (Officer, "name"), (Position, "title"), (Instruction, "text"), (ChecklistItem, "text"), (WorkSchedule, "name"),
        (Holiday, "name"), (NumberTemplate, "classification"), (Vehicle, "name"),
    ):  # fmt: skip
        model.objects.filter(office=office).update(**{field: FOREIGN})
    Account.objects.filter(office=office, username="lain-kadis").update(username=FOREIGN)
    issue_token(found.account("auditor"), name=FOREIGN)
    appointment = Appointment.objects.filter(office=office).first()
    AppointmentEnd.objects.create(appointment=appointment, ended_at=MONDAY, reason=FOREIGN)
    Absence.objects.create(
        office=office, officer=found.officer("kabid"), kind="sick", from_on=MONDAY.date(), until_on=MONDAY.date(),
        recorded_by=FOREIGN, created_at=MONDAY,
    )  # fmt: skip
    AllowedService.objects.create(office=office, schema="tgram", host="kantor-lain.example", reason=FOREIGN)
    return found
