"""Questions about a document that is signed on paper."""

from __future__ import annotations

from simcap.documents.models import Document
from simcap.facilitation import paraf
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.people.authority import Holding, holders
from simcap.procedure import flow
from simcap.procedure.definition import ParafChain


def reserved(case: Facilitation) -> Document | None:
    """The document that waits for its signature on paper; one at a time."""
    found = Document.objects.filter(case_uid=case.uid, status=Document.Status.RESERVED)
    return found.select_related("scan__file", "file").first()


def chain_of_paper(occasion: Occasion) -> ParafChain:
    """The paraf chain of what is on paper: the one signed here, else the one whose signing stage giving up leads to.

    Raises: LookupError where no chain is near.
    """
    definition, stage = occasion.definition, occasion.row.from_stage
    chain = flow.paraf_chain_at(definition, stage)
    if chain is not None:
        return chain
    back = {row.to for row in flow.open_rows(definition, stage) if row.act == "void_paper"}
    for one in definition.paraf.values():
        if flow.signing_stage(definition, one) in back:
            return one
    raise LookupError(f"Nothing is on paper at {stage}.")


def signers(occasion: Occasion) -> list[Holding]:
    """Who may sign at this stage, delegates last; the drafter is left out."""
    definition, chain = occasion.definition, chain_of_paper(occasion)
    performer = definition.performers[definition.stages[flow.signing_stage(definition, chain)].performer]
    drafted_by = paraf.drafter(occasion.case, chain)
    found = holders(occasion.office, performer.target, occasion.recorded_at)
    return [one for one in found if drafted_by is None or one.officer.pk != drafted_by.pk]
