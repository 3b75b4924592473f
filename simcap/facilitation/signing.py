"""Signing (tanda tangan): whose hand a document bears, how, and under which number. Shared by every signed document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simcap.documents.content import SignatureBlock, SigningMode
from simcap.documents.issue import Ticket, signature, ticket
from simcap.documents.numbering import Number, allot, typed
from simcap.people.authority import Block, Holding, signature_block
from simcap.people.models import Officer
from simcap.procedure import flow
from simcap.procedure.definition import Definition, ParafChain

from .models import Initial
from .occasion import Occasion
from .paraf import standing


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A signature to come: the signer with his block, the number (none while it is given later), the QR's ticket."""

    block: Block
    signer: Officer
    ticket: Ticket
    at: datetime
    mode: SigningMode
    number: Number | None = None
    initials: tuple[Initial, ...] = ()

    @property
    def signature(self) -> SignatureBlock:
        """The block as the document prints it; on paper there is room to sign."""
        return signature(self.block, at=self.at if self.mode is SigningMode.INTERNAL else None, mode=self.mode)

    @property
    def on_paper(self) -> bool:
        """Whether it is signed by hand, on the printed page."""
        return self.mode is SigningMode.WET

    @property
    def number_text(self) -> str:
        """The number as printed; empty for a dotted line."""
        return self.number.text if self.number else ""


def chain_here(occasion: Occasion) -> ParafChain:
    """The paraf chain whose document is signed at this stage. Raises: LookupError where none is."""
    chain = flow.paraf_chain_at(occasion.definition, occasion.row.from_stage)
    if chain is None:
        raise LookupError(f"Nothing is signed at {occasion.row.from_stage}.")
    return chain


def signed_kind(definition: Definition, chain: ParafChain) -> str:
    """The kind of document that a paraf chain ends with."""
    given = (definition.artefacts[name] for row in definition.acts[chain.sign].rows for name in row.gives)
    return next(one.document for one in given if one.document)


def number_for(occasion: Occasion, kind: str, inputs: Mapping[str, Any]) -> Number:
    """The number that was typed, else the next of the office's own. Call it last: its row is the last lock."""
    if inputs.get("number"):
        return typed(occasion.office, inputs["number"], link=inputs.get("number_link", ""), at=occasion.recorded_at)
    return allot(occasion.office, kind=kind, at=occasion.recorded_at)


def own_hand(occasion: Occasion, inputs: Mapping[str, Any]) -> Hand:
    """The actor signs here and now, by internal approval. Raises: RuntimeError for who acts by no appointment."""
    holding, chain = occasion.right.holding, chain_here(occasion)
    if holding is None:
        raise RuntimeError("A document is signed by a position.")
    number = number_for(occasion, signed_kind(occasion.definition, chain), inputs)
    return hand_of(occasion, holding, mode=SigningMode.INTERNAL, number=number)


def hand_of(occasion: Occasion, holding: Holding, *, mode: SigningMode, number: Number | None) -> Hand:
    """Somebody's hand under the document of this stage, with the initials that it has."""
    return Hand(
        block=signature_block(holding), signer=holding.officer, ticket=ticket(occasion.office), at=occasion.recorded_at,
        mode=mode, number=number, initials=tuple(standing(occasion.case, chain_here(occasion))),
    )  # fmt: skip
