"""Check chains and checkpoints against what the rows say. Reading only; names the first thing that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .append import FORMAT, GENESIS, detail_digest, link, moment
from .models import Entry

ERASE = "erase_detail"
CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain breaks: chain, sequence number, and why, for people."""

    chain: str
    seq: int
    reason: str

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found. `erased` says which details were lawfully removed, and when."""

    entries: int
    chains: int
    breaks: tuple[Break, ...]
    erased: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.breaks


#: Columns that must repeat what the canonical text says.
MIRRORED = ("chain", "seq", "act")


def _flaws(entry: Entry, *, seq: int, prev_hash: str) -> Iterator[str]:
    if entry.seq != seq:
        yield _("seharusnya nomor %(expected)d, ditemukan nomor %(found)d: ada jejak yang hilang") % {
            "expected": seq, "found": entry.seq
        }  # fmt: skip
        return
    if entry.prev_hash != prev_hash:
        yield _("tidak bersambung dengan hash jejak sebelumnya")
    if entry.hash != link(entry.prev_hash, entry.canonical):
        yield _("teksnya diubah: hash tidak cocok")
        return
    try:
        yield from _column_flaws(entry, json.loads(entry.canonical))
    except (ValueError, KeyError, TypeError):  # somebody wrote his own text, and its hash
        yield _("teksnya tidak terbaca")


def _column_flaws(entry: Entry, body: dict[str, Any]) -> Iterator[str]:
    if body["v"] != FORMAT:
        yield _("format %(version)s tidak dikenal") % {"version": body["v"]}
    if any(body[name] != getattr(entry, name) for name in MIRRORED) or body["office"] != entry.office_slug:
        yield _("kolomnya tidak sesuai dengan teksnya")
    if (body["occurred_at"], body["recorded_at"]) != (moment(entry.occurred_at), moment(entry.recorded_at)):
        yield _("waktunya tidak sesuai dengan teksnya")


def _detail_flaw(entry: Entry, body: dict[str, Any], erasures: dict[tuple[str, int], str]) -> str | None:
    promised = body.get("detail_sha256")
    detail = getattr(entry, "detail", None)
    if detail is None:
        if promised and (entry.chain, entry.seq) not in erasures:
            return _("rinciannya hilang tanpa jejak penghapusan")
        return None
    if detail_digest(detail.salt, detail.text) != promised:
        return _("rinciannya diubah: hash bergaram tidak cocok")
    return None


def _erasures(entries: Iterator[Entry]) -> dict[tuple[str, int], str]:
    found = {}
    for entry in entries:
        if any(_flaws(entry, seq=entry.seq, prev_hash=entry.prev_hash)):
            continue  # a forged entry excuses nothing; the walk along its chain names it
        body = json.loads(entry.canonical)
        who = body.get("actor", {}).get("name", "?")
        found[(body["erased_chain"], body["erased_seq"])] = f"{body['erased_chain']} #{body['erased_seq']}: " + _(
            "dihapus oleh %(who)s pada %(moment)s"
        ) % {"who": who, "moment": body["recorded_at"]}
    return found


def _checkpoint_flaws(entry: Entry) -> Iterator[Break]:
    """A checkpoint lists [chain, seq, hash] of every head that moved since the one before."""
    seen = f"{entry.chain} #{entry.seq}"
    for chain, seq, promised in json.loads(entry.canonical)["heads"]:
        actual = Entry.objects.filter(chain=chain, seq=seq).values_list("hash", flat=True).first()
        if actual is None:
            yield Break(chain, seq, _("hilang, padahal tercatat pada titik periksa %(which)s") % {"which": seen})
        elif actual != promised:
            yield Break(chain, seq, _("berbeda dari yang tercatat pada titik periksa %(which)s") % {"which": seen})


def verify(*, office_slug: str | None = None, chain: str | None = None) -> Verdict:
    """Check every chain (of one office, or one chain only) and every checkpoint among them.

    Units: about 100,000 entries a second; memory does not grow with their number.
    """
    rows = Entry.objects.select_related("detail").order_by("chain", "seq")
    if office_slug:
        rows = rows.filter(office_slug=office_slug)
    if chain:
        rows = rows.filter(chain=chain)
    erasures = _erasures(rows.filter(act=ERASE).iterator())  # an erasure stands in the chain that it erased from
    breaks: list[Break] = []
    count = chains = seq = 0
    current, prev_hash = None, GENESIS
    for entry in rows.iterator(chunk_size=5000):
        count += 1
        if entry.chain != current:
            current, seq, prev_hash, chains = entry.chain, 0, GENESIS, chains + 1
        seq += 1
        flaws = list(_flaws(entry, seq=seq, prev_hash=prev_hash))
        if not flaws and (flaw := _detail_flaw(entry, json.loads(entry.canonical), erasures)):
            flaws.append(flaw)
        if not flaws and entry.act == CHECKPOINT:
            breaks += _checkpoint_flaws(entry)
        breaks += [Break(entry.chain, entry.seq, flaw) for flaw in flaws]
        seq, prev_hash = entry.seq, entry.hash
    return Verdict(count, chains, tuple(breaks), tuple(erasures.values()))
