"""An act typed from paper: the scan beside the form, and what the paper itself says (`?kertas=<token>`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from simcap.documents.models import Attachment
from simcap.facilitation.forms import ActForm
from simcap.facilitation.models import Facilitation, PaperSheet
from simcap.facilitation.paper import Paper
from simcap.facilitation.rights import Powers

from .acting_page import own_faults
from .forms import PaperForm
from .paper import scan_for
from .papers import attachment_paper
from .printing import FORM


@dataclass
class FromPaper:
    """The sheet that an act is typed from, its latest scan, and what is asked of the paper (not of the host's page)."""

    case: Facilitation
    sheet: PaperSheet
    scan: Attachment | None
    form: PaperForm | None

    def is_valid(self) -> bool:
        """Whether what the paper says of itself is filled in well."""
        return self.form is None or self.form.is_valid()

    @property
    def paper(self) -> Paper | None:
        """The paper for the doorway, after the form was found valid."""
        if self.form is None or self.scan is None:
            return None
        return Paper(sheet=self.sheet, scan=self.scan, filled_by=self.form.cleaned_data["filled_by"].name)

    def known(self, form: type[ActForm]) -> dict[str, Any]:
        """What the scan fills in by itself."""
        return form.inputs_from_paper(self.sheet.template, self.scan) if self.scan else {}

    def context(self, page: Mapping[str, Any]) -> dict[str, Any]:
        """What the act's page shows further: the scan first among the papers; the paper's moment instead of another."""
        title = _("Pindaian formulir %(code)s") % {"code": self.sheet.code}
        found: dict[str, Any] = {"sheet": self.sheet, "paper_form": self.form, "has_scan": self.scan is not None}
        if self.scan:
            found["papers"] = [attachment_paper(self.case, self.scan, title), *page["papers"]]
        if self.form:
            faults = list(own_faults(self.form)) if self.form.is_bound else []
            found |= {"when": None, "in_field": page["when"] is not None, "faults": [*page["faults"], *faults]}
        return found


def from_paper(request: HttpRequest, case: Facilitation, act: str, powers: Powers) -> FromPaper | None:
    """The paper that a page is asked to be typed from; None for none. Raises: Http404 for another act's."""
    sheet = scan_for(request, case, act)
    if sheet is None:
        return None
    last = sheet.scans.select_related("attachment__file", "attachment__view").order_by("-id").first()
    form = None
    if sheet.template == FORM and last:
        form = PaperForm.asked(request, office=case.office, officer=powers.actor.officer)
    return FromPaper(case, sheet, last.attachment if last else None, form)
