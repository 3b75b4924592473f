"""Turns (giliran): the stays of a case at its stages, and what they measure in working time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from simcap.people.calendar import of as calendar_of
from simcap.people.models import Officer
from simcap.procedure.definition import Definition, Row

from .definitions import definition as definition_of
from .models import Facilitation, Turn
from .occasion import Occasion

#: What is written when a turn ends.
MEASURED = ("opened_at", "opened_by", "closed_at", "closed_by", "act", "waiting", "handling", "late", "calendar_digest")
Watcher = Callable[[Turn], None]
_watchers: list[Watcher] = []


def watches(watcher: Watcher) -> Watcher:
    """Register who wants to know, in the act's own transaction, that a turn has begun or was opened."""
    _watchers.append(watcher)
    return watcher


def arrive(case: Facilitation, *, definition: Definition, stage: str, at: datetime) -> Turn | None:
    """Begin the turn of a stage; none at an end. A suspended stage has its own turn, so clocks stop by themselves."""
    found = definition.stages[stage]
    if found.kind == "end":
        return None
    performer = definition.performers[found.performer]
    turn = Turn.objects.create(
        facilitation=case, office_id=case.office_id, step=found.step, stage=stage, beside=found.path == "beside",
        kind="suspended" if found.kind == "suspended" else performer.kind, target=performer.target, arrived_at=at,
    )  # fmt: skip
    for watcher in _watchers:
        watcher(turn)
    return turn


def open_turn_of(case: Facilitation, row: Row | None) -> Turn | None:
    """The open turn that a row acts on: the case's own, or that of the matter beside it; of the case without a row."""
    beside = bool(row and row.from_stage and row.from_stage == case.beside)
    return case.turns.filter(closed_at=None, beside=beside).select_related("opened_by").first()


def open_among(turns: Iterable[Turn], *, beside: bool = False) -> Turn | None:
    """The open one of a case's turns: its own, or that of the matter beside it."""
    return next((one for one in turns if one.closed_at is None and one.beside == beside), None)


def open_turn(turn: Turn, *, by: Officer | None, at: datetime) -> None:
    """Mark a turn as opened."""
    turn.opened_at, turn.opened_by = at, by
    turn.save(update_fields=["opened_at", "opened_by"])
    for watcher in _watchers:
        watcher(turn)


def touch(occasion: Occasion) -> None:
    """Whoever the case waits for has done something that leaves it where it is: that opens it too."""
    turn = occasion.turn
    if turn is None or turn.opened_at is not None:
        return
    if occasion.right.performer == occasion.definition.stages[turn.stage].performer:
        open_turn(turn, by=occasion.actor.officer, at=max(occasion.occurred_at, turn.arrived_at))


def leave(turn: Turn, *, case: Facilitation, act: str, by: Officer | None, at: datetime) -> None:
    """End a turn and measure it: waiting = arrived → opened, handling = opened → done.

    Acting without opening opens at that moment. Where the standard is Tentatif, it is measured too how much working
    time has passed since the window's end. Units: working time by the office's calendar, whose digest is kept.
    """
    calendar = calendar_of(case.office)
    if turn.opened_at is None or turn.opened_at > at:  # what was written on paper was done before it was opened here
        turn.opened_at, turn.opened_by = at, by
    turn.closed_at, turn.closed_by, turn.act = at, by, act
    turn.waiting = calendar.working_time(turn.arrived_at, turn.opened_at)
    turn.handling = calendar.working_time(turn.opened_at, at)
    step = definition_of(case.definition_id).step(turn.step)
    if step and step.standard_minutes is None:
        turn.late = calendar.working_time(case.ends_at, at)
    turn.calendar_digest = calendar.digest()
    turn.save(update_fields=MEASURED)
