"""What every page of the admin stands on: one office's rows only, and a journal entry for each change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .acts import By, note
from .models import Office
from .site import administrator_holding, office_of

#: Fields whose new value is not written into the journal: only that they changed.
UNWRITTEN = frozenset({"password", "password1", "password2", "nip", "email"})


def by_of(request: HttpRequest) -> By:
    """The administrator as the journal writes him."""
    holding = administrator_holding(request)
    if holding is None:
        raise PermissionError("Only an administrator changes master data.")
    kind, decree = holding.appointment.kind, holding.appointment.decree
    return By(holding.officer.name, request.user.get_username(), holding.title, kind, decree)


class OfficeForm(forms.ModelForm):
    """A row that knows its office before it is checked, so that what must be unique within an office is checked too."""

    owner: ClassVar[Office]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hasattr(self.instance, "office_id"):
            self.instance.office = self.owner

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"office"}  # type: ignore[misc]


class OfficeRows:
    """Rights and choices by office, for pages and their inline lists alike."""

    can_add = can_change = can_delete_rows = True
    admin_site: admin.AdminSite

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_add and self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_change and self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.can_delete_rows and self.admin_site.has_permission(request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Django's two boxes of a moment have no name of their own that is read out; here each has one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        parts = getattr(getattr(field, "widget", None), "widgets", ())
        for part, word in zip(parts, (_("tanggal"), _("Waktu")), strict=False):
            part.attrs["aria-label"] = f"{field.label}: {word}"
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = self.choices(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """The rows of this office that a foreign key may point at. Raises: ImproperlyConfigured for other tables."""
        model = db_field.remote_field.model
        try:
            model._meta.get_field("office")
        except FieldDoesNotExist:
            raise ImproperlyConfigured(f"{db_field} points at rows without an office.") from None
        return model._default_manager.filter(office=office_of(request))


class OfficeModelAdmin(OfficeRows, admin.ModelAdmin):
    """A table of master data (data induk), narrowed to the administrator's office. Filters never list a foreign key.

    `office_path`: the lookup from a row to its office. `keeps_calendar`: a change makes the office read its calendar
    anew. `notes_itself`: rows are written by an act that keeps the journal.
    """

    form = OfficeForm
    exclude: ClassVar[tuple[str, ...]] = ("office",)
    office_path = "office"
    keeps_calendar = False
    notes_itself = False
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(**{self.office_path: office_of(request).pk})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"owner": office_of(request)})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not self.notes_itself:
            with translation.override("id"):
                parts = [] if change else [_("ditambahkan")]
                said = "; ".join(
                    [*parts, *said_changes(form), *(line for each in formsets for line in said_rows(each))]
                )
                self.keep(request, form.instance, said)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with translation.override("id"), transaction.atomic():
            super().delete_model(request, obj)
            self.keep(request, obj, _("dihapus"))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            for obj in queryset:
                self.delete_model(request, obj)

    def keep(self, request: HttpRequest, obj: Any, change: str) -> None:
        """Write a change into the office's chain; nothing when nothing changed."""
        office = office_of(request)
        if not change:
            return
        what = f"{obj._meta.verbose_name} {obj}"
        act, further = self.effect(request)
        note(office, act=act, by=by_of(request), facts={"what": what, "change": change, **further})
        if self.keeps_calendar:
            Office.objects.filter(pk=office.pk).update(calendar_version=F("calendar_version") + 1)

    def effect(self, request: HttpRequest) -> tuple[str, dict[str, Any]]:
        """The act by which the journal knows a change that was just made, and what else it says of it."""
        return "setting_changed", {}


def said_changes(form: Any) -> Iterator[str]:
    """Each changed field with its new value, in words; of secrets and personal data only that they changed."""
    for name in form.changed_data:
        label = str(form.fields[name].label or name)
        value = "" if name in UNWRITTEN else _shown(form, name)
        yield f"{label}: {value}" if value else _("%(field)s diganti") % {"field": label}


def said_rows(formset: Any) -> Iterator[str]:
    """Lines of an inline list that were added, changed or deleted."""
    yield from _each(formset.new_objects, _("%(row)s ditambahkan"))
    yield from _each((obj for obj, _fields in formset.changed_objects), _("menjadi %(row)s"))
    yield from _each(formset.deleted_objects, _("%(row)s dihapus"))


def _each(rows: Iterable[Any], words: str) -> Iterator[str]:
    for row in rows:
        yield words % {"row": f"{row._meta.verbose_name} {row}"}


def _shown(form: Any, name: str) -> str:
    value = form.cleaned_data.get(name)
    if value is None or value == "":
        return _("kosong")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d-%m-%Y %H.%M %Z}"
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField) and not isinstance(value, Model):
        choices: Any = field.choices
        return next((str(label) for key, label in choices if key == value), str(value))
    return str(value)
