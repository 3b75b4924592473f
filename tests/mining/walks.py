"""Cases that go their way at random by the real acts: onward mostly, now and then by an exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction

from simcap import clock
from simcap.errors import Refusal
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from simcap.procedure import flow
from simcap.procedure.bpmn_model import is_anytime
from simcap.procedure.definition import BACK, OVER, Definition, Row
from tests.cast import MONDAY, Cast

#: Performer → who of the cast that is.
PEOPLE = {
    "head": "kadis", "division": "kabid", "section": "seksi", "coordinator": "koordinator", "technician": "teknisi1",
    "front_desk": "agendaris", "requester": "pemohon", "secretary": "sekretaris",
}  # fmt: skip
#: So many acts that are no step onward, at most; so many tries for one act.
DETOURS, TRIES = 6, 40


@dataclass(frozen=True)
class Done:
    """One act of a case as its journal tells it; `to` is what its row in the SOP file says."""

    act: str
    performer: str
    before: str
    after: str
    to: str


def one_case(cast: Cast, seed: int, *, detours: int = DETOURS, head: str = "kadis") -> Facilitation:
    """Walk one case from its letter to an end. The same seed gives the same walk; `head` acts as Kepala Dinas."""
    dice, at = Random(seed), MONDAY
    with clock.scripted(at):
        cast.do("agendaris", "register")
    case, left = cast._case(), detours
    while case.closed_at is None:
        row = _next(definition(case.definition_id), case, dice, may_leave=left > 0)
        at += timedelta(minutes=dice.randrange(1, 90))
        with clock.scripted(at):
            done = _try(cast, row, dice, head)
        left -= 0 if done and flow.is_onward(definition(case.definition_id), row) else 1
        assert left > -TRIES, f"stuck at {case.stage}"
        case.refresh_from_db()
    return case


def _next(sop: Definition, case: Facilitation, dice: Random, *, may_leave: bool) -> Row:
    """Any row that is open; without leave to wander what comes next, first of all beside the case."""
    here = case.beside or case.stage
    if may_leave and dice.random() < 0.4:
        rows = [
            row for stage in {case.stage, here} for row in flow.open_rows(sop, stage) if _is_possible(sop, case, row)
        ]
        return dice.choice(sorted(rows, key=lambda row: (row.act, row.from_stage, row.to)))
    return flow.onward_row(sop, here) or next(row for row in flow.open_rows(sop, here) if row.to in (BACK, OVER))


def _is_possible(sop: Definition, case: Facilitation, row: Row) -> bool:
    """One matter beside a case, once; it is brought to its end before the case leaves where it may run."""
    if flow.is_beside(sop, row.to) and not flow.is_beside(sop, row.from_stage):
        return not case.turns.filter(beside=True).exists()
    if case.beside and not flow.is_beside(sop, row.from_stage):
        return row.to == ""
    return row.act != "cancel" or case.turns.count() > 12  # else most walks were short


def _try(cast: Cast, row: Row, dice: Random, head: str) -> bool:
    sop = definition(cast._case().definition_id)
    who = [(PEOPLE | {"head": head})[one.id] for one in flow.performers(sop, row, row.from_stage)]
    inputs = {"to": row.to} if row.act == "send_back" else {}
    try:
        with transaction.atomic():
            cast.do(dice.choice(who), row.act, inputs)
    except Refusal:
        return False
    return True


def told(case: Facilitation, *, beside: bool = False) -> list[Done]:
    """The acts of a case, or of the matter beside it, in order; without those that are open at any time."""
    sop, found = definition(case.definition_id), []
    for body in bodies(case):
        moved = body.get("beside_before", "") != body.get("beside_after", "")
        if is_anytime(sop, body["act"]) or beside != (moved and body["stage_before"] == body["stage_after"]):
            continue
        keys = ("beside_before", "beside_after") if beside else ("stage_before", "stage_after")
        performer = body["actor"].get("performer", "requester")
        row = _row(sop, body, performer, body[keys[1]])
        found.append(Done(body["act"], performer, body[keys[0]], body[keys[1]] or OVER, row.to or row.from_stage))
    return found


def bodies(case: Facilitation) -> Iterator[dict[str, Any]]:
    """The entries of a case as they are chained."""
    for text in Entry.objects.filter(chain=f"case:{case.uid}").order_by("seq").values_list("canonical", flat=True):
        yield json.loads(text)


def _row(sop: Definition, body: dict[str, Any], performer: str, after: str) -> Row:
    stages = {body["stage_before"], body.get("beside_before", body["stage_before"])}
    rows = [
        row for stage in stages for row in flow.rows(sop, body["act"], stage)
        if performer in {one.id for one in flow.performers(sop, row, row.from_stage or "")}
    ] if body["stage_before"] else list(flow.open_rows(sop, ""))  # fmt: skip
    return next((row for row in rows if row.to == after), rows[0])
