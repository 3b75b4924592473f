"""Addressees (penerima pemberitahuan): who may act at a turn, and the level above, read from posts and the SOP."""

from __future__ import annotations

from datetime import datetime

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Assignment, Turn
from simcap.facilitation.queries import delegable_stages
from simcap.people.models import Officer, Position
from simcap.people.roster import Roster, can_sign_in
from simcap.procedure import flow
from simcap.procedure.definition import Definition, Performer

People = tuple[Officer, ...]


class Addressees:
    """Who is there to be told in one office at one moment. Two statements, and one for the posts when one goes up."""

    def __init__(self, roster: Roster, at: datetime) -> None:
        self.roster, self.at = roster, at
        self._parents: dict[str, str] | None = None

    def performers(self, turn: Turn) -> People:
        """Whoever may act at a turn now: holders of the position, a Plh. in the holder's place, or those named."""
        if turn.kind == "position":
            return self._holding(turn.target, delegates=turn.stage in delegable_stages())
        return self._named(turn, turn.target) if turn.kind == "assignment" else ()

    def superiors(self, turn: Turn) -> People:
        """The level above: the parent of the position; for a role on the case, whoever the SOP lets name it.

        Goes on upwards where nobody else is there than those who are late themselves. Nobody stands above the head.
        """
        below = {one.pk for one in self.performers(turn)}
        found = self._above_role(turn) if turn.kind == "assignment" else self._above(turn.target, below)
        return tuple(one for one in found if one.pk not in below)

    def _above(self, code: str, below: set[int]) -> People:
        """From parent to parent. A circle of parents ends where it began."""
        seen = {code}
        while (code := self._parent(code)) and code not in seen:
            seen.add(code)
            if found := tuple(one for one in self._holding(code) if one.pk not in below):
                return found
        return ()

    def _above_role(self, turn: Turn) -> People:
        revision = definition(turn.facilitation.definition_id)
        below = {one.pk for one in self.performers(turn)}
        role, asked = turn.target, {turn.target}
        while namer := _namer(revision, role):
            if namer.kind == "position":
                found = tuple(one for one in self._holding(namer.target) if one.pk not in below)
                return found or self._above(namer.target, below)
            if found := tuple(one for one in self._named(turn, namer.target) if one.pk not in below):
                return found
            if namer.target in asked:
                return ()
            role = namer.target
            asked.add(role)
        return ()

    def _holding(self, code: str, *, delegates: bool = False) -> People:
        """Those who can act; where all are away and nobody stands in, the absent holders who can sign in."""
        post = self.roster.post(code, self.at, delegates=delegates)
        found = post.able or tuple(one for one in post.holders if can_sign_in(one.officer))
        return tuple({one.officer.pk: one.officer for one in found}.values())

    def _named(self, turn: Turn, role: str) -> People:
        rows = Assignment.objects.filter(facilitation=turn.facilitation_id, role=role, until_at=None)
        named = [one.officer for one in rows.select_related("officer__account").order_by("id")]
        return tuple(one for one in named if can_sign_in(one))

    def _parent(self, code: str) -> str:
        if self._parents is None:
            rows = Position.objects.filter(office=self.roster.office).values_list("code", "parent__code")
            self._parents = {one: parent or "" for one, parent in rows}
        return self._parents.get(code, "")


def _namer(revision: Definition, role: str) -> Performer | None:
    """Who hands the case to a role for the first time: the performer before it on the SOP's path.

    Stages of a paraf chain are passed over: whoever initials or signs has not chosen the people.
    """
    before: Performer | None = None
    for row in flow.expected_path(revision, ""):
        if not row.from_stage:
            continue
        performer = revision.performers[revision.stages[row.from_stage].performer]
        if performer.kind == "assignment" and performer.target == role:
            return before
        if flow.paraf_chain_at(revision, row.from_stage) is None:
            before = performer
    return None
