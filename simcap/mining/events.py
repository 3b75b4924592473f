"""Events of cases, read from their journals: which act, when, by which post, at which stage. No person, no free text.

Source: IEEE 1849-2016 (XES); an event is an act that the journal tells of, a trace is a case.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation, Turn
from simcap.journal.models import Entry
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.procedure.bpmn_model import is_anytime
from simcap.procedure.bpmn_words import name_of
from simcap.procedure.definition import Definition

Matter = Literal["case", "beside", "anytime"]
Told = Callable[[int, int], None]
#: Cases that are read at once.
CHUNK = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One event. `matter`: whether the act moves on the case itself, what runs beside it, or neither.

    `number` tells which start and which end belong together; `resource` is the post, `role` the SOP's performer.
    """

    at: datetime
    number: int
    lifecycle: Literal["start", "complete"]
    act: str
    label: str
    resource: str
    role: str
    matter: Matter
    stage_before: str
    stage_after: str
    step: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """One case under its pseudonym, with its SOP revision, how it came, and where it stands now."""

    name: str
    sop: str
    channel: str
    stage: str
    is_ended: bool
    events: tuple[Event, ...]


def pseudonym(uid: UUID) -> str:
    """A case's name in the log: the same each time, and nothing that an address of this program could be made of."""
    return hashlib.sha256(f"simcap event log {uid}".encode()).hexdigest()[:16]


def cases_of(office: Office, first: date, last: date) -> QuerySet[Facilitation]:
    """The cases whose letter was registered on these days, by the office's clock. Classes R and SR never leave here."""
    zone = ZoneInfo(office.time_zone)
    begins = datetime.combine(first, time.min, tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    cases = Facilitation.objects.filter(office=office, registered_at__gte=begins, registered_at__lt=ends)
    return cases.exclude(security__in=CLOSED_CLASSES)


def traces(cases: QuerySet[Facilitation], *, language: str, told: Told = lambda _done, _all: None) -> Iterator[Trace]:
    """Each case with its events, the oldest first. Only keys are held, eight bytes a case; the rest in chunks."""
    keys = array("q", cases.order_by("registered_at", "id").values_list("pk", flat=True).iterator(chunk_size=10_000))
    told(0, len(keys))
    for first in range(0, len(keys), CHUNK):
        yield from _chunk(keys[first : first + CHUNK].tolist(), language)
        told(min(first + CHUNK, len(keys)), len(keys))


def _chunk(keys: list[int], language: str) -> Iterator[Trace]:
    found = {one.pk: one for one in Facilitation.objects.filter(pk__in=keys)}
    bodies: dict[str, list[Mapping[str, Any]]] = {f"case:{one.uid}": [] for one in found.values()}
    entries = Entry.objects.filter(chain__in=bodies).order_by("chain", "seq")
    for chain, canonical in entries.values_list("chain", "canonical"):
        bodies[chain].append(json.loads(canonical))
    opened: dict[int, list[Turn]] = {key: [] for key in keys}
    for turn in Turn.objects.filter(facilitation__in=keys, closed_at__isnull=False).order_by("id"):
        opened[turn.facilitation_id].append(turn)
    for key in keys:
        case = found[key]
        yield _trace(case, bodies[f"case:{case.uid}"], opened[key], language)


def _trace(case: Facilitation, bodies: Iterable[Mapping[str, Any]], turns: list[Turn], language: str) -> Trace:
    sop = definition(case.definition_id)
    events = [
        event for body in bodies if body["act"] in sop.acts and "stage_before" in body
        for event in _events(sop, body, turns, language)
    ]  # fmt: skip
    events.sort(key=lambda one: (one.at, one.number, one.lifecycle == "complete"))
    return Trace(
        name=pseudonym(case.uid), sop=sop.id, channel=case.channel, stage=case.stage,
        is_ended=flow.is_end(sop, case.stage), events=tuple(events),
    )  # fmt: skip


def _events(sop: Definition, body: Mapping[str, Any], turns: list[Turn], language: str) -> Iterator[Event]:
    """The end of what an entry tells of and, where it was opened before, its beginning."""
    act, matter = sop.acts[body["act"]], _matter(sop, body)
    side = "beside" if matter == "beside" else "stage"
    done = Event(
        at=datetime.fromisoformat(body["occurred_at"]), number=body["seq"], lifecycle="complete", act=act.id,
        label=name_of(act, language), resource=_post(sop, body, language), role=_role(sop, body, language),
        matter=matter, stage_before=body[f"{side}_before"], stage_after=body[f"{side}_after"], step=body["step"],
    )  # fmt: skip
    turn = _turn(turns, done)
    if turn and turn.opened_at:
        turns.remove(turn)
        yield Event(
            **{name: getattr(done, name) for name in Event.__slots__} | {"at": turn.opened_at, "lifecycle": "start"}
        )
    yield done


def _turn(turns: list[Turn], done: Event) -> Turn | None:
    """The stay that an act ended."""
    beside = done.matter == "beside"
    return next(
        (
            one for one in turns
            if (one.act, one.stage, one.closed_at, one.beside) == (done.act, done.stage_before, done.at, beside)
        ),
        None,
    )  # fmt: skip


def _matter(sop: Definition, body: Mapping[str, Any]) -> Matter:
    if is_anytime(sop, body["act"]):
        return "anytime"
    moved = body.get("beside_before", "") != body.get("beside_after", "")
    return "beside" if moved and body["stage_before"] == body["stage_after"] else "case"


def _role(sop: Definition, body: Mapping[str, Any], language: str) -> str:
    name = body["actor"].get("performer", "")
    if name in sop.performers:
        return sop.performers[name].label.text(language)
    return next((one.label.text(language) for one in sop.performers.values() if one.kind == "outside"), "")


def _post(sop: Definition, body: Mapping[str, Any], language: str) -> str:
    """The post that somebody acted by, as the journal has it; of an outsider only that he is one."""
    return body["actor"].get("position") or _role(sop, body, language)
