"""Acts of step 5, the way back up: initial the report, accept it; and sending back, which spans steps 2 to 5."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from simcap.documents.issue import Order, issue
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.facilitation.signing import Hand, own_hand
from simcap.journal.sentences import Body, who
from simcap.step1_disposition.acts import end_dispositions
from simcap.step1_disposition.models import Disposition
from simcap.step1_disposition.queries import tier_sent_back
from simcap.step2_assignment.acts import initial_now
from simcap.step2_assignment.forms import NoteForm, SignForm
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


@register("accept_report", form=SignForm, sentence=_says_accept, guard=must_sign_anothers)
def accept_report(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Accept the report (terima laporan). Changes: the Laporan Kegiatan is numbered and issued; the case closes."""
    order = order_report(occasion, own_hand(occasion, inputs))
    document = issue(order, case_uid=occasion.case.uid, issued_at=occasion.recorded_at, head=occasion.head)
    version = _record_of(occasion).version
    facts = {"number": document.number, "document_sha256": document.file_id, "record_version": version}
    return Outcome(
        facts=facts, detail={"note": inputs["note"]} if inputs["note"] else {}, made={"activity_report": document}
    )


def _record_of(occasion: Occasion) -> Record:
    return Record.objects.filter(facilitation=occasion.case).order_by("-version")[0]


def order_report(occasion: Occasion, hand: Hand) -> Order:
    """The Laporan Kegiatan as it is issued, under this hand."""
    case = occasion.case
    with translation.override("id"):
        content = report_content(
            case, _record_of(occasion), state="accepted", signed=hand.signature, at=hand.at, number=hand.number_text,
            initials=parafs(list(hand.initials), signer=hand.signer), verification=hand.ticket.verification,
        )  # fmt: skip
    return Order(
        kind="activity_report", title=f"Laporan Kegiatan {hand.number_text}".strip(), content=content,
        ticket=hand.ticket, number=hand.number, signed_by=hand.block, files=log_pictures(case), on_paper=hand.on_paper,
    )  # fmt: skip


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
