"""Check chains and checkpoints against what the rows say. Reading only; names the first thing that is wrong."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from pydantic_core import from_json  # reads JSON in half the time of the standard library

from .append import FORMAT, GENESIS, detail_digest, link
from .models import Entry

ERASE = "erase_detail"
CHECKPOINT = "checkpoint"
#: So many heads of a checkpoint are looked up by one statement.
HEADS_AT_ONCE = 500


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


class _Row(NamedTuple):
    """An entry as the table has it, with its detail row. Moments stay text: in a whole journal each step counts."""

    chain: str
    seq: int
    office_slug: str
    act: str
    occurred_at: str
    recorded_at: str
    canonical: str
    prev_hash: str
    hash: str
    salt: str | None
    detail: str | None


def _rows(entries: QuerySet[Entry]) -> Iterator[_Row]:
    columns = entries.values_list(
        "chain", "seq", "office_slug", "act", Cast("occurred_at", TextField()), Cast("recorded_at", TextField()),
        "canonical", "prev_hash", "hash", "detail__salt", "detail__text",
    )  # fmt: skip
    return map(_Row._make, columns.order_by("chain", "seq").iterator(chunk_size=500))


def _moment_of(column: str) -> datetime:
    """SQLite keeps moments in UTC without saying so; PostgreSQL says it."""
    return datetime.fromisoformat(column if "+" in column else column + "+00:00")


def _flaws(row: _Row, *, seq: int, prev_hash: str, erased: Container[tuple[str, int]]) -> Iterator[str]:
    if row.seq != seq:
        yield _("seharusnya nomor %(expected)d, ditemukan nomor %(found)d: ada jejak yang hilang") % {
            "expected": seq, "found": row.seq
        }  # fmt: skip
        return
    if row.prev_hash != prev_hash:
        yield _("tidak bersambung dengan hash jejak sebelumnya")
    if row.hash != link(row.prev_hash, row.canonical):
        yield _("teksnya diubah: hash tidak cocok")
        return
    try:
        yield from _text_flaws(row, from_json(row.canonical), erased)
    except (ValueError, KeyError, TypeError):  # somebody wrote his own text, and its hash
        yield _("teksnya tidak terbaca")


def _text_flaws(row: _Row, body: dict[str, Any], erased: Container[tuple[str, int]]) -> Iterator[str]:
    """Whether columns and detail row say what the canonical text says."""
    if body["v"] != FORMAT:
        yield _("format %(version)s tidak dikenal") % {"version": body["v"]}
    if (body["chain"], body["seq"], body["act"], body["office"]) != (row.chain, row.seq, row.act, row.office_slug):
        yield _("kolomnya tidak sesuai dengan teksnya")
    occurred_at, recorded_at = datetime.fromisoformat(body["occurred_at"]), datetime.fromisoformat(body["recorded_at"])
    if occurred_at != _moment_of(row.occurred_at) or recorded_at != _moment_of(row.recorded_at):
        yield _("waktunya tidak sesuai dengan teksnya")
    promised = body.get("detail_sha256")
    if row.salt is None or row.detail is None:
        if promised and (row.chain, row.seq) not in erased:
            yield _("rinciannya hilang tanpa jejak penghapusan")
    elif detail_digest(row.salt, row.detail) != promised:
        yield _("rinciannya diubah: hash bergaram tidak cocok")


def _erasures(rows: Iterator[_Row]) -> dict[tuple[str, int], str]:
    found = {}
    for row in rows:
        if any(_flaws(row, seq=row.seq, prev_hash=row.prev_hash, erased=())):
            continue  # a forged entry excuses nothing; the walk along its chain names it
        body = json.loads(row.canonical)
        who = body.get("actor", {}).get("name", "?")
        found[(body["erased_chain"], body["erased_seq"])] = f"{body['erased_chain']} #{body['erased_seq']}: " + _(
            "dihapus oleh %(who)s pada %(moment)s: %(reason)s"
        ) % {"who": who, "moment": body["recorded_at"], "reason": body.get("reason", "")}
    return found


def _checkpoint_flaws(row: _Row) -> Iterator[Break]:
    """A checkpoint lists [chain, seq, hash] of every head that moved since the one before."""
    which = f"{row.chain} #{row.seq}"
    promises = iter(json.loads(row.canonical)["heads"])
    while lot := list(islice(promises, HEADS_AT_ONCE)):
        chains, seqs = {chain for chain, _seq, _hash in lot}, {seq for _chain, seq, _hash in lot}
        known = Entry.objects.filter(chain__in=chains, seq__in=seqs).values_list("chain", "seq", "hash")
        actual = {(chain, seq): found for chain, seq, found in known}
        for chain, seq, promised in lot:
            if (chain, seq) not in actual:
                yield Break(chain, seq, _("hilang, padahal tercatat pada titik periksa %(which)s") % {"which": which})
            elif actual[chain, seq] != promised:
                yield Break(chain, seq, _("berbeda dari yang tercatat pada titik periksa %(which)s") % {"which": which})


def verify(*, office_slug: str | None = None, chain: str | None = None) -> Verdict:
    """Check every chain (of one office, or one chain only) and every checkpoint among them.

    Units: about 100,000 entries a second; memory does not grow with their number.
    """
    entries = Entry.objects.all()
    if office_slug:
        entries = entries.filter(office_slug=office_slug)
    if chain:
        entries = entries.filter(chain=chain)
    erasures = _erasures(_rows(entries.filter(act=ERASE)))  # an erasure stands in the chain that it erased from
    breaks: list[Break] = []
    count = chains = seq = 0
    current, prev_hash = None, GENESIS
    for row in _rows(entries):
        count += 1
        if row.chain != current:
            current, seq, prev_hash, chains = row.chain, 0, GENESIS, chains + 1
        flaws = [
            Break(row.chain, row.seq, flaw) for flaw in _flaws(row, seq=seq + 1, prev_hash=prev_hash, erased=erasures)
        ]
        if not flaws and row.act == CHECKPOINT:
            flaws += _checkpoint_flaws(row)
        breaks += flaws
        seq, prev_hash = row.seq, row.hash
    return Verdict(count, chains, tuple(breaks), tuple(erasures.values()))
