"""The doorway: a case changes only through `perform`.

Page, field sync, JSON API and command line all come through here. It owns the transaction: locks the case, asks the
SOP whether the act is open, asks people whether this person may, binds the form, lets the act change its step's
tables, moves the case, writes the journal entry and the outbox row, and commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from simcap import clock, tally
from simcap.errors import BadInputs, NotYou, OtherContent, Refusal
from simcap.journal.append import GENESIS, Head, append, head
from simcap.journal.models import Entry
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.procedure.definition import OVER, Definition, Row

from . import counting, moves, outbox, paraf, registry, searching, turns
from .definitions import definition as definition_of
from .definitions import in_force
from .forms import inputs_digest
from .gates import (
    arrival,
    must_be_open,
    must_follow,
    must_have_inputs,
    must_have_outputs,
    must_not_be_ahead,
    must_not_be_done,
)
from .models import Artefact, Facilitation, Initial, Outbox, PerformedRequest
from .occasion import Actor, Occasion, Outcome, Right
from .paper import Paper, keep, must_be_for
from .phrases import minutes_of
from .rights import Powers, must_belong, must_have_right
from .shapes import must_be_bindable

#: Recorded later than this is marked as such. Units: working minutes; one working day (Perpres 21/2023: 37.5 h a week).
LATE_MINUTES = 450


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to an act. `repeated` tells that the same request had been done before."""

    facilitation: Facilitation
    entry: Entry
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stood before an act, and what ran beside it."""

    stage: str
    beside: str


@dataclass(frozen=True, kw_only=True)
class _Call:
    act: str
    office: Office
    actor: Actor
    inputs: Mapping[str, Any]
    request_id: UUID
    digest: str
    occurred_at: datetime | None
    paper: Paper | None


@tally.counted
def perform(
    act: str,
    *,
    office: Office,
    actor: Actor,
    inputs: Mapping[str, Any],
    request_id: UUID,
    facilitation: Facilitation | None = None,
    occurred_at: datetime | None = None,
    paper: Paper | None = None,
) -> Receipt:
    """Do one act of the SOP, wholly or not at all. `paper`: the printed form that it is typed from.

    Changes: see the module; nothing is kept when a refusal is raised.
    Units: `occurred_at` is aware; without it the act happens when it is recorded.
    Raises: UnknownAct; NotNow, NotYou, BadInputs, OtherContent, each with the sentence for the person.
    """
    registered = registry.get(act)
    must_be_bindable(registered.form, inputs)
    call = _Call(
        act=act, office=office, actor=actor, inputs=inputs, request_id=request_id,
        digest=inputs_digest(registered.form, inputs), occurred_at=occurred_at,
        paper=paper,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _within(call, registered, facilitation)
    except (IntegrityError, Refusal):
        # The same request came through another door at the same time, and has won: its number is used, its upload
        # taken. Then this is no refusal but a repetition.
        earlier = _earlier(call, facilitation)
        if earlier is None:
            raise
        return earlier


def _within(call: _Call, registered: registry.RegisteredAct, facilitation: Facilitation | None) -> Receipt:
    case = _locked(facilitation)
    if earlier := _earlier(call, case):
        return earlier
    occasion = _occasion(call, registered, case)
    form = registered.form(occasion, call.inputs)
    if not form.is_valid():
        raise BadInputs(_("Periksa kembali isian yang ditandai."), fields=form.faults(), form=form)
    inputs = form.values()
    warned = [dict(one.facts) for one in form.warnings(inputs)]  # before the act changes what they are about
    outcome = registered.apply(occasion, inputs)
    if warned:
        outcome.facts = {**outcome.facts, "warnings": warned}
    return _finish(call, occasion, outcome)


def _locked(facilitation: Facilitation | None) -> Facilitation | None:
    if facilitation is None:
        return None
    return Facilitation.objects.select_related("office").select_for_update(of=("self",)).get(pk=facilitation.pk)


def _earlier(call: _Call, case: Facilitation | None) -> Receipt | None:
    done = PerformedRequest.objects.filter(actor_key=call.actor.key, request_id=call.request_id)
    found = done.first()  # nearly always none: what belongs to it is read when it is there
    if found is None:
        return None
    same_case = case is None or case.pk == found.facilitation_id
    if found.act != call.act or found.digest != call.digest or not same_case:
        raise OtherContent(_("Nomor permintaan ini sudah dipakai untuk isian lain."))
    return Receipt(found.facilitation, found.entry, repeated=True)


def _occasion(call: _Call, registered: registry.RegisteredAct, case: Facilitation | None) -> Occasion:
    now = clock.now()  # read behind the lock: who waited for it comes after whom he waited for
    if call.occurred_at:
        must_not_be_ahead(call.occurred_at, now)
    office, occurred_at = case.office if case else call.office, call.occurred_at or now
    definition = definition_of(case.definition_id) if case else in_force(office, now)
    rows = must_be_open(definition, call.act, case)
    powers = Powers(call.actor, occurred_at if registered.judged_at == "occurrence" else now)
    must_belong(powers, office)
    row, right = _right(call, definition, rows, case, powers)
    occasion = Occasion(
        act=call.act, office=office, definition=definition, row=row, actor=call.actor, right=right,
        occurred_at=occurred_at, recorded_at=now, head=head(f"case:{case.uid}") if case else Head(0, GENESIS),
        facilitation=case, turn=turns.open_turn_of(case, row) if case else None, paper=call.paper,
    )  # fmt: skip
    if call.paper:
        must_be_for(call.paper, call.act, case)
    if registered.guard:
        registered.guard(occasion)
    if case:
        must_have_inputs(occasion)
    if case and call.occurred_at:
        must_follow(occasion, registered.earliest(occasion) if registered.earliest else arrival(occasion))
    return occasion


def _right(
    call: _Call, definition: Definition, rows: Sequence[Row], case: Facilitation | None, powers: Powers
) -> tuple[Row, Right]:
    try:
        return must_have_right(definition, rows, case, powers)
    except NotYou:
        if case:
            must_not_be_done(definition, call.act, case, powers)
        raise


def _finish(call: _Call, occasion: Occasion, outcome: Outcome) -> Receipt:
    case = occasion.facilitation or outcome.facilitation
    if case is None:
        raise RuntimeError(f"The act {call.act} made no case.")
    if unmade := set(occasion.row.gives) - set(outcome.made):
        raise RuntimeError(f"The act {call.act} did not give {', '.join(sorted(unmade))}.")
    _keep_artefacts(case, occasion, outcome)
    before = Standing(case.stage, case.beside) if occasion.facilitation else Standing("", "")
    stood = counting.done_by(case) if occasion.facilitation else frozenset()
    stage, merged = _destination(case, occasion, outcome)
    if flow.is_beside(occasion.definition, stage) or stage == OVER:
        moves.move_beside(case, occasion, "" if stage == OVER else stage)
    elif stage != before.stage or outcome.restarts:
        must_have_outputs(occasion.definition, case, stage)
        moves.move(case, occasion, stage)
    else:
        case.save()
        turns.touch(occasion)
    entry = _record(call, occasion, outcome, case=case, before=before, merged=merged)
    if paper := occasion.paper or outcome.paper:
        keep(paper, case=case, entry=entry, officer=occasion.officer)
    PerformedRequest.objects.create(
        actor_key=call.actor.key,
        request_id=call.request_id,
        act=call.act,
        facilitation=case,
        digest=call.digest,
        entry=entry,
    )
    searching.note_words(case, act=call.act)
    if counting.done_by(case) != stood:
        counting.note(case)
    _tell_others(case, entry)
    return Receipt(case, entry)


def _tell_others(case: Facilitation, entry: Entry) -> None:
    """The outbox row and the worker's task are part of the transaction: neither is lost, neither comes too early."""
    told, now = outbox.concerns(entry.act), entry.recorded_at
    done_at = None if told else now
    Outbox.objects.create(entry=entry, facilitation=case, act=entry.act, created_at=now, done_at=done_at)
    if told:
        outbox.deliver_waiting.enqueue()


def _keep_artefacts(case: Facilitation, occasion: Occasion, outcome: Outcome) -> None:
    Artefact.objects.bulk_create(
        Artefact(facilitation=case, kind=kind, made_at=occasion.recorded_at, document=document)
        for kind, document in outcome.made.items()
    )


def _destination(case: Facilitation, occasion: Occasion, outcome: Outcome) -> tuple[str, list[Initial]]:
    definition, row = occasion.definition, occasion.row
    if outcome.to is not None:
        row = _chosen(definition, row, outcome.to)
    stage = flow.target(row, case.came_from)
    at = occasion.recorded_at
    if row.act == "send_back":
        return paraf.retreat(case, definition=definition, to=stage, at=at), []
    if stage == row.from_stage:
        return case.stage, []
    if definition.acts[row.act].extension and not flow.chains_of(definition, row.act):
        paraf.withdraw_redrafted(case, definition=definition, to=stage, at=at)
        return stage, []
    drafting = paraf.chain_of_draft(definition, row.act)
    return paraf.advance(
        case, definition=definition, to=stage, at=at, drafted_by=occasion.actor.officer if drafting else None
    )


def _chosen(definition: Definition, row: Row, to: str) -> Row:
    chosen = flow.row(definition, row.act, row.from_stage, to)
    if chosen is None:
        raise RuntimeError(f"The act {row.act} does not lead from {row.from_stage} to {to}.")
    return chosen


def _record(
    call: _Call, occasion: Occasion, outcome: Outcome, *, case: Facilitation, before: Standing, merged: list[Initial]
) -> Entry:
    revision = occasion.definition
    facts: dict[str, Any] = {
        "actor": _actor_facts(call.actor, occasion.right),
        "sop": {"number": revision.identity.number, "id": revision.id, "sha256": revision.digest},
        "step": _step(occasion, case, before.stage), "stage_before": before.stage, "stage_after": case.stage,
        "request_id": str(call.request_id), "facts": dict(outcome.facts),
    }  # fmt: skip
    if before.beside or case.beside:
        facts |= {"beside_before": before.beside, "beside_after": case.beside}
    if merged:
        facts["merged"] = [
            {"position": one.position_title, "officer": one.officer_name, "because": one.because} for one in merged
        ]
    if paper := occasion.paper or outcome.paper:
        facts["paper"] = paper.facts()
    facts |= _timely(occasion)
    return append(
        f"case:{case.uid}", office_slug=occasion.office.slug, act=call.act, occurred_at=occasion.occurred_at,
        recorded_at=occasion.recorded_at, facts=facts, detail=outcome.detail or None, after=occasion.head,
    )  # fmt: skip


def _timely(occasion: Occasion) -> dict[str, Any]:
    """Whether it happened outside office hours, and whether it was recorded long after: back-dating is marked."""
    calendar = calendar_of(occasion.office)
    found: dict[str, Any] = {} if calendar.is_open(occasion.occurred_at) else {"outside_hours": True}
    if occasion.occurred_at == occasion.recorded_at:
        return found
    minutes = minutes_of(calendar.working_time(occasion.occurred_at, occasion.recorded_at))
    return found | ({"recorded_late_minutes": minutes} if minutes > LATE_MINUTES else {})


def _step(occasion: Occasion, case: Facilitation, before: str) -> int:
    """The row of the SOP table that an act belongs to: that of the stage it is done at; 0 for the registration."""
    if not before:
        return occasion.definition.acts[occasion.act].step
    off = flow.is_off_path(occasion.definition, before)
    return flow.step_at(occasion.definition, case.stage if off else before, case.came_from if off else "")


def _actor_facts(actor: Actor, right: Right) -> dict[str, Any]:
    if actor.kind != "officer":
        return {"kind": actor.kind}
    return {"kind": "officer", "name": actor.name, "account": actor.account, **right.facts()}
