"""Acts of step 2: record the request and draft the SPT, initial it, sign it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from simcap.documents.issue import Order, issue
from simcap.documents.models import Document
from simcap.documents.numbering import allot
from simcap.facilitation import paraf
from simcap.facilitation.models import Assignment, Facilitation
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.facilitation.signing import Hand, own_hand
from simcap.journal.append import moment
from simcap.journal.sentences import Body, who
from simcap.people.models import Officer

from .forms import NoteForm, RecordRequestForm, SignForm
from .models import AssignmentLetter, CrewMember, RegisterEntry
from .queries import coordinator_of, letter_content
from .rules import must_sign_anothers

SPT_FIELDS = (
    "place", "starts_at", "ends_at", "vehicle", "tasks", "budget_source", "sppd_reference", "copies_to", "note",
)  # fmt: skip


def _says_record(body: Body) -> str:
    return _("%(who)s mencatat permintaan (nomor register %(number)s) dan menyusun konsep SPT.") % {
        "who": who(body),
        "number": body["facts"]["register_number"],
    }


@register("record_request", form=RecordRequestForm, sentence=_says_record)
def record_request(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Record the request (pencatatan permintaan) and draft the SPT.

    Changes: the register entry, once; a new draft, an earlier draft becomes replaced; the crew. The case's window
    becomes the one agreed in the draft.
    """
    case = occasion.case
    spt = draft_spt(occasion, inputs, coordinator=coordinator_of(case))
    case.starts_at, case.ends_at = inputs["starts_at"], inputs["ends_at"]
    facts = {"register_number": _register_number(occasion), **spt_facts(spt)}
    return Outcome(facts=facts, detail=_note(inputs), made={"spt_draft": None})


def draft_spt(occasion: Occasion, inputs: dict[str, Any], *, coordinator: Officer, **more: Any) -> AssignmentLetter:
    """Draft an SPT with its crew; an earlier draft becomes replaced. `more`: what it amends, and why."""
    case = occasion.case
    case.spts.filter(status=AssignmentLetter.Status.DRAFT).update(status=AssignmentLetter.Status.REPLACED)
    fields = {name: inputs[name] for name in SPT_FIELDS}
    spt = AssignmentLetter.objects.create(
        facilitation=case, drafted_by=occasion.officer, drafted_at=occasion.occurred_at, **fields, **more
    )
    _enlist(spt, coordinator, inputs["crew"])
    return spt


def spt_facts(spt: AssignmentLetter) -> dict[str, Any]:
    """What the journal keeps of a draft: crew, vehicle, window."""
    return {
        "crew": [one.officer.name for one in spt.crew.select_related("officer")],
        "vehicle": str(spt.vehicle),
        "window": [moment(spt.starts_at), moment(spt.ends_at)],
    }


def _register_number(occasion: Occasion) -> str:
    entry = RegisterEntry.objects.filter(facilitation=occasion.case).first()
    if entry is None:
        number = allot(occasion.office, kind="register", at=occasion.recorded_at).text
        entry = RegisterEntry.objects.create(
            facilitation=occasion.case, number=number, recorded_at=occasion.recorded_at, recorded_by=occasion.signed_as
        )
    return entry.number


def _enlist(spt: AssignmentLetter, coordinator: Officer, crew: list[dict[str, Any]]) -> None:
    members = [CrewMember(spt=spt, officer=coordinator, role="coordinator", order=0)]
    members += [
        CrewMember(spt=spt, officer=line["officer"], role="technician", duty=line["duty"], order=order)
        for order, line in enumerate(crew, start=1)
    ]
    CrewMember.objects.bulk_create(members)


def _says_initial(body: Body) -> str:
    return _("%(who)s memberi paraf pada konsep SPT.") % {"who": who(body)}


def initial_now(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Initial (paraf) the tier that the case stands at. An initial by who drafted or initialled before is merged."""
    case, chain = occasion.case, paraf.chain_of_stage(occasion.definition, occasion.row.from_stage)
    if chain is None:
        raise RuntimeError(f"{occasion.row.from_stage} is in no paraf chain.")
    because = paraf.merge_reason_of_actor(
        case, definition=occasion.definition, chain=chain, officer=occasion.officer, at=occasion.recorded_at
    )
    one = paraf.initial(
        case, definition=occasion.definition, stage=occasion.row.from_stage, officer=occasion.officer,
        at=occasion.occurred_at, because=because, title=occasion.right.title,
    )  # fmt: skip
    return Outcome(facts={"tier": one.position_title, "merged_because": because}, detail=_note(inputs))


def _note(inputs: dict[str, Any]) -> dict[str, str]:
    return {"note": inputs["note"]} if inputs["note"] else {}


@register("initial", form=NoteForm, sentence=_says_initial)
def initial(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Initial the draft of the SPT (paraf)."""
    return initial_now(occasion, inputs)


def _says_sign(body: Body) -> str:
    return _("%(who)s menandatangani SPT nomor %(number)s.") % {"who": who(body), "number": body["facts"]["number"]}


@register("sign_spt", form=SignForm, sentence=_says_sign, guard=must_sign_anothers)
def sign_spt(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Sign the SPT (tanda tangan).

    Changes: the SPT is in force and its window is the case's, its team has its roles; the number is allotted and the
    PDF kept in this transaction.
    """
    return sign_now(occasion, inputs)


def sign_now(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Sign the draft that the case has, the first SPT or one that takes the place of another."""
    case, order = occasion.case, order_spt(occasion, own_hand(occasion, inputs))
    document = issue(order, case_uid=case.uid, issued_at=occasion.recorded_at, head=occasion.head)
    before = case.starts_at, case.ends_at
    put_in_force(occasion, document)
    facts = {"number": document.number, "document_sha256": document.file_id, "token": document.token}
    return Outcome(facts=facts | window_moved(case, before), detail=_note(inputs), made={"spt": document})


def window_moved(case: Facilitation, before: tuple[datetime, datetime]) -> dict[str, Any]:
    """What the journal keeps of another window of the case; nothing when it is the same."""
    if (case.starts_at, case.ends_at) == before:
        return {}
    now = case.starts_at, case.ends_at
    return {"window_before": [moment(one) for one in before], "window": [moment(one) for one in now]}


def _draft_of(case: Facilitation) -> AssignmentLetter:
    return case.spts.select_related("vehicle", "facilitation__office").get(status=AssignmentLetter.Status.DRAFT)


def order_spt(occasion: Occasion, hand: Hand) -> Order:
    """The draft SPT as it is issued, under this hand."""
    with translation.override("id"):
        content = letter_content(
            _draft_of(occasion.case), definition=occasion.definition, initials=list(hand.initials),
            signed=hand.signature, signer=hand.signer, number=hand.number_text, at=hand.at,
            verification=hand.ticket.verification,
        )  # fmt: skip
    return Order(
        kind="assignment_letter", title=f"Surat Perintah Tugas {hand.number_text}".strip(), content=content,
        ticket=hand.ticket, number=hand.number, signed_by=hand.block, on_paper=hand.on_paper,
    )  # fmt: skip


def put_in_force(occasion: Occasion, document: Document) -> None:
    """Put the draft SPT in force, now that it is signed.

    Changes: an earlier SPT is replaced; the case's window is the new one's; roles of who is no longer on the team end,
    those of who is new begin.
    """
    case, at = occasion.case, occasion.recorded_at
    spt = _draft_of(case)
    case.spts.filter(status=AssignmentLetter.Status.IN_FORCE).update(status=AssignmentLetter.Status.REPLACED)
    spt.status, spt.signed_at, spt.document = AssignmentLetter.Status.IN_FORCE, at, document
    spt.save(update_fields=["status", "signed_at", "document"])
    case.starts_at, case.ends_at = spt.starts_at, spt.ends_at
    team = {(one.role, one.officer_id): one for one in spt.crew.all()}
    standing = {(one.role, one.officer_id): one for one in case.assignments.filter(until_at=None)}
    gone = [one.pk for key, one in standing.items() if key not in team]
    case.assignments.filter(pk__in=gone).update(until_at=at)
    Assignment.objects.bulk_create(
        Assignment(facilitation=case, role=role, officer_id=officer, from_at=at)
        for role, officer in team
        if (role, officer) not in standing
    )
