"""The SOP page (halaman SOP): the official form, faithful to the signed text, with today's cases on its flowchart.

Source: PermenPAN-RB 35/2012, form of the SOP-AP. `sop_page` serves the public page and the page of one case alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from simcap.facilitation.models import CLOSED_CLASSES, Facilitation
from simcap.people.models import Office
from simcap.procedure import flowchart
from simcap.procedure.definition import Definition, Step

from .sop_extensions import Extension, extensions_of

#: Figures at the end of a NIP that stay readable.
NIP_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """One stage of a step, and how many open cases stand there."""

    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One performer of a step; `inferred` when his mark is lost in the signed text."""

    label: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class StepCard:
    """One row of the table as a card: what the signed text says, then what the office made explicit."""

    step: Step
    label: str
    marks: tuple[Mark, ...]
    tolerance: str
    places: tuple[Place, ...]

    @property
    def count(self) -> int:
        """Open cases in this step."""
        return sum(place.count for place in self.places)

    @property
    def is_current(self) -> bool:
        """Whether the case that the page is about stands in this step."""
        return any(place.is_current for place in self.places)


@dataclass(frozen=True, kw_only=True)
class SopPage:
    """Everything that the template `public/sop_form.html` shows of one SOP revision."""

    definition: Definition
    title: str
    made_on: str
    revised_on: str
    effective_on: str
    signed_by_nip: str
    chart: SafeString
    print_charts: tuple[SafeString, ...]
    cards: tuple[StepCard, ...]
    extensions: tuple[Extension, ...]
    has_inferred: bool
    outside: tuple[Place, ...]
    current_stage: str
    counts_total: int | None


def masked_nip(nip: str) -> str:
    """A NIP of which only the last figures are readable; the others hold a date of birth and a sex."""
    digits = [at for at, char in enumerate(nip) if char.isdigit()]
    hidden = set(digits[:-NIP_SHOWN])
    return "".join("•" if at in hidden else char for at, char in enumerate(nip))


def open_counts(office: Office, definition: Definition) -> dict[str, int]:
    """Open cases of this revision by stage; classes R and SR are not counted."""
    cases = Facilitation.objects.filter(office=office, definition_id=definition.id, closed_at=None)
    rows = cases.exclude(security__in=CLOSED_CLASSES).values_list("stage").annotate(count=Count("id")).order_by()
    return dict(rows)


def sop_page(
    definition: Definition,
    *,
    language: str,
    counts: Mapping[str, int] | None = None,
    current_stage: str = "",
    came_from: str = "",
    beside: str = "",
) -> SopPage:
    """The context of the SOP page.

    `counts`: open cases by stage, shown as badges; `current_stage`: where the case stands that the page is opened
    from, `came_from` where it left the path, `beside` the stage of what runs beside it.
    """
    charts = (
        flowchart.svg(
            definition, language=language, current_stage=current_stage or None, came_from=came_from, beside=beside,
            counts=counts, steps=steps,
        )
        for steps in (None, *flowchart.print_pages(definition))
    )  # fmt: skip
    # The drawing escapes every text of the definition file itself.
    chart, *print_charts = (mark_safe(_own_ids(text, number)) for number, text in enumerate(charts))  # noqa: S308
    identity = definition.identity
    return SopPage(
        definition=definition,
        title=definition.label.text(language),
        made_on=_day(identity.made_on),
        revised_on=_day(identity.revised_on),
        effective_on=_day(identity.effective_on),
        signed_by_nip=masked_nip(identity.signed_by_nip),
        chart=chart,
        print_charts=tuple(print_charts),
        cards=tuple(_card(definition, step, language, counts or {}, current_stage) for step in definition.steps),
        extensions=tuple(extensions_of(definition, language)),
        has_inferred=any(mark == "inferred" for step in definition.steps for mark in step.performers.values()),
        outside=_outside(definition, language, counts or {}, current_stage),
        current_stage=definition.stages[current_stage].label.text(language) if current_stage else "",
        counts_total=None if counts is None else sum(counts.values()),
    )


def _own_ids(svg: str, number: int) -> str:
    """Several charts on one page: each keeps its own ids."""
    return re.sub(r'(id|aria-labelledby|aria-describedby)="flowchart-', rf'\1="flowchart{number}-', svg)


def _day(day: date | None) -> str:
    """In Indonesian, as it stands in the signed form."""
    with translation.override("id"):
        return date_format(day, "j F Y") if day else ""


def _card(definition: Definition, step: Step, language: str, counts: Mapping[str, int], current: str) -> StepCard:
    held = [stage for stage in definition.stages.values() if stage.step == step.no and stage.kind == "held"]
    return StepCard(
        step=step,
        label=step.label.text(language),
        marks=tuple(
            Mark(definition.performers[name].label.text(language), how == "inferred")
            for name, how in step.performers.items()
        ),
        tolerance=_tolerance(step),
        places=tuple(Place(one.label.text(language), counts.get(one.id, 0), one.id == current) for one in held),
    )


def _tolerance(step: Step) -> str:
    if step.standard_minutes is None:
        text = _("Diukur dari jadwal dalam SPT; sesudahnya %(minutes)d menit kerja untuk pulang dan melapor.")
    else:
        text = _("Tanda “±” dihitung sebagai toleransi %(minutes)d menit kerja.")
    return text % {"minutes": step.tolerance_minutes}


def _outside(definition: Definition, language: str, counts: Mapping[str, int], current: str) -> tuple[Place, ...]:
    """Stages that no row of the signed table has: cases that wait for the requester, or have left the path."""
    stages = [stage for stage in definition.stages.values() if stage.kind == "suspended" or stage.path == "detour"]
    return tuple(Place(one.label.text(language), counts.get(one.id, 0), one.id == current) for one in stages)
