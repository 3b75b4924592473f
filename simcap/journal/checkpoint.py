"""The daily checkpoint over all heads of an office: exposes chains that were cut short or removed whole."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from .append import append
from .models import Entry
from .verify import CHECKPOINT

OVERLAP = timedelta(minutes=10)
OVERLAP_COUNT = 10_000


def last_checkpoint(office_slug: str) -> Entry | None:
    """The newest checkpoint of an office."""
    return Entry.objects.filter(chain=f"office:{office_slug}", act=CHECKPOINT).order_by("-seq").first()


def _moved(office_slug: str, before: Entry | None, seen_id: int) -> QuerySet[Entry]:
    """Entries that the last checkpoint did not see; with an overlap, for ids are given before they are committed."""
    entries = Entry.objects.filter(office_slug=office_slug)
    if before is None:
        return entries
    late = Q(
        id__gt=seen_id - OVERLAP_COUNT,
        recorded_at__gte=before.recorded_at - OVERLAP,
        recorded_at__lte=before.recorded_at,
    )
    return entries.filter(Q(id__gt=seen_id) | late).exclude(id=before.pk)


def write_checkpoint(office_slug: str, *, at: datetime) -> Entry | None:
    """Note every head that moved since the last checkpoint; None when none has. The caller holds the office's lock.

    Shape: `heads` is a list of [chain, seq, hash]; `seen_id` the newest entry it covers.
    """
    before = last_checkpoint(office_slug)
    seen_id = json.loads(before.canonical)["seen_id"] if before else 0
    newest = _moved(office_slug, before, seen_id).values("chain").annotate(last=Max("seq"), newest_id=Max("id"))
    heads = []
    for row in newest.order_by("chain"):
        entry = Entry.objects.get(chain=row["chain"], seq=row["last"])
        heads.append([entry.chain, entry.seq, entry.hash])
        seen_id = max(seen_id, row["newest_id"])
    if not heads:
        return None
    facts = {"actor": {"kind": "system", "name": "SIMCAP"}, "heads": heads, "seen_id": seen_id}
    return append(
        f"office:{office_slug}", office_slug=office_slug, act=CHECKPOINT, occurred_at=at, recorded_at=at, facts=facts
    )
