"""How pages show icons, moments, working time and form fields."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from simcap.facilitation.forms import ACCEPTED
from simcap.facilitation.phrases import moment_text, short_moment, window_text, working_text
from simcap.intake.regions import EAST, NORTH, SOUTH, WEST, centroids

register = template.Library()
SPRITE = "vendor/bootstrap-icons-1.13.2/sprite.svg"
#: Widget → the style sheet's class, the first that fits.
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


#: Field → the keys that a phone shows for it.
KEYS: tuple[tuple[type[forms.Field], str], ...] = ((forms.DecimalField, "decimal"), (forms.IntegerField, "numeric"))


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """One icon of the sprite; it says nothing by itself, so a word stands beside it."""
    return format_html(
        '<svg class="icon {}" width="16" height="16" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static(SPRITE),
        name,
    )


@register.simple_tag
def fresh_id() -> str:
    """A request id for one form, so that sending it twice is one act."""
    return str(uuid4())


@register.filter
def moment(value: datetime | None, zone: str) -> str:
    """Shape: `Senin, 23 November 2026 pukul 09.10 WIB`; a dash for none."""
    return moment_text(value, zone) if value else "–"


@register.filter
def short(value: datetime | None, zone: str) -> str:
    """Shape: `23 Nov 2026 09.10`; a dash for none."""
    return short_moment(value, zone) if value else "–"


@register.filter(name="clock")
def clock_text(value: datetime, zone: str) -> str:
    """Shape: `09.10`, by the office's clock."""
    return short_moment(value, zone).rsplit(" ", 1)[-1]


@register.simple_tag
def window(start: datetime, end: datetime, zone: str) -> str:
    """A window in one line, in the office's time zone."""
    return window_text(start, end, zone)


@register.filter
def working(value: timedelta | None) -> str:
    """Working time in plain words; a dash for none."""
    return working_text(value) if value is not None else "–"


@register.filter
def breakable(text: str) -> SafeString:
    """A text whose long numbers may break after a stroke; copied, it is the same text."""
    return mark_safe(escape(text).replace("/", "/<wbr>"))  # noqa: S308 — escaped before


@register.filter
def control(bound: BoundField) -> SafeString:
    """The field's control with the style sheet's class; errors and help are tied to it by aria-describedby."""
    widget = bound.field.widget
    css = "" if shape(bound) == "place" else next(name for kind, name in CLASSES if isinstance(widget, kind))
    wrong = " is-invalid" if bound.errors else ""
    attrs: dict[str, str | bool] = {"class": f"{css}{wrong} {widget.attrs.get('class', '')}".strip()}
    keys = widget.attrs.get("inputmode") or next((name for kind, name in KEYS if isinstance(bound.field, kind)), "")
    return bound.as_widget(attrs=attrs | {"inputmode": keys} if keys else attrs)


@register.filter
def takes_files(formset: BaseFormSet[Any]) -> bool:
    """Whether a list is one of files, each with a name."""
    return "file" in formset.form.base_fields


@register.filter
def staged(formset: BaseFormSet[Any]) -> list[forms.BaseForm]:
    """The lines of a list of files that have one already."""
    return [line for line in formset.forms if line["file"].value()]


@register.filter
def renumbered(bound: BoundField, position: int) -> SafeString:
    """A line's file under the line's place on the page, whatever place it had before."""
    prefix = str(bound.html_name).split("-")[0]
    return bound.field.widget.render(f"{prefix}-{position}-{bound.name}", bound.value())


@register.simple_tag
def files_accepted() -> str:
    """What a box for files offers to choose."""
    return ACCEPTED


@register.filter
def pair_with(bound: BoundField, other: BoundField) -> tuple[BoundField, BoundField]:
    """Two fields that are shown as one."""
    return bound, other


@register.simple_tag
def map_attributes() -> SafeString:
    """What the map is drawn from: our own points, and where its program is; another server's tiles only if set."""
    places = [[one.code, one.name, one.latitude, one.longitude] for one in centroids()]
    return flatatt(
        {
            "data-places": json.dumps(places),
            "data-bounds": json.dumps([float(one) for one in (SOUTH, WEST, NORTH, EAST)]),
            "data-leaflet-js": static("vendor/leaflet-1.9.4/leaflet.js"),
            "data-leaflet-css": static("vendor/leaflet-1.9.4/leaflet.css"),
            "data-tiles": settings.SIMCAP_TILES,
            "data-credit": settings.SIMCAP_TILES_CREDIT,
        }
    )


@register.filter
def shape(bound: BoundField) -> str:
    """How a field is laid out.

    Shape: `hidden`, `check`, `choices`, `plain`, or what its widget says: `file`, `place`, `latitude`, `longitude`.
    """
    widget: Any = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    return getattr(widget, "shape", "plain")
