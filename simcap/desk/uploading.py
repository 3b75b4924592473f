"""Files that come with a form: kept at once, before anything else is judged, so that an error loses none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorList
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simcap.documents.pictures import LARGEST_BYTES, BadUpload
from simcap.documents.uploads import stage
from simcap.facilitation.forms import (
    ACCEPTED,
    ACCEPTED_PICTURES,
    REFUSED,
    ActForm,
    AttachmentField,
    AttachmentInput,
    inputs_from_post,
)
from simcap.facilitation.occasion import Actor
from simcap.people.models import Office

from .session import signed_in
from .viewer import powers_of


@dataclass
class Sent:
    """What a page sent: JSON inputs with the uploads in them, and sentences on uploads that were refused, by field."""

    inputs: dict[str, Any]
    refused: dict[str, list[str]] = field(default_factory=dict)


def sent(form: type[ActForm], request: HttpRequest, *, office: Office, actor: Actor) -> Sent:
    """Read a page's form. Changes: uploads are staged."""
    found = Sent(inputs_from_post(form, request.POST))
    for name, each in form.base_fields.items():
        upload = request.FILES.get(name)
        if not isinstance(each, AttachmentField) or not isinstance(upload, UploadedFile):
            continue
        try:
            found.inputs[name] = _staged(upload, office=office, actor=actor)
        except BadUpload as bad:
            found.refused[name] = [bad.sentence]
    for name, rows in form.rows.items():
        if "file" in rows.form.base_fields:
            _take_several(found, name, request, office=office, actor=actor, room_for=rows.at_most)
    return found


def _take_several(found: Sent, name: str, request: HttpRequest, *, office: Office, actor: Actor, room_for: int) -> None:
    """Files from a box for several become lines of a list, as many as it has room for."""
    lines = [line for line in found.inputs[name] if line.get("file")]
    for upload in request.FILES.getlist(f"{name}-new"):
        said = found.refused.setdefault(name, [])
        if len(lines) >= room_for:
            said.append(_("%(file)s tidak diambil: paling banyak %(n)d berkas.") % {"file": upload.name, "n": room_for})
            continue
        try:
            uid = _staged(upload, office=office, actor=actor)
        except BadUpload as bad:
            said.append(f"{upload.name}: {bad.sentence}")
        else:
            lines.append({"file": uid, "title": PurePath(upload.name or "").stem[:100]})
    if not found.refused.get(name):
        found.refused.pop(name, None)
    found.inputs[name] = lines


def _staged(upload: UploadedFile, *, office: Office, actor: Actor) -> str:
    data = upload.read(LARGEST_BYTES + 1)  # one byte more is enough to be refused
    return str(stage(data, name=upload.name or "", office=office, uploader=actor.key).uid)


def with_refused(form: ActForm, refused: Mapping[str, list[str]]) -> ActForm:
    """The judged form, with the sentence on a refused upload in place of "required"."""
    form.is_valid()
    for name, sentences in refused.items():
        if name in form.lists:
            form.lists[name].non_form_errors().extend(sentences)
        else:
            form.errors[name] = ErrorList(sentences)
    return form


def send_at_once(form: ActForm) -> ActForm:
    """Let every file box of a form send its file as soon as it is chosen."""
    for name, each in form.fields.items():
        if isinstance(each, AttachmentField):
            each.widget.attrs |= _at_once(name, pictures_only=each.pictures_only)
    return form


def _at_once(name: str, *, pictures_only: bool) -> dict[str, str]:
    return {
        "hx-post": reverse("stage-upload"), "hx-encoding": "multipart/form-data", "hx-trigger": "change",
        "hx-target": "closest .upload", "hx-swap": "outerHTML", "hx-params": f"{name},_field,_pictures",
        "hx-vals": f'{{"_field": "{name}", "_pictures": "{int(pictures_only)}"}}',
        "accept": ACCEPTED_PICTURES if pictures_only else ACCEPTED,
    }  # fmt: skip


@signed_in
@require_POST
def stage_upload(request: HttpRequest) -> HttpResponse:
    """One file, sent as soon as it was chosen. Changes: it is staged; answers the file box that holds it."""
    name, office = request.POST.get("_field", ""), request.user.office  # type: ignore[union-attr]
    upload = request.FILES.get(name)
    if not name.isidentifier() or not isinstance(upload, UploadedFile) or office is None:
        return HttpResponseBadRequest(_("Tidak ada berkas yang dikirim."))
    uid, error = request.POST.get(name, ""), ""
    try:
        uid = _staged(upload, office=office, actor=powers_of(request).actor)
    except BadUpload as bad:
        error = bad.sentence
    pictures_only = request.POST.get("_pictures") == "1"
    box = _Box(
        error, attrs={"id": f"id_{name}", "class": "form-control", **_at_once(name, pictures_only=pictures_only)}
    )
    return HttpResponse(box.render(name, uid))


class _Box(AttachmentInput):
    """A file box on its own, with the sentence on a refused upload in it."""

    def __init__(self, error: str, attrs: dict[str, str]) -> None:
        super().__init__(attrs)
        self.error = error

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["error"] = self.error
        if self.error:
            context["widget"]["value"] = REFUSED
        return context
