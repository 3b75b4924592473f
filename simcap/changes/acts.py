"""Acts that change a case under way: postpone, cancel; ask for, draft, initial, sign or drop a change of the SPT."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from simcap.documents.issue import void_reserved
from simcap.documents.models import Attachment, Document
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.intake.models import LetterAttachment
from simcap.journal.append import moment
from simcap.journal.sentences import Body, who
from simcap.step2_assignment.acts import draft_spt, initial_now, sign_now, spt_facts, window_moved
from simcap.step2_assignment.forms import NoteForm, SignForm
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step2_assignment.queries import last_signed_spt
from simcap.step2_assignment.rules import must_sign_anothers

from .forms import AmendSptForm, CancelForm, PostponeForm, ReasonForm
from .rules import must_be_the_only_change, must_speak_for_requester

Status = AssignmentLetter.Status


def _keep_letter(occasion: Occasion, attachment: Attachment | None) -> dict[str, Any]:
    """File the letter that asks for the change with the request. Gives its hash for the journal."""
    if attachment is None:
        return {}
    case = occasion.case
    Attachment.objects.filter(pk=attachment.pk).update(case_uid=case.uid)
    LetterAttachment.objects.create(letter=case.letter, attachment=attachment, added_at=occasion.recorded_at)
    return {"attachment_sha256": attachment.file_id}


def _drop_drafts(occasion: Occasion) -> int:
    return occasion.case.spts.filter(status=Status.DRAFT).update(status=Status.DROPPED)


def _revoke_signed(occasion: Occasion) -> list[str]:
    """Revoke the SPT in force. Gives its number, for the journal."""
    in_force = occasion.case.spts.filter(status=Status.IN_FORCE).select_related("document")
    documents = [one.document for one in in_force if one.document]
    Document.objects.filter(pk__in=[one.pk for one in documents]).update(status=Document.Status.REVOKED)
    in_force.update(status=Status.REVOKED)
    return [one.number for one in documents]


def _says_postpone(body: Body) -> str:
    return _("%(who)s menunda kegiatan ke waktu yang baru.") % {"who": who(body)}


@register("postpone", form=PostponeForm, sentence=_says_postpone, guard=must_speak_for_requester)
def postpone(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Postpone (tunda). Changes: the case's window. A draft SPT is drafted anew; a signed one follows by a change."""
    case = occasion.case
    facts = {
        "window_before": [moment(case.starts_at), moment(case.ends_at)],
        "window": [moment(inputs["starts_at"]), moment(inputs["ends_at"])],
        **_keep_letter(occasion, inputs["letter"]),
    }
    case.starts_at, case.ends_at = inputs["starts_at"], inputs["ends_at"]
    return Outcome(facts=facts, detail={"reason": inputs["reason"]})


def _says_cancel(body: Body) -> str:
    return _("%(who)s membatalkan fasilitasi.") % {"who": who(body)}


@register("cancel", form=CancelForm, sentence=_says_cancel, guard=must_speak_for_requester)
def cancel(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Cancel (batalkan). Changes: the case ends; its SPT is revoked, a draft is dropped, an open question is closed."""
    case = occasion.case
    _drop_drafts(occasion)
    void_reserved(case.uid, reason=_("Fasilitasi dibatalkan."))
    facts = {"revoked": _revoke_signed(occasion), **_keep_letter(occasion, inputs["letter"])}
    case.completions.filter(answered_at=None).update(answered_at=occasion.recorded_at, answer=_("Dibatalkan."))
    case.assignments.filter(until_at=None).update(until_at=occasion.recorded_at)
    return Outcome(facts=facts, detail={"reason": inputs["reason"]})


def _says_amend(body: Body) -> str:
    return _("%(who)s meminta perubahan SPT.") % {"who": who(body)}


@register("amend", form=ReasonForm, sentence=_says_amend, guard=must_be_the_only_change)
def amend(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Ask for a change of the SPT (perubahan SPT): crew, coordinator, window, vehicle. The case goes on meanwhile."""
    return Outcome(detail={"reason": inputs["reason"]})


def _says_revoke(body: Body) -> str:
    return _("%(who)s mencabut SPT nomor %(number)s.") % {
        "who": who(body), "number": ", ".join(body["facts"]["revoked"]),
    }  # fmt: skip


@register("revoke_spt", form=ReasonForm, sentence=_says_revoke)
def revoke_spt(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Revoke the SPT (cabut SPT). Changes: it is in force no more, and its QR page says so; another must be drafted.

    Source: what the signer himself drafts needs no initials (Permendagri 54/2009).
    """
    _drop_drafts(occasion)
    return Outcome(facts={"revoked": _revoke_signed(occasion)}, detail={"reason": inputs["reason"]})


def _says_draft(body: Body) -> str:
    return _("%(who)s menyusun konsep perubahan SPT.") % {"who": who(body)}


@register("amend_spt", form=AmendSptForm, sentence=_says_draft)
def amend_spt(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Draft the SPT that takes the place of the signed one. Nothing changes for the team until it is signed."""
    earlier = last_signed_spt(occasion.case)
    spt = draft_spt(occasion, inputs, coordinator=inputs["coordinator_officer"], amends=earlier)
    detail = {"note": inputs["note"]} if inputs["note"] else {}
    return Outcome(facts=spt_facts(spt), detail=detail, made={"spt_draft": None})


def _says_initial(body: Body) -> str:
    return _("%(who)s memberi paraf pada konsep perubahan SPT.") % {"who": who(body)}


@register("initial_amendment", form=NoteForm, sentence=_says_initial)
def initial_amendment(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Initial the draft of the changed SPT (paraf)."""
    return initial_now(occasion, inputs)


def _says_sign(body: Body) -> str:
    return _("%(who)s menandatangani SPT nomor %(number)s, yang menggantikan SPT sebelumnya.") % {
        "who": who(body), "number": body["facts"]["number"],
    }  # fmt: skip


@register("sign_amendment", form=SignForm, sentence=_says_sign, guard=must_sign_anothers)
def sign_amendment(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Sign the changed SPT. Changes: the earlier one is replaced and stays readable; the team is the new one's."""
    return sign_now(occasion, inputs)


def _says_drop(body: Body) -> str:
    return _("%(who)s membatalkan perubahan SPT.") % {"who": who(body)}


@register("drop_amendment", form=ReasonForm, sentence=_says_drop)
def drop_amendment(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Drop the change of the SPT. Changes: its draft; the SPT in force stands, and its window is the case's again."""
    case = occasion.case
    _drop_drafts(occasion)
    before = case.starts_at, case.ends_at
    if spt := case.spts.filter(status=Status.IN_FORCE).first():
        case.starts_at, case.ends_at = spt.starts_at, spt.ends_at
    return Outcome(facts=window_moved(case, before), detail={"reason": inputs["reason"]})
