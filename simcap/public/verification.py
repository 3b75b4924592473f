"""Verification (verifikasi QR): what a document is, who signed it as what, and whether it stands unchanged."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.documents import store
from simcap.documents.models import Document
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation
from simcap.facilitation.phrases import moment_text
from simcap.journal.models import Entry
from simcap.people.models import Office

from .sop import masked_nip
from .succession import ended_at, successor

#: Figures of a chain head's hash that a person compares.
SHORT_HASH = 16


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as what, by which decree."""

    post: str
    name: str
    nip: str
    decree: str


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What the page of a QR code tells."""

    document: Document
    kind: str
    issued: str
    signature: Signature | None
    bytes_are_intact: bool
    chain_is_intact: bool
    short_hash: str
    successor: Document | None
    ended: str

    @property
    def is_sound(self) -> bool:
        """Whether the document is in force and nothing of it was changed."""
        in_force = self.document.status == Document.Status.IN_FORCE
        return in_force and self.bytes_are_intact and self.chain_is_intact and self.document.destroyed_at is None


def verified(office: Office, token: str) -> Verification | None:
    """What is known of a document by its token; None for an unknown one, another office's, and classes R and SR."""
    rows = Document.objects.select_related("office", "file", "replaced_by").filter(office=office, is_public=True)
    document = rows.filter(token=token).first()
    case = Facilitation.objects.filter(uid=document.case_uid).first() if document else None
    if document is None or (case is None) != document.of_office or (case and case.security in CLOSED_CLASSES):
        return None
    ended = ended_at(document)
    return Verification(
        document=document,
        kind=_kind(document, case),
        issued=moment_text(document.issued_at, office.time_zone),
        signature=_signature(document),
        bytes_are_intact=_bytes_are_intact(document),
        chain_is_intact=_chain_is_intact(document),
        short_hash=document.chain_hash[:SHORT_HASH],
        successor=successor(document),
        ended=moment_text(ended, office.time_zone) if ended else "",
    )


def _kind(document: Document, case: Facilitation | None) -> str:
    """What the SOP calls this kind of document; one of the office's own by its title."""
    for artefact in () if case is None else definition(case.definition_id).artefacts.values():
        if artefact.document == document.kind:
            return artefact.label.text(get_language() or "id")
    return document.title


def _signature(document: Document) -> Signature | None:
    if not document.signed_by:
        return None
    block: dict[str, str] = json.loads(document.signed_by)
    return Signature(_post(block), block["name"], masked_nip(block["nip"]), block["decree"])


def _post(block: dict[str, str]) -> str:
    """As what somebody signed, in one line. Source: Permendagri 54/2009, Lampiran C."""
    form, own, via = block["form"], block["own_title"], block["via_title"]
    post = {"plt": "Plt. ", "plh": "Plh. ", "an": "a.n. ", "ub": "a.n. "}.get(form, "") + block["title"]
    below = {"an": (own,), "ub": (via, f"u.b. {own}")}.get(form, ())
    return ", ".join(part for part in (post, *below) if part)


def _bytes_are_intact(document: Document) -> bool:
    try:
        store.get(document.file)
    except store.FileDestroyed:
        return True  # nothing is wrong: `status_sentence` says that the bytes went lawfully
    except store.FileMissing:  # the page itself says that the file is gone or changed
        return False
    return True


def _chain_is_intact(document: Document) -> bool:
    """Whether the case's journal still has the head that the document was issued on."""
    found = Entry.objects.filter(chain=document.chain, seq=document.chain_seq)
    return found.filter(hash=document.chain_hash).exists()


def status_sentence(found: Verification) -> str:
    """The verdict in one sentence."""
    if not found.bytes_are_intact:
        return _("Berkas yang tersimpan hilang atau berubah. Jangan gunakan naskah ini; hubungi kantor kami.")
    if not found.chain_is_intact:
        return _("Jejak yang menyertai naskah ini tidak cocok. Jangan gunakan naskah ini; hubungi kantor kami.")
    if found.document.destroyed_at:
        return _("Naskah ini pernah terbit. Isinya sudah dimusnahkan sesuai jadwal retensi: %(under)s.") % {
            "under": found.document.file.destroyed_under or _("berita acara pemusnahan")
        }
    if found.document.status == Document.Status.REPLACED:
        return _("Naskah ini asli, tetapi sudah diganti dan tidak berlaku lagi%(since)s.") % {"since": _since(found)}
    if found.document.status == Document.Status.REVOKED:
        return _("Naskah ini asli, tetapi sudah dicabut dan tidak berlaku lagi%(since)s.") % {"since": _since(found)}
    if found.document.status == Document.Status.RESERVED:
        return _("Naskah ini baru disiapkan dan belum sah: tanda tangan basahnya belum diperiksa.")
    if found.document.status == Document.Status.VOID:
        return _("Naskah ini dibatalkan sebelum ditandatangani dan tidak pernah berlaku.")
    return _("Naskah ini asli dan berlaku.")


def _since(found: Verification) -> str:
    return " " + _("sejak %(moment)s") % {"moment": found.ended} if found.ended else ""
