"""The receipt of a paper letter (tanda terima) as a PDF, for its bearer to take home."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simcap.errors import NotYou
from simcap.facilitation.models import Facilitation
from simcap.facilitation.queries import registered_by
from simcap.public.receipt import receipt_pdf

from .files import case_seen
from .occasions import occasion_to_register
from .refusals import refused
from .session import signed_in
from .viewer import powers_of


def handed_over(request: HttpRequest, uid: UUID) -> Facilitation:
    """The case whose receipt this person may hand over. Raises: Http404; NotYou for who is not the front desk."""
    powers = powers_of(request)
    case = registered_by(powers).filter(uid=uid).first() or case_seen(request, uid)
    occasion_to_register(case.office, powers)
    return case


@signed_in
@require_safe
def receipt_sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The receipt to print: agenda number, tracking code, the secret link by which the requester answers."""
    try:
        case = handed_over(request, uid)
    except NotYou as refusal:
        return refused(request, refusal)
    answer = HttpResponse(receipt_pdf(case), content_type="application/pdf")
    name = f"{_('Tanda terima')} {case.agenda_number}.pdf".replace("/", "-")
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return answer
