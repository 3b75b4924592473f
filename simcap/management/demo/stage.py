"""The stage of a demonstration: who does what at a scripted moment, by the same doorway as everybody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from simcap import clock
from simcap.documents.uploads import stage as stage_upload
from simcap.facilitation.doorway import perform
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Actor, officer_actor, requester_actor
from simcap.people.models import Account, Office, Officer
from simcap.resources.models import Vehicle

from .occasions import Occasion

SPACE = UUID("6f1f2a4e-3c53-4d43-9d0e-0f54f5d7b0a1")


@dataclass
class Stage:
    """One case of the demonstration and the people around it. `now` is the scripted moment, `until` the last one."""

    office: Office
    occasion: Occasion
    number: int
    now: datetime
    until: datetime
    registered: Facilitation | None = None
    done_count: int = 0

    @property
    def case(self) -> Facilitation:
        """The case. Raises: RuntimeError before the letter is registered."""
        if self.registered is None:
            raise RuntimeError("The letter is not registered yet.")
        return self.registered

    def actor(self, username: str) -> Actor:
        """Who acts; `pemohon` is the requester."""
        if username == "pemohon":
            return requester_actor(f"demo-{self.number}")
        accounts = Account.objects.select_related("officer__office")
        return officer_actor(accounts.get(username=username, office=self.office))

    def officer(self, username: str) -> Officer:
        """The officer behind a username."""
        return Officer.objects.get(office=self.office, account__username=username)

    def vehicle(self) -> Vehicle:
        """The vehicles take turns."""
        return Vehicle.objects.filter(office=self.office).order_by("id")[self.number % 2]

    def upload(self, username: str, data: bytes, name: str) -> str:
        """Stage an upload; answers its uid."""
        key = self.actor(username).key
        with clock.scripted(self.now):
            return str(stage_upload(data, name=name, office=self.office, uploader=key).uid)

    def do(self, username: str, act: str, given: dict[str, Any]) -> Facilitation:
        """Perform one act at the scripted moment."""
        with clock.scripted(self.now):
            receipt = perform(
                act,
                office=self.office,
                actor=self.actor(username),
                inputs=given,
                facilitation=self.registered,
                request_id=uuid5(SPACE, f"{self.number}/{self.done_count}/{self.now.isoformat()}/{act}"),
            )
        self.done_count += 1
        self.registered = Facilitation.objects.select_related("office").get(pk=receipt.facilitation.pk)
        return self.registered
