"""From an act's form to a printed one: labels, choices as boxes, long text as ruled lines, lists as tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils import dateformat, formats
from django.utils.choices import flatten_choices
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from .forms import MANY, ActForm, AttachmentField, MomentField, RowForm, Rows
from .occasion import Occasion
from .phrases import moment_text
from .sheet_content import Blank, Box, Column, Grid
from .signature import SignatureField

#: More choices than this are written down instead of ticked, as names from a long list.
MOST_BOXES, MOST_IN_CELL = 16, 3
#: Empty lines below those that are known, and of a form that is filled in again and again.
SPARE_LINES, REPEATED_LINES = 3, 7
TICK = "✓"


def blank_inputs(form: type[ActForm], occasion: Occasion) -> dict[str, Any]:
    """What an empty form shows all the same: the lines of its lists that the program or the office gives."""
    first = form.initial_inputs(occasion)
    return {name: [_given(rows, line) for line in first.get(name) or []] for name, rows in form.rows.items()}


def _given(rows: Rows, line: dict[str, Any]) -> dict[str, Any]:
    """Of a line that the program begins only names stay; figures and choices are left to the hand."""
    fields = rows.form.base_fields
    return {key: value for key, value in line.items() if type(fields[key]) is forms.CharField}


def blanks_of(form: ActForm) -> Iterator[Blank]:
    """The inputs of a form, in its order."""
    for name, field in form.fields.items():
        if not field.widget.is_hidden:
            yield _blank(form[name], field, form.occasion)


def _blank(bound: BoundField, field: forms.Field, occasion: Occasion | None) -> Blank:
    kind, options = kind_of(field), choices_of(field)
    value = bound.value()
    boxes = tuple(Box(label=label, ticked=_is_chosen(key, value)) for key, label in options)
    if kind == "boxes" and len(boxes) > MOST_BOXES:
        chosen = [one.label for one in boxes if one.ticked]
        return Blank(label=str(bound.label), kind="line", value=", ".join(chosen), required=field.required)
    rows = field.widget.attrs.get("rows", 1)
    return Blank(
        label=str(bound.label), kind=kind, hint=str(field.help_text), required=field.required, boxes=boxes,
        several=isinstance(field, MANY), count=max(2, int(rows)) if kind == "lines" else 1,
        value=TICK if kind == "check" and value else "" if boxes else words_of(field, value, occasion),
    )  # fmt: skip


#: The first kind that fits counts.
KINDS: tuple[tuple[type[forms.Field], str], ...] = (
    (AttachmentField, "enclosure"), (SignatureField, "signature"), (MomentField, "moment"), (forms.DateField, "date"),
    (forms.BooleanField, "check"), (forms.MultipleChoiceField, "boxes"), (forms.ChoiceField, "boxes"),
    (forms.IntegerField, "short"),
)  # fmt: skip


def kind_of(field: forms.Field) -> str:
    """How a field is filled in by hand."""
    if isinstance(field.widget, forms.Textarea) and not isinstance(field, SignatureField):
        return "lines"
    return next((kind for each, kind in KINDS if isinstance(field, each)), "line")


def choices_of(field: forms.Field) -> list[tuple[Any, str]]:
    """What may be chosen, without the empty choice."""
    if isinstance(field, forms.ModelChoiceField):
        return [(one.pk, field.label_from_instance(one)) for one in field.queryset or ()]
    if isinstance(field, forms.ChoiceField):
        options: list[tuple[Any, Any]] = list(flatten_choices(field.choices))  # type: ignore[arg-type]
        return [(key, str(label)) for key, label in options if key not in (None, "")]
    return []


def _is_chosen(key: Any, value: Any) -> bool:
    chosen = value if isinstance(value, list | tuple) else [value]
    return str(key) in {str(one.pk if isinstance(one, Model) else one) for one in chosen}


def words_of(field: forms.Field, value: Any, occasion: Occasion | None) -> str:
    """A value as it is printed; what cannot be read as the field's is printed as it was typed."""
    if value in (None, "", []) or isinstance(field, AttachmentField | SignatureField):
        return ""
    if isinstance(field, MomentField) and occasion:
        return _moment(field, value, occasion)
    if isinstance(field, forms.DateField):
        day = value if isinstance(value, date) else parse_date(str(value))
        return dateformat.format(day, "j F Y") if day else str(value)
    if isinstance(field, forms.IntegerField):
        return str(formats.localize(value))
    told = getattr(field.widget, "words", None)
    return str(told(value)) if told else str(value)


def _moment(field: MomentField, value: Any, occasion: Occasion) -> str:
    try:
        moment = field.to_python(value)
    except ValidationError:
        return str(value)
    return moment_text(moment, occasion.office.time_zone) if moment else ""


def grids_of(form: ActForm, *, is_blank: bool) -> Iterator[Grid]:
    """The lists of a form; one that people lengthen, or whose lines are not known yet, gets empty lines."""
    for name, formset in form.lists.items():
        rows = form.rows[name]
        if formset.forms or is_blank:
            yield _grid(rows, formset, form.occasion, is_blank=is_blank)


def _grows(rows: Rows) -> bool:
    return not any(field.widget.is_hidden for field in rows.form.base_fields.values())


def _grid(rows: Rows, formset: BaseFormSet[Any], occasion: Occasion | None, *, is_blank: bool) -> Grid:
    sample = rows.form(occasion=occasion)
    shown = {name: field for name, field in sample.fields.items() if not field.widget.is_hidden}
    given = () if _grows(rows) else (Column(label=_("Butir"), kind="given"),)
    columns = (*given, *(_column(name, field, sample) for name, field in shown.items()))
    lines = [_line(line, shown, occasion, with_given=bool(given)) for line in formset.forms]
    spare = max(SPARE_LINES, rows.blank) if is_blank and (_grows(rows) or not lines) else 0
    return Grid(label=str(rows.label), columns=columns, rows=(*lines, *(("",) * len(columns),) * spare))


def _column(name: str, field: forms.Field, form: forms.Form) -> Column:
    boxes = tuple(label for _key, label in choices_of(field))
    label = form[name].label if field.label is None else field.label
    return Column(label=str(label), kind=kind_of(field), boxes=boxes if len(boxes) <= MOST_BOXES else ())


def _line(
    line: RowForm, shown: dict[str, forms.Field], occasion: Occasion | None, *, with_given: bool
) -> tuple[str, ...]:
    cells = [_cell(line[name], field, occasion) for name, field in shown.items()]
    return (line.on_paper(), *cells) if with_given else tuple(cells)


def _cell(bound: BoundField, field: forms.Field, occasion: Occasion | None) -> str:
    value = bound.value()
    if isinstance(field, forms.BooleanField):
        return TICK if value else ""
    if options := choices_of(field):
        return ", ".join(label for key, label in options if _is_chosen(key, value))
    return words_of(field, value, occasion)


def repeated(form: ActForm, *, when: str, is_blank: bool) -> Grid:
    """A form that is filled in again and again as one table, a line each time; `when` heads the moment's column."""
    shown = {name: field for name, field in form.fields.items() if not field.widget.is_hidden}
    columns = tuple(_column(name, field, form) for name, field in shown.items())
    first = () if is_blank else (("", *(_cell(form[name], field, form.occasion) for name, field in shown.items())),)
    spare = (("",) * (len(columns) + 1),) * (REPEATED_LINES - len(first))
    return Grid(label="", columns=(Column(label=when, kind="moment"), *columns), rows=(*first, *spare))
