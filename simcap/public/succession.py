"""What became of a document that is in force no more: since when, and what took its place."""

from __future__ import annotations

import json
from datetime import datetime

from simcap.documents.models import Document
from simcap.journal.models import Entry

#: Acts that revoke documents; each entry names them by their numbers.
REVOKES = ("revoke_spt", "cancel")


def successor(document: Document) -> Document | None:
    """What took a document's place: what replaced it or, when it was revoked, the one of its kind in force now."""
    if document.status == Document.Status.REPLACED:
        return document.replaced_by if document.replaced_by and document.replaced_by.is_public else None
    if document.status != Document.Status.REVOKED:
        return None
    later = Document.objects.filter(case_uid=document.case_uid, kind=document.kind, version__gt=document.version)
    return later.filter(status=Document.Status.IN_FORCE, is_public=True).first()


def ended_at(document: Document) -> datetime | None:
    """Since when a document is in force no more, by the journal; None while it is, and when nothing tells."""
    entries = Entry.objects.filter(chain=document.chain).order_by("-seq")
    if document.status == Document.Status.REPLACED and document.replaced_by:
        signed = entries.filter(canonical__contains=document.replaced_by.token).first()
        return signed.recorded_at if signed else document.replaced_by.issued_at
    if document.status == Document.Status.REVOKED:
        revoking = entries.filter(act__in=REVOKES)
        named = (one for one in revoking if document.number in json.loads(one.canonical)["facts"]["revoked"])
        return next((one.recorded_at for one in named), None)
    return None
