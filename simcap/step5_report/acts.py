"""Acts of step 5, the way back up: initial the report, accept it; and sending back, which spans steps 2 to 5."""

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
from simcap.step1_disposition.acts import end_dispositions
from simcap.step1_disposition.models import Disposition
from simcap.step1_disposition.queries import tier_sent_back
from simcap.step2_assignment.acts import initial_now
from simcap.step2_assignment.forms import NoteForm
from simcap.step2_assignment.queries import parafs
from simcap.step2_assignment.rules import must_sign_anothers
from simcap.step3_fieldwork.acts import log_pictures
from simcap.step4_record.models import Record
from simcap.step4_record.queries import report_content

from .forms import SendBackForm


def _says_endorse(body: Body) -> str:
    return _("%(who)s memberi paraf pada laporan kegiatan.") % {"who": who(body)}


@register("endorse", form=NoteForm, sentence=_says_endorse)
def endorse(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Initial the report (paraf laporan)."""
    return initial_now(occasion, inputs)


def _says_accept(body: Body) -> str:
    return _("%(who)s menerima Laporan Kegiatan nomor %(number)s; fasilitasi selesai.") % {
        "who": who(body),
        "number": body["facts"]["number"],
    }


@register("accept_report", form=NoteForm, sentence=_says_accept, guard=must_sign_anothers)
def accept_report(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Accept the report (terima laporan). Changes: the Laporan Kegiatan is numbered and issued; the case closes."""
    record = Record.objects.filter(facilitation=occasion.case).order_by("-version")[0]
    document = _issue(occasion, record)
    facts = {"number": document.number, "document_sha256": document.file_id, "record_version": record.version}
    return Outcome(
        facts=facts, detail={"note": inputs["note"]} if inputs["note"] else {}, made={"activity_report": document}
    )


def _issue(occasion: Occasion, record: Record) -> Document:
    case, holding = occasion.case, occasion.right.holding
    chain = paraf.chain_of_signature(occasion.definition, occasion.act)
    if chain is None or holding is None:
        raise RuntimeError("A report is accepted by a position, at the end of a paraf chain.")
    block, stub, files = signature_block(holding), ticket(occasion.office), log_pictures(case)
    initials = parafs(paraf.standing(case, chain), signer=occasion.officer)
    number = allot(occasion.office, kind="activity_report", at=occasion.recorded_at)
    with translation.override("id"):
        content = report_content(
            case, record, state="accepted", signed=signature(block, at=occasion.recorded_at), at=occasion.recorded_at,
            number=number.text, initials=initials, verification=stub.verification,
        )  # fmt: skip
    order = Order(
        kind="activity_report", title=f"Laporan Kegiatan {number.text}", content=content, ticket=stub, number=number,
        signed_by=block, files=files,
    )  # fmt: skip
    return issue(order, case_uid=case.uid, issued_at=occasion.recorded_at, head=occasion.head)


def _says_send_back(body: Body) -> str:
    return _("%(who)s mengembalikan berkas dengan alasan.") % {"who": who(body)}


@register("send_back", form=SendBackForm, sentence=_says_send_back)
def send_back(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Send back (kembalikan), one stage back along the paraf chain, or to the record. History is kept.

    Changes: in step 1 the disposition that brought the case here ends; whoever gave it disposes anew.
    """
    if tier := tier_sent_back(occasion):
        end_dispositions(occasion, from_tier=tier, ending=Disposition.Ending.SENT_BACK, reason=inputs["reason"])
    return Outcome(
        facts={"to": inputs["to"] or occasion.row.to}, detail={"reason": inputs["reason"]}, to=inputs["to"] or None
    )
