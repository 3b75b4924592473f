"""A request form that a requester filled in at the counter (loket): typed where letters are registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.forms import ActForm, AttachmentField
from simcap.facilitation.models import PaperSheet
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.paper import Paper

from .occasions import occasion_to_register
from .paper import sheet_seen
from .uploading import send_at_once, sent, with_refused
from .viewer import office_of, powers_of

#: Who filled it in, as the journal says it: nobody outside the office is named there.
REQUESTER = "Pemohon"


class CounterScanForm(ActForm):
    """The scan of the form that the requester filled in."""

    counter_scan = AttachmentField(label=_("Foto atau pindaian formulir"))


@dataclass(frozen=True, slots=True)
class CounterPaper:
    """The sheet and its scan field, judged once it is sent."""

    sheet: PaperSheet
    form: ActForm


def counter_paper(request: HttpRequest) -> CounterPaper | None:
    """The sheet that the page is asked to be typed from (`?kertas=`); None for none. Raises: Http404."""
    kept: CounterPaper | None = getattr(request, "simcap_counter", None)
    token = request.GET.get("kertas", "")
    if kept is not None or not token:
        return kept
    sheet = sheet_seen(request, token=token)
    if sheet.facilitation is not None:
        raise Http404
    found = CounterPaper(sheet, send_at_once(_form(request)))
    request.simcap_counter = found  # type: ignore[attr-defined]
    return found


def _form(request: HttpRequest) -> ActForm:
    """Uploads are staged once for the whole request."""
    occasion = occasion_to_register(office_of(request), powers_of(request))
    if request.method != "POST":
        return CounterScanForm(occasion)
    given = sent(CounterScanForm, request, office=occasion.office, actor=occasion.actor)
    if "_refresh" in request.POST or given.refused:
        return with_refused(CounterScanForm(occasion, typed=given.inputs), given.refused)
    return CounterScanForm(occasion, given.inputs)


def is_brought(request: HttpRequest, occasion: Occasion) -> bool:
    """Whether the scan is there, where the page is typed from paper."""
    found = counter_paper(request)
    return found is None or found.form.is_valid()


def paper_of_counter(request: HttpRequest, occasion: Occasion) -> Paper | None:
    """The paper for the doorway."""
    found = counter_paper(request)
    if found is None:
        return None
    values: dict[str, Any] = found.form.values()
    return Paper(sheet=found.sheet, scan=values["counter_scan"], filled_by=REQUESTER)
