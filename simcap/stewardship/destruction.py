"""Destruction of what has served its term (pemusnahan arsip): proposed by one, decided by another. Four eyes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents.numbering import allot
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.models import Facilitation
from simcap.people.acts import by_of, note
from simcap.people.authority import signature_block
from simcap.people.models import Office, Officer

from .execution import carry_out_waiting
from .models import Destruction, DestructionItem, LegalHold, RetentionRule
from .retention import due_cases, rules_of, term
from .rules import Steward, must

#: As many as one person can read before he signs.
AT_MOST = 200


def _refuse(field: str, sentence: str) -> BadInputs:
    return BadInputs(sentence, fields={field: [sentence]})


def _officer(steward: Steward) -> Officer:
    officer = steward.powers.actor.officer
    if officer is None:
        raise NotYou(_("Tindakan ini hanya untuk pegawai."))
    return officer


def propose(
    office: Office, *, kind: str, uids: Collection[UUID], basis: str, steward: Steward
) -> Destruction:  # fmt: skip
    """Propose what is to be destroyed (usul pemusnahan). Held cases are on the list, excluded, with the reason.

    Raises: NotYou; BadInputs beside what is wrong; NotNow when a case is on another list already.
    """
    holding = must("propose_destruction", steward)
    try:
        rule = rules_of(office)[kind]
    except KeyError:
        raise _refuse("kind", _("Pilih jenis arsip.")) from None
    must_be_destructible(rule, basis=basis)
    cases = _chosen(office, rule, uids)
    try:
        with transaction.atomic():
            made = Destruction.objects.create(
                office=office, kind=kind, basis=basis, proposed_at=clock.now(), proposed_by=_officer(steward),
                proposed_as=f"{steward.powers.actor.name} ({holding.title})",
            )  # fmt: skip
            _list(made, cases, rule)
            by = by_of(holding, account=steward.powers.actor.account)
            facts = {"destruction": str(made.uid), "kind": kind, "items": [one.agenda_number for one in cases]}
            note(office, act="propose_destruction", by=by, facts=facts, detail={"basis": basis} if basis else None)
    except IntegrityError:
        raise NotNow(_("Sebagian berkas sudah ada pada usul pemusnahan lain. Muat ulang daftarnya.")) from None
    return made


def must_be_destructible(rule: RetentionRule, *, basis: str) -> None:
    """Whether the schedule lets this kind be destroyed. Raises: NotNow; BadInputs where an appraisal is missing."""
    if rule.fate == RetentionRule.Fate.PERMANENT:
        raise NotNow(_("Menurut jadwal retensi, jenis arsip ini disimpan permanen."))
    if rule.fate == RetentionRule.Fate.REVIEW and not basis:
        raise _refuse("basis", _("Jenis arsip ini dinilai kembali: tulis hasil penilaiannya."))


def _chosen(office: Office, rule: RetentionRule, uids: Collection[UUID]) -> Sequence[Facilitation]:
    if not uids:
        raise _refuse("cases", _("Pilih sedikitnya satu berkas."))
    if len(uids) > AT_MOST:
        raise _refuse("cases", _("Paling banyak %(n)d berkas dalam satu usul.") % {"n": AT_MOST})
    found = list(due_cases(office, rule).filter(uid__in=uids, is_listed=False))
    if len(found) != len(set(uids)):
        raise _refuse("cases", _("Sebagian berkas belum jatuh tempo atau sudah diusulkan. Muat ulang daftarnya."))
    if all(one.is_held for one in found):
        raise _refuse("cases", _("Semua berkas yang dipilih sedang ditahan."))
    return found


def _list(made: Destruction, cases: Sequence[Facilitation], rule: RetentionRule) -> None:
    for case in cases:
        when = term(case, rule)
        if when is None:
            raise RuntimeError(f"Case {case.uid} is open and was listed as due.")
        DestructionItem.objects.create(
            destruction=made, facilitation=case, kind=rule.kind, closed_on=when.closed_on, due_on=when.due_on
        )
    exclude_held(made)


def exclude_held(destruction: Destruction) -> int:
    """Take held cases off a list, with the reason of the hold. Answers how many still wait."""
    waiting = destruction.items.filter(state=DestructionItem.State.PENDING)
    holds = LegalHold.objects.filter(lifted_at=None, facilitation__in=waiting.values("facilitation"))
    for hold in holds:
        because = _("Ditahan oleh %(who)s: %(reason)s") % {"who": hold.put_by, "reason": hold.reason}
        waiting.filter(facilitation=hold.facilitation_id).update(state="excluded", because=because)
    return waiting.count()


def _locked(destruction: Destruction) -> Destruction:
    found = Destruction.objects.select_related("office").select_for_update(of=("self",)).get(pk=destruction.pk)
    if found.state != Destruction.State.PROPOSED:
        raise NotNow(_("Usul ini sudah diputuskan: %(state)s.") % {"state": found.get_state_display()})
    return found


def may_decide(destruction: Destruction, steward: Steward) -> bool:
    """Whether this person may decide on this list: by post, and not its proposer."""
    officer = steward.powers.actor.officer
    return steward.holding("decide_destruction") is not None and officer != destruction.proposed_by


def _decider(destruction: Destruction, steward: Steward) -> Officer:
    officer = _officer(steward)
    if officer.pk == destruction.proposed_by_id:
        raise NotYou(_("Pengusul tidak dapat memutuskan usulnya sendiri; perlu orang lain."))
    return officer


@transaction.atomic
def approve(destruction: Destruction, *, decision_note: str = "", steward: Steward) -> Destruction:
    """Approve (setujui pemusnahan): the record of destruction gets its number, and the work begins.

    Changes: what is held by now is excluded; the worker carries out the rest. Raises: NotYou, NotNow.
    """
    holding = must("decide_destruction", steward)
    found = _locked(destruction)
    officer = _decider(found, steward)
    if not exclude_held(found):
        raise NotNow(_("Semua berkas pada usul ini sedang ditahan; tidak ada yang dapat dimusnahkan."))
    by = by_of(holding, account=steward.powers.actor.account)
    found.state, found.decided_at, found.decided_by = Destruction.State.APPROVED, clock.now(), officer
    found.decided_as, found.decision_note = f"{officer.name} ({holding.title})", decision_note
    found.authority, found.block = asdict(by), asdict(signature_block(holding))
    number = allot(found.office, kind="destruction_record", at=found.decided_at)
    found.number, found.serial = number.text, number.serial
    found.save()
    items = found.items.filter(state="pending").order_by("id")
    facts = {
        "destruction": str(found.uid), "kind": found.kind, "number": found.number,
        "items": list(items.values_list("facilitation__agenda_number", flat=True)),
    }  # fmt: skip
    note(found.office, act="approve_destruction", by=by, facts=facts)
    carry_out_waiting.enqueue()
    return found


@transaction.atomic
def refuse(destruction: Destruction, *, decision_note: str, steward: Steward) -> Destruction:
    """Refuse (tolak usul). Raises: NotYou, NotNow; BadInputs without a reason."""
    holding = must("decide_destruction", steward)
    if not decision_note:
        raise _refuse("decision_note", _("Tulis alasannya."))
    found = _locked(destruction)
    found.decided_by = _decider(found, steward)
    found.state, found.decided_at, found.decision_note = Destruction.State.REFUSED, clock.now(), decision_note
    found.decided_as = f"{found.decided_by.name} ({holding.title})"
    found.save()
    _drop(found)
    by = by_of(holding, account=steward.powers.actor.account)
    facts = {"destruction": str(found.uid), "kind": found.kind}
    note(found.office, act="refuse_destruction", by=by, facts=facts, detail={"reason": decision_note})
    return found


@transaction.atomic
def withdraw(destruction: Destruction, *, steward: Steward) -> Destruction:
    """Withdraw one's own proposal (tarik usul) while it is undecided. Raises: NotYou, NotNow."""
    holding = must("withdraw_destruction", steward)
    found = _locked(destruction)
    if _officer(steward).pk != found.proposed_by_id:
        raise NotYou(_("Hanya pengusul yang dapat menarik usulnya."))
    found.state = Destruction.State.WITHDRAWN
    found.save(update_fields=["state"])
    _drop(found)
    by = by_of(holding, account=steward.powers.actor.account)
    note(found.office, act="withdraw_destruction", by=by, facts={"destruction": str(found.uid), "kind": found.kind})
    return found


def _drop(found: Destruction) -> None:
    found.items.filter(state="pending").update(state="dropped")


def resume(destruction: Destruction, *, steward: Steward) -> None:
    """Go on with a destruction that was broken off (lanjutkan). Raises: NotYou; NotNow when nothing is left to do."""
    must("resume_destruction", steward)
    if destruction.state != Destruction.State.APPROVED:
        raise NotNow(_("Tidak ada yang perlu dilanjutkan: %(state)s.") % {"state": destruction.get_state_display()})
    carry_out_waiting.enqueue()


def span(destruction: Destruction) -> tuple[date | None, date | None]:
    """From when to when the listed cases were closed."""
    found = destruction.items.aggregate(first=Min("closed_on"), last=Max("closed_on"))
    return found["first"], found["last"]
