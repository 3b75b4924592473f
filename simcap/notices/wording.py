"""What a notice says (isi pemberitahuan), made when it is sent. Indonesian, the office's language.

Of a case it tells event, place and window, where it stands and what is wanted: never who asked for it. Of a case that
is not of the ordinary class it tells the agenda number and the way into SIMCAP, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition
from simcap.facilitation.measures import StepMeasure, measure
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation, Security, Turn
from simcap.facilitation.occasion import officer_actor
from simcap.facilitation.phrases import moment_text, window_text, working_text
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers
from simcap.people.calendar import of as calendar_of
from simcap.procedure import flow

from .models import Kind, Notice
from .timetable import FOR_SUPERIORS


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its subject and its text."""

    title: str
    body: str


def address(name: str, **values: object) -> str:
    """A page of this installation as a link that can be sent."""
    return settings.SIMCAP_PUBLIC_URL + reverse(name, kwargs=values)


def is_told(case: Facilitation) -> bool:
    """Whether a message may tell what a case is about: of the ordinary class only."""
    return case.security == Security.ORDINARY


def link_to(turn: Turn) -> str:
    """The page of the act that carries the matter on from a turn; the dossier where there is none."""
    case = turn.facilitation
    row = flow.onward_row(definition(case.definition_id), turn.stage)
    return address("act", uid=case.uid, act=row.act) if row else address("case", uid=case.uid)


def about_turn(notice: Notice, *, at: datetime) -> Message | None:
    """What is told of a turn; None when it has ended meanwhile."""
    turn = notice.turn
    if turn is None or turn.closed_at is not None:
        return None
    case = turn.facilitation
    link = _for_superior(notice, turn, at) if notice.kind in FOR_SUPERIORS else link_to(turn)
    if not is_told(case):
        return Message(_("SIMCAP: agenda %(agenda)s") % {"agenda": case.agenda_number}, _closed(case, link))
    lines = [_event(case), f"{case.place_label}, {_window(case)}", "", _standing(turn), _pace(notice, turn, at), ""]
    lines += [_("Buka SIMCAP: %(link)s") % {"link": link}, "", _footer()]
    title = _("%(kind)s: %(wanted)s, agenda %(agenda)s") % {
        "kind": _heading(notice.kind), "wanted": _wanted(turn), "agenda": case.agenda_number,
    }  # fmt: skip
    return Message(title, "\n".join(lines) + "\n")


def trial() -> Message:
    """What a test says."""
    body = _("Ini percobaan. Pemberitahuan dari SIMCAP sampai kepada Anda lewat saluran ini.")
    return Message(_("Percobaan pemberitahuan SIMCAP"), f"{body}\n\n{_footer()}\n")


def _closed(case: Facilitation, link: str) -> str:
    agenda = _("Agenda %(agenda)s") % {"agenda": case.agenda_number}
    return f"{agenda}\n{_('Buka SIMCAP: %(link)s') % {'link': link}}\n"


def _for_superior(notice: Notice, turn: Turn, at: datetime) -> str:
    """The dossier; the desk where whoever stands above may not see a case of the closed classes."""
    case = turn.facilitation
    if case.security in CLOSED_CLASSES and notice.officer.account:
        seen = visible_to(Powers(officer_actor(notice.officer.account), at))
        if not seen.filter(pk=case.pk).exists():
            return address("desk")
    return address("case", uid=case.uid)


def _heading(kind: str) -> str:
    if kind in FOR_SUPERIORS:
        return _("Perlu perhatian atasan")
    return str(Kind(kind).label)


def _event(case: Facilitation) -> str:
    return " ".join(case.event.split())


def _window(case: Facilitation) -> str:
    return window_text(case.starts_at, case.ends_at, case.office.time_zone)


def _wanted(turn: Turn) -> str:
    revision = definition(turn.facilitation.definition_id)
    row = flow.onward_row(revision, turn.stage)
    return revision.acts[row.act].label.id if row else revision.stages[turn.stage].label.id


def _standing(turn: Turn) -> str:
    revision = definition(turn.facilitation.definition_id)
    stage = revision.stages[turn.stage]
    since = moment_text(turn.arrived_at, turn.facilitation.office.time_zone)
    said = {"stage": stage.label.id, "who": revision.performers[stage.performer].label.id, "since": since}
    if not turn.step:
        return _("%(stage)s, pada %(who)s sejak %(since)s.") % said
    steps = {"n": turn.step, "of": len(revision.steps)}
    return _("Langkah %(n)d dari %(of)d: %(stage)s, pada %(who)s sejak %(since)s.") % {**said, **steps}


def step_measure(turn: Turn, *, at: datetime, turns: list[Turn] | None = None) -> StepMeasure | None:
    """The measure of the step that a turn belongs to; None off the SOP's path."""
    return next((one for one in measure(turn.facilitation, at=at, turns=turns) if one.step.no == turn.step), None)


def _pace(notice: Notice, turn: Turn, at: datetime) -> str:
    """How far the time has run, in one sentence."""
    found = step_measure(turn, at=at)
    if notice.kind in (Kind.UNOPENED, Kind.UNOPENED_UP):
        waited = calendar_of(turn.facilitation.office).working_time(turn.arrived_at, at)
        return _("Belum dibuka selama %(time)s.") % {"time": working_text(waited)}
    if found is None or found.left is None:
        return "" if found is None else _window_over(notice, turn, at)
    said = {"standard": found.step.time_text}
    if notice.kind in (Kind.OVER, Kind.OVER_UP):
        return _("Lewat %(time)s dari standar %(standard)s.") % {**said, "time": working_text(-found.left)}
    if notice.kind == Kind.NEAR:
        return _("Sisa %(time)s dari standar %(standard)s.") % {**said, "time": working_text(found.left)}
    return _("Standar %(standard)s, dihitung sejak dibuka.") % said


def _window_over(notice: Notice, turn: Turn, at: datetime) -> str:
    case = turn.facilitation
    if notice.kind == Kind.NEW or at < case.ends_at:
        return _("Standar: sesuai waktu pada SPT.")
    passed = calendar_of(case.office).working_time(case.ends_at, at)
    return _("Waktu pada SPT sudah lewat %(time)s.") % {"time": working_text(passed)}


def _footer() -> str:
    return _("Atur pemberitahuan Anda: %(link)s") % {"link": address("notices")}
