"""What the notices of exceptions tell: read from the journal entry that they are about."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Outbox
from simcap.facilitation.phrases import moment_text, window_text
from simcap.procedure import flow
from simcap.procedure.definition import Definition
from simcap.step2_assignment.models import AssignmentLetter

from .detours import by_whom, last_entry, refusal_of


def told_as(row: Outbox) -> str:
    """The act that an entry is told as: the check of a scan is the signature that it completes."""
    if row.act != "confirm_signed":
        return row.act
    revision, body = definition(row.facilitation.definition_id), json.loads(row.entry.canonical)
    moved = body["stage_before"] != body["stage_after"]
    return _signature(revision, row.act, body["stage_before"] if moved else body["beside_before"])


def _signature(revision: Definition, act: str, stage: str) -> str:
    """The act that leads where this one does, with the same document in hand."""
    done = flow.row(revision, act, stage)
    for chain in revision.paraf.values():
        for row in revision.acts[chain.sign].rows:
            if done and (row.to, row.gives) == (done.to, done.gives):
                return chain.sign
    return act


def declined(row: Outbox) -> dict[str, Any] | None:
    """The refusal with its letter."""
    refusal = refusal_of(row.facilitation)
    return {"refusal": refusal, "letter": refusal.letter} if refusal else None


def cancelled(row: Outbox) -> dict[str, Any]:
    """By whom and when, and whether a team had been sent."""
    case, body = row.facilitation, json.loads(row.entry.canonical)
    return {
        "who": by_whom(row.entry, definition(case.definition_id)),
        "when": moment_text(row.entry.recorded_at, case.office.time_zone),
        "had_team": bool(body["facts"]["revoked"]),
    }


def postponed(row: Outbox) -> dict[str, Any]:
    """By whom, from which window to which."""
    case, facts = row.facilitation, json.loads(row.entry.canonical)["facts"]
    return {
        "who": by_whom(row.entry, definition(case.definition_id)),
        "before": _window(facts["window_before"], case.office.time_zone),
        "after": _window(facts["window"], case.office.time_zone),
    }


def restored(row: Outbox) -> dict[str, Any] | None:
    """By whom, from which window back to which, when a postponement was dropped with the change of the SPT."""
    case, entry = row.facilitation, last_entry(row.facilitation, "postpone")
    spt = case.spts.filter(status=AssignmentLetter.Status.IN_FORCE).first()
    if entry is None or spt is None or spt.signed_at is None or entry.recorded_at < spt.signed_at:
        return None
    zone, asked = case.office.time_zone, json.loads(entry.canonical)["facts"]["window"]
    before, after = _window(asked, zone), window_text(spt.starts_at, spt.ends_at, zone)
    if before == after:
        return None
    who = by_whom(row.entry, definition(case.definition_id))
    return {"who": who, "before": before, "after": after, "is_signed": True}


def _window(moments: list[str], zone: str) -> str:
    starts_at, ends_at = (datetime.fromisoformat(one) for one in moments)
    return window_text(starts_at, ends_at, zone)


def amended(row: Outbox) -> dict[str, Any] | None:
    """The window and the coordinator of the changed SPT; None when both are what they were."""
    token = json.loads(row.entry.canonical)["facts"]["token"]
    spt = row.facilitation.spts.select_related("amends").get(document__token=token)
    window, coordinator = (spt.starts_at, spt.ends_at), _coordinator(spt)
    same_window = spt.amends is not None and (spt.amends.starts_at, spt.amends.ends_at) == window
    same_coordinator = spt.amends is not None and _coordinator(spt.amends) == coordinator
    if same_window and same_coordinator:
        return None
    return {
        "window": window_text(*window, row.facilitation.office.time_zone),
        "window_changed": not same_window,
        "coordinator": "" if same_coordinator else coordinator,
    }


def _coordinator(spt: AssignmentLetter) -> str:
    """Whom the requester turns to."""
    found = spt.crew.select_related("officer").filter(role="coordinator").first()
    return found.officer.name if found else ""
