"""Issue a report of the office: a frozen, hashed document with a QR code, on the office's own chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from simcap.documents.content import Letterhead, Paper, SignatureBlock, Verification
from simcap.documents.issue import Order, issue, letterhead, signature, ticket
from simcap.documents.models import Document
from simcap.journal.append import head
from simcap.people.acts import chain_of
from simcap.people.authority import Holding, signature_block
from simcap.people.models import Office


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is issued: of which kind, under which title, as a version of what, and how its content is made."""

    kind: str
    title: str
    of: UUID
    content: Callable[[Letterhead, SignatureBlock, Verification], Any]


def a4(office: Office) -> Letterhead:
    """The office's letterhead on A4, on which reports are printed whatever the office writes letters on."""
    return replace(letterhead(office), paper=Paper.A4)


def issued(report: Report, *, office: Office, holding: Holding, at: datetime) -> Document:
    """Freeze and keep a report; one of the same kind and period that was issued before is replaced.

    Changes: locks the office's chain, so that nothing comes between the head that is noted and the caller's entry.
    """
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    place, block = ticket(office), signature_block(holding)
    order = Order(
        kind=report.kind, title=report.title, ticket=place, signed_by=block, of_office=True,
        content=report.content(a4(office), signature(block, at=at), place.verification),
    )  # fmt: skip
    return issue(order, case_uid=report.of, issued_at=at, head=head(chain_of(office)))
