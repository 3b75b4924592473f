"""The journal: entries verified per second, of a chain per case with details and of the office's checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import perf_counter
from typing import Any
from uuid import UUID, uuid5

from django.core.management import call_command

from simcap.journal.append import FORMAT, GENESIS, canonical_text, detail_digest, link, moment
from simcap.journal.checkpoint import write_checkpoint
from simcap.journal.models import Entry, EntryDetail
from simcap.journal.verify import verify

from .figures import Figure

#: Goal of design, "Budgets".
ENTRIES_PER_S = 100_000
ENTRIES, QUICK_ENTRIES = 200_000, 20_000
CHAIN_LENGTH = 20
OFFICE = "kantor-ukur"
SPACE = UUID("3f0e0c9e-4c77-4a53-8f1a-50d6b15b5f5b")
BEGUN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def measure(*, quick: bool) -> list[Figure]:
    """Verify many entries, one after another."""
    call_command("migrate", verbosity=0)
    count = QUICK_ENTRIES if quick else ENTRIES
    _write(count)
    best, verdict = 0.0, None
    for _round in range(3):
        begun = perf_counter()
        verdict = verify(office_slug=OFFICE)
        best = max(best, verdict.entries / (perf_counter() - begun))
        assert verdict.sound, verdict.breaks[:3]
    assert verdict
    return [
        Figure(
            name="journal entries verified", value=best, unit="/s", at_least=ENTRIES_PER_S, places=0,
            note=f"{verdict.entries:,} entries in {verdict.chains:,} chains, two of three with a detail row, best of 3",
        )
    ]  # fmt: skip


def _write(count: int) -> None:
    """Write chains as acts write them, and a checkpoint over all their heads."""
    entries = _entries(count)
    while lot := list(islice(entries, 5000)):
        kept = Entry.objects.bulk_create(entry for entry, _ in lot)
        EntryDetail.objects.bulk_create(
            EntryDetail(entry=entry, salt=detail[0], text=detail[1])
            for entry, (_, detail) in zip(kept, lot, strict=True)
            if detail
        )
    write_checkpoint(OFFICE, at=datetime(2026, 12, 31, tzinfo=UTC))


def _entries(count: int) -> Iterator[tuple[Entry, tuple[str, str] | None]]:
    for chain in range(count // CHAIN_LENGTH):
        name, prev_hash = f"case:{uuid5(SPACE, str(chain))}", GENESIS
        for seq in range(1, CHAIN_LENGTH + 1):
            at = BEGUN + timedelta(minutes=chain * 7 + seq)
            salt, text = f"{chain * 100 + seq:032x}", canonical_text({"note": f"Catatan {chain} langkah {seq}."})
            detail = (salt, text) if seq % 3 else None
            body = _body(name, seq, at, detail)
            canonical = canonical_text(body)
            entry = Entry(
                chain=name, seq=seq, office_slug=OFFICE, act=body["act"], occurred_at=at, recorded_at=at,
                canonical=canonical, prev_hash=prev_hash, hash=link(prev_hash, canonical),
            )  # fmt: skip
            prev_hash = entry.hash
            yield entry, detail


def _body(name: str, seq: int, at: datetime, detail: tuple[str, str] | None) -> dict[str, Any]:
    body: dict[str, Any] = {
        "v": FORMAT, "chain": name, "seq": seq, "office": OFFICE, "act": "dispose", "occurred_at": moment(at),
        "recorded_at": moment(at), "step": 1, "stage_before": "with_head", "stage_after": "with_division",
        "actor": {
            "kind": "officer", "name": "Kepala Dinas (contoh)", "account": "kadis", "performer": "head",
            "position": "Kepala Dinas Komunikasi dan Informatika", "appointment": "definitive", "decree": "SK contoh 3",
        },
        "sop": {"number": "555/24.5/Dikominfo-2021", "id": "555-24.5-dikominfo-2021", "sha256": "0" * 64},
        "request_id": str(uuid5(SPACE, f"{name} {seq}")), "inputs_sha256": f"{seq:064x}",
        "facts": {"tier": 1, "responsible": "Kepala Bidang", "informed": [], "instructions": ["Siapkan SPT"]},
    }  # fmt: skip
    if detail:
        body["detail_sha256"] = detail_digest(*detail)
    return body
