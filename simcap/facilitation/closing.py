"""When the measurement of a step is closed, and what it says then: plain reckoning over the turns of a case.

A step is measured as soon as the case has left it behind, in the sum of its turns. Where the case comes back to the
step (sent back, superseded), the measurement is open again, and is closed anew later with the turns that were added.
Where a case is declined or cancelled, the step in which it stood stays unmeasured; those before it stay measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from simcap.procedure import flow
from simcap.procedure.definition import Definition, Step

NOTHING, MINUTE = timedelta(0), timedelta(minutes=1)


class Stay(Protocol):
    """A closed turn, as far as it is measured."""

    step: int
    stage: str
    kind: str
    closed_at: datetime | None
    waiting: timedelta | None
    handling: timedelta | None
    late: timedelta | None


@dataclass(frozen=True, slots=True)
class Closed:
    """The closed measurement of one step of one case. Units: whole working minutes, rounded down."""

    step: int
    closed_on: date
    waiting: int
    handling: int
    late: int | None
    measured: int
    is_kept: bool
    shares: dict[str, list[int]]


def steps_done(definition: Definition, stage: str, came_from: str) -> frozenset[int]:
    """The steps that a case at this stage has left behind, whether it has been in them or not."""
    ended = flow.is_end(definition, stage) and not flow.is_stopped(definition, stage)
    reached = flow.step_at(definition, stage, came_from)
    return frozenset(step.no for step in definition.steps if reached > step.no or ended)


def late_of(stays: Sequence[Stay]) -> timedelta | None:
    """Working time between the end of the SPT's window and the end of the step, measured when its last turn closed."""
    return max((one for one in stays if one.closed_at), key=_closed_at).late


def closed_of(
    definition: Definition, stays: Sequence[Stay], *, stage: str, came_from: str, zone: str
) -> Iterator[Closed]:
    """The closed measurements of a case that stands at this stage, from its turns in order."""
    done = steps_done(definition, stage, came_from)
    for step in definition.steps:
        own = [one for one in stays if one.step == step.no and one.kind != "suspended" and one.closed_at]
        if own and step.no in done:
            yield _closed(definition, step, own, zone)


def _closed(definition: Definition, step: Step, stays: list[Stay], zone: str) -> Closed:
    shares: dict[str, tuple[timedelta, timedelta]] = {}
    for one in stays:
        performer = definition.stages[one.stage].performer
        waiting, handling = shares.get(performer, (NOTHING, NOTHING))
        shares[performer] = waiting + (one.waiting or NOTHING), handling + (one.handling or NOTHING)
    waiting = sum((share[0] for share in shares.values()), NOTHING)
    handling = sum((share[1] for share in shares.values()), NOTHING)
    late = late_of(stays) or NOTHING if step.standard_minutes is None else None
    closed_at = _closed_at(max(stays, key=_closed_at))
    return Closed(
        step=step.no, closed_on=closed_at.astimezone(ZoneInfo(zone)).date(), waiting=waiting // MINUTE,
        handling=handling // MINUTE, late=None if late is None else late // MINUTE,
        measured=(handling if late is None else late) // MINUTE,
        is_kept=flow.verdict(step, handling=handling, late=late) == "kept",
        shares={name: [part // MINUTE for part in share] for name, share in sorted(shares.items())},
    )  # fmt: skip


def _closed_at(stay: Stay) -> datetime:
    if stay.closed_at is None:
        raise ValueError("Only closed turns are measured.")
    return stay.closed_at
