"""Acts of declining a request: decide, draft the letter, initial it, sign it; reconsider."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from simcap.documents.issue import Order, issue, signature, ticket
from simcap.documents.models import Document
from simcap.documents.numbering import allot
from simcap.facilitation import paraf
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.journal.sentences import Body, who
from simcap.people.authority import signature_block
from simcap.step2_assignment.acts import initial_now
from simcap.step2_assignment.forms import NoteForm
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step2_assignment.rules import must_sign_anothers

from .forms import DeclineForm, DraftDeclineForm, ReconsiderForm
from .models import Decline, DeclineLetter
from .queries import current_letter, letter_content, open_decline

LETTER_FIELDS = ("addressee", "subject", "body", "suggestion", "copies_to")


def _says_decline(body: Body) -> str:
    return _("%(who)s memutuskan menolak permintaan.") % {"who": who(body)}


@register("decline", form=DeclineForm, sentence=_says_decline)
def decline(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Decline the request (tolak permintaan). Changes: the decision; a letter has to be drafted and signed."""
    Decline.objects.create(
        facilitation=occasion.case, ground=inputs["ground"], reason=inputs["reason"], decided_at=occasion.recorded_at,
        decided_by=occasion.signed_as,
    )  # fmt: skip
    return Outcome(facts={"ground": inputs["ground"]}, detail={"reason": inputs["reason"]})


def _says_draft(body: Body) -> str:
    return _("%(who)s menyusun konsep surat penolakan.") % {"who": who(body)}


@register("draft_decline", form=DraftDeclineForm, sentence=_says_draft)
def draft_decline(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Draft the letter of refusal (susun surat penolakan). A redraft is a new row."""
    DeclineLetter.objects.create(
        decline=_standing(occasion), drafted_by=occasion.officer, drafted_at=occasion.occurred_at,
        **{name: inputs[name] for name in LETTER_FIELDS},
    )  # fmt: skip
    return Outcome(detail={"subject": inputs["subject"]}, made={"decline_draft": None})


def _standing(occasion: Occasion) -> Decline:
    found = open_decline(occasion.case)
    if found is None:
        raise RuntimeError(f"Case {occasion.case.uid} is being declined, but nobody decided so.")
    return found


def _says_initial(body: Body) -> str:
    return _("%(who)s memberi paraf pada konsep surat penolakan.") % {"who": who(body)}


@register("initial_decline", form=NoteForm, sentence=_says_initial)
def initial_decline(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Initial the letter of refusal (paraf)."""
    return initial_now(occasion, inputs)


def _says_sign(body: Body) -> str:
    return _("%(who)s menandatangani surat penolakan nomor %(number)s; permintaan ditolak.") % {
        "who": who(body), "number": body["facts"]["number"],
    }  # fmt: skip


@register("sign_decline", form=NoteForm, sentence=_says_sign, guard=must_sign_anothers)
def sign_decline(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Sign the letter of refusal. Changes: it is numbered and issued, the requester is told, the case ends."""
    case, letter = occasion.case, current_letter(occasion.case)
    if letter is None:
        raise RuntimeError(f"Case {case.uid} has no letter of refusal to sign.")
    document = _issue(occasion, letter)
    letter.signed_at, letter.document = occasion.recorded_at, document
    letter.save(update_fields=["signed_at", "document"])
    case.assignments.filter(until_at=None).update(until_at=occasion.recorded_at)
    case.spts.filter(status=AssignmentLetter.Status.DRAFT).update(status=AssignmentLetter.Status.DROPPED)
    facts = {
        "number": document.number, "document_sha256": document.file_id, "token": document.token,
        "ground": letter.decline.ground,
    }  # fmt: skip
    detail = {"note": inputs["note"]} if inputs["note"] else {}
    return Outcome(facts=facts, detail=detail, made={"decline_letter": document})


def _issue(occasion: Occasion, letter: DeclineLetter) -> Document:
    chain, holding = paraf.chain_of_signature(occasion.definition, occasion.act), occasion.right.holding
    if chain is None or holding is None:
        raise RuntimeError("A letter of refusal is signed by a position, at the end of a paraf chain.")
    block, stub = signature_block(holding), ticket(occasion.office)
    number = allot(occasion.office, kind="decline_letter", at=occasion.recorded_at)
    with translation.override("id"):
        content = letter_content(
            letter, initials=paraf.standing(occasion.case, chain), signer=occasion.officer, number=number.text,
            signed=signature(block, at=occasion.recorded_at), at=occasion.recorded_at, verification=stub.verification,
        )  # fmt: skip
    order = Order(
        kind="decline_letter", title=f"Surat penolakan {number.text}", content=content, ticket=stub, number=number,
        signed_by=block,
    )  # fmt: skip
    return issue(order, case_uid=occasion.case.uid, issued_at=occasion.recorded_at, head=occasion.head)


def _says_reconsider(body: Body) -> str:
    return _("%(who)s batal menolak; permintaan dilanjutkan.") % {"who": who(body)}


@register("reconsider", form=ReconsiderForm, sentence=_says_reconsider)
def reconsider(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Reconsider (batal menolak) before the letter is signed. Changes: the case goes on from where it was."""
    Decline.objects.filter(pk=_standing(occasion).pk).update(reconsidered_at=occasion.recorded_at)
    chains = [one.id for one in occasion.definition.paraf.values() if one.sign == "sign_decline"]
    paraf.withdraw_chains(occasion.case, chains, at=occasion.recorded_at)
    return Outcome(detail={"reason": inputs["reason"]})
