"""The content-addressed store: bytes are kept once, under their SHA-256, and never changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ManyToOneRel, Model, Q

from simcap import clock

from .models import Attachment, Document, DocumentFile, StoredFile


class FileMissing(Exception):
    """A stored file is not where it must be, or its bytes are not what its hash says."""


class FileDestroyed(FileMissing):
    """The bytes were destroyed lawfully; the row says when and under what."""


def path_of(sha256: str) -> str:
    """Where the bytes lie in the storage."""
    return f"{sha256[:2]}/{sha256}"


def put(data: bytes, *, media_type: str) -> StoredFile:
    """Keep bytes; the same bytes again are the same row.

    Changes: the whole file is on disk before its row is written, so a row never points at nothing.
    """
    digest = hashlib.sha256(data).hexdigest()
    if StoredFile.objects.filter(sha256=digest).exists():
        return _kept_again(digest, data)
    if not default_storage.exists(path_of(digest)):
        _write(path_of(digest), data)
    defaults = {"size": len(data), "media_type": media_type, "stored_at": clock.now()}
    return StoredFile.objects.get_or_create(sha256=digest, defaults=defaults)[0]


@transaction.atomic
def _kept_again(digest: str, data: bytes) -> StoredFile:
    """The row of bytes that came before; locked, so that nobody destroys them while they are being taken up again."""
    file = StoredFile.objects.select_for_update(no_key=True).get(sha256=digest)
    if file.destroyed_at or not default_storage.exists(path_of(digest)):
        _write(path_of(digest), data)
    if file.destroyed_at:
        file.destroyed_at, file.destroyed_under, file.removed_at = None, "", None
        file.save(update_fields=["destroyed_at", "destroyed_under", "removed_at"])
    return file


def derived(file: StoredFile, *, kind: str, make: Callable[[bytes], bytes]) -> bytes:
    """What follows from a stored file, such as its copy for print: made once, and kept beside it for the next time."""
    path = f"{path_of(file.sha256)}.{kind}"
    try:
        with default_storage.open(path) as kept:
            found: bytes = kept.read()
            return found
    except FileNotFoundError:
        data = make(get(file))
        _write(path, data)
        return data


def _write(path: str, data: bytes) -> None:
    try:
        local = Path(default_storage.path(path))
    except NotImplementedError:  # an object store keeps all of it or nothing
        default_storage.save(path, ContentFile(data))
        return
    # Written beside its place and then renamed: a process that is killed leaves no half of a file under its hash.
    part = Path(default_storage.path(default_storage.save(f"{path}.part", ContentFile(data))))
    _confirm(part)
    part.replace(local)
    _confirm(local.parent)


def _confirm(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def get(file: StoredFile) -> bytes:
    """The bytes of a stored file. Raises: FileMissing when they are gone or changed, FileDestroyed when lawfully so."""
    if file.destroyed_at:
        raise FileDestroyed(f"{file.sha256}: destroyed under {file.destroyed_under}")
    try:
        with default_storage.open(path_of(file.sha256)) as stored:
            data = stored.read()
    except FileNotFoundError:
        raise FileMissing(f"{file.sha256}: the file is missing") from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FileMissing(f"{file.sha256}: the file was changed")
    return data


def destroy(files: Iterable[StoredFile], *, under: str, at: datetime) -> int:
    """Give up the bytes that nothing refers to any more. Answers how many.

    Changes: their rows say when and under what; the bytes themselves go with `remove_destroyed`, after the commit.
    """
    keys = sorted({file.sha256 for file in files})  # always locked in this order
    known = list(StoredFile.objects.select_for_update().filter(sha256__in=keys, destroyed_at=None).order_by("sha256"))
    unused = [file.sha256 for file in known if not _is_used(file)]
    return StoredFile.objects.filter(sha256__in=unused).update(destroyed_at=at, destroyed_under=under)


def _is_used(file: StoredFile) -> bool:
    """Whether anything that is not itself destroyed refers to a file. A table unknown to us always counts."""
    for model, column in _pointers():
        rows = model._default_manager.filter(**{column: file})
        if model in (Attachment, Document):
            rows = rows.filter(destroyed_at=None)
        elif model is DocumentFile:
            rows = rows.filter(document__destroyed_at=None)
        if rows.exists():
            return True
    return False


def _pointers() -> list[tuple[type[Model], str]]:
    """Every table and column that points at stored files, those without a way back among them."""
    relations = StoredFile._meta.get_fields(include_hidden=True)
    return [(one.related_model, one.field.name) for one in relations if isinstance(one, ManyToOneRel)]


def remove_destroyed() -> int:
    """Take destroyed bytes, and what was derived from them, out of the store. Answers how many files are gone.

    May be broken off at any point and called again; bytes that were taken up again in the meantime stay.
    """
    waiting = Q(destroyed_at__isnull=False, removed_at=None)
    keys = list(StoredFile.objects.filter(waiting).order_by("sha256").values_list("sha256", flat=True))
    pages = _names("pages") if keys else []
    return sum(_removed(key, [name for name in pages if name.startswith(f"{key}-")]) for key in keys)


@transaction.atomic
def _removed(digest: str, pages: list[str]) -> bool:
    waiting = StoredFile.objects.select_for_update().filter(sha256=digest, destroyed_at__isnull=False, removed_at=None)
    file = waiting.first()
    if file is None:
        return False
    folder = path_of(digest).rsplit("/", 1)[0]
    for path in [f"{folder}/{name}" for name in _names(folder) if name.startswith(digest)]:
        default_storage.delete(path)
    for name in pages:
        default_storage.delete(f"pages/{name}")
    file.removed_at = clock.now()
    file.save(update_fields=["removed_at"])
    return True


def _names(folder: str) -> list[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


def flaw(file: StoredFile) -> str:
    """What is wrong with a stored file; empty when its bytes are what they were, or lawfully gone."""
    if file.destroyed_at:
        is_left = file.removed_at and default_storage.exists(path_of(file.sha256))
        return (
            f"{file.sha256}: destroyed under {file.destroyed_under}, but the bytes are still there" if is_left else ""
        )
    try:
        get(file)
    except FileMissing as missing:
        return str(missing)
    return ""
