"""What the page of an act shows: the case's face, the form in parts, its errors, other acts, the paper beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.utils.translation import get_language

from simcap.facilitation.forms import ActForm
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.rights import Powers
from simcap.facilitation.turns import open_among

from .cautions import cautions_of, may_warn
from .consequences import consequence
from .doing import GRAVE, Group, menu_of, offered
from .faces import face_of, names_of, pace_of, turns_of
from .forms import OccurredForm
from .occasions import request_id_of
from .papers import papers_of
from .said_before import explained, said_before
from .spt_changes import changes_of
from .uploading import send_at_once


@dataclass(frozen=True, slots=True)
class RowsView:
    """One list of the form. `grows`: the person may add and remove lines; else they are given."""

    name: str
    label: Any
    formset: BaseFormSet[Any]
    grows: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """One error in the summary, with the control that it is about."""

    anchor: str
    label: str
    sentence: str


def page_of(
    request: HttpRequest, occasion: Occasion, form: ActForm, when: OccurredForm, *, powers: Powers
) -> dict[str, Any]:
    """The context of an act's page."""
    case, language = occasion.case, get_language() or "id"
    act = occasion.definition.acts[occasion.act]
    turns = turns_of([case])[case.pk]
    own, other = open_among(turns), open_among(turns, beside=True)
    has_when = is_tentative(occasion)
    lists = lists_of(form)
    return {
        "case": case, "occasion": occasion, "act": act, "label": act.label.text(language),
        "is_extension": act.extension, "is_grave": occasion.act in GRAVE,
        "face": face_of(case, own, names=names_of([case]), other=other),
        "pace": pace_of(case, turns, at=powers.at, beside=bool(occasion.turn and occasion.turn.beside)),
        "form": send_at_once(form), "fields": [form[name] for name in form.fields], "lists": lists,
        "rows": {one.name: one for one in lists}, "before": said_before(occasion),
        "explained": explained(form, case) if "differences" in form.lists else [],
        "when": when["occurred_at"] if has_when else None,
        "faults": list(faults_of(form)) + (list(own_faults(when)) if has_when and when.is_bound else []),
        "menu": _others(occasion, powers),
        "cautions": cautions_of(occasion, form), "may_warn": may_warn(type(form)),
        "changes": changes_of(occasion, form),
        "consequence": consequence(occasion), "papers": papers_of(occasion), "request_id": request_id_of(request),
        "title": _title(occasion, language),
    }  # fmt: skip


def _others(occasion: Occasion, powers: Powers) -> list[Group]:
    found, refused = offered(occasion.case, powers)
    return menu_of(one for one in found if one.act != occasion.act and one.act not in refused)


def _title(occasion: Occasion, language: str) -> str:
    """As whom the person acts: by his appointment as it is worded, by a role in the screen's language."""
    right = occasion.right
    return right.title if right.holding else occasion.definition.performers[right.performer].label.text(language)


def is_tentative(occasion: Occasion) -> bool:
    """Whether the act belongs to a step in the field (Tentatif), where things are written down afterwards."""
    step = occasion.definition.step(occasion.definition.acts[occasion.act].step)
    extension = occasion.definition.acts[occasion.act].extension
    return step is not None and step.standard_minutes is None and not extension


def lists_of(form: ActForm) -> list[RowsView]:
    """The form's lists. A line with a hidden field was given by the program; people only fill it in."""
    return [
        RowsView(name, form.rows[name].label, formset, grows=not _is_given(form.rows[name].form))
        for name, formset in form.lists.items()
    ]


def _is_given(line: type[forms.Form]) -> bool:
    return any(field.widget.is_hidden for field in line.base_fields.values())


def faults_of(form: ActForm) -> Iterator[Fault]:
    """Every error of the form and of its lists, in the order of the page."""
    if not form.is_bound:
        return
    yield from own_faults(form)
    for name, formset in form.lists.items():
        label = form.rows[name].label
        for sentence in formset.non_form_errors():
            yield Fault(f"list-{name}", str(label), str(sentence))
        for number, line in enumerate(formset.forms, start=1):
            for fault in own_faults(line):
                yield Fault(fault.anchor, f"{label} {number}: {fault.label}", fault.sentence)


def own_faults(form: forms.Form) -> Iterator[Fault]:
    """Every error of one form, without lists."""
    for sentence in form.non_field_errors():
        yield Fault("act-form", "", str(sentence))
    for bound in form:
        for sentence in bound.errors:
            yield Fault(_anchor(bound), str(bound.label), str(sentence))


def _anchor(bound: BoundField) -> str:
    return str(bound.auto_id) if bound.use_fieldset else bound.id_for_label or str(bound.auto_id)


def with_rows_changed(inputs: Mapping[str, Any], change: str) -> dict[str, Any]:
    """What was typed, with one line more or less.

    Shape: `change` is `add:crew` or `remove:crew:2`; any other changes nothing.
    """
    verb, _colon, rest = change.partition(":")
    name, _colon, number = rest.partition(":")
    lines = list(inputs.get(name) or []) if isinstance(inputs.get(name), list) else None
    if lines is None:
        return dict(inputs)
    if verb == "add":
        lines.append({})
    elif verb == "remove" and number.isdecimal() and int(number) < len(lines):
        del lines[int(number)]
    return {**inputs, name: lines}
