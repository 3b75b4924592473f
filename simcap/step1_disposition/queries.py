"""Questions about dispositions: the next tier, the sheet, and what has been read and followed up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from simcap.documents.content import Verification
from simcap.documents.issue import letterhead
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation, Turn
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.phrases import moment_text
from simcap.facilitation.searching import contributes
from simcap.people.models import Position
from simcap.procedure import flow
from simcap.procedure.definition import Definition, Row

from .content import Addressee as SheetAddressee
from .content import DispositionSheet, Tier
from .models import Disposition


def responsible_position(occasion: Occasion) -> Position | None:
    """The position that the SOP sends the disposition to next; None where the next performer is a named officer."""
    stage = occasion.definition.stages.get(occasion.row.to or occasion.row.from_stage)
    performer = occasion.definition.performers[stage.performer] if stage else None
    if performer is None or performer.kind != "position":
        return None
    return Position.objects.get(office=occasion.office, code=performer.target)


def standing(case: Facilitation) -> QuerySet[Disposition]:
    """The dispositions that stand: neither withdrawn, superseded nor sent back."""
    return case.dispositions.filter(ended_at=None)


def tier_given_by(occasion: Occasion) -> int:
    """Which tier the actor of this row gives: the one whose addressee the row leads to.

    Raises: StopIteration for an SOP that leads to where no disposition leads.
    """
    to = occasion.row.to or occasion.row.from_stage
    return next(tier for tier, row in _tiers(occasion.definition) if row.to == to)


def tier_sent_back(occasion: Occasion) -> int | None:
    """The standing tier that a sending back ends: the one that led from there to here. None when it ends none."""
    row = occasion.row
    led = (tier for tier, one in _tiers(occasion.definition) if (one.to, one.from_stage) == (row.from_stage, row.to))
    tier = next(led, None)
    return tier if tier and standing(occasion.case).filter(tier=tier).exists() else None


def _tiers(definition: Definition) -> Iterator[tuple[int, Row]]:
    """The rows of the signed path in order, counted: the first ones are the tiers of the disposition."""
    return enumerate(flow.expected_path(definition, _first_stage(definition)), start=1)


def _first_stage(definition: Definition) -> str:
    return flow.open_rows(definition, "")[0].to


#: The act that ends a disposition in each way.
ENDED_BY = {
    Disposition.Ending.WITHDRAWN: "withdraw", Disposition.Ending.SUPERSEDED: "supersede",
    Disposition.Ending.SENT_BACK: "send_back",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TierState:
    """A tier with what became of it: read and followed up by its addressee, or superseded by another (B1)."""

    disposition: Disposition
    read_at: datetime | None
    followed_up_at: datetime | None
    replaced_by: Disposition | None = None


def tiers(case: Facilitation) -> list[TierState]:
    """Dispositions in order. Read and followed-up are taken from the turn that each tier began.

    Asking the requester to complete something is no following up: the tier waits on where the case comes back.
    """
    revision = definition(case.definition_id)
    given = list(case.dispositions.prefetch_related("addressees").order_by("id"))
    turns = list(case.turns.exclude(kind="suspended").filter(beside=False).order_by("id"))
    found = []
    for one in given:
        here = list(_stays(one, turns))
        read = here[0].opened_at if here and _is_read(revision, here[0]) else None
        done = [turn.closed_at for turn in here if turn.act and not revision.acts[turn.act].extension]
        found.append(TierState(one, read, done[0] if done else None, _replaced_by(one, given)))
    return found


def _stays(one: Disposition, turns: list[Turn]) -> Iterator[Turn]:
    """The turns of the stage that a disposition led to, until it ended."""
    given_in = [turn.pk for turn in turns if (turn.act, turn.closed_at) == (one.act, one.at)]
    after = [turn for turn in turns if given_in and turn.pk > given_in[-1]]
    for turn in after:
        if turn.stage == after[0].stage:
            yield turn
        if one.ending and turn.act == ENDED_BY[Disposition.Ending(one.ending)]:
            return


def _is_read(revision: Definition, turn: Turn) -> bool:
    """Whether the turn was opened by whom it waited for, not only by somebody who took it away from him unread."""
    row = flow.row(revision, turn.act, turn.stage) if turn.act else None
    if row is None or (turn.opened_at, turn.opened_by_id) != (turn.closed_at, turn.closed_by_id):
        return True
    performers = {one.id for one in flow.performers(revision, row, turn.stage)}
    return revision.stages[turn.stage].performer in performers


def _replaced_by(one: Disposition, given: list[Disposition]) -> Disposition | None:
    """The disposition that superseded this tier: its own, or one above it."""
    if one.ending != Disposition.Ending.SUPERSEDED:
        return None
    later = (other for other in given if other.pk > one.pk and other.tier <= one.tier)
    return next((other for other in later if other.act == ENDED_BY[Disposition.Ending.SUPERSEDED]), None)


def _tier(one: Disposition) -> Tier:
    return Tier(
        giver=one.by_position,
        addressees=tuple(
            SheetAddressee(position=each.label, responsible=each.responsible) for each in one.addressees.all()
        ),
        instructions=tuple(one.instructions),
        note=one.note,
        urgency=str(one.get_urgency_display()),
        security=str(one.get_security_display()),
        due_on=one.due_on,
        paraf_name=one.by_name,
        paraf_at=one.at,
        superseded_note=ended_note(one),
    )


def ended_note(one: Disposition) -> str:
    """How a disposition ended, in words; empty while it stands."""
    if one.ended_at is None:
        return ""
    zone = one.facilitation.office.time_zone
    return _("%(how)s oleh %(who)s pada %(moment)s") % {
        "how": str(one.get_ending_display()).capitalize(), "who": one.ended_by,
        "moment": moment_text(one.ended_at, zone),
    }  # fmt: skip


def sheet(case: Facilitation, *, verification: Verification | None) -> DispositionSheet:
    """The disposition sheet (lembar disposisi) as it stands."""
    letter = case.letter
    attachments = letter.attachments.count() + 1
    return DispositionSheet(
        letterhead=letterhead(case.office),
        agenda_number=case.agenda_number,
        sender=letter.institution,
        letter_number=letter.letter_number,
        letter_on=letter.letter_on,
        received_at=case.registered_at,
        subject=letter.subject,
        urgency=str(case.get_urgency_display()),
        security=str(case.get_security_display()),
        attachments_note=f"{attachments} berkas",
        tiers=tuple(
            _tier(one)
            for one in case.dispositions.select_related("facilitation__office")
            .prefetch_related("addressees")
            .order_by("id")
        ),
        verification=verification,
    )


@contributes("disposition", acts=("dispose", "forward", "appoint", "withdraw", "supersede", "send_back"))
def disposition_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """Instructions and notes of the dispositions, ended ones too: they stay readable."""
    rows = Disposition.objects.filter(facilitation__in=cases).order_by("id")
    return rows.values_list("facilitation", "instructions", "note", "end_reason")
