"""The dossier (berkas): one case on one page, and its place on the SOP page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simcap.bundle.taking import may_take
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation, Turn
from simcap.facilitation.queries import guarded, open_acts
from simcap.facilitation.rights import Powers
from simcap.journal.models import Entry
from simcap.people.authority import acting
from simcap.procedure import flow
from simcap.public.sop import sop_page
from simcap.step1_disposition.queries import TierState, tiers
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step2_assignment.queries import current_spt
from simcap.step3_fieldwork.models import FieldReport
from simcap.step4_record.models import Record
from simcap.step4_record.queries import latest_record

from . import dossier_parts as parts
from .dossier_keeping import Keeping, keeping_of
from .faces import Face, Pace, face_of, names_of, pace_of
from .files import case_seen
from .journal_lines import Line, lines_of
from .queries import Action, actions_of, main_of
from .seen import Thing, seen
from .session import signed_in
from .steps import StepView, steps_of
from .viewer import powers_of

LATEST = 10


@dataclass(frozen=True, slots=True)
class Doing:
    """What the viewer may do now: one main act, the others in a menu; whose turn it is where he has no main act.

    `refused`: why the main act, open to his position, is not open to him; `may_open`: whether opening is still to do.
    """

    main: Action | None
    others: list[Action]
    refused: str
    may_open: bool
    turn_of: str


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything that the page shows, in its order."""

    face: Face
    pace: Pace | None
    doing: Doing
    steps: list[StepView]
    asked: list[parts.Asked]
    letter: list[parts.Fact]
    tiers: list[TierState]
    papers: list[parts.Paper]
    enclosures: list[parts.Enclosure]
    spt: AssignmentLetter | None
    team: list[parts.Member]
    log: list[parts.LogLine]
    report: FieldReport | None
    figures: list[parts.Fact]
    record: Record | None
    initials: list[parts.InitialLine]
    journal: list[Line]
    may_take: bool
    keeping: Keeping


@signed_in
@require_safe
def dossier(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The dossier of one case."""
    case = case_seen(request, uid)
    page = {"case": case, "page": dossier_of(case, powers_of(request)), "request_id": uuid4()}
    return seen(request, render(request, "dossier/dossier.html", page), case, Thing.DOSSIER)


def dossier_of(case: Facilitation, powers: Powers) -> Dossier:
    """Read a case. The number of queries does not depend on how much is in it."""
    turns = list(case.turns.select_related("opened_by", "closed_by").order_by("id"))
    turn = next((one for one in turns if one.closed_at is None), None)
    letter, spt, report = parts.letter_of(case), current_spt(case), parts.report_of(case)
    entries = Entry.objects.filter(chain=f"case:{case.uid}").select_related("detail").order_by("-seq")
    return Dossier(
        face=face_of(case, turn, names=names_of([case])),
        pace=pace_of(case, turns, at=powers.at),
        doing=doing_of(case, turn, powers),
        steps=steps_of(case, turns, at=powers.at),
        asked=parts.asked_of(case),
        letter=parts.letter_facts(case, letter),
        tiers=tiers(case),
        papers=parts.papers_of(case),
        enclosures=parts.enclosures_of(case, letter, report),
        spt=spt,
        team=parts.team_of(case, spt),
        log=parts.log_lines(case),
        report=report,
        figures=parts.report_facts(report) if report else [],
        record=latest_record(case),
        initials=parts.initials_of(case),
        journal=lines_of(entries[:LATEST], zone=case.office.time_zone),
        may_take=may_take(powers),
        keeping=keeping_of(case, powers),
    )


def doing_of(case: Facilitation, turn: Turn | None, powers: Powers) -> Doing:
    """What the viewer may do on the case now."""
    found = actions_of(case, powers)
    opened = open_acts(case, powers)
    main = main_of(found)
    which = next((one for one in opened if main and one.row.act == main.act), None)
    return Doing(
        main=main,
        others=[one for one in found if one is not main],
        refused=guarded(case, which, powers, at=powers.at) if which else "",
        may_open=bool(turn and turn.opened_at is None and any(one.row.act == "open" for one in opened)),
        turn_of=_turn_of(case, powers.at) if main is None else "",
    )


def _turn_of(case: Facilitation, at: datetime) -> str:
    """Whose turn it is, by post and by name; empty at an end."""
    revision, language = definition(case.definition_id), get_language() or "id"
    stage = revision.stages[case.stage]
    if flow.is_end(revision, stage.id):
        return ""
    performer = revision.performers[stage.performer]
    label = performer.label.text(language)
    names = (
        [one.officer.name for one in acting(case.office, performer.target, at)] if performer.kind == "position" else []
    )
    if performer.kind == "assignment":
        rows = case.assignments.filter(role=performer.target, until_at=None).order_by("id")
        names = list(rows.values_list("officer__name", flat=True))
    if performer.kind == "position" and not names:
        return _("%(post)s, tetapi jabatan itu belum ada pemegangnya; Administrator perlu menugaskan.") % {
            "post": label
        }
    return f"{label} – {', '.join(names)}" if names else label


@signed_in
@require_safe
def case_sop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The SOP page of the revision that the case began under, with the case's place on it."""
    case = case_seen(request, uid)
    page = sop_page(definition(case.definition_id), language=get_language() or "id", current_stage=case.stage)
    return render(request, "dossier/sop.html", {"case": case, "page": page})
