"""Carrying out an approved destruction, case by case. What was broken off goes on where it stopped."""

from __future__ import annotations

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from simcap import clock
from simcap.documents import store
from simcap.documents.issue import Order, issue, letterhead, signature, ticket
from simcap.documents.models import Document
from simcap.documents.numbering import Number
from simcap.facilitation.models import CLOSED_CLASSES
from simcap.facilitation.noting import locked, note_case
from simcap.journal.append import head
from simcap.people.acts import By, chain_of, note
from simcap.people.authority import Block
from simcap.people.models import Office

from .content import DestroyedLine, DestructionRecord
from .models import Destruction, DestructionItem, Kind
from .retention import hold_on, rules_of
from .wiping import Warrant, wipe

log = logging.getLogger(__name__)


@task()
def carry_out_waiting() -> int:
    """Carry out every approved destruction that is not done. Answers how many are done now."""
    waiting = Destruction.objects.filter(state=Destruction.State.APPROVED).order_by("id")
    return sum(carry_out(one) for one in waiting)


def carry_out(destruction: Destruction) -> bool:
    """Destroy what is on the list and issue the record of it. Answers whether it is done.

    Changes: each case is one transaction of its own; then the bytes go; the record (berita acara) comes last, so it
    never tells of what has not happened. Called again after a failure it does what is left.
    """
    with translation.override("id"):
        for pk in destruction.items.filter(state="pending").order_by("id").values_list("pk", flat=True):
            _destroy_one(pk)
        store.remove_destroyed()
        return _finish(destruction)


@transaction.atomic
def _destroy_one(pk: int) -> None:
    case = locked(DestructionItem.objects.select_related("facilitation").get(pk=pk).facilitation)
    item = DestructionItem.objects.select_related("destruction").select_for_update(of=("self",)).get(pk=pk)
    if item.state != DestructionItem.State.PENDING:
        return
    if hold := hold_on(case):
        item.state = DestructionItem.State.EXCLUDED
        item.because = _("Ditahan oleh %(who)s: %(reason)s") % {"who": hold.put_by, "reason": hold.reason}
        item.save(update_fields=["state", "because"])
        return
    destruction, at = item.destruction, clock.now()
    actor = By(**destruction.authority).facts()
    under = _("Berita acara pemusnahan nomor %(number)s") % {"number": destruction.number}
    gone = wipe(case, item.kind, Warrant(actor=actor, under=under, at=at))
    facts = {
        "destruction": str(destruction.uid), "kind": item.kind, "number": destruction.number,
        "file_count": gone.file_count, "detail_count": gone.detail_count,
    }  # fmt: skip
    note_case(case, act="destroy_record", by=actor, facts=facts)
    item.state, item.done_at = DestructionItem.State.DESTROYED, at
    item.file_count, item.detail_count = gone.file_count, gone.detail_count
    item.save(update_fields=["state", "done_at", "file_count", "detail_count"])
    log.info("A record of kind %s was destroyed under %s.", item.kind, destruction.number)


@transaction.atomic
def _finish(destruction: Destruction) -> bool:
    found = Destruction.objects.select_related("office").select_for_update(of=("self",)).get(pk=destruction.pk)
    if found.state != Destruction.State.APPROVED or found.items.filter(state="pending").exists():
        return False
    # The office's row is its chain's lock: nothing may be appended between the head that is noted and our entry.
    Office.objects.select_for_update(no_key=True).get(pk=found.office_id)
    document = _issue(found, at=clock.now())
    counts = {state: found.items.filter(state=state).count() for state in ("destroyed", "excluded")}
    facts = {
        "destruction": str(found.uid), "number": found.number, "destroyed_count": counts["destroyed"],
        "excluded_count": counts["excluded"], "document_sha256": document.file_id, "token": document.token,
    }  # fmt: skip
    note(found.office, act="record_destruction", by=By(**found.authority), facts=facts)
    found.state, found.done_at, found.document = Destruction.State.DONE, clock.now(), document
    found.save(update_fields=["state", "done_at", "document"])
    return True


def _issue(found: Destruction, *, at: datetime) -> Document:
    """The record of destruction (berita acara pemusnahan), signed as its approver signed when he approved."""
    if found.decided_at is None or found.serial is None:
        raise RuntimeError(f"The destruction {found.uid} was never approved.")
    office, block = found.office, Block(**found.block)
    place, zone = ticket(office), ZoneInfo(office.time_zone)
    rule = rules_of(office)[found.kind]
    content = DestructionRecord(
        letterhead=letterhead(office), number=found.number, kind=str(Kind(found.kind).label),
        schedule=_("aktif %(active)d tahun, inaktif %(inactive)d tahun, %(fate)s (%(source)s)") % {
            "active": rule.active_years, "inactive": rule.inactive_years, "fate": rule.get_fate_display(),
            "source": rule.source,
        },
        basis=found.basis, proposed_by=found.proposed_as, proposed_at=found.proposed_at,
        approved_by=found.decided_as, approved_at=found.decided_at, finished_at=at,
        destroyed=_lines(found, "destroyed"), excluded=_lines(found, "excluded"),
        issued_on=at.astimezone(zone).date(), signature=signature(block, at=found.decided_at),
        verification=place.verification,
    )  # fmt: skip
    number = Number(found.serial, found.decided_at.astimezone(zone).year, found.number)
    title = _("Berita Acara Pemusnahan %(number)s") % {"number": found.number}
    order = Order(
        kind="destruction_record", title=title, content=content, ticket=place, number=number, signed_by=block,
        of_office=True,
    )  # fmt: skip
    return issue(order, case_uid=found.uid, issued_at=at, head=head(chain_of(office)))


def _lines(found: Destruction, state: str) -> tuple[DestroyedLine, ...]:
    items = found.items.filter(state=state).select_related("facilitation").order_by("id")
    return tuple(
        DestroyedLine(
            number=one.facilitation.agenda_number,
            about="–" if one.facilitation.security in CLOSED_CLASSES else one.facilitation.event,
            closed_on=one.closed_on, due_on=one.due_on, file_count=one.file_count, detail_count=one.detail_count,
            note=one.because,
        )
        for one in items
    )  # fmt: skip
