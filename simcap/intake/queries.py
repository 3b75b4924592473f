"""Questions about letters: duplicates, completions, the links a requester holds."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import QuerySet

from simcap.facilitation.models import Facilitation
from simcap.facilitation.search_models import HIDDEN
from simcap.facilitation.searching import contributes
from simcap.people.models import Office

from .models import Completion, RequestLetter

#: No I, L, O, U: a code that can be read over the telephone. Source: Crockford's base 32.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ANSWER_SALT = "simcap.answer"


def duplicates(office: Office, *, institution: str, letter_number: str, letter_on: date) -> QuerySet[RequestLetter]:
    """Letters of the same sender, number and date that the office already has."""
    return RequestLetter.objects.filter(
        facilitation__office=office,
        institution__iexact=institution.strip(),
        letter_number__iexact=letter_number.strip(),
        letter_on=letter_on,
    ).select_related("facilitation")


def new_tracking_code() -> str:
    """A tracking code (kode lacak) of 50 random bits. Shape: `7KQ4-M2XP-9T`."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def tidy_code(typed: str) -> str:
    """A tracking code as people type it, brought to its one spelling."""
    plain = "".join(ch for ch in typed.upper().replace("O", "0").replace("I", "1").replace("L", "1") if ch in ALPHABET)
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:10]}"


def answer_token(case: Facilitation) -> str:
    """The secret part of the link by which the requester answers; the same each time it is told.

    Only who holds the link can make a change.
    """
    return signing.Signer(salt=ANSWER_SALT).sign_object(str(case.uid))


def case_of_answer(token: str, *, office: Office) -> Facilitation | None:
    """The case that a secret link belongs to; None for a link that is not genuine or belongs to another office."""
    try:
        uid = signing.Signer(salt=ANSWER_SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return Facilitation.objects.select_related("office", "letter").filter(uid=uid, office=office).first()


def open_completion(case: Facilitation) -> Completion | None:
    """What the requester is asked for now."""
    return case.completions.filter(answered_at=None).first()


@contributes("letter", acts=("register",))
def letter_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """Words of the request letters (surat permintaan), and the numbers by which people ask for them.

    The tracking code stands there once more as people type it, without its strokes; nobody is shown that.
    """
    rows = RequestLetter.objects.filter(facilitation__in=cases)
    for pk, code, *words in rows.values_list(
        "facilitation", "facilitation__tracking_code", "facilitation__event", "institution", "subject", "notes",
        "letter_number", "facilitation__agenda_number",
    ):  # fmt: skip
        yield pk, *words, code, HIDDEN + code.replace("-", "")


@contributes("place", acts=("register", "resubmit"))
def place_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """Where the activity is."""
    rows = RequestLetter.objects.filter(facilitation__in=cases)
    return rows.values_list("facilitation", "facilitation__place_label", "site")


@contributes("decision", acts=("return_incomplete", "resubmit", "cancel"))
def completion_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """What the requester was asked to complete, and what he answered."""
    rows = Completion.objects.filter(facilitation__in=cases).order_by("id")
    return rows.values_list("facilitation", "note", "answer")
