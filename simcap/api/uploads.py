"""Uploads over the API: one file, as the body itself or as the part `file` of a form."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from simcap.documents.pictures import LARGEST_BYTES, BadUpload, kind_of
from simcap.documents.uploads import MEDIA_TYPES, stage
from simcap.errors import NotYou
from simcap.facilitation.definitions import definition, in_force
from simcap.facilitation.models import Facilitation
from simcap.facilitation.rights import must_have_right
from simcap.procedure import flow

from . import shapes
from .problems import Malformed, TooLarge, Unsupported, bad_inputs
from .tokens import Caller

MULTIPART = "multipart/form-data"
RAW = frozenset({*MEDIA_TYPES.values(), "application/octet-stream"})
#: What a form's own lines may take beside the file. Units: bytes.
ENVELOPE_BYTES = 64 * 1024
#: The body as OpenAPI describes it.
REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        **{one: {"schema": {}} for one in sorted(RAW)},
        MULTIPART: {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
                "required": ["file"],
            }
        },
    },
}


def must_register(caller: Caller) -> None:
    """Only who may register a letter uploads before there is a case. Raises: NotYou."""
    revision = in_force(caller.office)
    row = flow.row(revision, "register", "")
    if row is None:
        raise NotYou(_("SOP kantor ini tidak mengenal pendaftaran surat."))
    must_have_right(revision, (row,), None, caller.powers)


def must_perform(caller: Caller, case: Facilitation) -> None:
    """Only who performs acts of the case's SOP uploads to it; who only reads it adds nothing. Raises: NotYou."""
    powers, performers = caller.powers, definition(case.definition_id).performers.values()
    held = {("position", code) for code in powers.codes() | powers.signing_codes()}
    held |= {("assignment", role) for role in powers.roles(case)}
    if not held & {(one.kind, one.target) for one in performers}:
        raise NotYou(_("Hanya pelaksana berkas ini yang dapat mengunggah."))


def take(request: HttpRequest, caller: Caller, *, name: str) -> shapes.Upload:
    """Keep the file until an act takes it. Raises: TooLarge, Unsupported, BadUpload, BadInputs."""
    name, data = _part(request) if request.content_type == MULTIPART else (name, _body(request))
    _must_be_takable(data)
    tidy = "".join(each for each in name if each.isprintable())
    kept = stage(data, name=tidy, office=caller.office, uploader=caller.actor.key)
    return shapes.Upload(
        id=kept.uid, name=kept.name, media_type=kept.file.media_type, size=kept.file.size, sha256=kept.file_id
    )


def _must_be_below(size: int, largest: int) -> None:
    if size > largest:
        raise TooLarge(_("Berkas lebih besar dari 20 MB. Perkecil berkas lalu unggah kembali."))


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        raise Malformed(_("Panjang isi tidak dapat dibaca."))
    return int(length)


def _body(request: HttpRequest) -> bytes:
    if request.content_type not in RAW:
        raise Unsupported(_("Kirim berkas sebagai PDF, JPEG, PNG, WebP, atau multipart/form-data."))
    _must_be_below(_announced(request), LARGEST_BYTES)
    data: bytes = request.read(LARGEST_BYTES + 1)
    return data


def _part(request: HttpRequest) -> tuple[str, bytes]:
    _must_be_below(_announced(request), LARGEST_BYTES + ENVELOPE_BYTES)
    files = request.FILES.getlist("file")
    if len(files) != 1 or not isinstance(files[0], UploadedFile):
        raise bad_inputs({"file": [_("Kirim tepat satu berkas dengan nama “file”.")]})
    _must_be_below(files[0].size or 0, LARGEST_BYTES)
    return files[0].name or "", files[0].read()


def _must_be_takable(data: bytes) -> None:
    """Told by the content, never by its announced type. Raises: TooLarge, Unsupported, BadUpload for no content."""
    _must_be_below(len(data), LARGEST_BYTES)
    try:
        kind_of(data)
    except BadUpload as refusal:
        if data:
            raise Unsupported(refusal.sentence) from refusal
        raise
