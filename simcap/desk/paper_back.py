"""A sheet that comes back: whether its act is due, was done already, or the case has moved on; and lists of sheets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition, in_force
from simcap.facilitation.models import Facilitation, PaperScan, PaperSheet
from simcap.facilitation.paper import stays
from simcap.facilitation.phrases import short_moment
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers, right_for, who_can
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.procedure import flow

from .faces import Face, face_of, names_of
from .printing import CONFIRMATION

PAGE = 25
WAITING = "belum"


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One scan of a sheet: where it is, who brought it, when, and whether the act was typed from it."""

    url: str
    by: str
    at: str
    is_typed: bool


@dataclass(frozen=True, slots=True)
class Back:
    """A sheet and what can be done with it now.

    Shape: `state` is `now` (its act is due), `ahead` (not yet), `typed` (typed already) or `gone` (the case has moved
    on); `done` tells by whom, in the journal's own sentence.
    """

    sheet: PaperSheet
    case: Facilitation
    label: str
    face: Face
    state: str
    may_type: bool
    who: str
    done: str
    scans: list[ScanLine]

    @property
    def type_url(self) -> str:
        """The act's page beside the scan."""
        return f"{reverse('act', args=[self.case.uid, self.sheet.act])}?kertas={self.sheet.token}"

    @property
    def is_host_page(self) -> bool:
        """Whether it is the page that the host signs."""
        return self.sheet.template == CONFIRMATION


def back_of(sheet: PaperSheet, powers: Powers) -> Back:
    """Read a sheet's standing. Raises: ValueError for a sheet without a case."""
    case = sheet.facilitation
    if case is None:
        raise ValueError("A request form of the counter has no case.")
    revision, language = definition(case.definition_id), get_language() or "id"
    scans = scans_of(sheet)
    rows = flow.main_rows(revision, sheet.act, sheet.stage)
    state = _state(sheet, case, typed=any(one.is_typed for one in scans), stands=any(row.to == "" for row in rows))
    right = next((row for row in rows if right_for(revision, row, case, powers)), None)
    turn = case.turns.filter(closed_at=None, beside=False).first()
    return Back(
        sheet=sheet, case=case, label=revision.acts[sheet.act].label.text(language),
        face=face_of(case, turn, names=names_of([case])), state=state,
        may_type=state == "now" and right is not None, who=_who(rows, case), done=_done(sheet, case), scans=scans,
    )  # fmt: skip


def _who(rows: Any, case: Facilitation) -> str:
    return who_can(definition(case.definition_id), rows[0], case) if rows else ""


def _state(sheet: PaperSheet, case: Facilitation, *, typed: bool, stands: bool) -> str:
    here = sheet.stage in (case.stage, case.beside)
    count = stays(case, sheet.stage)
    if count < sheet.round:
        return "ahead"
    if here and count == sheet.round and (stands or not typed):
        return "now"
    return "typed" if typed else "gone"


def _done(sheet: PaperSheet, case: Facilitation) -> str:
    """Who did the act since the sheet was printed, and when; empty when nobody did."""
    entries = Entry.objects.filter(chain=f"case:{case.uid}", act=sheet.act, recorded_at__gte=sheet.printed_at)
    last = entries.order_by("-seq").first()
    if last is None:
        return ""
    return f"{sentence(json.loads(last.canonical))} ({short_moment(last.recorded_at, case.office.time_zone)})"


def scans_of(sheet: PaperSheet) -> list[ScanLine]:
    """The scans of a sheet, the newest first."""
    rows = sheet.scans.select_related("attachment", "entry", "officer").order_by("-id")
    case = sheet.facilitation
    return [
        ScanLine(
            url=reverse("case-attachment", args=[case.uid, one.attachment.uid]) if case else "", by=one.officer.name,
            at=short_moment(one.at, sheet.office.time_zone), is_typed=one.entry.act == sheet.act,
        )
        for one in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet in a list. `state` in words, with an icon and a tone that say the same."""

    sheet: PaperSheet
    label: str
    state: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One page of sheets. `after` leads to the next; empty on the last."""

    lines: list[SheetLine]
    after: str
    only: str


def papers_page(powers: Powers, *, case: Facilitation | None = None, only: str = "", after: str = "") -> SheetPage:
    """Sheets that the viewer may see, the newest first: of one case or of all; `only` those that are still out."""
    officer = powers.actor.officer
    seen = Q(facilitation__in=visible_to(powers)) if case is None else Q(facilitation=case)
    if case is None and "front_desk" in powers.codes():
        seen |= Q(facilitation=None)
    office = officer.office_id if officer else None
    typed = PaperScan.objects.filter(sheet=OuterRef("pk"), entry__act=OuterRef("act"))
    filed = PaperScan.objects.filter(sheet=OuterRef("pk"))
    rows = PaperSheet.objects.filter(seen, office=office).annotate(typed=Exists(typed), filed=Exists(filed))
    if only == WAITING:
        rows = rows.filter(filed=False)
    if after.isdecimal() and len(after) < 18:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.select_related("facilitation__office", "printed_by", "office").order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return SheetPage(
        [_line(one) for one in shown], str(shown[-1].pk) if len(found) > PAGE else "", only if only == WAITING else ""
    )


def _line(sheet: Any) -> SheetLine:
    case, language = sheet.facilitation, get_language() or "id"
    revision = definition(case.definition_id) if case else in_force(sheet.office)
    label = revision.acts[sheet.act].label.text(language)
    if sheet.template == CONFIRMATION:
        label = _("Berita acara untuk tuan rumah")
    if sheet.typed:
        return SheetLine(sheet, label, _("sudah diketik"), "check-circle", "positive")
    if sheet.filed:
        return SheetLine(sheet, label, _("sudah dipindai"), "upload", "")
    return SheetLine(sheet, label, _("belum kembali"), "hourglass-split", "")
