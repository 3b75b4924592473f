"""Paper beside the form: the letter, the documents that an act needs, and the draft that it is about."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Attachment, Document
from simcap.documents.paging import PPI, NoSuchPage, kept_page
from simcap.documents.typeset import preview as typeset_preview
from simcap.errors import Refusal
from simcap.facilitation import paraf
from simcap.facilitation.definitions import definition
from simcap.facilitation.forms import inputs_from_post
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.journal.append import head
from simcap.procedure import flow
from simcap.procedure.definition import Definition, ParafChain
from simcap.step2_assignment.forms import RecordRequestForm
from simcap.step2_assignment.models import AssignmentLetter, CrewMember
from simcap.step2_assignment.queries import (
    coordinator_of,
    crew_lines,
    current_spt,
    expected_signature,
    letter_content,
    parafs,
)
from simcap.step4_record.queries import latest_record, report_content

from .files import case_seen
from .occasions import occasion_to
from .refusals import refused
from .session import signed_in
from .viewer import powers_of

#: A draft's pages are kept so long. Units: seconds.
KEPT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper beside the form: its first page as a picture, and where the whole can be read."""

    title: str
    picture: str
    whole: str
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is not issued yet: template, content, and its pictures."""

    template: str
    content: Any
    files: Mapping[str, bytes] = field(default_factory=dict)


def papers_of(occasion: Occasion) -> list[Paper]:
    """The papers of an act: the draft that it is about, else the documents that it needs; then the letter."""
    case = occasion.case
    found = [_draft_paper(occasion)] if draft_kind(occasion.definition, case.stage) else []
    wanted = [occasion.definition.artefacts[kind].document for kind in occasion.row.needs]
    if not found:
        found += [_document_paper(one) for one in _documents(case, [kind for kind in wanted if kind])]
    letter = case.letter
    scans = [letter.scan, *(one.attachment for one in letter.attachments.select_related("attachment__file"))]
    titles = [_("Surat permintaan"), *[_("Lampiran %(no)d") % {"no": no} for no in range(1, len(scans))]]
    return found + [_attachment_paper(case, scan, title) for scan, title in zip(scans, titles, strict=True)]


def _documents(case: Facilitation, kinds: list[str]) -> list[Document]:
    found = Document.objects.filter(case_uid=case.uid, kind__in=kinds, status=Document.Status.IN_FORCE)
    return sorted(found, key=lambda one: kinds.index(one.kind))


def _document_paper(one: Document) -> Paper:
    names = {"uid": one.case_uid, "doc": one.uid}
    return Paper(
        one.title, reverse("case-document-page", kwargs=names | {"page": 1}), reverse("case-document", kwargs=names)
    )


def _attachment_paper(case: Facilitation, one: Attachment, title: str) -> Paper:
    names = {"uid": case.uid, "att": one.uid}
    whole = reverse("case-attachment", kwargs=names)
    return Paper(title, whole if one.is_picture else reverse("case-attachment-page", kwargs=names | {"page": 1}), whole)


def _draft_paper(occasion: Occasion) -> Paper:
    url = reverse("act-preview", args=[occasion.case.uid, occasion.act])
    return Paper(_draft_title(occasion.definition, occasion.case.stage), f"{url}?page=1", url, is_draft=True)


def _draft_title(revision: Definition, stage: str) -> str:
    titles = {"assignment_letter": _("Konsep SPT"), "activity_report": _("Konsep laporan kegiatan")}
    return titles[draft_kind(revision, stage)]


def draft_kind(revision: Definition, stage: str) -> str:
    """The kind of document whose draft is on its way up the paraf chain at a stage; empty where there is none."""
    chain = flow.paraf_chain_at(revision, stage)
    if chain is None:
        return ""
    given = (revision.artefacts[name].document for row in revision.acts[chain.sign].rows for name in row.gives)
    return next((kind for kind in given if kind in DRAFTS), "")


def _spt_draft(case: Facilitation, revision: Definition, chain: ParafChain) -> Draft:
    spt, at = current_spt(case), clock.now()
    if spt is None:
        raise Http404
    signed = expected_signature(case, definition=revision, chain=chain, at=at)
    initials = paraf.standing(case, chain)
    content = letter_content(spt, definition=revision, initials=initials, signed=signed, at=at)
    return Draft("assignment_letter", content)


def _report_draft(case: Facilitation, revision: Definition, chain: ParafChain) -> Draft:
    record, at = latest_record(case), clock.now()
    if record is None:
        raise Http404
    signed = expected_signature(case, definition=revision, chain=chain, at=at)
    initials = parafs(paraf.standing(case, chain), signer=None)
    content = report_content(
        case, record, state="submitted", signed=signed, at=at, verification=None, initials=initials
    )
    files = {one.name: store.get(one.file) for one in record.document.files.select_related("file")}
    return Draft("activity_report", content, files)


#: Kind of document → its draft as it stands.
DRAFTS = {"assignment_letter": _spt_draft, "activity_report": _report_draft}


def pages_of(draft: Draft) -> list[bytes]:
    """The draft's pages as PNG, marked as a draft. Raises: TypesettingFailed."""
    return typeset_preview(
        draft.template, draft.content, files=draft.files, issued_at=clock.now(), picture="png", ppi=PPI
    )


def _draft_pages(case: Facilitation) -> list[bytes]:
    """Pages of the draft that the case carries now. Raises: Http404 where it carries none."""
    revision = definition(case.definition_id)
    kind, chain = draft_kind(revision, case.stage), flow.paraf_chain_at(revision, case.stage)
    if not kind or chain is None:
        raise Http404
    key = f"draft:{case.uid}:{head(f'case:{case.uid}').hash}"
    pages: list[bytes] | None = cache.get(key)
    if pages is None:
        with translation.override("id"):
            pages = pages_of(DRAFTS[kind](case, revision, chain))
        cache.set(key, pages, KEPT_SECONDS)
    return pages


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, uid: UUID, act: str) -> HttpResponse:
    """The draft as paper: all pages, or one as a picture (`?page=2`). A POST previews what is typed, not yet sent."""
    case = case_seen(request, uid)
    if request.method == "POST":
        return _typed_preview(request, case, act)
    pages, number = _draft_pages(case), request.GET.get("page", "")
    if number.isdecimal():
        if not 0 < int(number[:4]) <= len(pages):
            raise Http404
        return _picture(pages[int(number[:4]) - 1])
    sources = [f"{request.path}?page={no}" for no in range(1, len(pages) + 1)]
    return render(request, "desk/preview.html", {"case": case, "act": act, "sources": sources})


def _typed_preview(request: HttpRequest, case: Facilitation, act: str) -> HttpResponse:
    """Changes: nothing. The SPT as it would be drafted from what is typed."""
    if act != "record_request":
        raise Http404
    try:
        occasion = occasion_to(act, case, powers_of(request))
    except Refusal as refusal:
        return refused(request, refusal, case=case, act=act)
    form = RecordRequestForm(occasion, inputs_from_post(RecordRequestForm, request.POST))
    if not form.is_valid():
        faults = sorted({each for sentences in form.faults().values() for each in sentences})
        return render(request, "desk/preview.html", {"case": case, "act": act, "faults": faults}, status=422)
    with translation.override("id"):
        pages = pages_of(_typed_spt(occasion, form.values()))
    sources = [f"data:image/png;base64,{b64encode(page).decode()}" for page in pages]
    return render(request, "desk/preview.html", {"case": case, "act": act, "sources": sources, "is_typed": True})


def _typed_spt(occasion: Occasion, values: dict[str, Any]) -> Draft:
    case, revision, at = occasion.case, occasion.definition, occasion.recorded_at
    chain = paraf.chain_of_draft(revision, occasion.act)
    if chain is None:
        raise Http404
    crew = values.pop("crew")
    spt = AssignmentLetter(facilitation=case, **values)
    members = [CrewMember(officer=coordinator_of(case), role="coordinator")]
    members += [CrewMember(officer=one["officer"], role="technician", duty=one["duty"]) for one in crew]
    signed = expected_signature(case, definition=revision, chain=chain, at=at)
    content = letter_content(spt, definition=revision, initials=[], signed=signed, at=at)
    return Draft("assignment_letter", replace(content, crew=crew_lines(members, definition=revision, at=at)))


@signed_in
@require_safe
def attachment_page(request: HttpRequest, uid: UUID, att: UUID, page: int) -> HttpResponse:
    """One page of an attached PDF as a picture, so that a letter can be read beside its form."""
    case = case_seen(request, uid)
    found = get_object_or_404(Attachment.objects.select_related("file"), uid=att, case_uid=case.uid, office=case.office)
    if found.is_picture:
        raise Http404
    try:
        return _picture(kept_page(found.file, page))
    except (NoSuchPage, store.FileMissing):
        raise Http404 from None


def _picture(png: bytes) -> HttpResponse:
    answer = HttpResponse(png, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=60"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox"
    return answer
