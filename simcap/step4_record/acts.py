"""The act of step 4: record the facilitation."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from simcap.documents.issue import Order, issue, ticket
from simcap.documents.models import Document
from simcap.facilitation import paraf
from simcap.facilitation.occasion import Occasion, Outcome
from simcap.facilitation.registry import register
from simcap.journal.sentences import Body, who
from simcap.step2_assignment.queries import expected_signature
from simcap.step3_fieldwork.acts import log_pictures

from .forms import RecordFacilitationForm
from .models import Record
from .queries import differences, latest_record, report_content

TEXT_FIELDS = ("results", "obstacles", "conclusion", "suggestions")


def _says_record(body: Body) -> str:
    return _("%(who)s mencatat fasilitasi (versi %(version)d) dengan %(count)d perbedaan yang dijelaskan.") % {
        "who": who(body),
        "version": body["facts"]["version"],
        "count": body["facts"]["differences"],
    }


@register("record_facilitation", form=RecordFacilitationForm, sentence=_says_record)
def record_facilitation(occasion: Occasion, inputs: dict[str, Any]) -> Outcome:
    """Record the facilitation (pencatatan fasilitasi). Changes: a new version of the record, frozen as a document."""
    case, earlier = occasion.case, latest_record(occasion.case)
    with translation.override("id"):  # the words are printed
        gaps = {gap.key: gap for gap in differences(case)}
    explained = [
        {
            "key": key,
            "what": gaps[key].what,
            "planned": gaps[key].planned,
            "actual": gaps[key].actual,
            "explanation": text,
        }
        for key, text in ((one["key"], one["explanation"]) for one in inputs["differences"])
    ]
    record = Record(
        facilitation=case, version=earlier.version + 1 if earlier else 1, differences=explained,
        drafted_by=occasion.officer, recorded_by=occasion.signed_as, recorded_at=occasion.recorded_at,
        **{name: inputs[name] for name in TEXT_FIELDS},
    )  # fmt: skip
    record.document = document = _issue(occasion, record)
    record.save(force_insert=True)
    facts = {"version": record.version, "differences": len(explained), "document_sha256": document.file_id}
    return Outcome(facts=facts, detail={name: inputs[name] for name in TEXT_FIELDS}, made={"record": document})


def _issue(occasion: Occasion, record: Record) -> Document:
    case, stub = occasion.case, ticket(occasion.office)
    chain = paraf.chain_of_draft(occasion.definition, occasion.act)
    if chain is None:
        raise RuntimeError("The record begins no paraf chain.")
    with translation.override("id"):
        signed = expected_signature(case, definition=occasion.definition, chain=chain, at=occasion.recorded_at)
        content = report_content(
            case, record, state="record", signed=signed, at=occasion.recorded_at, verification=stub.verification
        )
    order = Order(
        kind="facilitation_record", template="activity_report", content=content, ticket=stub,
        title=f"Catatan fasilitasi agenda {case.agenda_number}", files=log_pictures(case),
    )  # fmt: skip
    return issue(order, case_uid=case.uid, issued_at=occasion.recorded_at, head=occasion.head)
