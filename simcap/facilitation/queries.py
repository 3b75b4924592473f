"""Questions about cases. Every one takes the viewer and starts from `visible_to`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from simcap.errors import Refusal
from simcap.journal.append import head
from simcap.procedure import flow
from simcap.procedure.definition import Row

from . import registry
from .definitions import all_definitions, definition
from .gates import open_rows
from .models import CLOSED_CLASSES, Assignment, Facilitation, PerformedRequest, Reader, Turn
from .occasion import Occasion, Right
from .rights import Powers, right_for
from .turns import open_turn_of

#: Positions that read every case of their office but the closed classes.
READS_ALL = frozenset({"front_desk", "auditor"})


def chain_positions() -> frozenset[str]:
    """Positions that any known SOP revision gives a part in a case."""
    performers = (one for known in all_definitions().values() for one in known.performers.values())
    return frozenset(one.target for one in performers if one.kind == "position")


def delegable_stages() -> frozenset[str]:
    """Stages at which somebody waits for a signature that may be given a.n. or u.b."""
    rows = (row for known in all_definitions().values() for row in flow.all_rows(known))
    return frozenset(row.from_stage for row in rows if row.delegable)


def stopped_stages() -> frozenset[str]:
    """Ends of cases that were declined or cancelled, of any known SOP revision."""
    known = all_definitions().values()
    return frozenset(stage for one in known for stage in one.stages if flow.is_stopped(one, stage))


def visible_to(powers: Powers) -> QuerySet[Facilitation]:
    """The cases that this person may see: the chain, front desk and auditor of the office; the crew from the SPT on.

    Whoever holds a position reads its cases, also while a Plh. acts for it.

    Classes R and SR narrow to the chain: positions that the case has reached, and whoever acts or acted on it.
    """
    officer = powers.actor.officer
    if officer is None or not officer.is_active:
        return Facilitation.objects.none()
    codes = powers.reading_codes()
    mine = Q(Exists(Assignment.objects.filter(facilitation=OuterRef("pk"), officer=officer)))
    mine |= Q(Exists(Turn.objects.filter(facilitation=OuterRef("pk"), closed_by=officer)))
    reached = mine
    if codes:
        at_position = Turn.objects.filter(facilitation=OuterRef("pk"), kind="position", target__in=codes)
        reached |= Q(Exists(at_position))
        reached |= Q(Exists(Reader.objects.filter(facilitation=OuterRef("pk"), position_code__in=codes)))
    if "front_desk" in codes:
        reached |= Q(Exists(Turn.objects.filter(facilitation=OuterRef("pk"), closed_at=None, kind="suspended")))
    base = officer.office.facilitations.all()  # each knows its office without a join, which would cost the index
    if codes & (READS_ALL | chain_positions()):
        return base.filter(~Q(security__in=CLOSED_CLASSES) | reached)
    return base.filter(mine if not codes else reached)


def registered_by(powers: Powers) -> QuerySet[Facilitation]:
    """The cases whose letter this person registered himself: what he may still hand over, whatever its class."""
    officer = powers.actor.officer
    if officer is None or not officer.is_active:
        return Facilitation.objects.none()
    mine = PerformedRequest.objects.filter(facilitation=OuterRef("pk"), actor_key=powers.actor.key, act="register")
    return Facilitation.objects.filter(Exists(mine), office=officer.office).select_related("office")


@dataclass(frozen=True, slots=True)
class OpenAct:
    """An act that this person may do on a case now, and by which right."""

    row: Row
    right: Right


def open_acts(case: Facilitation, powers: Powers) -> list[OpenAct]:
    """Acts open to this person now, main path first; `choice` rows are part of their act's form."""
    revision = definition(case.definition_id)
    found: dict[str, OpenAct] = {}
    for row in open_rows(revision, case):
        right = right_for(revision, row, case, powers)
        if right:
            found.setdefault(row.act, OpenAct(row, right))
    return sorted(found.values(), key=lambda one: (not flow.is_onward(revision, one.row), one.row.act == "open"))


def inbox(powers: Powers) -> QuerySet[Turn]:
    """Open turns that wait for this person, oldest first: by position held, by role on the case."""
    officer = powers.actor.officer
    if officer is None or not officer.is_active:
        return Turn.objects.none()
    by_position = Q(kind="position", target__in=powers.codes())
    by_position |= Q(kind="position", target__in=powers.signing_codes(), stage__in=delegable_stages())
    role = Assignment.objects.filter(
        facilitation=OuterRef("facilitation"), role=OuterRef("target"), officer=officer, until_at=None
    )
    by_role = Q(kind="assignment") & Q(Exists(role))
    paper = Q(kind="suspended", facilitation__channel="paper") if "front_desk" in powers.codes() else Q(pk=None)
    waiting = Turn.objects.filter(office=officer.office, closed_at=None).filter(by_position | by_role | paper)
    return waiting.select_related("facilitation", "facilitation__office").order_by("arrived_at", "id")


def may_open(case: Facilitation, turn: Turn | None, powers: Powers) -> bool:
    """Whether this turn waits to be opened, and by this very person: whoever only signs for another does not open."""
    if turn is None or turn.opened_at or turn.kind == "suspended":
        return False
    revision = definition(case.definition_id)
    return any(right_for(revision, row, case, powers) for row in flow.rows(revision, "open", turn.stage))


def occasion_for(case: Facilitation, open_act: OpenAct, powers: Powers, *, at: datetime) -> Occasion:
    """The occasion of an act that is not yet done: what its page needs to show its form.

    Raises: the guard's Refusal (four eyes and the like).
    """
    registered = registry.get(open_act.row.act)
    occasion = Occasion(
        act=open_act.row.act, office=case.office, definition=definition(case.definition_id), row=open_act.row,
        actor=powers.actor, right=open_act.right, occurred_at=at, recorded_at=at, head=head(f"case:{case.uid}"),
        facilitation=case, turn=open_turn_of(case, open_act.row),
    )  # fmt: skip
    if registered.guard:
        registered.guard(occasion)
    return occasion


def guarded(case: Facilitation, open_act: OpenAct, powers: Powers, *, at: datetime) -> str:
    """The sentence by which a guard refuses this act to this person; empty when none does."""
    if registry.get(open_act.row.act).guard is None:
        return ""
    try:
        occasion_for(case, open_act, powers, at=at)
    except Refusal as refusal:
        return refusal.sentence
    return ""
