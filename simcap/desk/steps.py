"""The stepper: the SOP's steps as the spine of a case, each with who, when, and its time against the standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition
from simcap.facilitation.measures import StepMeasure, measure
from simcap.facilitation.models import Facilitation, Turn
from simcap.facilitation.phrases import working_text
from simcap.procedure import flow
from simcap.procedure.chart_words import time_words
from simcap.procedure.definition import Definition

State = Literal["done", "current", "suspended", "stopped", "dropped", "again", "ahead"]
NOTHING = timedelta(0)
ICONS = {
    "done": "check-lg", "current": "play-circle", "suspended": "pause-circle", "stopped": "slash-circle",
    "again": "reply",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a step kept its standard: a word, a shape and a tone that say the same."""

    word: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of the case within a step: what was done, by whom, when; waiting and handling in working time.

    `is_extra`: off the SOP's path or beside the case, so it counts for no standard.
    """

    what: str
    who: str
    at: datetime | None
    waiting: timedelta | None
    handling: timedelta | None
    is_suspended: bool
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the stepper. `url` is its row on the SOP page.

    `state`: `again` was begun, then sent back before its end; `stopped` is where a case was declined or cancelled,
    and what follows is `dropped`.
    """

    no: int
    label: str
    state: State
    url: str
    standard: str
    waiting: timedelta
    handling: timedelta
    verdict: Verdict
    stays: tuple[Stay, ...]

    @property
    def is_open(self) -> bool:
        """Whether the case stands here."""
        return self.state in ("current", "suspended")

    @property
    def last(self) -> Stay | None:
        """What was done last in a step that is done."""
        ended = [stay for stay in self.stays if stay.at]
        return ended[-1] if ended and self.state == "done" else None

    @property
    def icon(self) -> str:
        """The shape of the state."""
        return ICONS.get(self.state, "")


def steps_of(case: Facilitation, turns: list[Turn], *, at: datetime) -> list[StepView]:
    """Every step of the case's own SOP revision, from its turns."""
    revision = definition(case.definition_id)
    here = _here(revision, case)
    return [_step(case, revision, one, turns, here) for one in measure(case, at=at, turns=turns)]


def _here(revision: Definition, case: Facilitation) -> int:
    """The step that the case stands in; off the SOP's path the one that it left; 0 when all is done."""
    ended = flow.is_end(revision, case.stage) and not flow.is_stopped(revision, case.stage)
    return 0 if ended else flow.step_at(revision, case.stage, case.came_from)


def _step(case: Facilitation, revision: Definition, one: StepMeasure, turns: list[Turn], here: int) -> StepView:
    language = get_language() or "id"
    mine = [turn for turn in turns if _step_of(revision, turns, turn) == one.step.no]
    state = _state(revision, case, one, here)
    return StepView(
        no=one.step.no,
        label=one.step.label.text(language),
        state=state,
        url=f"{reverse('case-sop', args=[case.uid])}#langkah-{one.step.no}",
        standard=time_words(one.step, language=language).replace("± ", "±"),
        waiting=one.waiting,
        handling=one.handling,
        verdict=_verdict(one, state),
        stays=tuple(_stays(revision, mine, language)),
    )


def _step_of(revision: Definition, turns: list[Turn], turn: Turn) -> int:
    """What interrupts a step, or runs beside it, belongs to that step."""
    if not _is_extra(turn):
        return turn.step
    before = [one for one in turns if one.pk < turn.pk and not _is_extra(one)]
    return before[-1].step if before else turn.step


def _is_extra(turn: Turn) -> bool:
    return turn.kind == "suspended" or turn.beside or not turn.step


def _state(revision: Definition, case: Facilitation, one: StepMeasure, here: int) -> State:
    if one.step.no == here:
        if flow.is_stopped(revision, case.stage):
            return "stopped"
        return "suspended" if flow.is_off_path(revision, case.stage) else "current"
    if one.done:
        return "done"
    if flow.is_stopped(revision, case.stage):
        return "dropped"
    return "again" if one.begun else "ahead"


def _verdict(one: StepMeasure, state: State) -> Verdict:
    if state == "suspended":
        return Verdict(_("waktu dihentikan"), "pause-circle", "")
    if state == "dropped":
        return Verdict(_("tidak dilanjutkan"), "three-dots", "")
    if state == "stopped":
        return Verdict(_("berhenti di sini"), "slash-circle", "negative")
    if one.verdict == "exceeded":
        over = one.late if one.standard is None else one.handling - one.standard
        return Verdict(
            _("lewat %(time)s") % {"time": working_text(over or NOTHING)}, "exclamation-triangle", "negative"
        )
    if one.verdict == "kept":
        return Verdict(_("sesuai standar"), "check-circle", "positive")
    if state == "again":
        return Verdict(_("dikembalikan, akan diulang"), "reply", "warning")
    if not one.begun:
        return Verdict(_("belum mulai"), "three-dots", "")
    return Verdict(_("berjalan"), "clock", "accent")


def _stays(revision: Definition, turns: list[Turn], language: str) -> Iterator[Stay]:
    for turn in turns:
        act = revision.acts[turn.act].label.text(language) if turn.act else ""
        suspended = turn.kind == "suspended"
        yield Stay(
            what=act or revision.stages[turn.stage].label.text(language),
            who=turn.closed_by.name if turn.closed_by else _("Pemohon") if turn.act else "",
            at=turn.closed_at,
            waiting=None if suspended else turn.waiting,
            handling=None if suspended else turn.handling,
            is_suspended=suspended,
            is_extra=_is_extra(turn) and not suspended,
        )
