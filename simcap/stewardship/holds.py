"""Legal hold (penahanan pemusnahan): put on a case and lifted again, each with a reason and in both journals."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from simcap import clock
from simcap.errors import NotNow
from simcap.facilitation.models import Facilitation
from simcap.facilitation.noting import locked, note_both
from simcap.people.acts import by_of

from .models import LegalHold
from .retention import destroyed, hold_on
from .rules import Steward, must


def _signed(steward: Steward, title: str) -> str:
    return f"{steward.powers.actor.name} ({title})"


@transaction.atomic
def put_hold(case: Facilitation, *, reason: str, steward: Steward) -> LegalHold:
    """Hold a case (tahan pemusnahan): nothing of it is destroyed or erased until the hold is lifted.

    Raises: NotYou; NotNow when it is held already, or destroyed.
    """
    holding, case = must("put_hold", steward), locked(case)
    if hold_on(case):
        raise NotNow(_("Berkas ini sudah ditahan."))
    if destroyed(case):
        raise NotNow(_("Berkas ini sudah dimusnahkan."))
    hold = LegalHold.objects.create(
        facilitation=case, reason=reason, put_at=clock.now(), put_by=_signed(steward, holding.title)
    )
    by = by_of(holding, account=steward.powers.actor.account)
    note_both(case, act="put_hold", by=by, facts={}, detail={"reason": reason})
    return hold


@transaction.atomic
def lift_hold(case: Facilitation, *, reason: str, steward: Steward) -> LegalHold:
    """Lift the hold (cabut penahanan). Raises: NotYou; NotNow when nothing holds the case."""
    holding, case = must("lift_hold", steward), locked(case)
    hold = hold_on(case)
    if hold is None:
        raise NotNow(_("Berkas ini tidak sedang ditahan."))
    hold.lifted_at, hold.lifted_by, hold.lift_reason = clock.now(), _signed(steward, holding.title), reason
    hold.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    by = by_of(holding, account=steward.powers.actor.account)
    note_both(case, act="lift_hold", by=by, facts={}, detail={"reason": reason})
    return hold
