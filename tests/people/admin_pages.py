"""Addresses and rows of the admin, for its tests."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from simcap.documents.models import NumberTemplate
from simcap.notices.models import AllowedService
from simcap.people.models import (
    Absence,
    Account,
    ApiToken,
    Appointment,
    AppointmentEnd,
    Holiday,
    Instruction,
    Office,
    Officer,
    Position,
    WorkSchedule,
)
from simcap.resources.models import ChecklistItem, Vehicle
from simcap.stewardship.models import RetentionRule
from tests.cast import Cast

MODELS = (
    Absence, Account, AllowedService, ApiToken, Appointment, AppointmentEnd, ChecklistItem, Holiday, Instruction,
    NumberTemplate, Office, Officer, Position, RetentionRule, Vehicle, WorkSchedule,
)  # fmt: skip
#: Words that are in the other office's rows and nowhere else.
FOREIGN = "KANTOR-LAIN"


def signed_in(cast: Cast, username: str) -> Client:
    client = Client()
    client.force_login(cast.account(username))
    return client


def row_of(model: Any, cast: Cast) -> Any:
    path = {ApiToken: "account__office", AppointmentEnd: "appointment__office", Office: "pk"}.get(model, "office")
    return model.objects.filter(**{path: cast.office.pk}).order_by("-pk").first()


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:simcap_{model._meta.model_name}_{page}", args=args)


def appointment_inputs(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "position": cast.position("head").pk, "officer": cast.officer("sekretaris").pk, "kind": "plh",
        "decree": "SPRIN 7/2026", "from_at_0": "2026-06-01", "from_at_1": "07:30", "until_at_0": "2026-06-30",
        "until_at_1": "16:00", **changed,
    }  # fmt: skip
