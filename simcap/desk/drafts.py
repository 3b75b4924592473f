"""Documents on their way up the paraf chain, and what is typed of one, as pages marked as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import cache
from django.http import Http404
from django.utils import translation

from simcap import clock
from simcap.declining.models import DeclineLetter
from simcap.declining.queries import current_letter, open_decline
from simcap.declining.queries import letter_content as refusal_content
from simcap.documents import store
from simcap.documents.paging import PPI, lean
from simcap.documents.typeset import preview
from simcap.facilitation import paraf
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.journal.append import head
from simcap.procedure import flow
from simcap.procedure.definition import Definition, ParafChain
from simcap.step2_assignment.models import AssignmentLetter, CrewMember
from simcap.step2_assignment.queries import (
    coordinator_of,
    crew_lines,
    current_spt,
    expected_signature,
    last_signed_spt,
    letter_content,
    parafs,
)
from simcap.step4_record.queries import latest_record, report_content

#: A draft's pages are kept so long. Units: seconds.
KEPT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is not issued yet: template, content, and its pictures."""

    template: str
    content: Any
    files: Mapping[str, bytes] = field(default_factory=dict)


def draft_kind(revision: Definition, stage: str) -> str:
    """The kind of document whose draft is on its way up the paraf chain at a stage; empty where there is none."""
    chain = flow.paraf_chain_at(revision, stage)
    if chain is None:
        return ""
    given = (revision.artefacts[name].document for row in revision.acts[chain.sign].rows for name in row.gives)
    return next((kind for kind in given if kind in DRAFTS), "")


def _spt_draft(case: Facilitation, revision: Definition, chain: ParafChain) -> Draft:
    spt, at = current_spt(case), clock.now()
    if spt is None:
        raise Http404
    signed = expected_signature(case, definition=revision, chain=chain, at=at)
    initials = paraf.standing(case, chain)
    content = letter_content(spt, definition=revision, initials=initials, signed=signed, at=at)
    return Draft("assignment_letter", content)


def _report_draft(case: Facilitation, revision: Definition, chain: ParafChain) -> Draft:
    record, at = latest_record(case), clock.now()
    if record is None:
        raise Http404
    signed = expected_signature(case, definition=revision, chain=chain, at=at)
    initials = parafs(paraf.standing(case, chain), signer=None)
    content = report_content(
        case, record, state="submitted", signed=signed, at=at, verification=None, initials=initials
    )
    files = {one.name: store.get(one.file) for one in record.document.files.select_related("file")}
    return Draft("activity_report", content, files)


def _refusal_draft(case: Facilitation, revision: Definition, chain: ParafChain) -> Draft:
    letter, at = current_letter(case), clock.now()
    if letter is None:
        raise Http404
    signed = expected_signature(case, definition=revision, chain=chain, at=at)
    content = refusal_content(letter, initials=paraf.standing(case, chain), signed=signed, at=at)
    return Draft("decline_letter", content)


#: Kind of document → its draft as it stands.
DRAFTS = {"assignment_letter": _spt_draft, "activity_report": _report_draft, "decline_letter": _refusal_draft}


def pages_of(draft: Draft) -> list[bytes]:
    """The draft's pages as PNG, marked as a draft. Raises: TypesettingFailed."""
    return preview(draft.template, draft.content, files=draft.files, issued_at=clock.now(), picture="png", ppi=PPI)


def draft_stage(case: Facilitation, act: str) -> str:
    """Where an act stands before a draft: at the case's own stage, or in the matter beside it; empty for neither."""
    revision = definition(case.definition_id)
    here = (stage for stage in (case.stage, case.beside) if stage and flow.rows(revision, act, stage))
    return next((stage for stage in here if draft_kind(revision, stage)), "")


def draft_pages(case: Facilitation, act: str) -> list[bytes]:
    """Pages of the draft that an act is about. Raises: Http404 where there is none."""
    revision, stage = definition(case.definition_id), draft_stage(case, act)
    kind, chain = (draft_kind(revision, stage), flow.paraf_chain_at(revision, stage)) if stage else ("", None)
    if not kind or chain is None:
        raise Http404
    key = f"draft:{case.uid}:{stage}:{head(f'case:{case.uid}').hash}"
    pages: list[bytes] | None = cache.get(key)
    if pages is None:
        with translation.override("id"):
            pages = pages_of(DRAFTS[kind](case, revision, chain))
        cache.set(key, pages, KEPT_SECONDS)
    return pages


def draft_page(case: Facilitation, act: str, number: int) -> bytes:
    """One page of the draft for the screen. `number` counts from 1. Raises: Http404."""
    pages = draft_pages(case, act)
    if not 0 < number <= len(pages):
        raise Http404
    key = f"draft:{case.uid}:{draft_stage(case, act)}:{head(f'case:{case.uid}').hash}:{number}"
    page: bytes | None = cache.get(key)
    if page is None:
        page = lean(pages[number - 1])
        cache.set(key, page, KEPT_SECONDS)
    return page


def typed_spt(occasion: Occasion, values: dict[str, Any]) -> Draft:
    """The SPT as it would be drafted from what is typed, the first or one that changes it. Changes: nothing."""
    case, revision, at = occasion.case, occasion.definition, occasion.recorded_at
    chain = paraf.chain_of_draft(revision, occasion.act)
    if chain is None:
        raise Http404
    crew, chosen = values.pop("crew"), values.pop("coordinator_officer", None)
    spt = AssignmentLetter(facilitation=case, amends=last_signed_spt(case), **values)
    members = [CrewMember(officer=chosen or coordinator_of(case), role="coordinator")]
    members += [CrewMember(officer=one["officer"], role="technician", duty=one["duty"]) for one in crew]
    signed = expected_signature(case, definition=revision, chain=chain, at=at)
    content = letter_content(spt, definition=revision, initials=[], signed=signed, at=at)
    return Draft("assignment_letter", replace(content, crew=crew_lines(members, definition=revision, at=at)))


def typed_refusal(occasion: Occasion, values: dict[str, Any]) -> Draft:
    """The letter of refusal as it would be drafted from what is typed. Changes: nothing."""
    case, revision, at = occasion.case, occasion.definition, occasion.recorded_at
    chain, decline = paraf.chain_of_draft(revision, occasion.act), open_decline(case)
    if chain is None or decline is None:
        raise Http404
    signed = expected_signature(case, definition=revision, chain=chain, at=at)
    letter = DeclineLetter(decline=decline, **values)
    return Draft("decline_letter", refusal_content(letter, initials=[], signed=signed, at=at))


#: Act that drafts → the draft from what is typed.
TYPED = {"record_request": typed_spt, "amend_spt": typed_spt, "draft_decline": typed_refusal}
