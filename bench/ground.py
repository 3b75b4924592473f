"""The office that the measured cases belong to, and what their inputs refer to."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from simcap import clock
from simcap.documents.issue import letterhead
from simcap.intake.models import Region
from simcap.management.demo import paper
from simcap.management.demo.people import open_demo_office
from simcap.people.models import Account, Instruction, Office
from simcap.resources.models import ChecklistItem, Vehicle

from .cases import Ground


def office() -> Office:
    """The office of this scratch installation, opened at first need."""
    call_command("migrate", verbosity=0)
    return Office.objects.first() or open_demo_office(accounts_file())


def accounts_file() -> Path:
    """Where passwords and tokens lie."""
    return Path(settings.SIMCAP_VAR) / "demo-accounts.json"


def tokens() -> dict[str, str]:
    """Bearer tokens by username."""
    known = json.loads(accounts_file().read_text())["accounts"]
    return {username: one["token"] for username, one in known.items()}


def ground(office: Office) -> Ground:
    """What inputs refer to."""
    items = list(ChecklistItem.objects.filter(office=office))
    return Ground(
        instructions=list(Instruction.objects.filter(office=office).values_list("pk", flat=True)),
        officers={one.username: one.officer.pk for one in Account.objects.filter(office=office).exclude(officer=None)},
        vehicle=Vehicle.objects.filter(office=office).order_by("id")[0].pk,
        places=list(Region.objects.filter(level="village").order_by("code").values_list("code", flat=True)),
        checks=[one.text for one in items if one.kind == "check"],
        equipment=[[one.text, one.unit, one.usual_count] for one in items if one.kind == "equipment"],
    )


def letter(office: Office) -> bytes:
    """A request letter as PDF."""
    return paper.letter(
        institution=f"Pemerintah Nagari Contoh ({letterhead(office).place})", number="1/BENCH", on=clock.now().date(),
        event="Festival (data contoh)", place="Nagari Contoh", window="08.00-16.00", at=clock.now(),
    )  # fmt: skip


def photos(count: int) -> list[bytes]:
    """Drawn photos, each another."""
    return [paper.photo(f"foto {number}", seed=number) for number in range(count)]
