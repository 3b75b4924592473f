"""What an act is done by, on, and when: the values that forms, guards and acts are handed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from simcap.documents.models import Document
from simcap.journal.append import Head
from simcap.people.authority import Holding
from simcap.people.models import Account, Office, Officer
from simcap.procedure.definition import Definition, Row

from .models import Facilitation, Turn
from .paper import Paper


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `key` names the one who repeats a request id: an account, or the requester's draft or case."""

    kind: Literal["officer", "requester", "system"]
    key: str
    name: str
    officer: Officer | None = None
    account: str = ""


def officer_actor(account: Account) -> Actor:
    """The actor behind a signed-in account."""
    officer: Officer | None = getattr(account, "officer", None)
    name = officer.name if officer else account.get_username()
    return Actor("officer", f"account:{account.pk}", name, officer, account.get_username())


def requester_actor(key: str) -> Actor:
    """The requester, known by a draft or by a case's secret link only."""
    return Actor("requester", f"requester:{key}"[:80], _("Pemohon"))


@dataclass(frozen=True, slots=True)
class Right:
    """By which right somebody acts: as which performer, and through which appointment or assignment."""

    performer: str
    title: str
    holding: Holding | None = None

    def facts(self) -> dict[str, Any]:
        """The right as the journal writes it."""
        found: dict[str, Any] = {"performer": self.performer, "position": self.title}
        if self.holding:
            found |= {"appointment": self.holding.appointment.kind, "decree": self.holding.appointment.decree}
        return found


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """All that an act, its form and its guard may know. `facilitation` is None only while a letter is registered."""

    act: str
    office: Office
    definition: Definition
    row: Row
    actor: Actor
    right: Right
    occurred_at: datetime
    recorded_at: datetime
    head: Head
    facilitation: Facilitation | None = None
    turn: Turn | None = None
    paper: Paper | None = None

    @property
    def case(self) -> Facilitation:
        """The case. Raises: RuntimeError while there is none."""
        if self.facilitation is None:
            raise RuntimeError(f"The act {self.act} has no case yet.")
        return self.facilitation

    @property
    def officer(self) -> Officer:
        """The acting officer. Raises: RuntimeError when the requester acts."""
        if self.actor.officer is None:
            raise RuntimeError(f"The act {self.act} is not done by an officer.")
        return self.actor.officer

    @property
    def signed_as(self) -> str:
        """The actor with the post that he acts by, as it is printed and kept."""
        return f"{self.actor.name} ({self.right.title})" if self.right.title else self.actor.name


@dataclass(kw_only=True)
class Outcome:
    """What an act gave: facts for the journal (no personal data), its detail row, artefacts, a chosen to-stage.

    `paper`: the scan of a printed form that came with it.
    `restarts`: the stage begins anew although the case stays at it, as when a disposition is superseded there.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)
    made: Mapping[str, Document | None] = field(default_factory=dict)
    to: str | None = None
    facilitation: Facilitation | None = None
    restarts: bool = False
    paper: Paper | None = None
