"""Pack a bundle into a ZIP: stored files go through a small buffer, and are checked against their hash on the way."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from typing import IO

from simcap.documents import streaming

from .contents import Contents, Member

#: The oldest moment that a ZIP can say; the same for all, so that the same contents give the same bytes.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
UNIX, READ_ONLY_FILE = 3, 0o100644 << 16
BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle that has been written. Units: bytes; hashes are SHA-256, hex."""

    size: int
    sha256: str
    manifest_sha256: str


def pack(contents: Contents, target: IO[bytes]) -> Packed:
    """Write the ZIP into a file that can be read again.

    Shape: members are stored uncompressed, for compression differs between versions of zlib.
    Raises: FileMissing when a stored file is gone or not what its hash says; the target is then worthless.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for member in contents.members:
            _add(bundle, member)
    manifest = contents.members[-1]
    return Packed(target.tell(), _digest(target), manifest.sha256)


def _add(bundle: zipfile.ZipFile, member: Member) -> None:
    about = zipfile.ZipInfo(member.path, NO_MOMENT)
    about.create_system, about.external_attr, about.file_size = UNIX, READ_ONLY_FILE, member.size
    with bundle.open(about, "w") as place:
        if isinstance(member.source, bytes):
            place.write(member.source)
            return
        for part in streaming.parts(member.source):
            place.write(part)


def _digest(target: IO[bytes]) -> str:
    target.seek(0)
    total = hashlib.sha256()
    while part := target.read(BUFFER):
        total.update(part)
    return total.hexdigest()
