"""What waits for somebody in the archive, for the top of his desk: decisions, answers and notices that are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from simcap.people.models import Office

from .incidents import untold
from .models import Destruction, SubjectRequest
from .rules import DATA_OFFICER, RIGHTS, Steward

#: As many of each as a desk can show; the registers have the rest.
MOST = 5


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do: `name` and `uid` lead to it; `due_at` is None where no law sets a limit."""

    name: str
    uid: UUID
    label: str
    due_at: datetime | None


def duties_of(office: Office, steward: Steward) -> list[Duty]:
    """What waits for this person; nothing, and no query, for who holds none of the posts."""
    return [*_decisions(office, steward), *_answers(office, steward)]


def _decisions(office: Office, steward: Steward) -> Iterator[Duty]:
    if not steward.codes & RIGHTS["decide_destruction"]:
        return
    rows = Destruction.objects.filter(office=office, state=Destruction.State.PROPOSED)
    for one in rows.exclude(proposed_by=steward.powers.actor.officer).order_by("id")[:MOST]:
        kind = one.get_kind_display()
        yield Duty("destruction", one.uid, _("Putuskan usul pemusnahan: %(kind)s") % {"kind": kind}, None)


def _answers(office: Office, steward: Steward) -> Iterator[Duty]:
    if DATA_OFFICER not in steward.codes:
        return
    rows = SubjectRequest.objects.filter(office=office, state=SubjectRequest.State.OPEN).order_by("due_at")
    for one in rows[:MOST]:
        wish = one.get_wish_display()
        yield Duty(
            "subject-request", one.uid, _("Jawab permintaan data pribadi: %(wish)s") % {"wish": wish}, one.due_at
        )
    for row in untold(office)[:MOST]:
        yield Duty("incident", row.uid, _("Beri tahu tentang insiden: %(title)s") % {"title": row.title}, row.due_at)
