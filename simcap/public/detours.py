"""What the requester is told of a case that left the SOP's path: declined, cancelled, postponed, its SPT changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.declining.queries import current_letter
from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.facilitation.phrases import window_text
from simcap.journal.models import Entry
from simcap.procedure import flow
from simcap.procedure.definition import Definition


def last_entry(case: Facilitation, act: str) -> Entry | None:
    """The journal's last entry of this act on the case."""
    return Entry.objects.filter(chain=f"case:{case.uid}", act=act).order_by("-seq").first()


def by_whom(entry: Entry, definition: Definition) -> str:
    """Who did it, by his part in the SOP; no name stands on a public page. The front desk writes for the requester."""
    actor = json.loads(entry.canonical)["actor"]
    if actor["kind"] == "requester":
        return _("pemohon")
    if actor["performer"] == "front_desk":
        return _("pemohon, melalui petugas kami")
    return definition.performers[actor["performer"]].label.text(get_language() or "id")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a requester reads of a refusal: the reason in the head's words, what is suggested, and the letter."""

    ground: str
    reason: str
    suggestion: str
    letter: Document


def refusal_of(case: Facilitation) -> Refusal | None:
    """The refusal that ended the case; None for any other."""
    letter = current_letter(case) if case.closed_at else None
    if letter is None or letter.document is None:
        return None
    decline = letter.decline
    return Refusal(str(decline.get_ground_display()), decline.reason, letter.suggestion, letter.document)


@dataclass(frozen=True, slots=True)
class Postponement:
    """The window that the case had before it was postponed the last time, and when that was."""

    starts_at: datetime
    ends_at: datetime
    at: datetime


def postponement(case: Facilitation) -> Postponement | None:
    """The last postponement; None when there was none, or when it was dropped and the old window holds again."""
    entry = last_entry(case, "postpone")
    if entry is None:
        return None
    facts: dict[str, Any] = json.loads(entry.canonical)["facts"]
    starts_at, ends_at = (datetime.fromisoformat(one) for one in facts["window_before"])
    if (starts_at, ends_at) == (case.starts_at, case.ends_at):
        return None
    return Postponement(starts_at, ends_at, entry.recorded_at)


def postponed_sentence(case: Facilitation) -> str:
    """That it was postponed, with the old and the new window. Why is not told: that may be the office's own matter."""
    found = postponement(case)
    if found is None:
        return ""
    zone = case.office.time_zone
    return _("Kegiatan ditunda: semula %(before)s, sekarang %(window)s.") % {
        "before": window_text(found.starts_at, found.ends_at, zone),
        "window": window_text(case.starts_at, case.ends_at, zone),
    }


def may_requester(act: str, case: Facilitation, definition: Definition) -> bool:
    """Whether the SOP lets the requester do an act of his where the case stands."""
    performers = (name for row in flow.main_rows(definition, act, case.stage) for name in row.performers)
    return any(definition.performers[name].kind == "outside" for name in performers)


def beside_sentence(case: Facilitation, definition: Definition) -> str:
    """That the SPT is being changed, as long as the team has not come; after that it is the office's own matter."""
    if not case.beside or not may_requester("cancel", case, definition):
        return ""
    return definition.stages[case.beside].public.text(get_language() or "id")
