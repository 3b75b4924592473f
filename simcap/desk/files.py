"""Files of a case: documents, their pages, attachments. Whoever sees the case may read them, nobody else."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from simcap.documents import store
from simcap.documents.models import Attachment, Document, StoredFile
from simcap.documents.paging import NoSuchPage, kept_page
from simcap.facilitation.models import Facilitation
from simcap.facilitation.queries import visible_to

from .seen import Thing, seen
from .viewer import powers_of

log = logging.getLogger(__name__)
ENDINGS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic",
}  # fmt: skip


def case_seen(request: HttpRequest, uid: UUID) -> Facilitation:
    """The case, for whom it is visible to. Raises: Http404."""
    return get_object_or_404(visible_to(powers_of(request)), uid=uid)


@login_required
@require_safe
def document(request: HttpRequest, uid: UUID, doc: UUID) -> HttpResponse:
    """An issued document (naskah), the very bytes that its hash stands for. `?download=1` saves it."""
    case, found = _document(request, uid, doc)
    name = f"{found.title}.pdf".replace("/", "-")
    answer = send(request, found.file, name=name, download="download" in request.GET)
    return seen(request, answer, case, Thing.DOCUMENT, found.uid)


@login_required
@require_safe
def document_page(request: HttpRequest, uid: UUID, doc: UUID, page: int) -> HttpResponse:
    """One page of a document as a picture; `?small=1` as a thumbnail."""
    case, found = _document(request, uid, doc)
    small = "small" in request.GET
    answer = HttpResponse(content_type="image/png")
    guard(answer, etag=f'"{found.file_id}-{page}-{small}"')
    fresh = get_conditional_response(request, etag=answer["ETag"], response=answer)
    if fresh is not answer and fresh is not None:
        return fresh
    try:
        answer.content = kept_page(found.file, page, small=small)
    except NoSuchPage:
        raise Http404 from None
    except store.FileMissing as missing:
        return _missing(request, missing, found.file)
    return answer if small else seen(request, answer, case, Thing.DOCUMENT, found.uid)


@login_required
@require_safe
def attachment(request: HttpRequest, uid: UUID, att: UUID) -> HttpResponse:
    """An attachment (lampiran): the upright copy without EXIF of a picture; `?original=1` what was sent."""
    case = case_seen(request, uid)
    related = Attachment.objects.select_related("file", "view")
    found = get_object_or_404(related, uid=att, case_uid=case.uid, office=case.office)
    original = "original" in request.GET or found.view is None
    file = found.file if original or found.view is None else found.view
    stem = found.name.rsplit(".", 1)[0] if "." in found.name else found.name
    name = stem + ENDINGS.get(file.media_type, "")
    answer = send(request, file, name=name, download="download" in request.GET)
    if request.headers.get("Sec-Fetch-Dest") == "image":  # a picture within the dossier, whose reading is noted there
        return answer
    return seen(request, answer, case, Thing.ATTACHMENT, found.uid)


def _document(request: HttpRequest, uid: UUID, doc: UUID) -> tuple[Facilitation, Document]:
    case, rows = case_seen(request, uid), Document.objects.select_related("file")
    return case, get_object_or_404(rows, uid=doc, case_uid=case.uid, office=case.office)


def send(request: HttpRequest, file: StoredFile, *, name: str, download: bool = False) -> HttpResponse:
    """A stored file after its hash was checked. The browser asks again each time, so that a right once lost is lost."""
    answer = HttpResponse(content_type=file.media_type)
    guard(answer, etag=f'"{file.sha256}"')
    answer["Content-Disposition"] = content_disposition_header(download, name) or "inline"
    fresh = get_conditional_response(request, etag=answer["ETag"], response=answer)
    if fresh is not answer and fresh is not None:
        return fresh
    try:
        answer.content = store.get(file)
    except store.FileMissing as missing:
        return _missing(request, missing, file)
    return answer


def guard(answer: HttpResponse, *, etag: str) -> None:
    """Headers of a kept file: asked for anew each time, taken for what it says it is, and without any power."""
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox"


def _missing(request: HttpRequest, missing: store.FileMissing, file: StoredFile) -> HttpResponse:
    """The bytes are gone or not what they were: nothing is shown, and it is logged, unless they went lawfully."""
    if isinstance(missing, store.FileDestroyed):
        return render(request, "dossier/file_destroyed.html", {"file": file}, status=410)
    log.error("A kept file does not stand its check: %s", missing)
    return render(request, "dossier/file_missing.html", status=500)


def made_now(data: bytes, *, name: str, media_type: str, download: bool = False) -> HttpResponse:
    """A file that is made for this answer and kept nowhere."""
    answer = HttpResponse(data, content_type=media_type)
    guard(answer, etag="")
    del answer["ETag"]
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = content_disposition_header(download, name) or "inline"
    return answer
