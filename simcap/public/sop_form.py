"""The SOP as the official form (format SOP-AP) on paper: identity block, then the table with its flowchart.

Source: PermenPAN-RB 35/2012. Words are those of the signed text; what it does not say is marked as inferred.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from django.core.cache import cache

from simcap.documents.content import Letterhead
from simcap.documents.issue import letterhead
from simcap.documents.typeset import render
from simcap.people.models import Office
from simcap.procedure import drawing
from simcap.procedure.definition import Definition, Identity, Step
from simcap.procedure.official_chart import DrawnRow, pages_of

from .sop import masked_nip

#: Widths of the table's columns. Units: points; the sheet across has 757 between its margins.
NO, TEXT, INPUT, TIME, OUTPUT, NOTE = 24.0, 132.0, 102.0, 54.0, 92.0, 66.0
ACROSS, WIDEST_PERFORMER = 757.0, 62.0
#: Type size of the table, its line height, and the room around its words.
SIZE, LINE, PAD = 8.5, 10.8, 10.0
KEPT_SECONDS = 86_400


@dataclass(frozen=True, kw_only=True)
class SopIdentity:
    """The identity block (identitas SOP), as signed; an empty date is None."""

    number: str
    unit: str
    division: str
    name: str
    made_on: str
    revised_on: str
    effective_on: str
    signed_by_post: str
    signed_by_name: str
    signed_by_nip: str
    legal_basis: tuple[str, ...]
    qualifications: tuple[str, ...]
    related: tuple[str, ...]
    equipment: tuple[str, ...]
    warnings: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SopRow:
    """One row of the table; `drawn` is its part of the flowchart, `told` the same in words."""

    no: int
    text: str
    input: str
    time: str
    output: str
    note: str
    drawn: str
    told: str
    height: str


@dataclass(frozen=True, kw_only=True)
class SopForm:
    """The official form: identity, then pages of rows. `widths` of the columns in points."""

    letterhead: Letterhead
    identity: SopIdentity
    performers: tuple[str, ...]
    widths: tuple[str, ...]
    pages: tuple[tuple[SopRow, ...], ...]
    has_inferred: bool
    has_connectors: bool
    is_masked: bool
    digest: str


def sop_pdf(definition: Definition, *, office: Office, masked: bool) -> bytes:
    """The form as PDF/A; the same revision gives the same bytes. Changes: kept for a day, as it never changes."""
    key = f"sop-form:{definition.digest}:{office.pk}:{masked}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        at = datetime.combine(definition.identity.made_on, time.min, tzinfo=UTC)
        kept = render("sop_form", sop_form(definition, office=office, masked=masked), issued_at=at)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def sop_form(definition: Definition, *, office: Office, masked: bool) -> SopForm:
    """What the form says."""
    names = tuple(one.label.id for one in definition.performers.values() if one.in_table)
    width = min(WIDEST_PERFORMER, (ACROSS - NO - TEXT - INPUT - TIME - OUTPUT - NOTE) / max(1, len(names)))
    heights = {step.no: _words_height(step) for step in definition.steps}
    pages = pages_of(definition, heights=heights, width=width)
    widths = (NO, TEXT, *(width,) * len(names), INPUT, TIME, OUTPUT, NOTE)
    return SopForm(
        letterhead=replace(letterhead(office), logo=""), identity=_identity(definition.identity, masked),
        performers=names,
        widths=tuple(f"{one:.2f}" for one in widths), pages=tuple(tuple(map(_row, rows)) for rows in pages),
        has_inferred=any("inferred" in step.performers.values() for step in definition.steps),
        has_connectors=len(pages) > 1, is_masked=masked, digest=definition.digest[:16],
    )  # fmt: skip


def _words_height(step: Step) -> float:
    cells = ((step.text, TEXT), (step.input_text, INPUT), (step.time_text, TIME), (step.output_text, OUTPUT))
    lines = [len(drawing.wrap(text, width - PAD, SIZE)) for text, width in (*cells, (step.note_text, NOTE))]
    return max(lines) * LINE + PAD


def _identity(signed: Identity, masked: bool) -> SopIdentity:
    return SopIdentity(
        number=signed.number, unit=signed.unit, division=signed.division, name=signed.name,
        signed_by_post=signed.signed_by_post, signed_by_name=signed.signed_by_name,
        signed_by_nip=masked_nip(signed.signed_by_nip) if masked else signed.signed_by_nip,
        made_on=_day(signed.made_on), revised_on=_day(signed.revised_on), effective_on=_day(signed.effective_on),
        legal_basis=signed.legal_basis, qualifications=signed.qualifications, related=signed.related,
        equipment=signed.equipment, warnings=signed.warnings, records=signed.records,
    )  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _row(one: DrawnRow) -> SopRow:
    step = one.step
    return SopRow(
        no=step.no, text=step.text, input=step.input_text, time=step.time_text, output=step.output_text,
        note=step.note_text, drawn=one.svg, told=one.told, height=f"{one.height:.2f}",
    )  # fmt: skip
