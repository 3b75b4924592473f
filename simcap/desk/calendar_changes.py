"""Changes of the calendar (perubahan kalender): when hours or holidays were changed, and which cases that moved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simcap.facilitation.calendar_lines import page_of
from simcap.facilitation.phrases import short_moment
from simcap.journal.models import Entry
from simcap.journal.sentences import who
from simcap.people.acts import chain_of
from simcap.people.models import Office

from .session import signed_in
from .stuck import WATCHES
from .viewer import office_of, powers_of

#: Positions that are told; each still sees only the cases that are open to it.
TOLD = WATCHES | {"auditor"}
#: Changes on one page.
PAGE = 25


@dataclass(frozen=True, slots=True)
class Change:
    """One change as the journal has it."""

    seq: int
    what: str
    change: str
    by: str
    at: str
    moved: list[Mapping[str, Any]]

    @property
    def moved_count(self) -> int:
        """Cases that it moved."""
        return len({one["agenda_number"] for one in self.moved})

    @property
    def turned_count(self) -> int:
        """Cases whose verdict it turned."""
        return len({one["agenda_number"] for one in self.moved if one["verdict"][0] != one["verdict"][1]})


@signed_in
@require_safe
def calendar_changes(request: HttpRequest) -> HttpResponse:
    """Every change, the newest first. `?before=…` leads to older ones."""
    office = _told(request)
    entries, before = _entries(office), request.GET.get("before", "")
    if before.isdecimal() and len(before) < 10:
        entries = entries.filter(seq__lt=int(before))
    found = list(entries.order_by("-seq")[: PAGE + 1])
    older = str(found[PAGE - 1].seq) if len(found) > PAGE else ""
    shown = {"changes": [_change(one, office) for one in found[:PAGE]], "older": older, "is_later": bool(before)}
    return render(request, "calendar/changes.html", shown)


@signed_in
@require_safe
def calendar_change(request: HttpRequest, seq: int) -> HttpResponse:
    """One change and the open cases that it moved. `?page=…` leads on."""
    office = _told(request)
    entry = _entries(office).filter(seq=seq).first()
    if entry is None:
        raise Http404("This entry changed no calendar.")
    change = _change(entry, office)
    page = page_of(change.moved, office=office, powers=powers_of(request), wanted=request.GET.get("page", ""))
    return render(request, "calendar/change.html", {"change": change, "moved": page})


def _told(request: HttpRequest) -> Office:
    """The office of somebody who may know. Raises: PermissionDenied, which says who can."""
    if not powers_of(request).codes() & TOLD:
        raise PermissionDenied(_("Hanya untuk Administrator, Agendaris, Auditor, Sekretaris, dan Kepala Dinas."))
    return office_of(request)


def _entries(office: Office) -> QuerySet[Entry]:
    return Entry.objects.filter(chain=chain_of(office), act="calendar_changed")


def _change(entry: Entry, office: Office) -> Change:
    body = json.loads(entry.canonical)
    at = short_moment(entry.occurred_at, office.time_zone)
    return Change(entry.seq, body["what"], body["change"], who(body), at, body["moved"])
