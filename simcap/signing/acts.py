"""Acts of signing on paper (tanda tangan basah): print, scan, check, give up. They serve every paraf chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from simcap.declining.acts import order_letter, send_letter
from simcap.documents.content import SigningMode
from simcap.documents.issue import Order, complete, issue, void
from simcap.documents.models import Attachment, Document
from simcap.documents.numbering import Number
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.facilitation.signing import Hand, chain_here, hand_of, number_for, signed_kind
from simcap.journal.sentences import Body, who
from simcap.people.authority import Holding
from simcap.step2_assignment.acts import order_spt, put_in_force
from simcap.step5_report.acts import order_report

from .forms import ConfirmForm, PrintForm, ScanForm, VoidForm
from .queries import reserved
from .rules import must_be_a_second_person


@dataclass(frozen=True, slots=True)
class Signable:
    """How a kind of document is made for a hand, and what follows when it is signed."""

    order: Callable[[Occasion, Hand], Order]
    follow: Callable[[Occasion, Document], None]


def _nothing(occasion: Occasion, document: Document) -> None:
    """The report closes the case; nothing of its step changes."""


SIGNABLE = {
    "assignment_letter": Signable(order_spt, put_in_force),
    "decline_letter": Signable(order_letter, send_letter),
    "activity_report": Signable(order_report, _nothing),
}


def _paper(occasion: Occasion) -> Document:
    document = reserved(occasion.case)
    if document is None:
        raise RuntimeError(f"Case {occasion.case.uid} has nothing on paper.")
    return document


def _says_print(body: Body) -> str:
    return _("%(who)s menyiapkan naskah untuk tanda tangan basah %(signer)s.") % {
        "who": who(body), "signer": body["facts"]["signer"],
    }  # fmt: skip


@register("print_to_sign", form=PrintForm, sentence=_says_print)
def print_to_sign(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Print for a signature on paper. Changes: a reserved document with frozen bytes; its number, or none yet."""
    kind, appointment = signed_kind(occasion.definition, chain_here(occasion)), inputs["signer"]
    holding = Holding(appointment.officer, appointment)
    hand = hand_of(occasion, holding, mode=SigningMode.WET, number=_number(occasion, kind, inputs))
    order = SIGNABLE[kind].order(occasion, hand)
    document = issue(order, case_uid=occasion.case.uid, issued_at=occasion.recorded_at, head=occasion.head)
    facts = {
        "signer": f"{holding.officer.name} ({holding.title})", "decree": appointment.decree, "kind": kind,
        "number": document.number, "document_sha256": document.file_id, "token": document.token,
    }  # fmt: skip
    return Outcome(facts=facts)


def _number(occasion: Occasion, kind: str, inputs: dict[str, Any]) -> Number | None:
    return None if inputs["numbered"] == "later" else number_for(occasion, kind, inputs)


def _says_scan(body: Body) -> str:
    return _("%(who)s mengunggah hasil pindai naskah nomor %(number)s yang sudah ditandatangani.") % {
        "who": who(body), "number": body["facts"]["number"],
    }  # fmt: skip


@register("scan_signed", form=ScanForm, sentence=_says_scan)
def scan_signed(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Bring the signed paper back in. Changes: its scan, day and number; nothing is in force until it is checked."""
    document, scan = _paper(occasion), inputs["scan"]
    Attachment.objects.filter(pk=scan.pk).update(case_uid=occasion.case.uid)
    document.scan, document.signed_on = scan, inputs["signed_on"]
    if number := inputs.get("number"):
        document.title = f"{document.title} {number}" if not document.number else document.title
        document.number = number
    document.number_link = inputs["number_link"] or document.number_link
    document.save(update_fields=["scan", "signed_on", "number", "number_link", "title"])
    facts = {
        "number": document.number, "number_link": document.number_link, "scan_sha256": scan.file_id,
        "signed_on": inputs["signed_on"].isoformat(), "document_sha256": document.file_id,
    }  # fmt: skip
    return Outcome(facts=facts)


def _says_confirm(body: Body) -> str:
    return _("%(who)s memeriksa hasil pindai: naskah nomor %(number)s sah ditandatangani di atas kertas.") % {
        "who": who(body), "number": body["facts"]["number"],
    }  # fmt: skip


@register("confirm_signed", form=ConfirmForm, sentence=_says_confirm, guard=must_be_a_second_person)
def confirm_signed(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Check the scan (four eyes). Changes: the document is in force, with all that follows from its signature."""
    document = _paper(occasion)
    complete(document)
    SIGNABLE[document.kind].follow(occasion, document)
    facts = {
        "number": document.number, "document_sha256": document.file_id, "token": document.token,
        "scan_sha256": document.scan.file_id if document.scan else None,
    }  # fmt: skip
    detail = {"note": inputs["note"]} if inputs["note"] else {}
    return Outcome(facts=facts, detail=detail, made=dict.fromkeys(occasion.row.gives, document))


def _says_void(body: Body) -> str:
    return _("%(who)s membatalkan naskah cetak; nomor %(number)s tetap tercatat sebagai batal.") % {
        "who": who(body), "number": body["facts"]["number"] or "–",
    }  # fmt: skip


@register("void_paper", form=VoidForm, sentence=_says_void)
def void_paper(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Give up the printed document. Changes: it is void and stays listed; it may be signed anew, here or on paper."""
    document = _paper(occasion)
    void(document, reason=inputs["reason"])
    facts = {"number": document.number, "document_sha256": document.file_id}
    return Outcome(facts=facts, detail={"reason": inputs["reason"]})
