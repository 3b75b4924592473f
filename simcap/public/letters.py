"""The signed letter of refusal (surat penolakan), for who knows the tracking code or holds the secret link."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from simcap.desk.files import ENDINGS
from simcap.documents import store
from simcap.documents.models import Document, StoredFile
from simcap.facilitation.models import Facilitation
from simcap.intake.queries import case_of_answer
from simcap.people.models import Office

from .detours import refusal_of
from .limits import GUESSING
from .page import SECRET, not_found, public_page, too_many
from .tracking import tracked_case

log = logging.getLogger(__name__)
NO_LETTER = gettext_noop("Tidak ada surat jawaban di alamat ini.")
TRIES = gettext_noop("Terlalu banyak kode yang tidak dikenal dari sambungan Anda. Coba lagi sepuluh menit lagi.")


def signed_file(document: Document) -> StoredFile:
    """The file that bears the signature: the scan of what was signed on paper, else the document itself."""
    if document.scan is None:
        return document.file
    return document.scan.view or document.scan.file


@require_safe
@public_page(SECRET)
def tracked_letter(request: HttpRequest, office: Office, code: str) -> HttpResponse:
    """The letter of a case by its tracking code; closed classes have none here."""
    if GUESSING.reached(request):
        return too_many(request, office, sentence=_(TRIES), seconds=GUESSING.seconds)
    case = tracked_case(office, code)
    if case is None:
        GUESSING.count(request)
    return _send(request, office, case)


@require_safe
@public_page(SECRET)
def answered_letter(request: HttpRequest, office: Office, token: str) -> HttpResponse:
    """The letter of a case of any class, by its secret link."""
    return _send(request, office, case_of_answer(token, office=office))


def _send(request: HttpRequest, office: Office, case: Facilitation | None) -> HttpResponse:
    refusal = refusal_of(case) if case else None
    if refusal is None:
        return not_found(request, office, sentence=_(NO_LETTER))
    file = signed_file(refusal.letter)
    try:
        answer = HttpResponse(store.get(file), content_type=file.media_type)
    except store.FileDestroyed:
        return not_found(request, office, sentence=_("Surat jawaban ini sudah dimusnahkan sesuai masa simpannya."))
    except store.FileMissing as missing:
        log.error("A kept file does not stand its check: %s", missing)
        return not_found(request, office, sentence=_("Surat jawaban ini tidak dapat dibuka. Hubungi kantor kami."))
    name = f"{refusal.letter.title}{ENDINGS.get(file.media_type, '')}".replace("/", "-")
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
