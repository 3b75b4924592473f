"""Take personal detail and bytes out of one case; what the journal promised about them stays and says so.

The caller holds the case's lock and its transaction, and afterwards lets `store.remove_destroyed` empty the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from simcap.documents import store
from simcap.documents.models import Attachment, Document, DocumentFile, StoredFile
from simcap.facilitation import searching
from simcap.facilitation.models import Facilitation
from simcap.journal.erase import erase_detail
from simcap.journal.models import Entry
from simcap.step3_fieldwork.models import LogEntry

from .models import Kind
from .places import ODD, PLACES, blanks

#: How a detail row looks that holds a requester's contact.
CONTACT_MARK = '"contact_'


@dataclass(frozen=True, kw_only=True)
class Warrant:
    """By whom and under what something is destroyed. Shape: `actor` as the journal writes him."""

    actor: Mapping[str, Any]
    under: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """How much went."""

    file_count: int = 0
    detail_count: int = 0


def wipe(case: Facilitation, kind: str, warrant: Warrant, *, terms: Iterable[str] = ()) -> Gone:
    """Destroy one kind of record of a case: the whole dossier, the requester's contact, or the photos of the log.

    `terms`: further words of one person; detail rows that hold one of them go too.
    Changes: columns are emptied, attachments, documents and their files marked, detail rows erased in the chain, and
    full-text search forgets what it read there.
    """
    if kind == Kind.PHOTOS:
        return Gone(_give_up_photos(case, warrant))
    if kind == Kind.CONTACT:
        _empty(case, "contact")
        holds = Q(detail__text__contains=CONTACT_MARK)
        for one in terms:
            holds |= Q(detail__text__icontains=one)
        gone = Gone(0, _erase(_details(case).filter(holds), warrant))
    else:
        _empty(case, "contact", "dossier")
        for model, column, which, blank in ODD:
            model._default_manager.filter(which, facilitation=case).update(**{column: blank})
        gone = Gone(_give_up_files(case, warrant), _erase(_details(case), warrant))
    return gone


def _empty(case: Facilitation, *scopes: Any) -> None:
    for place in PLACES:
        if values := blanks(place, *scopes):
            place.model._default_manager.filter(**{place.case: case.pk}).update(**values)
    searching.refresh([case.pk])


def _details(case: Facilitation) -> QuerySet[Entry]:
    return Entry.objects.filter(chain=f"case:{case.uid}", detail__isnull=False).order_by("seq")


def _erase(entries: QuerySet[Entry], warrant: Warrant) -> int:
    found = list(entries)
    for entry in found:
        erase_detail(entry, actor=warrant.actor, reason=warrant.under, at=warrant.at)
    return len(found)


def _give_up_photos(case: Facilitation, warrant: Warrant) -> int:
    photos = LogEntry.objects.filter(facilitation=case, photo__isnull=False)
    return _give_up(Attachment.objects.filter(pk__in=photos.values("photo"), destroyed_at=None), (), warrant)


def _give_up_files(case: Facilitation, warrant: Warrant) -> int:
    attachments = Attachment.objects.filter(case_uid=case.uid, destroyed_at=None)
    documents = Document.objects.filter(case_uid=case.uid, of_office=False, destroyed_at=None)
    files = [one.file for one in DocumentFile.objects.filter(document__in=documents).select_related("file")]
    files += [one.file for one in documents.select_related("file")]
    documents.update(destroyed_at=warrant.at, content="")
    return _give_up(attachments, files, warrant)


def _give_up(attachments: QuerySet[Attachment], files: Iterable[StoredFile], warrant: Warrant) -> int:
    found = [file for one in attachments.select_related("file", "view") for file in (one.file, one.view) if file]
    attachments.update(destroyed_at=warrant.at, name="")
    return store.destroy([*found, *files], under=warrant.under[:200], at=warrant.at)
