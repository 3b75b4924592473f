"""Paper beside the form: the letter, the documents that an act needs, and the draft that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from simcap.documents.models import Attachment, Document
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.procedure import flow
from simcap.procedure.definition import Definition
from simcap.signing.queries import reserved
from simcap.step2_assignment.queries import last_signed_spt

from .drafts import draft_kind

#: Acts that change a signed SPT, or end it.
ON_SPT = frozenset({"postpone", "cancel"})
#: Acts on what was printed to be signed by hand.
ON_PAPER = frozenset({*flow.WITH_PAPER, "void_paper"})


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper beside the form: its first page as a picture, and where the whole can be read."""

    title: str
    picture: str
    whole: str
    is_draft: bool = False


def papers_of(occasion: Occasion) -> list[Paper]:
    """The papers of an act: the draft that it is about, the documents that it needs or changes; then the letter."""
    case, stage = occasion.case, occasion.row.from_stage
    found = [_draft_paper(occasion)] if draft_kind(occasion.definition, stage) else []
    wanted = [occasion.definition.artefacts[kind].document for kind in occasion.row.needs]
    if occasion.act in ON_PAPER:
        found += _on_paper(case)
    elif occasion.act in ON_SPT or flow.is_beside(occasion.definition, stage):
        found += [_document_paper(one) for one in _signed_spt(case)]
    elif not found:
        found += [_document_paper(one) for one in _documents(case, [kind for kind in wanted if kind])]
    letter = case.letter
    scans = [letter.scan, *(one.attachment for one in letter.attachments.select_related("attachment__file"))]
    titles = [_("Surat permintaan"), *[_("Lampiran %(no)d") % {"no": no} for no in range(1, len(scans))]]
    return found + [attachment_paper(case, scan, title) for scan, title in zip(scans, titles, strict=True)]


def _on_paper(case: Facilitation) -> list[Paper]:
    """What was printed to be signed by hand: its scan, as soon as there is one, and what was printed."""
    document = reserved(case)
    if document is None:
        return []
    scan = [attachment_paper(case, document.scan, _("Hasil pindai"))] if document.scan else []
    return [*scan, _document_paper(document)]


def _signed_spt(case: Facilitation) -> list[Document]:
    """The SPT that was signed last, also when it was revoked since."""
    spt = last_signed_spt(case)
    return [spt.document] if spt and spt.document else []


def _documents(case: Facilitation, kinds: list[str]) -> list[Document]:
    found = Document.objects.filter(case_uid=case.uid, kind__in=kinds, status=Document.Status.IN_FORCE)
    return sorted(found, key=lambda one: kinds.index(one.kind))


def _document_paper(one: Document) -> Paper:
    names = {"uid": one.case_uid, "doc": one.uid}
    return Paper(
        one.title, reverse("case-document-page", kwargs=names | {"page": 1}), reverse("case-document", kwargs=names)
    )


def attachment_paper(case: Facilitation, one: Attachment, title: str) -> Paper:
    """An attachment beside the form."""
    names = {"uid": case.uid, "att": one.uid}
    whole = reverse("case-attachment", kwargs=names)
    return Paper(title, whole if one.is_picture else reverse("case-attachment-page", kwargs=names | {"page": 1}), whole)


def _draft_paper(occasion: Occasion) -> Paper:
    url = reverse("act-preview", args=[occasion.case.uid, occasion.act])
    return Paper(_draft_title(occasion.definition, occasion.row.from_stage), f"{url}?page=1", url, is_draft=True)


def _draft_title(revision: Definition, stage: str) -> str:
    titles = {
        "assignment_letter": _("Konsep SPT"), "activity_report": _("Konsep laporan kegiatan"),
        "decline_letter": _("Konsep surat penolakan"),
    }  # fmt: skip
    if flow.is_beside(revision, stage):
        return _("Konsep perubahan SPT")
    return titles[draft_kind(revision, stage)]
