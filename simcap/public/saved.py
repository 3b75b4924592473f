"""Saved requests (konsep permintaan): what a requester has written, kept under a secret link until it is sent."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac

from simcap import clock
from simcap.documents import store
from simcap.documents.models import Attachment, StoredFile
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Actor
from simcap.intake.models import RequestDraft
from simcap.people.models import Office
from simcap.people.tokens import digest_of

from .requester import draft_actor

#: So long before a draft expires its writer is told.
NOTICE = timedelta(days=3)
#: What the store notes of bytes that went with a draft.
EXPIRED = "konsep permintaan yang tidak dikirim"


def token_of(uid: UUID) -> str:
    """The secret part of a draft's link: 192 bits that only this installation can compute; the database cannot tell."""
    secret = salted_hmac("simcap.request-draft", str(uid), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(secret[:24]).decode()


def path(draft: RequestDraft) -> str:
    """The secret address at which the writing goes on."""
    return reverse("request-draft", kwargs={"office": draft.office.slug, "token": token_of(draft.uid)})


def link(draft: RequestDraft) -> str:
    """The whole secret address, as it is given to the requester."""
    return f"{settings.SIMCAP_PUBLIC_URL}{path(draft)}"


def life() -> timedelta:
    """How long a draft lives after its last change."""
    return timedelta(days=settings.SIMCAP_DRAFT_DAYS)


def actor_of(draft: RequestDraft) -> Actor:
    """The requester behind a draft."""
    return draft_actor(draft.uid)


def find(token: str, *, office: Office) -> RequestDraft | None:
    """The draft of a secret link, sent or not; None for an unknown one, another office's, and one that has expired."""
    alive = Q(sent_at__isnull=False) | Q(expires_at__gt=clock.now())
    found = RequestDraft.objects.select_related("office", "facilitation__office")
    return found.filter(alive, token_digest=digest_of(token), office=office).first()


def begin(uid: UUID, *, office: Office) -> RequestDraft:
    """The draft of this id; the first page sent twice is one draft. Changes: it is there from now on."""
    now = clock.now()
    first = {
        "office": office, "token_digest": digest_of(token_of(uid)), "created_at": now, "changed_at": now,
        "expires_at": now + life(),
    }  # fmt: skip
    return RequestDraft.objects.select_related("office", "facilitation__office").get_or_create(uid=uid, defaults=first)[
        0
    ]


def keep(draft: RequestDraft, inputs: Mapping[str, Any]) -> bool:
    """Keep what one page says, beside what the others said. False when the request has been sent in the meantime.

    Changes: the inputs; the draft lives anew.
    """
    with transaction.atomic():
        row = RequestDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk, sent_at=None).first()
        if row is None:
            return False
        now, kept = clock.now(), {**row.inputs, **_storable(inputs)}
        row.inputs, row.changed_at, row.expires_at, row.warned_at = kept, now, now + life(), None
        row.save(update_fields=["inputs", "changed_at", "expires_at", "warned_at"])
    draft.inputs, draft.expires_at = row.inputs, row.expires_at
    return True


def _storable(value: Any) -> Any:
    """What a page said, without the character NUL: nobody types it, and PostgreSQL has no place for it in JSON."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, Mapping):
        return {_storable(name): _storable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(one) for one in value]
    return value


def mark_sent(draft: RequestDraft, case: Facilitation) -> None:
    """The draft has become a case. Changes: nothing that was typed stays here; the link leads to the receipt."""
    RequestDraft.objects.filter(pk=draft.pk).update(
        sent_at=clock.now(), facilitation=case, inputs={}, mailed_to="", warned_at=None
    )


def note_mailed(draft: RequestDraft, address: str) -> None:
    """The link goes to this address."""
    RequestDraft.objects.filter(pk=draft.pk).update(mailed_to=address)
    draft.mailed_to = address


def about_to_expire(at: datetime) -> QuerySet[RequestDraft]:
    """Drafts whose writers are to be told now."""
    unsent = RequestDraft.objects.filter(sent_at=None, warned_at=None).exclude(mailed_to="")
    return unsent.filter(expires_at__gt=at, expires_at__lte=at + NOTICE).select_related("office")


def discard(draft: RequestDraft, *, expired_at: datetime | None = None) -> bool:
    """Give up a draft with everything that was uploaded for it; with `expired_at` only if nobody has gone on with it.

    Changes: the draft and its uploads are gone; so are the bytes that nobody else has.
    """
    unsent = RequestDraft.objects.filter(pk=draft.pk, sent_at=None)
    with transaction.atomic():
        row = (unsent.filter(expires_at__lte=expired_at) if expired_at else unsent).select_for_update().first()
        if row is None:
            return False
        staged = Attachment.objects.filter(office=row.office_id, uploader=actor_of(row).key, case_uid=None)
        hashes = {sha256 for pair in staged.values_list("file", "view") for sha256 in pair if sha256}
        staged.delete()
        row.delete()
        store.destroy(StoredFile.objects.filter(sha256__in=hashes), under=EXPIRED, at=clock.now())
    store.remove_destroyed()
    return True


def discard_expired() -> int:
    """Give up every draft that has expired. Answers how many."""
    now = clock.now()
    expired = list(RequestDraft.objects.filter(sent_at=None, expires_at__lte=now))
    return sum(discard(draft, expired_at=now) for draft in expired)
