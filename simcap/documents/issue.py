"""Issue a document: freeze its content, typeset it, keep its bytes, and note the head of the case's chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from simcap.journal.append import Head, canonical_text
from simcap.people.authority import Block
from simcap.people.models import Office

from . import store
from .content import Letterhead, Paper, SignatureBlock, SigningForm, SigningMode, Verification, as_text
from .models import Document, DocumentFile, StoredFile, new_token
from .numbering import Number
from .typeset import render


@dataclass(frozen=True, slots=True)
class Ticket:
    """A verification token that is already known while the content is still being written."""

    token: str
    office: Office

    @property
    def verification(self) -> Verification:
        """The address and short code that the document prints."""
        path = reverse("verify-document", kwargs={"office": self.office.slug, "token": self.token})
        return Verification(url=f"{settings.SIMCAP_PUBLIC_URL}{path}", code=self.token[:8].upper())


def ticket(office: Office) -> Ticket:
    """A fresh ticket."""
    return Ticket(new_token(), office)


def letterhead(office: Office) -> Letterhead:
    """The office's letterhead (kop surat), as it stands now."""
    contact = [f"Telp. {office.phone}" if office.phone else "", office.email, office.website]
    return Letterhead(
        lines=(office.government,),
        office=office.letterhead,
        address=office.address,
        contact=" · ".join(part for part in contact if part),
        place=office.seat,
        paper=Paper(office.paper),
        time_zone=office.time_zone,
    )


def signature(block: Block, *, at: datetime | None, mode: SigningMode = SigningMode.INTERNAL) -> SignatureBlock:
    """The signature block as content; internal approval is printed as not certified, a wet one leaves room to sign."""
    return SignatureBlock(
        title=block.title,
        name=block.name,
        nip=block.nip,
        grade=block.grade,
        form=SigningForm(block.form),
        own_title=block.own_title,
        via_title=block.via_title,
        decree=block.decree,
        mode=mode,
        signed_at=at,
    )


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be issued. `files`: pictures by the content's names; `template`: where it is not named as the kind.

    `of_office`: it stands on the office's chain; `head` is then that chain's, and `case_uid` what it records.
    `on_paper`: it is to be signed by hand, and counts for nothing until its scan has been checked.
    """

    kind: str
    title: str
    content: Any
    ticket: Ticket
    number: Number | None = None
    signed_by: Block | None = None
    files: Mapping[str, StoredFile] | None = None
    template: str = ""
    is_public: bool = True
    of_office: bool = False
    on_paper: bool = False


def issue(order: Order, *, case_uid: UUID, issued_at: datetime, head: Head) -> Document:
    """Typeset and keep a document inside the act's transaction.

    Changes: one document with its files; an earlier version of the same kind becomes `replaced`, unless this one is
    only reserved for a signature on paper.
    """
    office, files = order.ticket.office, dict(order.files or {})
    issued_at = issued_at.replace(microsecond=0)  # a PDF knows no smaller unit
    content = as_text(order.content)
    kept = {name: store.get(file) for name, file in files.items()}
    pdf = render(order.template or order.kind, order.content, files=kept, issued_at=issued_at)
    earlier = Document.objects.filter(case_uid=case_uid, kind=order.kind).order_by("-version").first()
    document = Document.objects.create(
        token=order.ticket.token,
        office=office,
        case_uid=case_uid,
        kind=order.kind,
        version=earlier.version + 1 if earlier else 1,
        number=order.number.text if order.number else "",
        serial=order.number.serial if order.number else None,
        year=order.number.year if order.number else issued_at.astimezone(ZoneInfo(office.time_zone)).year,
        title=order.title,
        content=content,
        issued_at=issued_at,
        file=store.put(pdf, media_type="application/pdf"),
        signing=_signing(order),
        status=Document.Status.RESERVED if order.on_paper else Document.Status.IN_FORCE,
        number_link=order.number.link if order.number else "",
        signed_by=canonical_text(asdict(order.signed_by)) if order.signed_by else "",
        chain_seq=head.seq,
        chain_hash=head.hash,
        is_public=order.is_public,
        of_office=order.of_office,
    )
    DocumentFile.objects.bulk_create(DocumentFile(document=document, name=n, file=f) for n, f in files.items())
    if not order.on_paper:
        _replace_earlier(document)
    return document


def _signing(order: Order) -> str:
    if order.on_paper:
        return Document.Signing.WET
    return Document.Signing.INTERNAL if order.signed_by else Document.Signing.NONE


def _replace_earlier(document: Document) -> None:
    in_force = Document.objects.filter(
        case_uid=document.case_uid, kind=document.kind, status=Document.Status.IN_FORCE, version__lt=document.version
    )
    in_force.update(status=Document.Status.REPLACED, replaced_by=document)


def complete(document: Document) -> None:
    """Put a document in force whose signature on paper has been checked. Changes: an earlier version is replaced."""
    document.status = Document.Status.IN_FORCE
    document.save(update_fields=["status"])
    _replace_earlier(document)


def void(document: Document, *, reason: str) -> None:
    """Give up a document that was reserved for a signature on paper; its number stays listed."""
    document.status, document.void_reason = Document.Status.VOID, reason
    document.save(update_fields=["status", "void_reason"])


def void_reserved(case_uid: UUID, *, reason: str) -> None:
    """Void whatever of a case still waits for its signature on paper."""
    for one in Document.objects.filter(case_uid=case_uid, status=Document.Status.RESERVED):
        void(one, reason=reason)
