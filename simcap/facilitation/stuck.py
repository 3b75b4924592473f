"""Cases that cannot move (berkas yang tidak dapat bergerak): turns whose performer has nobody who can act, and why.

Asked of the whole office at once. The number of statements does not depend on the number of cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from simcap.people.absences import Away
from simcap.people.days import ONE_DAY, day_of, midnight
from simcap.people.models import Office, Officer, Position
from simcap.people.roster import Roster, can_sign_in
from simcap.procedure import flow

from . import registry
from .definitions import all_definitions
from .models import Assignment, Turn

#: How far one looks ahead.
AHEAD = timedelta(days=7)
#: `blocked`: nobody can act. `away`: who could is not there and nobody stands in. `ahead`: so it will be soon.
Level = Literal["blocked", "away", "ahead"]
#: No holder; a holder without an account in use; away; only the drafter could sign; nobody named who can act.
Cause = Literal["vacant", "no_account", "away", "four_eyes", "unnamed"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nobody can act, whom it is about, and from when on where that is still ahead."""

    level: Level
    cause: Cause
    officers: tuple[Officer, ...] = ()
    away: Away | None = None
    from_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stuck:
    """One turn that cannot move, or soon cannot. `position` is None where it waits for a role on the case."""

    turn: Turn
    fault: Fault
    position: Position | None


@dataclass(frozen=True, slots=True)
class _Seat:
    """A position at a stage: whether delegates may act there, and the acts that draft what is signed there."""

    stage: str
    target: str
    delegable: bool
    drafts: frozenset[str]


def _seats() -> Iterator[_Seat]:
    """Every stage that waits for a position, in any SOP revision that is known."""
    seen: dict[tuple[str, str], tuple[bool, frozenset[str]]] = {}
    for revision in all_definitions().values():
        signed = {
            flow.signing_stage(revision, chain): chain.draft
            for chain in revision.paraf.values()
            if registry.get(chain.sign).guard
        }
        for stage in revision.stages.values():
            performer = revision.performers.get(stage.performer)
            if stage.kind != "held" or performer is None or performer.kind != "position":
                continue
            delegable, drafts = seen.get((stage.id, performer.target), (False, frozenset()))
            delegable = delegable or any(row.delegable for row in flow.open_rows(revision, stage.id))
            drafts |= {signed[stage.id]} if stage.id in signed else set()
            seen[stage.id, performer.target] = delegable, drafts
    yield from (_Seat(stage, target, *found) for (stage, target), found in seen.items())


class Watch:
    """The office's people now and in the days to come, held against its open turns. Two statements to begin with."""

    def __init__(self, office: Office, at: datetime) -> None:
        self.office, self.at = office, at
        self.roster = Roster(office, at, at + AHEAD)
        self.seats = list(_seats())
        seats = {(one.stage, one.target): one for one in self.seats}
        self.faults = {key: fault for key, one in seats.items() if (fault := self._fault(one))}
        self.only = {key: only for key, one in seats.items() if one.drafts and (only := self._only_signer(one))}

    def _fault(self, seat: _Seat) -> Fault | None:
        post = self.roster.post(seat.target, self.at, delegates=seat.delegable)
        if post.want:
            officers = tuple(one.officer for one in post.holders)
            return Fault("away" if post.want == "away" else "blocked", post.want, officers, post.away)
        for moment in self.roster.changes([seat.target]):
            post = self.roster.post(seat.target, moment, delegates=seat.delegable)
            if post.want:
                return Fault("ahead", post.want, tuple(one.officer for one in post.holders), post.away, moment)
        return None

    def _only_signer(self, seat: _Seat) -> tuple[Officer, Level] | None:
        """The one officer who can sign now. `away`: another could, but is not there."""
        present = {one.officer.pk: one.officer for one in self.roster.post(seat.target, self.at, delegates=True).able}
        if len(present) != 1:
            return None
        reachable = {one.officer.pk for one in self.roster.holders(seat.target, self.at) if can_sign_in(one.officer)}
        return next(iter(present.values())), "blocked" if len(reachable) == 1 else "away"

    def now(self) -> QuerySet[Turn]:
        """Open turns that nobody can move now."""
        turns, drafted = self._with_drafters(self._open())
        wanting = [self._at(*key) for key, fault in self.faults.items() if fault.level != "ahead"]
        present = self._named().exclude(officer__in=self.roster.away_on(day_of(self.at, self.office)))
        return turns.filter(_any([*wanting, *drafted, self._on_paper(), Q(~Exists(present), kind="assignment")]))

    def ahead(self) -> QuerySet[Turn]:
        """Open turns that somebody can move now, but nobody on some day of the next seven."""
        lapsing = [self._at(*key) for key, fault in self.faults.items() if fault.level == "ahead"]
        today = day_of(self.at, self.office)
        gone, going = self.roster.away_on(today), self.roster.away_from(today, day_of(self.at + AHEAD, self.office))
        present, staying = (self._named().exclude(officer__in=keys) for keys in (gone, gone | going))
        return self._open().filter(_any([*lapsing, Q(Exists(present), ~Exists(staying), kind="assignment")]))

    def _open(self) -> QuerySet[Turn]:
        return Turn.objects.filter(office=self.office, closed_at=None)

    @staticmethod
    def _at(stage: str, target: str) -> Q:
        return Q(kind="position", stage=stage, target=target)

    @staticmethod
    def _named() -> QuerySet[Assignment]:
        """Those named on the case for the role, who can sign in."""
        named = Assignment.objects.filter(facilitation=OuterRef("facilitation"), role=OuterRef("target"), until_at=None)
        return named.filter(officer__is_active=True, officer__account__is_active=True)

    def _on_paper(self) -> Q:
        """A requester on paper is answered for by the front desk."""
        post = self.roster.post("front_desk", self.at)
        return Q(kind="suspended", facilitation__channel="paper") if post.want else Q(pk=None)

    def _with_drafters(self, turns: QuerySet[Turn]) -> tuple[QuerySet[Turn], list[Q]]:
        """Turns at a signature that only the drafter himself could give."""
        found: list[Q] = []
        for seat in self.seats:
            if only := self.only.get((seat.stage, seat.target)):
                for draft in sorted(seat.drafts):
                    turns = turns.annotate(**{f"by_{draft}": _drafter(draft)})
                    found.append(self._at(seat.stage, seat.target) & Q(**{f"by_{draft}": only[0].pk}))
        return turns, found

    def read(self, turns: QuerySet[Turn]) -> list[Stuck]:
        """These turns with the reason for each: two more statements."""
        read = list(turns.select_related("facilitation__office"))
        named = self._assignments(read)
        positions = {one.code: one for one in Position.objects.filter(office=self.office)}
        found = [(turn, self._why(turn, named.get((turn.facilitation_id, turn.target), []))) for turn in read]
        codes = {"position": "", "suspended": "front_desk"}
        return [
            Stuck(turn, fault, positions.get(codes[turn.kind] or turn.target) if turn.kind in codes else None)
            for turn, fault in found
            if fault
        ]

    @staticmethod
    def _assignments(turns: Iterable[Turn]) -> dict[tuple[int, str], list[Officer]]:
        cases = [turn.facilitation_id for turn in turns if turn.kind == "assignment"]
        rows = Assignment.objects.filter(facilitation__in=cases, until_at=None).select_related("officer__account")
        found: dict[tuple[int, str], list[Officer]] = {}
        for one in rows.order_by("id"):
            found.setdefault((one.facilitation_id, one.role), []).append(one.officer)
        return found

    def _why(self, turn: Turn, named: list[Officer]) -> Fault | None:
        if turn.kind == "assignment":
            return self._why_nobody_named(named)
        if turn.kind == "suspended":
            return self._fault(_Seat("", "front_desk", delegable=False, drafts=frozenset()))
        key = turn.stage, turn.target
        if (only := self.only.get(key)) and self._is_drafted_by(turn, only[0]):
            return Fault(only[1], "four_eyes", (only[0],))
        return self.faults.get(key)

    def _is_drafted_by(self, turn: Turn, officer: Officer) -> bool:
        seat = next(one for one in self.seats if (one.stage, one.target) == (turn.stage, turn.target))
        return any(getattr(turn, f"by_{draft}", None) == officer.pk for draft in seat.drafts)

    def _why_nobody_named(self, named: list[Officer]) -> Fault | None:
        able = [one for one in named if can_sign_in(one)]
        if not able:
            return Fault("blocked", "unnamed", tuple(named))
        today = day_of(self.at, self.office)
        for day in (today + ONE_DAY * n for n in range((day_of(self.at + AHEAD, self.office) - today).days + 1)):
            away = [next((one for one in self.roster.absences(who.pk) if one.holds(day)), None) for who in able]
            if all(away):
                ahead = None if day == today else midnight(day, self.office)
                return Fault("ahead" if ahead else "away", "away", tuple(able), away[0], ahead)
        return None


def _drafter(draft: str) -> Subquery:
    """Who made the draft of a case, the last time."""
    made = Turn.objects.filter(facilitation=OuterRef("facilitation"), act=draft).order_by("-id")
    return Subquery(made.values("closed_by")[:1])


def _any(wanted: Iterable[Q]) -> Q:
    return reduce(or_, wanted, Q(pk=None))


def stuck_count(office: Office, at: datetime, *, most: int = 100) -> int:
    """How many turns nobody can move now, counted no further than `most`. Three statements."""
    return len(Watch(office, at).now().values_list("pk")[:most])
