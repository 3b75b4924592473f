"""Taking the bundle of a case (unduh bundel): first what is in it and whose data, then the ZIP."""

from __future__ import annotations

import logging
import tempfile
from typing import Any
from uuid import UUID

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from simcap.bundle.contents import contents_of
from simcap.bundle.taking import by, must_be_able_to_take, take
from simcap.documents.store import FileMissing
from simcap.errors import NotYou
from simcap.facilitation.models import Facilitation
from simcap.stewardship.models import Reading
from simcap.stewardship.readings import note_reading

from .files import case_seen
from .refusals import refused
from .session import signed_in
from .viewer import powers_of

log = logging.getLogger(__name__)


class PurposeForm(forms.Form):
    """What a bundle is taken for; it goes into the office's journal with the name of who took it."""

    purpose = forms.CharField(
        label=_("Untuk keperluan apa?"), max_length=200, min_length=5,
        help_text=_("Misalnya: permintaan inspektorat, arsip SRIKANDI. Dicatat pada jejak kantor bersama nama Anda."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page before the download, and by POST the bundle itself.

    Changes: an entry in the office's journal, and in the list of who saw what.
    """
    case = case_seen(request, uid)
    try:
        must_be_able_to_take(powers_of(request))
    except NotYou as refusal:
        return refused(request, refusal, case=case)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page: dict[str, Any] = {"case": case, "form": form, "contents": contents_of(case)}
        return render(request, "dossier/bundle.html", page, status=422 if form.is_bound else 200)
    return _sent(request, case, purpose=form.cleaned_data["purpose"])


def _sent(request: HttpRequest, case: Facilitation, *, purpose: str) -> HttpResponse:
    kept = tempfile.TemporaryFile()  # noqa: SIM115 — the answer closes it after the last byte
    try:
        packed, _contents = take(case, taker=by(powers_of(request)), purpose=purpose, target=kept)
    except FileMissing as missing:
        kept.close()
        log.error("A kept file does not stand its check: %s", missing)
        return render(request, "dossier/file_missing.html", status=500)
    note_reading(case, powers_of(request), thing=Reading.Thing.EXPORT)
    kept.seek(0)
    name = f"bundel-{slugify(case.agenda_number.replace('/', '-'))}.zip"
    answer = FileResponse(kept, as_attachment=True, filename=name, content_type="application/zip")
    answer["Content-Length"] = str(packed.size)
    return answer  # type: ignore[return-value]  # it is sent like any other answer
