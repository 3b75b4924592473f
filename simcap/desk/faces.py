"""The face of a case: event · place and window · where it stands · what comes next. Everywhere in this order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition
from simcap.facilitation.measures import StepMeasure, measure
from simcap.facilitation.models import Assignment, Facilitation, Turn
from simcap.facilitation.phrases import minutes_of, short_moment, window_text, working_text
from simcap.facilitation.turns import open_among
from simcap.people.calendar import of as calendar_of
from simcap.procedure import flow
from simcap.procedure.definition import Definition, Performer

Names = Mapping[tuple[int, str], list[str]]


@dataclass(frozen=True, slots=True)
class Pace:
    """Time in plain words. `tone` is empty, warning or negative; an icon and the words say the same."""

    state: str
    standard: str
    tone: str
    icon: str
    left: timedelta


@dataclass(frozen=True, slots=True)
class Face:
    """The four facts of a case in words, with the marks that go beside its name.

    `is_detour`: it has left the SOP's path and may come back; `is_stopped`: it ended without what the SOP ends with;
    `beside`: the matter that runs beside it, such as a change of the SPT.
    """

    case: Facilitation
    window: str
    step_no: int
    step_count: int
    step_label: str
    stage_label: str
    with_whom: str
    since: str
    next_act: str
    next_whom: str
    is_suspended: bool
    is_closed: bool
    is_detour: bool = False
    is_stopped: bool = False
    beside: str = ""
    beside_since: str = ""

    @property
    def icon(self) -> str:
        """The shape of where it stands."""
        if self.is_closed:
            return "slash-circle" if self.is_stopped else "check-circle"
        return "pause-circle" if self.is_suspended else "person"


def names_of(cases: Iterable[Facilitation]) -> Names:
    """Who holds a role on a case, for many cases at once."""
    rows = Assignment.objects.filter(facilitation__in=[case.pk for case in cases], until_at=None)
    found: dict[tuple[int, str], list[str]] = {}
    for pk, role, name in rows.order_by("id").values_list("facilitation", "role", "officer__name"):
        found.setdefault((pk, role), []).append(name)
    return found


def turns_of(cases: Iterable[Facilitation]) -> dict[int, list[Turn]]:
    """All turns of many cases at once, in order."""
    found: dict[int, list[Turn]] = {case.pk: [] for case in cases}
    rows = Turn.objects.filter(facilitation__in=found).select_related("opened_by").order_by("id")
    for turn in rows:
        found[turn.facilitation_id].append(turn)
    return found


def face_of(case: Facilitation, turn: Turn | None, *, names: Names, other: Turn | None = None) -> Face:
    """The face of one case. `turn` is its open one, None at an end; `other` that of the matter beside it."""
    revision, language, zone = definition(case.definition_id), get_language() or "id", case.office.time_zone
    stage = revision.stages[case.stage]
    step = revision.step(flow.step_at(revision, case.stage, case.came_from))
    performer = revision.performers.get(stage.performer)
    row = flow.onward_row(revision, case.stage)
    following = flow.performers(revision, row, case.stage) if row else ()
    since = turn.arrived_at if turn else case.closed_at
    return Face(
        case=case, window=window_text(case.starts_at, case.ends_at, zone), step_no=step.no if step else 0,
        step_count=len(revision.steps), step_label=step.label.text(language) if step else "",
        stage_label=stage.label.text(language), with_whom=_whom(performer, case, names, language),
        since=short_moment(since, zone) if since else "",
        next_act=_next(revision, case, row.act if row else "", language),
        next_whom=_(" atau ").join(one.label.text(language) for one in following),
        is_suspended=stage.kind == "suspended", is_closed=stage.kind == "end", is_detour=stage.path == "detour",
        is_stopped=flow.is_stopped(revision, case.stage),
        beside=revision.stages[case.beside].label.text(language) if case.beside else "",
        beside_since=short_moment(other.arrived_at, zone) if other else "",
    )  # fmt: skip


def _whom(performer: Performer | None, case: Facilitation, names: Names, language: str) -> str:
    if performer is None:
        return ""
    held = names.get((case.pk, performer.target), [])
    label = performer.label.text(language)
    return f"{label}: {', '.join(held)}" if performer.kind == "assignment" and held else label


def _next(revision: Definition, case: Facilitation, act: str, language: str) -> str:
    if act:
        return revision.acts[act].label.text(language)
    kind = revision.stages[case.stage].kind
    return _("Pemohon melengkapi permintaan") if kind == "suspended" else ""


def pace_of(case: Facilitation, turns: list[Turn], *, at: datetime, beside: bool = False) -> Pace | None:
    """The time of the step under way against its standard, none off the SOP's path; None at an end.

    `beside`: of the matter beside the case instead.
    """
    turn = open_among(turns, beside=beside)
    if turn is None:
        return None
    if turn.kind == "suspended":
        return Pace(_("waktu dihentikan"), "", "", "pause-circle", timedelta.max)
    state = _state(case, turn, at)
    found = next((one for one in measure(case, at=at, turns=turns) if one.step.no == turn.step), None)
    if found is None:
        return Pace(state, _("tanpa standar SOP"), "", "clock", timedelta.max)
    if found.standard is None:
        return _by_window(case, state, at=at)
    return _by_minutes(found, state)


def _state(case: Facilitation, turn: Turn, at: datetime) -> str:
    calendar = calendar_of(case.office)
    if turn.opened_at is None:
        return _("menunggu %(time)s") % {"time": working_text(calendar.working_time(turn.arrived_at, at))}
    return _("dikerjakan %(time)s") % {"time": working_text(calendar.working_time(turn.opened_at, at))}


def _by_minutes(found: StepMeasure, state: str) -> Pace:
    left = found.left or timedelta(0)
    standard = {"n": found.step.standard_minutes}
    if left >= timedelta(0):
        words = _("standar ±%(n)d menit, sisa %(left)d menit") % (standard | {"left": minutes_of(left)})
        return Pace(state, words, "", "clock", left)
    words = _("standar ±%(n)d menit, lewat %(over)s") % (standard | {"over": working_text(-left)})
    exceeded = found.verdict == "exceeded"
    tone, icon = ("negative", "exclamation-triangle") if exceeded else ("warning", "hourglass-split")
    return Pace(state, words, tone, icon, left)


def _by_window(case: Facilitation, state: str, *, at: datetime) -> Pace:
    """Tentatif: the window agreed in the SPT is the standard."""
    zone = case.office.time_zone
    if at <= case.ends_at:
        words = _("standar: jadwal SPT, sampai %(moment)s") % {"moment": short_moment(case.ends_at, zone)}
        return Pace(state, words, "", "calendar-event", case.ends_at - at)
    over = calendar_of(case.office).working_time(case.ends_at, at)
    words = (
        _("jadwal SPT lewat %(over)s") % {"over": working_text(over)}
        if minutes_of(over)
        else _("jadwal SPT sudah lewat")
    )
    return Pace(state, words, "warning", "hourglass-split", -over)
