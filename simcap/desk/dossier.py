"""The dossier (berkas): one case on one page, and its place on the SOP page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from simcap.bundle.taking import may_take
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.facilitation.rights import Powers
from simcap.facilitation.turns import open_among
from simcap.journal.models import Entry
from simcap.public.sop import sop_page
from simcap.public.sop_form import sop_pdf
from simcap.step1_disposition.queries import TierState, tiers
from simcap.step3_fieldwork.models import FieldReport
from simcap.step4_record.models import Record
from simcap.step4_record.queries import latest_record

from . import dossier_history as history
from . import dossier_parts as parts
from .doing import Doing, doing_of
from .dossier_keeping import Keeping, keeping_of
from .faces import Face, Pace, face_of, names_of, pace_of
from .files import case_seen, guard
from .journal_lines import Line, lines_of
from .seen import Thing, seen
from .session import signed_in
from .sop import findings_groups
from .steps import StepView, steps_of
from .viewer import powers_of

LATEST = 10


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
    refusals: list[history.Refusal]
    windows: list[history.WindowMove]
    stops: list[history.Stop]
    papers: list[parts.Paper]
    enclosures: list[parts.Enclosure]
    letters: history.Letters
    team: list[parts.Member]
    team_moves: list[history.TeamMove]
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
    own, other = open_among(turns), open_among(turns, beside=True)
    letter, letters, report = parts.letter_of(case), history.letters_of(case), parts.report_of(case)
    entries = Entry.objects.filter(chain=f"case:{case.uid}").select_related("detail").order_by("-seq")
    return Dossier(
        face=face_of(case, own, names=names_of([case]), other=other),
        pace=pace_of(case, turns, at=powers.at),
        doing=doing_of(case, turns, powers),
        steps=steps_of(case, turns, at=powers.at),
        asked=parts.asked_of(case),
        letter=parts.letter_facts(case, letter),
        tiers=tiers(case),
        refusals=history.refusals_of(case),
        windows=history.window_moves(case),
        stops=history.stops(case),
        papers=parts.papers_of(case),
        enclosures=parts.enclosures_of(case, letter, report),
        letters=letters,
        team=parts.team_of(case, letters.current),
        team_moves=history.team_moves(case, letters),
        log=parts.log_lines(case),
        report=report,
        figures=parts.report_facts(report) if report else [],
        record=latest_record(case),
        initials=parts.initials_of(case),
        journal=lines_of(entries[:LATEST], zone=case.office.time_zone),
        may_take=may_take(powers),
        keeping=keeping_of(case, powers),
    )


@signed_in
@require_safe
def case_sop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The SOP page of the revision that the case began under, with the case's place on it."""
    case = case_seen(request, uid)
    page = sop_page(
        definition(case.definition_id), language=get_language() or "id", current_stage=case.stage,
        came_from=case.came_from, beside=case.beside,
    )  # fmt: skip
    findings = findings_groups(page.definition, get_language() or "id")
    return render(request, "dossier/sop.html", {"case": case, "page": page, "findings": findings})


@signed_in
@require_safe
def case_sop_form(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The SOP revision that the case began under as the official form, as it was signed."""
    case = case_seen(request, uid)
    revision = definition(case.definition_id)
    answer = HttpResponse(sop_pdf(revision, office=case.office, masked=False), content_type="application/pdf")
    guard(answer, etag=f'"{revision.digest}"')
    answer["Content-Disposition"] = f'inline; filename="sop-{revision.id}.pdf"'
    return answer
