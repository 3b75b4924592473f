"""What the dossier says of its own keeping: how long, what holds it, under what it went, and who may change that."""

from __future__ import annotations

from dataclasses import dataclass

from simcap.facilitation.models import Facilitation
from simcap.facilitation.rights import Powers
from simcap.stewardship.models import DestructionItem, Kind, LegalHold
from simcap.stewardship.retention import destroyed, hold_on, rules_of, term
from simcap.stewardship.rules import Steward, may


@dataclass(frozen=True, slots=True)
class Keeping:
    """Retention (retensi) of one case. `retention` is empty while it is open."""

    retention: str
    hold: LegalHold | None
    gone: DestructionItem | None
    may_hold: bool


def keeping_of(case: Facilitation, powers: Powers) -> Keeping:
    """How a case is kept."""
    gone = destroyed(case) if case.closed_at else None
    when = term(case, rules_of(case.office)[Kind.DOSSIER]) if case.closed_at and not gone else None
    hold = hold_on(case)
    act = "lift_hold" if hold else "put_hold"
    return Keeping(when.sentence if when else "", hold, gone, gone is None and may(act, Steward(powers)))
