"""The line of points (garis langkah): each step of the SOP, how far the case is on it, and by when it is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.phrases import short_moment
from simcap.procedure.definition import Step

if TYPE_CHECKING:
    from .tracking import Standing

State = Literal["done", "current", "stopped", "ahead"]


@dataclass(frozen=True, slots=True)
class Point:
    """One of the points on the line: a step of the SOP, and what is known of its time."""

    no: int
    label: str
    state: State
    note: str


def points(standing: Standing) -> Iterator[Point]:
    """One point per step of the case's own SOP revision."""
    promises = standing.promises
    now = promises.step.no if promises.step else 0
    ahead = {step.no: _ahead_note(step, moment, standing.zone) for step, moment in promises.ahead()}
    for step in standing.revision.steps:
        label = step.label.text(get_language() or "id")
        if step.no < now or (standing.is_end and not standing.is_stopped):
            yield Point(step.no, label, "done", _done_note(step, standing))
        elif step.no == now:
            yield Point(step.no, label, *_now_note(standing))
        elif standing.is_stopped:
            yield Point(step.no, label, "ahead", _("tidak dilaksanakan"))
        else:
            yield Point(step.no, label, "ahead", ahead.get(step.no, ""))


def _now_note(standing: Standing) -> tuple[State, str]:
    if standing.is_stopped:
        return "stopped", _("berhenti di sini")
    if standing.is_suspended:
        return "current", _("waktu berhenti")
    return "current", _("berhenti") if standing.is_declining else _("sedang dikerjakan")


def _done_note(step: Step, standing: Standing) -> str:
    held = [turn for turn in standing.turns if turn.step == step.no and turn.kind != "suspended"]
    closed = [turn.closed_at for turn in held if turn.closed_at]
    if not closed:
        return _("selesai")
    return _("selesai %(moment)s") % {"moment": short_moment(max(closed), standing.zone)}


def _ahead_note(step: Step, moment: datetime, zone: str) -> str:
    text = _("dijadwalkan %(moment)s") if step.standard_minutes is None else _("paling lambat %(moment)s")
    return text % {"moment": short_moment(moment, zone)}
