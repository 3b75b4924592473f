"""Uploads: the original is kept and hashed; of a picture, an upright copy without EXIF is what people see."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from django.db import transaction

from simcap import clock
from simcap.people.models import Office

from . import store
from .models import Attachment, StoredFile
from .pictures import check, kind_of, report_size, upright

MEDIA_TYPES = {
    "pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heic": "image/heic",
}  # fmt: skip


def stage(data: bytes, *, name: str, office: Office, uploader: str) -> Attachment:
    """Keep an upload until an act takes it.

    Changes: stored files and one attachment, committed at once, so that a form with an error loses nothing.
    Raises: BadUpload, with the sentence for the person.
    """
    kind = kind_of(data)
    view = upright(data) if kind != "pdf" else None  # decodes a picture to its end
    if kind == "pdf":
        check(data)
    with transaction.atomic():
        kept = Attachment.objects.create(
            office=office,
            uploader=uploader,
            file=store.put(data, media_type=MEDIA_TYPES[kind]),
            view=store.put(view, media_type="image/jpeg") if view else None,
            name=PurePath(name.replace("\\", "/")).name[-150:] or kind,
            uploaded_at=clock.now(),
        )
    if kept.is_picture:
        _small(kept)  # now, not while an act holds its locks
    return kept


def _small(picture: Attachment) -> bytes:
    return store.derived(picture.view or picture.file, kind="print", make=report_size)


def for_print(picture: Attachment) -> StoredFile:
    """The copy of a picture that documents print: upright, without EXIF, small."""
    return store.put(_small(picture), media_type="image/jpeg")


def usable(uid: UUID, *, office: Office, uploader: str, case_uid: UUID | None) -> Attachment | None:
    """The attachment that this person may put into an act of this case: his own, not yet taken, or the case's."""
    found = Attachment.objects.select_related("file", "view").filter(uid=uid, office=office).first()
    if found is None:
        return None
    mine = found.uploader == uploader and found.case_uid in (None, case_uid)
    return found if mine or (case_uid is not None and found.case_uid == case_uid) else None
