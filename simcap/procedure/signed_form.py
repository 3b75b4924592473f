"""The signed form (format SOP-AP) as words: what stands in it, before anything is made of it.

The importer reads it from a text, `form_of` gives it back from a definition; the findings look at it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from simcap.procedure.definition import Definition

#: The blocks (kotak) of the identity block that hold a list, by their key in a definition.
BLOCKS = ("legal_basis", "qualifications", "related", "equipment", "warnings", "records")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the table. `signed_no`: the number as it stands, empty if lost; `marked`: columns with a mark."""

    no: int
    signed_no: str
    text: str
    marked: tuple[str, ...]
    input: str
    time: str
    output: str
    note: str


@dataclass(frozen=True, kw_only=True)
class SignedForm:
    """The words of a form (naskah SOP). Dates are None where it leaves them empty; `unread` has those that are no date.

    `numbering`: the numbers that the items of each block carry, in order; a block without numbers is not in it.
    """

    number: str = ""
    unit: str = ""
    division: str = ""
    name: str = ""
    made_on: date | None = None
    revised_on: date | None = None
    effective_on: date | None = None
    signed_by_post: str = ""
    signed_by_name: str = ""
    signed_by_nip: str = ""
    legal_basis: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    performers: tuple[str, ...] = ()
    rows: tuple[FormRow, ...] = ()
    unread: dict[str, str] = field(default_factory=dict)
    numbering: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def block(self, name: str) -> tuple[str, ...]:
        """The items of one of BLOCKS."""
        items: tuple[str, ...] = getattr(self, name)
        return items


def form_of(definition: Definition) -> SignedForm:
    """The form that a definition tells of. A mark that was inferred does not count as marked."""
    identity, labels = definition.identity, {one.id: one.label.id for one in definition.performers.values()}
    rows = tuple(
        FormRow(
            no=step.no, signed_no=str(step.no), text=step.text,
            marked=tuple(labels[name] for name, how in step.performers.items() if how == "signed" and name in labels),
            input=step.input_text, time=step.time_text, output=step.output_text, note=step.note_text,
        )
        for step in definition.steps
    )  # fmt: skip
    return SignedForm(
        number=identity.number, unit=identity.unit, division=identity.division, name=identity.name,
        made_on=identity.made_on, revised_on=identity.revised_on, effective_on=identity.effective_on,
        signed_by_post=identity.signed_by_post, signed_by_name=identity.signed_by_name,
        signed_by_nip=identity.signed_by_nip, rows=rows,
        performers=tuple(one.label.id for one in definition.performers.values() if one.in_table),
        **{name: getattr(identity, name) for name in BLOCKS},
    )  # fmt: skip
