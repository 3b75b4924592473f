"""Authority (kewenangan): who may act for a position at a moment, and how that is written under a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from .models import Appointment, Office, Officer

#: Kinds by which a position is held; the others only sign for it.
HELD = ("definitive", "plt", "plh")
DELEGATED = ("an", "ub")
#: Positions that watch over cases or keep the house: who holds one is never named on a case.
APART = ("auditor", "administrator")


@dataclass(frozen=True, slots=True)
class Holding:
    """One right at one moment: this officer acts for this position, by this appointment."""

    officer: Officer
    appointment: Appointment

    @property
    def code(self) -> str:
        """The position's code."""
        return self.appointment.position.code

    @property
    def delegated(self) -> bool:
        """Whether it only signs for the position (a.n., u.b.)."""
        return self.appointment.kind in DELEGATED

    @property
    def title(self) -> str:
        """The position as a person says it, e.g. `Plh. Kepala Dinas`."""
        prefix = {"plt": "Plt. ", "plh": "Plh. ", "an": "a.n. ", "ub": "u.b. "}.get(self.appointment.kind, "")
        return prefix + self.appointment.position.title


@dataclass(frozen=True, slots=True)
class Block:
    """Signature block (blok tanda tangan) as text, as it stood at that moment.

    Shape: `form` is own, plt, plh, an or ub; `title` the post that signs, `own_title` the signer's own post (a.n.,
    u.b.), `via_title` the post between (u.b.).
    """

    form: str
    title: str
    own_title: str
    via_title: str
    name: str
    grade: str
    nip: str
    decree: str


def _in_force(at: datetime) -> Q:
    begun = Q(from_at__lte=at) & (Q(until_at=None) | Q(until_at__gt=at))
    return begun & (Q(ending=None) | Q(ending__ended_at__gt=at)) & Q(officer__is_active=True)


def effective(appointments: Iterable[Appointment]) -> list[Appointment]:
    """Of what is in force for one position: a Plh. stands in for the absent holder, a Plt. only where there is none.

    Source: BKN circular on Plt./Plh.; Permendagri 54/2009.
    """
    found = list(appointments)
    held = [one for one in found if one.kind in HELD]
    for kind in ("plh", "definitive", "plt"):
        if acting := [one for one in held if one.kind == kind]:
            return acting + [one for one in found if one.kind in DELEGATED]
    return [one for one in found if one.kind in DELEGATED]


def _rows(at: datetime, **which: Any) -> Iterable[Appointment]:
    return Appointment.objects.filter(_in_force(at), **which).select_related("position", "officer").order_by("id")


def assignable(office: Office, at: datetime) -> QuerySet[Officer]:
    """Officers who may be named on a case (Koordinator TIM, TIM Teknis)."""
    apart = Appointment.objects.filter(_in_force(at), office=office, position__code__in=APART)
    return Officer.objects.filter(office=office, is_active=True).exclude(pk__in=apart.values("officer"))


def holders(office: Office, code: str, at: datetime) -> list[Holding]:
    """Everyone who may act for a position at a moment, delegates last."""
    rows = _rows(at, office=office, position__code=code)
    return [Holding(one.officer, one) for one in effective(rows)]


def acting(office: Office, code: str, at: datetime) -> list[Holding]:
    """Everyone who holds a position at a moment (definitive, Plt. or Plh.); delegates are left out."""
    return [holding for holding in holders(office, code, at) if not holding.delegated]


@dataclass(frozen=True, slots=True)
class StoodInFor:
    """A position that its holder does not act for at a moment, because a Plh. does (`by`). He may still read."""

    appointment: Appointment
    by: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What an officer holds at a moment, and what he would hold if no Plh. stood in for him."""

    holdings: tuple[Holding, ...]
    stood_in_for: tuple[StoodInFor, ...]


def standing(officer: Officer, at: datetime) -> Standing:
    """Every right that an officer has at a moment, over all positions; and where a Plh. has his."""
    by_position: dict[int, list[Appointment]] = {}
    # Whether he holds a position depends on who else was appointed to it; the office's other positions do not matter.
    ever = Appointment.objects.filter(officer=officer).values("position")
    for one in _rows(at, office=officer.office_id, position__in=ever):
        by_position.setdefault(one.position_id, []).append(one)
    held: list[Holding] = []
    replaced: list[StoodInFor] = []
    for beside in by_position.values():
        acting_now = effective(beside)
        held += [Holding(officer, one) for one in acting_now if one.officer_id == officer.pk]
        replaced += _replaced(officer, beside, acting_now)
    return Standing(tuple(held), tuple(replaced))


def _replaced(officer: Officer, beside: list[Appointment], acting_now: list[Appointment]) -> list[StoodInFor]:
    plh = tuple(Holding(one.officer, one) for one in acting_now if one.kind == "plh")
    if not plh or any(one.officer_id == officer.pk for one in acting_now if one.kind == "plh"):
        return []
    without = effective(one for one in beside if one.kind != "plh" and one.kind in HELD)
    return [StoodInFor(one, plh) for one in without if one.officer_id == officer.pk]


def holdings(officer: Officer, at: datetime) -> list[Holding]:
    """Every right that an officer has at a moment, over all positions."""
    return list(standing(officer, at).holdings)


def signature_block(holding: Holding) -> Block:
    """How the officer signs by this right. Source: Permendagri 54/2009, Lampiran C (a.n., u.b., Plt., Plh.)."""
    one, officer = holding.appointment, holding.officer
    return Block(
        form="own" if one.kind == "definitive" else one.kind,
        title=one.position.title,
        own_title=one.via.title if one.via else "",
        via_title=one.through.title if one.through else "",
        name=officer.name,
        grade=officer.grade,
        nip=officer.nip,
        decree=one.decree,
    )
