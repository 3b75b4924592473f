"""Acts of step 1: dispose, forward, appoint. Which tier each is, and to whom it goes, the SOP file says."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from simcap.documents.issue import Order, issue, ticket
from simcap.facilitation.models import Assignment, Facilitation, Reader
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.paraf import withdraw_chains
from simcap.facilitation.registry import register
from simcap.journal.sentences import Body, who

from .forms import AppointForm, DispositionForm, SupersedeForm, WithdrawForm
from .models import Addressee, Disposition
from .queries import responsible_position, sheet, standing, tier_given_by
from .rules import must_be_unread


def _says(body: Body) -> str:
    return _("%(who)s memberi disposisi kepada %(to)s: %(instructions)s.") % {
        "who": who(body),
        "to": body["facts"]["responsible"],
        "instructions": "; ".join(body["facts"]["instructions"]),
    }


def _says_appoint(body: Body) -> str:
    return _("%(who)s menunjuk %(to)s sebagai koordinator: %(instructions)s.") % {
        "who": who(body),
        "to": body["facts"]["responsible"],
        "instructions": "; ".join(body["facts"]["instructions"]),
    }


def _write(occasion: Occasion, inputs: dict[str, Any]) -> Disposition:
    case = occasion.case
    disposition = Disposition.objects.create(
        facilitation=case, tier=standing(case).count() + 1, act=occasion.act, at=occasion.occurred_at,
        by=occasion.officer, by_name=occasion.actor.name, by_position=occasion.right.title, urgency=inputs["urgency"],
        security=inputs["security"], due_on=inputs["due_on"], note=inputs["note"],
        instructions=[one.text for one in inputs["instructions"]],
    )  # fmt: skip
    case.urgency, case.security = inputs["urgency"], inputs["security"]
    for position in inputs["informed"]:
        Addressee.objects.create(disposition=disposition, position=position, label=position.title, responsible=False)
        Reader.objects.get_or_create(facilitation=case, position_code=position.code)
    return disposition


def _facts(disposition: Disposition, responsible: str, inputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "tier": disposition.tier,
        "responsible": responsible,
        "informed": [position.title for position in inputs["informed"]],
        "instructions": disposition.instructions,
        "urgency": disposition.urgency,
        "security": disposition.security,
        "due_on": disposition.due_on.isoformat() if disposition.due_on else None,
    }


def _dispose(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    disposition = _write(occasion, inputs)
    position = responsible_position(occasion)
    if position is None:
        raise RuntimeError(f"The SOP sends {occasion.act} to nobody who holds a position.")
    Addressee.objects.create(disposition=disposition, position=position, label=position.title, responsible=True)
    made = dict.fromkeys(occasion.row.gives)
    return Outcome(facts=_facts(disposition, position.title, inputs), detail=_detail(inputs), made=made)


def _detail(inputs: dict[str, Any]) -> dict[str, str]:
    return {"note": inputs["note"]} if inputs["note"] else {}


@register("dispose", form=DispositionForm, sentence=_says)
def dispose(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Dispose (disposisi, tier 1). Changes: a disposition and its addressees; the case's urgency, security class."""
    return _dispose(occasion, inputs)


@register("forward", form=DispositionForm, sentence=_says)
def forward(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Forward (teruskan, a further tier)."""
    return _dispose(occasion, inputs)


@register("appoint", form=AppointForm, sentence=_says_appoint)
def appoint(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Appoint the coordinator (tunjuk koordinator, last tier) and issue the disposition sheet (lembar disposisi)."""
    return _appoint(occasion, inputs)


def _appoint(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    case, officer = occasion.case, inputs["coordinator"]
    disposition = _write(occasion, inputs)
    Addressee.objects.create(disposition=disposition, officer=officer, label=officer.name, responsible=True)
    target = occasion.row.to or occasion.row.from_stage
    role = occasion.definition.performers[occasion.definition.stages[target].performer].target
    Assignment.objects.create(facilitation=case, role=role, officer=officer, from_at=occasion.recorded_at)
    document = _issue_sheet(occasion, case)
    facts = {**_facts(disposition, officer.name, inputs), "document_sha256": document.file_id}
    made = {kind: document if kind == "disposition" else None for kind in occasion.row.gives}
    return Outcome(facts=facts, detail=_detail(inputs), made=made)


def end_dispositions(occasion: Occasion, *, from_tier: int, ending: str, reason: str) -> int:
    """End the standing dispositions from a tier on; they stay readable.

    Changes: who was named coordinator by them leaves the case; initials on what followed from them are withdrawn.
    """
    case = occasion.case
    count = standing(case).filter(tier__gte=from_tier).update(
        ending=ending, ended_at=occasion.recorded_at, ended_by=occasion.signed_as, end_reason=reason
    )  # fmt: skip
    case.assignments.filter(until_at=None).update(until_at=occasion.recorded_at)
    withdraw_chains(case, list(occasion.definition.paraf), at=occasion.recorded_at)
    return count


def _says_withdraw(body: Body) -> str:
    return _("%(who)s menarik disposisi yang belum dibuka.") % {"who": who(body)}


@register("withdraw", form=WithdrawForm, sentence=_says_withdraw, guard=must_be_unread)
def withdraw(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Withdraw a disposition (tarik disposisi) that nobody has opened. Source: SRIKANDI's rule, field guide §3."""
    tier = standing(occasion.case).order_by("-tier").values_list("tier", flat=True)[0]
    ending = Disposition.Ending.WITHDRAWN
    end_dispositions(occasion, from_tier=tier, ending=ending, reason=inputs["reason"])
    return Outcome(facts={"tier": tier}, detail={"reason": inputs["reason"]})


def _says_supersede(body: Body) -> str:
    return _("%(who)s mengganti disposisi; kini kepada %(to)s: %(instructions)s.") % {
        "who": who(body),
        "to": body["facts"]["responsible"],
        "instructions": "; ".join(body["facts"]["instructions"]),
    }


@register("supersede", form=SupersedeForm, sentence=_says_supersede)
def supersede(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Supersede a disposition (ganti disposisi) that has been opened.

    Changes: this tier and those that followed from it end; the new one takes its place, and the case begins anew
    with its addressee.
    """
    tier = tier_given_by(occasion)
    reason = inputs["reason"]
    end_dispositions(occasion, from_tier=tier, ending=Disposition.Ending.SUPERSEDED, reason=reason)
    outcome = _appoint(occasion, inputs) if inputs.get("coordinator") else _dispose(occasion, inputs)
    outcome.detail = {**outcome.detail, "reason": reason}
    outcome.restarts = True
    return outcome


def _issue_sheet(occasion: Occasion, case: Facilitation) -> Any:
    stub = ticket(occasion.office)
    with translation.override("id"):
        content = sheet(case, verification=stub.verification)
    order = Order(
        kind="disposition_sheet", title=f"Lembar disposisi agenda {case.agenda_number}", content=content, ticket=stub
    )
    return issue(order, case_uid=case.uid, issued_at=occasion.recorded_at, head=occasion.head)
