"""Moving a running case to another revision (pindah revisi): looked at first, refused where unsafe, journalled.

No row of an SOP can say who leaves it for another, so this is an act of the office and not of the flow (ADR 18). It
takes the case's lock as the doorway does, and changes nothing but the revision that the case goes on by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.errors import BadInputs, NotNow
from simcap.facilitation import counting
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Artefact, Facilitation, Turn
from simcap.facilitation.noting import locked, note_both
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers
from simcap.people.acts import by_of
from simcap.procedure.definition import Definition
from simcap.procedure.moving import Crossing, Outlook, Reached

from .reading import known_to
from .rules import must


@dataclass(frozen=True, slots=True)
class Looked:
    """One case before it is moved: where it would go, and what that means."""

    case: Facilitation
    outlook: Outlook

    @property
    def may_move(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.outlook.hindrances


def running(powers: Powers, *, target: Definition) -> QuerySet[Facilitation]:
    """Open cases of the office that this person sees and that go on by another revision."""
    return visible_to(powers).filter(closed_at=None).exclude(definition_id=target.id)


def look(cases: Iterable[Facilitation], *, target: Definition) -> list[Looked]:
    """What moving each case would mean, at the cost of two queries for all. Changes: nothing."""
    found = list(cases)
    keys = [one.pk for one in found]
    stages: dict[int, set[str]] = {key: set() for key in keys}
    held: dict[int, set[str]] = {key: set() for key in keys}
    for case, stage in Turn.objects.filter(facilitation__in=keys).values_list("facilitation_id", "stage"):
        stages[case].add(stage)
    for case, kind in Artefact.objects.filter(facilitation__in=keys).values_list("facilitation_id", "kind"):
        held[case].add(kind)
    crossings = {name: Crossing.between(definition(name), target) for name in {one.definition_id for one in found}}
    reached = (_reached(one, stages[one.pk], held[one.pk]) for one in found)
    return [Looked(one, crossings[one.definition_id].outlook(each)) for one, each in zip(found, reached, strict=True)]


def _reached(case: Facilitation, stages: set[str], held: set[str]) -> Reached:
    return Reached(case.stage, case.came_from, case.beside, frozenset(stages | {case.stage}), frozenset(held))


@transaction.atomic
def move(case: Facilitation, *, to: str, reason: str, powers: Powers) -> Facilitation:
    """Let a running case go on by another revision. Measurements that are closed stay as they are.

    Changes: the case's revision, an entry in its chain and one in the office's.
    Raises: NotYou; BadInputs without a reason or for an unknown revision; NotNow with what is in the way.
    """
    holding, case = must("move_case", powers), locked(case)
    if not visible_to(powers).filter(pk=case.pk).exists():
        raise NotNow(_("Berkas ini tidak dapat Anda lihat."))
    if not reason.strip():
        raise BadInputs(_("Periksa kembali isian yang ditandai."), fields={"reason": [_("Tulis alasannya.")]})
    target = known_to(case.office).get(to)
    if target is None:
        raise BadInputs(_("Periksa kembali isian yang ditandai."), fields={"to": [_("Revisi ini tidak dikenal.")]})
    if target.id == case.definition_id:
        raise NotNow(_("Berkas ini sudah memakai revisi itu."))
    looked = look([case], target=target)[0]
    if looked.outlook.hindrances:
        language = get_language() or "id"
        raise NotNow(" ".join(one.text(language) for one in looked.outlook.hindrances[:3]))
    old = definition(case.definition_id)
    case.definition_id, case.definition_digest = target.id, target.digest
    case.save(update_fields=["definition_id", "definition_digest"])
    counting.note(case)
    facts = {"from": _named(old), "to": _named(target), "stage": case.stage}
    by = by_of(holding, account=powers.actor.account)
    note_both(case, act="move_case", by=by, facts=facts, detail={"reason": reason})
    return case


def _named(one: Definition) -> dict[str, str]:
    return {"number": one.identity.number, "id": one.id, "sha256": one.digest}
