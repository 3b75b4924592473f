"""What the dossier keeps of earlier states: windows, SPTs, the team as it was, a decision to decline."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from simcap.declining.models import Decline, DeclineLetter
from simcap.documents.models import Document
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.facilitation.phrases import window_text
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.step2_assignment.models import AssignmentLetter

from .spt_changes import Changes, between

#: Acts that give a case another window, and tell the earlier one in their entry.
MOVES = ("postpone", "sign_amendment", "drop_amendment")
#: Acts that end the case, or the SPT, with a reason.
STOPS = ("cancel", "revoke_spt")


@dataclass(frozen=True, slots=True)
class WindowMove:
    """One change of the window (jadwal): by what, why, from what to what."""

    at: datetime
    sentence: str
    reason: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Why and by whom a case was cancelled (dibatalkan), or its SPT revoked (dicabut)."""

    at: datetime
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class TeamMove:
    """One who left the team, or came to it after its first SPT."""

    name: str
    role: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A decision to decline, and the letter as it was issued."""

    decision: Decline
    document: Document | None


@dataclass(frozen=True, slots=True)
class Letters:
    """The SPTs of a case: the one that counts, the draft that is to take its place, and those before it."""

    current: AssignmentLetter | None
    earlier: list[AssignmentLetter]
    changes: Changes | None


def letters_of(case: Facilitation) -> Letters:
    """The SPTs. What is signed counts, also when it was revoked; a draft only as long as nothing is signed."""
    spts = list(case.spts.select_related("vehicle", "document", "facilitation__office").order_by("id"))
    signed = [one for one in spts if one.signed_at]
    draft = next((one for one in reversed(spts) if one.status == AssignmentLetter.Status.DRAFT), None)
    if not signed:
        return Letters(draft, [], None)
    return Letters(signed[-1], signed[-2::-1], between(signed[-1], draft) if draft else None)


def stops(case: Facilitation) -> list[Stop]:
    """Every revocation of an SPT, and the cancellation; the newest first."""
    entries = Entry.objects.filter(chain=f"case:{case.uid}", act__in=STOPS).select_related("detail")
    return [
        Stop(one.occurred_at, sentence(json.loads(one.canonical)), _reason(one)) for one in entries.order_by("-seq")
    ]


def _reason(entry: Entry) -> str:
    detail = getattr(entry, "detail", None)
    return json.loads(detail.text).get("reason", "") if detail else ""


def window_moves(case: Facilitation) -> list[WindowMove]:
    """Every change of the window, the newest first."""
    entries = Entry.objects.filter(chain=f"case:{case.uid}", act__in=MOVES).select_related("detail")
    found = []
    for one in entries.order_by("-seq"):
        body = json.loads(one.canonical)
        facts = body["facts"]
        if "window_before" not in facts:
            continue
        before, after = (_window(facts[name], case) for name in ("window_before", "window"))
        found.append(WindowMove(one.occurred_at, sentence(body), _reason(one), before, after))
    return found


def _window(bounds: Sequence[str], case: Facilitation) -> str:
    starts_at, ends_at = (datetime.fromisoformat(one) for one in bounds)
    return window_text(starts_at, ends_at, case.office.time_zone)


def team_moves(case: Facilitation, letters: Letters) -> list[TeamMove]:
    """Who left the team before the case ended, and who came after the first SPT; in order."""
    language, revision = get_language() or "id", definition(case.definition_id)
    labels = {one.target: one.label.text(language) for one in revision.performers.values() if one.kind == "assignment"}
    signed = [one.signed_at for one in (letters.current, *letters.earlier) if one and one.signed_at]
    first = min(signed, default=None)
    named = list(case.assignments.select_related("officer").order_by("id"))
    moved = [one for one in named if _left(case, one.until_at) or (first and one.from_at > first)]
    return [
        TeamMove(
            one.officer.name, labels.get(one.role, one.role), one.from_at,
            one.until_at if _left(case, one.until_at) else None,
        )
        for one in moved
    ]  # fmt: skip


def _left(case: Facilitation, until_at: datetime | None) -> bool:
    return until_at is not None and (case.closed_at is None or until_at < case.closed_at)


def refusals_of(case: Facilitation) -> list[Refusal]:
    """Every decision to decline, the newest first."""
    decisions = case.declines.prefetch_related("letters__document").order_by("-id")
    return [Refusal(one, _signed(list(one.letters.all()))) for one in decisions]


def _signed(letters: list[DeclineLetter]) -> Document | None:
    return next((one.document for one in letters if one.document), None)
