"""The content-addressed store: bytes are kept once, under their SHA-256, and never changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from simcap import clock

from .models import StoredFile


class FileMissing(Exception):
    """A stored file is not where it must be, or its bytes are not what its hash says."""


def path_of(sha256: str) -> str:
    """Where the bytes lie in the storage."""
    return f"{sha256[:2]}/{sha256}"


def put(data: bytes, *, media_type: str) -> StoredFile:
    """Keep bytes; the same bytes again are the same row.

    Changes: the whole file is on disk before its row is written, so a row never points at nothing.
    """
    digest = hashlib.sha256(data).hexdigest()
    if not default_storage.exists(path_of(digest)):
        _write(path_of(digest), data)
    defaults = {"size": len(data), "media_type": media_type, "stored_at": clock.now()}
    return StoredFile.objects.get_or_create(sha256=digest, defaults=defaults)[0]


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
    """The bytes of a stored file. Raises: FileMissing when they are gone or changed."""
    try:
        with default_storage.open(path_of(file.sha256)) as stored:
            data = stored.read()
    except FileNotFoundError:
        raise FileMissing(f"{file.sha256}: the file is missing") from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FileMissing(f"{file.sha256}: the file was changed")
    return data
