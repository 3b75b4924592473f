"""What the record of destruction and the notice of an incident say. Plain content, free of Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from simcap.documents.content import Letterhead, Person, SignatureBlock, Verification


@dataclass(frozen=True, kw_only=True)
class DestroyedLine:
    """One line of the list (daftar arsip). `note`: why it was left out, where it was."""

    number: str
    about: str
    closed_on: date
    due_on: date
    file_count: int = 0
    detail_count: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DestructionRecord:
    """Record of destruction (berita acara pemusnahan arsip)."""

    letterhead: Letterhead
    number: str
    kind: str
    schedule: str
    basis: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    approved_at: datetime
    finished_at: datetime
    destroyed: tuple[DestroyedLine, ...]
    excluded: tuple[DestroyedLine, ...]
    issued_on: date
    signature: SignatureBlock
    verification: Verification


@dataclass(frozen=True, kw_only=True)
class IncidentNotice:
    """Draft of the written notice of a failure to protect personal data (pemberitahuan kegagalan pelindungan)."""

    letterhead: Letterhead
    title: str
    noticed_at: datetime
    due_at: datetime
    happened: str
    data_kinds: str
    people_count: int | None
    consequences: str
    measures: str
    contact: str
    drafted_on: date
    signer: Person
