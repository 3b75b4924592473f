"""Taking a bundle (mengambil bundel): who may, and that the office's journal tells who did."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from simcap.errors import NotYou
from simcap.facilitation.models import Facilitation
from simcap.facilitation.queries import READS_ALL, chain_positions
from simcap.facilitation.rights import Powers
from simcap.people.acts import By, note

from .contents import Contents, contents_of
from .packing import Packed, pack


def may_take(powers: Powers) -> bool:
    """Whether this person may take bundles of the cases he sees: auditor, front desk, the chain; not the crew."""
    return bool(powers.codes() & (READS_ALL | chain_positions()))


def must_be_able_to_take(powers: Powers) -> None:
    """Raises: NotYou, with who can."""
    if not may_take(powers):
        raise NotYou(_("Bundel hanya dapat diambil oleh Auditor, Agendaris, dan pejabat dalam rantai disposisi."))


def by(powers: Powers) -> By:
    """Who takes it, by the first position that lets him."""
    allowed = READS_ALL | chain_positions()
    held = next(one for one in powers.holdings if not one.delegated and one.code in allowed)
    appointment = held.appointment
    return By(powers.actor.name, powers.actor.account, held.title, appointment.kind, appointment.decree)


def take(case: Facilitation, *, taker: By, purpose: str, target: IO[bytes]) -> tuple[Packed, Contents]:
    """Pack the bundle of a case and note it.

    Changes: the target; one entry in the office's chain, so that the case's own chain, and with it the bundle, stays
    the same.
    Raises: FileMissing, and nothing is noted.
    """
    contents = contents_of(case)
    packed = pack(contents, target)
    facts = {
        "case": str(case.uid), "agenda_number": case.agenda_number, "entries": contents.entries,
        "head": contents.head, "bundle_sha256": packed.sha256, "manifest_sha256": packed.manifest_sha256,
    }  # fmt: skip
    with transaction.atomic():
        note(case.office, act="bundle_taken", by=taker, facts=facts, detail={"purpose": purpose})
    return packed, contents
