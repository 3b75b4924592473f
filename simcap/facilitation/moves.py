"""Moving a case: from stage to stage, off the SOP's path and back, and a second matter beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simcap.documents.issue import void_reserved
from simcap.procedure import flow

from . import turns
from .models import Facilitation
from .occasion import Occasion


def move(case: Facilitation, occasion: Occasion, stage: str) -> None:
    """Leave the stage and arrive at another, or anew at the same one.

    Changes: the turns; where the case came from, as long as it is off the SOP's path; what runs beside it is over
    where nothing may, and what was printed for it is void.
    """
    definition, at = occasion.definition, occasion.occurred_at
    officer = occasion.actor.officer
    own = occasion.turn if occasion.turn and not occasion.turn.beside else turns.open_turn_of(case, None)
    if own:
        turns.leave(own, case=case, act=occasion.act, by=officer, at=at)
    off = flow.is_off_path(definition, stage)
    case.came_from = (case.came_from or case.stage) if off else ""
    case.stage = stage
    case.closed_at = at if flow.is_end(definition, stage) else None
    if case.beside and not flow.allows_beside(definition, stage):
        _leave_beside(case, occasion)
        _void_printed(case)
    case.save()
    turns.arrive(case, definition=definition, stage=stage, at=at)


def _void_printed(case: Facilitation) -> None:
    """What was printed for the matter beside is signed by nobody any more; its number stays listed as void."""
    void_reserved(case.uid, reason=_("Berkas berpindah tahap sebelum naskah ini ditandatangani."))


def move_beside(case: Facilitation, occasion: Occasion, stage: str) -> None:
    """Begin, go on with or end (empty `stage`) the matter beside the case, which itself stays where it is."""
    own = case.beside == occasion.row.from_stage
    if case.beside:
        _leave_beside(case, occasion)
        if not (own and stage):
            _void_printed(case)  # the matter is over, or another takes its place
    if not own:
        turns.touch(occasion)
    case.beside = stage
    case.save()
    if stage:
        turns.arrive(case, definition=occasion.definition, stage=stage, at=occasion.occurred_at)


def _leave_beside(case: Facilitation, occasion: Occasion) -> None:
    turn = case.turns.filter(closed_at=None, beside=True).first()
    if turn:
        at = max(occasion.occurred_at, turn.arrived_at)
        turns.leave(turn, case=case, act=occasion.act, by=occasion.actor.officer, at=at)
    case.beside = ""
