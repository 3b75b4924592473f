"""Questions about a refusal: the decision, its letter, and what the letter says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.utils import dateformat, translation

from simcap.documents.content import SignatureBlock, Verification
from simcap.documents.issue import letterhead
from simcap.facilitation.models import Facilitation, Initial
from simcap.facilitation.phrases import window_text
from simcap.facilitation.searching import contributes
from simcap.people.days import day_of
from simcap.people.models import Officer
from simcap.step2_assignment.queries import parafs

from .content import DeclineLetter as LetterContent
from .models import Decline, DeclineLetter


def open_decline(case: Facilitation) -> Decline | None:
    """The decision that stands; None while nobody declined, or when it was reconsidered."""
    return case.declines.filter(reconsidered_at=None).first()


def current_letter(case: Facilitation) -> DeclineLetter | None:
    """The letter as it was drafted last, or signed."""
    decline = open_decline(case)
    return decline.letters.select_related("decline__facilitation__office", "document").last() if decline else None


def suggested_body(decline: Decline) -> str:
    """The usual words as a first draft."""
    case, letter = decline.facilitation, decline.facilitation.letter
    with translation.override("id"):  # the words are printed
        day = dateformat.format(letter.letter_on, "j F Y")
        window = window_text(case.starts_at, case.ends_at, case.office.time_zone)
    return (
        f"Menjawab surat Saudara nomor {letter.letter_number} tanggal {day} perihal {letter.subject}, dengan ini kami "
        f"sampaikan bahwa permintaan fasilitasi Mobile MCAP untuk kegiatan {case.event} di {letter.site}, "
        f"{case.place_label}, {window}, belum dapat kami penuhi.\n\n"
        f"Alasannya: {decline.reason}"
    )


def letter_content(
    letter: DeclineLetter,
    *,
    initials: list[Initial],
    signed: SignatureBlock,
    signer: Officer | None = None,
    number: str = "",
    at: datetime,
    verification: Verification | None = None,
) -> LetterContent:
    """What the letter says. Without number and verification it is the draft."""
    case = letter.decline.facilitation
    with translation.override("id"):
        urgency = str(case.get_urgency_display())
    return LetterContent(
        letterhead=letterhead(case.office),
        addressee=letter.addressee,
        subject=letter.subject,
        urgency=urgency,
        paragraphs=tuple(piece.strip() for piece in letter.body.split("\n\n") if piece.strip()),
        suggestion=letter.suggestion,
        signature=signed,
        number=number,
        issued_on=day_of(at, case.office) if number else None,
        paraf=parafs(initials, signer=signer),
        copies_to=tuple(letter.copies_to),
        verification=verification,
    )


@contributes("decision", acts=("decline", "draft_decline", "reconsider"))
def decline_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """Why requests were declined, and what the letters say."""
    rows = Decline.objects.filter(facilitation__in=cases).order_by("id", "letters__id")
    return rows.values_list("facilitation", "reason", "letters__body", "letters__suggestion")
