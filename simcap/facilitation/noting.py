"""How the acts of this folder stand in the journal: on the case's chain, on the office's, or on both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcap import clock
from simcap.facilitation.models import Facilitation
from simcap.journal.append import append
from simcap.journal.models import Entry
from simcap.people.acts import By, note

Facts = Mapping[str, Any]


def locked(case: Facilitation) -> Facilitation:
    """The case, locked as the doorway locks it."""
    return Facilitation.objects.select_related("office").select_for_update(of=("self",)).get(pk=case.pk)


def note_case(case: Facilitation, *, act: str, by: Facts, facts: Facts, detail: Facts | None = None) -> Entry:
    """Append to the case's chain; the caller holds its lock. Shape: `by` is the actor as the journal writes him."""
    at = clock.now()
    return append(
        f"case:{case.uid}", office_slug=case.office.slug, act=act, occurred_at=at, recorded_at=at,
        facts={"actor": dict(by), **facts}, detail=detail,
    )  # fmt: skip


def note_both(case: Facilitation, *, act: str, by: By, facts: Facts, detail: Facts | None = None) -> Entry:
    """Append to the case's chain and then, naming the case, to the office's."""
    note_case(case, act=act, by=by.facts(), facts=facts, detail=detail)
    named = {"case": str(case.uid), "agenda_number": case.agenda_number}
    return note(case.office, act=act, by=by, facts={**facts, **named}, detail=detail)
