"""Checking a file (periksa dokumen): whether an uploaded PDF is a document of this office, byte for byte.

The file is hashed as it comes in and kept nowhere, not even for a moment.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Document
from simcap.documents.pictures import LARGEST_BYTES
from simcap.people.models import Office

from .verification import Verification, verified

PDF = b"%PDF-"
#: What a form sends around its file.
AROUND_BYTES = 64 * 1024
TOO_LARGE = _("Berkasnya terlalu besar: paling banyak 20 MB.")


class Fingerprint(UploadedFile):
    """A file of which only the hash is left. `sha256` is hex; `begins` its first bytes."""

    sha256 = ""
    begins = b""


class HashOnly(FileUploadHandler):
    """Takes an upload's SHA-256 as it comes in and lets the bytes go."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._total, self._begins = hashlib.sha256(), b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not start:
            self._begins = raw_data[: len(PDF)]
        self._total.update(raw_data)

    def file_complete(self, file_size: int) -> Fingerprint:
        taken = Fingerprint(BytesIO(), self.file_name or "", self.content_type, file_size)
        taken.sha256, taken.begins = self._total.hexdigest(), self._begins
        return taken


class CheckForm(forms.Form):
    """The one field of the page: a PDF."""

    file = forms.FileField(
        label=_("Berkas PDF yang hendak diperiksa"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Pilih dahulu berkas PDF."), "empty": _("Berkas ini kosong.")},
    )

    def clean_file(self) -> Fingerprint:
        taken: Fingerprint = self.cleaned_data["file"]
        if taken.size and taken.size > LARGEST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        if taken.begins != PDF:
            raise forms.ValidationError(_("Ini bukan berkas PDF."))
        return taken


def sent_form(request: HttpRequest) -> CheckForm:
    """The form as it was sent. What is announced as too large is not even read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BYTES + AROUND_BYTES:
        form = CheckForm({}, MultiValueDict())
        form.errors["file"] = form.error_class([str(TOO_LARGE)])
        return form
    request.upload_handlers = [HashOnly(request)]
    return CheckForm(request.POST, request.FILES)


@dataclass(frozen=True, slots=True)
class Finding:
    """What an uploaded file is. `tone` is right, ask or wrong; `found` the document that it is, if any."""

    tone: str
    sentence: str
    found: Verification | None = None


def document_of(office: Office, sha256: str) -> Verification | None:
    """The public document of this office with these very bytes; None for none, and for classes R and SR."""
    tokens = Document.objects.filter(office=office, file_id=sha256, is_public=True).order_by("id")
    found = (verified(office, token) for token in tokens.values_list("token", flat=True))
    return next((one for one in found if one), None)


def finding(office: Office, sha256: str) -> Finding:
    """What a file is, without a QR code to compare with."""
    found = document_of(office, sha256)
    if found is None:
        return Finding("wrong", _unknown())
    return Finding("right" if found.is_sound else "ask", _now("Berkas Anda adalah naskah kantor ini, persis:"), found)


def compared(office: Office, sha256: str, *, beside: Verification) -> Finding:
    """What a file is, beside the document that the QR code names."""
    own = beside.document
    if own.file_id == sha256:
        return Finding("right", _now("Berkas Anda persis naskah ini: tidak ada satu bit pun yang berbeda."))
    found = document_of(office, sha256)
    if found is None:
        return Finding("wrong", _unknown())
    other = found.document
    if (other.case_uid, other.kind) == (own.case_uid, own.kind):
        said = _now("Berkas Anda bukan versi %(own)d ini, melainkan versi %(other)d dari naskah yang sama:")
        return Finding("ask", said % {"own": own.version, "other": other.version}, found)
    return Finding("ask", _now("Berkas Anda bukan naskah ini, melainkan naskah lain dari kantor ini:"), found)


def _unknown() -> str:
    return _now(
        "Berkas Anda tidak sama dengan naskah mana pun yang dapat diperiksa di sini. Naskah yang dipindai, dicetak "
        "ulang sebagai PDF, atau disimpan kembali memang menjadi berkas lain; bandingkan isinya melalui kode QR. "
        "Tanda terima, formulir, dan salinan SOP bukan naskah yang diperiksa di sini."
    )
