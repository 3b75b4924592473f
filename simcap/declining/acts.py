"""Acts of declining a request: decide, draft the letter, initial it, sign it; reconsider."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from simcap.documents.issue import Order, issue
from simcap.documents.models import Document
from simcap.facilitation import paraf
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.facilitation.signing import Hand, own_hand
from simcap.journal.sentences import Body, who
from simcap.step2_assignment.acts import initial_now
from simcap.step2_assignment.forms import NoteForm, SignForm
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


@register("sign_decline", form=SignForm, sentence=_says_sign, guard=must_sign_anothers)
def sign_decline(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Sign the letter of refusal. Changes: it is numbered and issued, the requester is told, the case ends."""
    order = order_letter(occasion, own_hand(occasion, inputs))
    document = issue(order, case_uid=occasion.case.uid, issued_at=occasion.recorded_at, head=occasion.head)
    send_letter(occasion, document)
    facts = {
        "number": document.number, "document_sha256": document.file_id, "token": document.token,
        "ground": _letter_of(occasion).decline.ground,
    }  # fmt: skip
    detail = {"note": inputs["note"]} if inputs["note"] else {}
    return Outcome(facts=facts, detail=detail, made={"decline_letter": document})


def _letter_of(occasion: Occasion) -> DeclineLetter:
    letter = current_letter(occasion.case)
    if letter is None:
        raise RuntimeError(f"Case {occasion.case.uid} has no letter of refusal to sign.")
    return letter


def send_letter(occasion: Occasion, document: Document) -> None:
    """The signed letter ends the case. Changes: nobody is assigned any more, a draft SPT is dropped."""
    case, letter = occasion.case, _letter_of(occasion)
    letter.signed_at, letter.document = occasion.recorded_at, document
    letter.save(update_fields=["signed_at", "document"])
    case.assignments.filter(until_at=None).update(until_at=occasion.recorded_at)
    case.spts.filter(status=AssignmentLetter.Status.DRAFT).update(status=AssignmentLetter.Status.DROPPED)


def order_letter(occasion: Occasion, hand: Hand) -> Order:
    """The letter of refusal as it is issued, under this hand."""
    with translation.override("id"):
        content = letter_content(
            _letter_of(occasion), initials=list(hand.initials), signer=hand.signer, number=hand.number_text,
            signed=hand.signature, at=hand.at, verification=hand.ticket.verification,
        )  # fmt: skip
    return Order(
        kind="decline_letter", title=f"Surat penolakan {hand.number_text}".strip(), content=content,
        ticket=hand.ticket, number=hand.number, signed_by=hand.block, on_paper=hand.on_paper,
    )  # fmt: skip


def _says_reconsider(body: Body) -> str:
    return _("%(who)s batal menolak; permintaan dilanjutkan.") % {"who": who(body)}


@register("reconsider", form=ReconsiderForm, sentence=_says_reconsider)
def reconsider(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Reconsider (batal menolak) before the letter is signed. Changes: the case goes on from where it was."""
    Decline.objects.filter(pk=_standing(occasion).pk).update(reconsidered_at=occasion.recorded_at)
    chains = [one.id for one in occasion.definition.paraf.values() if one.sign == "sign_decline"]
    paraf.withdraw_chains(occasion.case, chains, at=occasion.recorded_at)
    return Outcome(detail={"reason": inputs["reason"]})
