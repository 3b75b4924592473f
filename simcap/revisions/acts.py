"""What is done with a revision: written, proposed, decided by another, withdrawn before its day.

Each is one transaction with its entry on the office's chain; a text that is proposed is not changed any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from simcap import clock
from simcap.errors import BadInputs, NotNow
from simcap.facilitation.definitions import learn
from simcap.facilitation.rights import Powers
from simcap.people.acts import by_of, lock, note
from simcap.people.authority import Holding
from simcap.people.days import today_of
from simcap.people.models import Office, Officer
from simcap.people.sop import coming_sop_id, sop_id_of

from .models import Revision, RevisionEdit
from .reading import id_is_taken, read
from .reasons import told
from .rules import must, must_be, must_be_anothers, must_come_in_time

#: More than any definition needs; the signed one has 45 kB.
LONGEST_TEXT = 400_000


def _officer(powers: Powers) -> Officer:
    officer = powers.actor.officer
    if officer is None:
        raise RuntimeError("Only an officer works on the SOP.")
    return officer


def _refused(**fields: str) -> BadInputs:
    return BadInputs(
        _("Periksa kembali isian yang ditandai."), fields={name: [sentence] for name, sentence in fields.items()}
    )  # fmt: skip


def _note(revision: Revision, act: str, *, powers: Powers, holding: Holding, facts: Mapping[str, Any]) -> None:
    told = {"revision": str(revision.uid), "revision_id": revision.definition_id, "sha256": revision.digest, **facts}
    note(revision.office, act=act, by=by_of(holding, account=powers.actor.account), facts=told)


def _locked(revision: Revision) -> Revision:
    lock(revision.office)
    return Revision.objects.select_related("office").select_for_update(of=("self",)).get(pk=revision.pk)


def digest_of_text(text: str) -> str:
    """SHA-256 of a revision's text, hex, as `Definition.digest`."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def begin(*, text: str, base_id: str, why: str, powers: Powers) -> Revision:
    """Begin a draft (konsep revisi) from the text of another revision or of an uploaded file, readable or not yet.

    Raises: NotYou, BadInputs.
    """
    holding, officer, now = must("draft_revision", powers), _officer(powers), clock.now()
    _must_fit(text)
    revision = Revision.objects.create(
        office=officer.office, base_id=base_id, why=why, text=text, digest=digest_of_text(text),
        definition_id=_own_id(text), created_at=now, changed_at=now,
    )  # fmt: skip
    RevisionEdit.objects.create(revision=revision, officer=officer, at=now, digest=revision.digest)
    _note(revision, "begin_revision", powers=powers, holding=holding, facts={"base": base_id, "why": why})
    return revision


@transaction.atomic
def write(revision: Revision, *, text: str, edition: int, powers: Powers) -> Revision:
    """Write a draft's text anew, right or wrong; it is an edit of its own only where it changes something.

    `edition`: the one that the writer has seen. Raises: NotYou; NotNow when it is no draft, or somebody else has
    written meanwhile; BadInputs.
    """
    must("draft_revision", powers)
    _must_fit(text)
    found, officer, now = _locked(revision), _officer(powers), clock.now()
    must_be(found, Revision.Status.DRAFT)
    if found.edition != edition:
        raise NotNow(_("Konsep ini baru saja diubah dari jendela lain. Muat ulang, lalu ulangi perubahan Anda."))
    if found.text != text:
        found.text, found.digest, found.definition_id = text, digest_of_text(text), _own_id(text)
        RevisionEdit.objects.create(revision=found, officer=officer, at=now, digest=found.digest)
    found.edition, found.changed_at = found.edition + 1, now
    found.save()
    return found


def _must_fit(text: str) -> None:
    if len(text) > LONGEST_TEXT or "\0" in text:
        raise _refused(text=_("Berkas SOP terlalu besar atau memuat karakter yang bukan teks."))


def _own_id(text: str) -> str:
    found = read(text).definition
    return found.id[:80] if found else ""


@transaction.atomic
def propose(revision: Revision, *, edition: int, powers: Powers) -> Revision:
    """Propose a draft for approval (ajukan). Its text stays as it is from now on.

    Raises: NotYou; NotNow; BadInputs with the key of what cannot be, or when its id is another's.
    """
    holding, found = must("propose_revision", powers), _locked(revision)
    must_be(found, Revision.Status.DRAFT)
    if found.edition != edition:
        raise NotNow(_("Konsep ini baru saja diubah dari jendela lain. Muat ulang, lalu periksa lagi."))
    reading = read(found.text)
    if reading.definition is None:
        reason = told(reading.reason)
        raise _refused(text=f"{reading.key}: {reason}" if reading.key else reason)
    if id_is_taken(reading.definition.id, but=found):
        raise _refused(text=_("id: SOP dengan kode %(id)s sudah ada. Beri kode lain.") % {"id": reading.definition.id})
    found.status, found.definition_id = Revision.Status.PROPOSED, reading.definition.id
    found.proposed_at, found.proposed_by = clock.now(), _officer(powers)
    found.save()
    _note(found, "propose_revision", powers=powers, holding=holding, facts={"why": found.why})
    return found


@transaction.atomic
def approve(revision: Revision, *, effective_on: date, decision: str, powers: Powers) -> Revision:
    """Approve a revision (sahkan): in force from the first moment of its day, for cases that come from then on.

    Changes: the office's coming SOP; an approved one that was still to come gives way and is withdrawn.
    Raises: NotYou for whoever wrote or proposed it; NotNow; BadInputs.
    """
    holding, found = must("decide_revision", powers), _locked(revision)
    must_be(found, Revision.Status.PROPOSED)
    must_be_anothers(found, _officer(powers))
    office = Office.objects.get(pk=found.office_id)
    must_come_in_time(effective_on, today_of(office))
    if read(found.text).definition is None or digest_of_text(found.text) != found.digest:
        raise NotNow(_("Naskah revisi ini tidak lagi dapat dibaca oleh program; ajukan revisi baru."))
    found.status, found.effective_on = Revision.Status.APPROVED, effective_on
    found.decided_at, found.decided_by, found.decision = clock.now(), _officer(powers), decision
    found.save()
    gave_way = _come_next(office, found)
    facts = {"effective_on": effective_on.isoformat(), "decision": decision, "gives_way": gave_way}
    _note(found, "approve_revision", powers=powers, holding=holding, facts=facts)
    learn()
    return found


def _come_next(office: Office, revision: Revision) -> str:
    """Make it the office's coming SOP. Answers the id of what was to come and gives way to it, if anything."""
    now = clock.now()
    current, gives_way = sop_id_of(office, now), coming_sop_id(office, now)
    Revision.objects.filter(office=office, definition_id=gives_way, status=Revision.Status.APPROVED).update(
        status=Revision.Status.WITHDRAWN, changed_at=now
    )
    Office.objects.filter(pk=office.pk).update(
        sop_id=current, next_sop_id=revision.definition_id, next_sop_on=revision.effective_on
    )
    return gives_way


@transaction.atomic
def reject(revision: Revision, *, decision: str, powers: Powers) -> Revision:
    """Reject a proposed revision with a reason (tolak). Raises: NotYou, NotNow, BadInputs."""
    holding, found = must("decide_revision", powers), _locked(revision)
    must_be(found, Revision.Status.PROPOSED)
    if not decision.strip():
        raise _refused(decision=_("Tulis alasan penolakan."))
    found.status, found.decision = Revision.Status.REJECTED, decision
    found.decided_at, found.decided_by = clock.now(), _officer(powers)
    found.save()
    _note(found, "reject_revision", powers=powers, holding=holding, facts={"decision": decision})
    return found


@transaction.atomic
def withdraw(revision: Revision, *, why: str, powers: Powers) -> Revision:
    """Withdraw a draft, a proposal, or what was approved and is not in force yet (tarik).

    Raises: NotYou; NotNow once it is in force.
    """
    holding, found = must("withdraw_revision", powers), _locked(revision)
    must_be(found, Revision.Status.DRAFT, Revision.Status.PROPOSED, Revision.Status.APPROVED)
    if found.status == Revision.Status.APPROVED:
        _take_back(found)
    found.status, found.changed_at = Revision.Status.WITHDRAWN, clock.now()
    found.save()
    _note(found, "withdraw_revision", powers=powers, holding=holding, facts={"why": why})
    return found


def _take_back(revision: Revision) -> None:
    office = Office.objects.get(pk=revision.office_id)
    if revision.definition_id != coming_sop_id(office):
        raise NotNow(_("Revisi ini sudah berlaku; tarik dengan mengesahkan revisi lain."))
    Office.objects.filter(pk=office.pk).update(next_sop_id="", next_sop_on=None)
