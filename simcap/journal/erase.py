"""Erase the personal data behind an entry; the chain stays whole and says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from .append import append
from .models import Entry, EntryDetail
from .verify import ERASE


@transaction.atomic
def erase_detail(entry: Entry, *, actor: Mapping[str, Any], reason: str, at: datetime) -> Entry:
    """Delete an entry's detail row and add an entry that says so, in the same chain.

    Source: UU 27/2022 (personal data), retention. The caller holds the lock of what the chain is about.
    """
    EntryDetail.objects.filter(entry=entry).delete()
    facts = {"actor": dict(actor), "erased_chain": entry.chain, "erased_seq": entry.seq, "reason": reason}
    return append(entry.chain, office_slug=entry.office_slug, act=ERASE, occurred_at=at, recorded_at=at, facts=facts)
