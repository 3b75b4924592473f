"""Stored files part by part: for bundles and backups, which are larger than a process should hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage

from .models import StoredFile
from .store import FileMissing, path_of

PART = 1 << 20


def parts(file: StoredFile) -> Iterator[bytes]:
    """The bytes of a stored file in parts, hashed as they go by.

    Units: parts of at most 1 MiB.
    Raises: FileMissing when it is gone or, after the last part, when it is not what its hash says.
    """
    total, size = hashlib.sha256(), 0
    try:
        with default_storage.open(path_of(file.sha256)) as stored:
            while part := stored.read(PART):
                total.update(part)
                size += len(part)
                yield part
    except FileNotFoundError:
        raise FileMissing(f"{file.sha256}: the file is missing") from None
    if (total.hexdigest(), size) != (file.sha256, file.size):
        raise FileMissing(f"{file.sha256}: the file was changed")
