"""Append one entry to a chain. The caller holds the lock of whatever the chain is about."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .models import Entry, EntryDetail

#: What an empty chain's first entry names as its predecessor.
GENESIS = "0" * 64
#: Version of the canonical text. A reader refuses one that it does not know.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: its sequence number and hash. An empty chain has 0 and GENESIS."""

    seq: int
    hash: str


def canonical_text(value: Mapping[str, Any]) -> str:
    """The one spelling of an entry: JSON, sorted keys, no spaces, UTF-8 kept as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def moment(value: datetime) -> str:
    """A moment as it stands in canonical text: UTC, microseconds, `Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link(prev_hash: str, canonical: str) -> str:
    """The hash of an entry: SHA-256 over its predecessor's hash, a line feed, and its canonical text."""
    return hashlib.sha256(f"{prev_hash}\n{canonical}".encode()).hexdigest()


def detail_digest(salt: str, text: str) -> str:
    """What the chain holds of a detail row: SHA-256 over salt, line feed, text."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def head(chain: str) -> Head:
    """The head of a chain."""
    last = Entry.objects.filter(chain=chain).order_by("-seq").values_list("seq", "hash").first()
    return Head(*last) if last else Head(0, GENESIS)


def append(
    chain: str,
    *,
    office_slug: str,
    act: str,
    occurred_at: datetime,
    recorded_at: datetime,
    facts: Mapping[str, Any],
    detail: Mapping[str, Any] | None = None,
    after: Head | None = None,
) -> Entry:
    """Write the next entry of a chain, with its detail row where there is personal data or free text.

    Shape: `facts` must be JSON; it may hold officials' names and decrees, never requesters' or visitors' data.
    Changes: one row in journal_entry, at most one in journal_detail; nothing is committed here.
    Raises: IntegrityError when somebody else appended first; ValueError for a fact named as what an entry says itself.
    """
    before = after or head(chain)
    body: dict[str, Any] = {
        "v": FORMAT,
        "chain": chain,
        "seq": before.seq + 1,
        "office": office_slug,
        "act": act,
        "occurred_at": moment(occurred_at),
        "recorded_at": moment(recorded_at),
    }
    if taken := {*body, "detail_sha256"} & facts.keys():
        raise ValueError(f"These names belong to the entry itself: {', '.join(sorted(taken))}.")
    body |= facts
    salt, text = secrets.token_hex(16), canonical_text(detail) if detail else ""
    if text:
        body["detail_sha256"] = detail_digest(salt, text)
    canonical = canonical_text(body)
    entry = Entry.objects.create(
        chain=chain, seq=before.seq + 1, office_slug=office_slug, act=act, occurred_at=occurred_at,
        recorded_at=recorded_at, canonical=canonical, prev_hash=before.hash, hash=link(before.hash, canonical),
    )  # fmt: skip
    if text:
        EntryDetail.objects.create(entry=entry, salt=salt, text=text)
    return entry
