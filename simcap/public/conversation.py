"""The request as a conversation: one page for each group of the form, and what of it is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from simcap.facilitation.forms import ActForm, AttachmentField, MomentField
from simcap.facilitation.phrases import moment_text
from simcap.intake.forms import RegisterForm
from simcap.intake.regions import place_label, point_text

#: The last page: everything at a glance, and the sending.
CHECK = "check"
PAGES = (*RegisterForm.groups, CHECK)
FIRST = PAGES[0]
#: Page → its word in the address.
SLUGS = {"sender": "pemohon", "event": "kegiatan", "place": "tempat", "letter": "surat", CHECK: "periksa"}

State = Literal["done", "begun", "open"]


def title_of(page: str) -> str:
    """What a page is called."""
    titles = {
        "sender": _("Pemohon"), "event": _("Kegiatan"), "place": _("Tempat"), "letter": _("Surat dan lampiran"),
        CHECK: _("Periksa dan kirim"),
    }  # fmt: skip
    return titles[page]


def page_of(slug: str) -> str:
    """The page of an address."""
    return next(page for page, word in SLUGS.items() if word == slug)


def names_on(page: str) -> tuple[str, ...]:
    """The fields and lists of a page."""
    return RegisterForm.groups.get(page, ())


def after(page: str) -> str:
    """The page that follows."""
    return PAGES[min(PAGES.index(page) + 1, len(PAGES) - 1)]


def before(page: str) -> str:
    """The page before; empty on the first."""
    return PAGES[PAGES.index(page) - 1] if page != FIRST else ""


def part_of(inputs: Mapping[str, Any], page: str) -> dict[str, Any]:
    """Those inputs that are asked for on a page."""
    return {name: inputs[name] for name in names_on(page) if name in inputs}


def narrowed(form: ActForm, page: str) -> ActForm:
    """The judged form with the faults of this page only: the other pages may not have been written yet."""
    for name in [name for name in form.errors if name not in names_on(page)]:
        del form.errors[name]
    return form


def is_whole(form: ActForm, page: str) -> bool:
    """Whether a judged form has no fault on a page; on the last: on none."""
    names = names_on(page)
    if page == CHECK:
        return form.is_valid()
    lists = [form.lists[name] for name in names if name in form.lists]
    return not any(name in form.errors for name in names) and all(one.is_valid() for one in lists)


@dataclass(frozen=True, slots=True)
class Stop:
    """One page on the way, and how far it is written."""

    page: str
    no: int
    title: str
    state: State

    @property
    def slug(self) -> str:
        """Its word in the address."""
        return SLUGS[self.page]


def way(form: ActForm | None, inputs: Mapping[str, Any]) -> list[Stop]:
    """All pages in order, from the judged form and what was written; without a form nothing was."""
    return [Stop(page, no, title_of(page), _state(form, page, inputs)) for no, page in enumerate(PAGES, start=1)]


def _state(form: ActForm | None, page: str, inputs: Mapping[str, Any]) -> State:
    if form and page != CHECK and is_whole(form, page):
        return "done"
    return "begun" if any(part_of(inputs, page).values()) else "open"


@dataclass(frozen=True, slots=True)
class Told:
    """One fact on the last page, with what is wrong with it."""

    label: str
    value: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One page's facts on the last page."""

    page: str
    title: str
    facts: list[Told]
    is_whole: bool


def summary(form: ActForm) -> list[Part]:
    """Everything that was written, page by page, from the judged form."""
    return [Part(page, title_of(page), list(_facts(form, page)), is_whole(form, page)) for page in PAGES[:-1]]


def _facts(form: ActForm, page: str) -> Iterator[Told]:
    for name in names_on(page):
        if name in form.lists:
            yield from _files(form, name)
        elif name == "latitude":
            faults = (*form.errors.get("latitude", ()), *form.errors.get("longitude", ()))
            yield Told(_("Titik di peta"), _point(form), tuple(map(str, faults)))
        elif name in form.fields and name != "longitude":
            faults = tuple(str(each) for each in form.errors.get(name, ()))
            yield Told(str(form.fields[name].label), _value(form, name), faults)


def _files(form: ActForm, name: str) -> Iterator[Told]:
    formset = form.lists[name]
    lines = [getattr(line, "cleaned_data", {}) for line in formset.forms]
    titles = [line.get("title") or line["file"].name for line in lines if line.get("file")]
    faults = [str(each) for each in formset.non_form_errors()]
    faults += [str(each) for line in formset.forms for said in line.errors.values() for each in said]
    yield Told(str(form.rows[name].label), "\n".join(titles), tuple(faults))


def _point(form: ActForm) -> str:
    latitude, longitude = form.cleaned_data.get("latitude"), form.cleaned_data.get("longitude")
    if latitude is None or longitude is None:
        return ""
    return point_text(latitude, longitude)


def _value(form: ActForm, name: str) -> str:
    field, value = form.fields[name], form.cleaned_data.get(name)
    if value in (None, "", []):
        return ""
    if name == "place":
        return place_label(str(value))
    if isinstance(field, AttachmentField):
        return str(value.name)
    if isinstance(field, forms.ChoiceField):
        labels: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
        several = value if isinstance(value, list) else [value]
        return ", ".join(str(labels[one]) for one in several)
    if isinstance(field, MomentField):
        return moment_text(value, str(field.zone))
    return date_format(value, "j F Y") if isinstance(field, forms.DateField) else str(value)
