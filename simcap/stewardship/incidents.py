"""Personal-data incidents (insiden pelindungan data): reported, handled step by step, told within 3x24 hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents.content import Person
from simcap.documents.issue import letterhead
from simcap.documents.typeset import render
from simcap.errors import BadInputs, NotNow
from simcap.people.acts import by_of, note
from simcap.people.authority import acting
from simcap.people.days import day_of
from simcap.people.models import Office, Position

from .content import IncidentNotice
from .export import contact_of
from .models import Incident, IncidentStep
from .rules import Steward, must

#: Source: UU 27/2022, article 46: written notice at the latest 3x24 hours after.
WITHIN = timedelta(hours=72)
#: Step → the column that it sets. A note changes nothing but the history.
SETS = {
    IncidentStep.Kind.PEOPLE_TOLD: "people_told_at",
    IncidentStep.Kind.AUTHORITY_TOLD: "authority_told_at",
    IncidentStep.Kind.CLOSED: "closed_at",
}


def report(office: Office, *, key: UUID, given: dict[str, Any], steward: Steward) -> Incident:
    """Report an incident (laporkan insiden). The same key again is the same incident.

    Shape: `given` holds title, noticed_at, happened, data_kinds, people_count, consequences, measures.
    Raises: NotYou.
    """
    holding, now = must("report_incident", steward), clock.now()
    signed = f"{steward.powers.actor.name} ({holding.title})"
    made = Incident(
        office=office, key=key, due_at=given["noticed_at"] + WITHIN, reported_at=now, reported_by=signed, **given
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            IncidentStep.objects.create(
                incident=made, kind=IncidentStep.Kind.REPORTED, at=given["noticed_at"], recorded_at=now, by=signed
            )
            by = by_of(holding, account=steward.powers.actor.account)
            facts = {"incident": str(made.uid), "due_at": made.due_at.isoformat()}
            told = {"title": made.title, "text": made.happened, "measures": made.measures}
            note(office, act="report_incident", by=by, facts=facts, detail=told)
    except IntegrityError:
        earlier = Incident.objects.filter(key=key, office=office).first()
        if earlier is None:
            raise
        return earlier
    return made


def open_steps(incident: Incident) -> list[IncidentStep.Kind]:
    """What can be noted now: an incident is closed only after both have been told, or with the reason why not."""
    if incident.closed_at:
        return [IncidentStep.Kind.REOPENED]
    wanted = [IncidentStep.Kind.NOTE]
    wanted += [kind for kind, column in SETS.items() if getattr(incident, column) is None]
    return wanted


@transaction.atomic
def take_step(incident: Incident, *, kind: str, at: datetime, text: str, steward: Steward) -> IncidentStep:
    """Note one step in the handling. Raises: NotYou, NotNow; BadInputs beside what is wrong."""
    holding = must("handle_incident", steward)
    row = Incident.objects.select_related("office").select_for_update(of=("self",)).get(pk=incident.pk)
    if kind not in open_steps(row):
        raise NotNow(_("Langkah ini sudah dicatat atau belum dapat dicatat."))
    _must_make_sense(row, kind, at, text)
    if column := SETS.get(IncidentStep.Kind(kind)):
        setattr(row, column, at)
        row.save(update_fields=[column])
    if kind == IncidentStep.Kind.REOPENED:
        row.closed_at = None
        row.save(update_fields=["closed_at"])
    signed = f"{steward.powers.actor.name} ({holding.title})"
    step = IncidentStep.objects.create(
        incident=row, kind=kind, at=at, recorded_at=clock.now(), by=signed, note=text
    )  # fmt: skip
    by = by_of(holding, account=steward.powers.actor.account)
    facts = {"incident": str(row.uid), "step": kind}
    note(row.office, act="handle_incident", by=by, facts=facts, detail={"note": text} if text else None)
    return step


def _must_make_sense(row: Incident, kind: str, at: datetime, text: str) -> None:
    if at > clock.now():
        raise _refuse("at", _("Tidak boleh di masa depan."))
    if at < row.noticed_at:
        raise _refuse("at", _("Tidak boleh sebelum insiden diketahui."))
    untold = row.people_told_at is None or row.authority_told_at is None
    if not text and (kind in (IncidentStep.Kind.NOTE, IncidentStep.Kind.REOPENED) or (kind == "closed" and untold)):
        raise _refuse("note", _("Tulis catatannya; bila ditutup tanpa pemberitahuan, tulis sebabnya."))


def _refuse(field: str, sentence: str) -> BadInputs:
    return BadInputs(sentence, fields={field: [sentence]})


def untold(office: Office) -> QuerySet[Incident]:
    """Open incidents of which the people or the authority have not been told, the most urgent first."""
    waiting = Incident.objects.filter(office=office, closed_at=None).order_by("due_at")
    return waiting.exclude(people_told_at__isnull=False, authority_told_at__isnull=False)


def notice(incident: Incident) -> bytes:
    """A draft of the written notice as PDF; nothing is issued, numbered or kept."""
    office, now = incident.office, clock.now()
    contact = contact_of(office)
    heads = acting(office, "head", now)
    post = heads[0].title if heads else Position.objects.get(office=office, code="head").title
    content = IncidentNotice(
        letterhead=letterhead(office), title=incident.title, noticed_at=incident.noticed_at, due_at=incident.due_at,
        happened=incident.happened, data_kinds=incident.data_kinds, people_count=incident.people_count,
        consequences=incident.consequences, measures=incident.measures,
        contact=", ".join(part for part in (contact["who"], contact["email"], contact["phone"]) if part),
        drafted_on=day_of(now, office), signer=Person(name="", position=post),
    )  # fmt: skip
    return render("incident_notice", content, issued_at=now)
