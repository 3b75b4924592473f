"""The receipt (tanda terima) of a request as a PDF: made on demand, the same bytes each time."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from simcap.documents.content import Verification
from simcap.documents.issue import letterhead
from simcap.documents.typeset import render
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation
from simcap.intake.content import NextStep, Receipt
from simcap.intake.queries import answer_token
from simcap.procedure.chart_words import time_words


def receipt_pdf(case: Facilitation) -> bytes:
    """The receipt of a case. Raises: TypesettingFailed."""
    with translation.override("id"):  # paper speaks the office's language, whatever the screen does
        return render("receipt", receipt_of(case), issued_at=case.registered_at)


def receipt_of(case: Facilitation) -> Receipt:
    """What the receipt says: nothing that changes while the case goes on."""
    revision, letter, office = definition(case.definition_id), case.letter, case.office
    tracked = None if case.security in CLOSED_CLASSES else _qr("track-case", case, code=case.tracking_code)
    return Receipt(
        letterhead=letterhead(office), agenda_number=case.agenda_number, registered_at=case.registered_at,
        channel=str(case.get_channel_display()), institution=case.institution, letter_number=letter.letter_number,
        letter_on=letter.letter_on, subject=letter.subject, event=case.event, place=case.place_label,
        tracking_code=case.tracking_code if tracked else "", sop=revision.identity.number,
        steps=tuple(
            NextStep(no=one.no, label=one.label.id, time=time_words(one, language="id")) for one in revision.steps
        ),
        tracking=tracked, answering=_qr("answer", case, token=answer_token(case)),
        contact=tuple(part for part in (office.name, office.address, office.phone, office.email) if part),
    )  # fmt: skip


def _qr(name: str, case: Facilitation, **names: str) -> Verification:
    path = reverse(name, kwargs={"office": case.office.slug, **names})
    return Verification(url=f"{settings.SIMCAP_PUBLIC_URL}{path}", code=case.tracking_code)
