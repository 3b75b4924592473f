"""An act's inputs: one Django form, its only definition. Page, API and field sync bind the same one.

Inputs travel as JSON values: `{"note": "…", "crew": [{"officer": 3, "role": "technician"}], "letter": "<uid>"}`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Attachment
from simcap.documents.uploads import usable
from simcap.journal.append import canonical_text

if TYPE_CHECKING:
    from .occasion import Occasion
    from .outlook import Caution


#: Fields whose value is a list.
MANY = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
#: Years that a moment of this service can lie in; others are typing errors that a database may not even hold.
YEARS = range(2000, 2100)


class MomentField(forms.Field):
    """A moment. A page sends office wall-clock time (`2026-11-22T09:00`), a program ISO 8601 with its offset."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {
        "invalid": _("Tulis tanggal dan jam, misalnya 2026-11-22T09:00."),
        "year": _("Periksa tahunnya."),
    }
    zone = ZoneInfo("Asia/Jakarta")

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            moment = value if isinstance(value, datetime) else parse_datetime(str(value))
        except ValueError:
            moment = None
        if moment is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if moment.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone) if isinstance(value, datetime) and value.tzinfo else value


class DayField(forms.DateField):
    """A day, typed in the browser's own box (`2026-11-22`)."""

    default_error_messages = {"year": _("Periksa tahunnya.")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")


#: What a file box offers to choose. Not every browser counts a HEIC photo among the images, so its endings are named.
ACCEPTED_PICTURES = "image/*,.heic,.heif"
ACCEPTED = f"application/pdf,{ACCEPTED_PICTURES}"
#: Stands in the hidden box after an upload was refused, so that nobody sends the rest in the belief that it went along.
REFUSED = "refused"


class AttachmentInput(forms.ClearableFileInput):
    """A file box with the hidden uid of what was already uploaded, so that an error elsewhere loses nothing."""

    template_name = "forms/attachment.html"
    shape = "file"
    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The uid; a browser sends an empty box after it, under the same name, when no other file was chosen."""
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return next((value for value in reversed(given) if value), "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        uid = str(getattr(value, "uid", value) or "")
        staged = self._staged(uid)
        context["widget"] |= {"staged": staged, "value": uid if staged else ""}
        return context

    @staticmethod
    def _staged(uid: str) -> Attachment | None:
        try:
            return Attachment.objects.filter(uid=UUID(uid)).first()
        except ValueError:
            return None


class AttachmentField(forms.Field):
    """The uid of a staged upload; becomes the `Attachment`. `pictures_only` for photos that are to be printed."""

    widget = AttachmentInput
    default_error_messages = {
        "invalid": _("Berkas ini tidak ditemukan; unggah kembali."),
        "picture": _("Unggah foto (JPEG, PNG, WebP, atau HEIC)."),
        "refused": _("Berkas yang dipilih tadi tidak diterima. Pilih berkas lain, atau kirim lagi tanpa berkas."),
    }
    occasion: Occasion | None = None

    def __init__(self, *, pictures_only: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pictures_only = pictures_only
        self.widget.attrs["accept"] = ACCEPTED_PICTURES if pictures_only else ACCEPTED

    def to_python(self, value: Any) -> Attachment | None:
        if value in self.empty_values:
            return None
        if value == REFUSED:
            raise ValidationError(self.error_messages["refused"], code="refused")
        found = self._usable(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if self.pictures_only and not found.is_picture:
            raise ValidationError(self.error_messages["picture"], code="picture")
        return found

    def _usable(self, text: str) -> Attachment | None:
        if self.occasion is None:
            return None
        try:
            uid = UUID(text)
        except ValueError:
            return None
        case = self.occasion.facilitation
        return usable(
            uid, office=self.occasion.office, uploader=self.occasion.actor.key, case_uid=case.uid if case else None
        )


class RowForm(forms.Form):
    """One line of a list inside an act's form, e.g. one crew member."""

    def __init__(self, *args: Any, occasion: Occasion | None = None, **kwargs: Any) -> None:
        self.occasion = occasion
        super().__init__(*args, **kwargs)
        _hand_over(self.fields, occasion)

    def on_paper(self) -> str:
        """What a printed form names the line by: what the program gave it in its hidden fields."""
        return ", ".join(str(bound.value() or "") for bound in self if bound.is_hidden)


def _hand_over(fields: Mapping[str, forms.Field], occasion: Occasion | None) -> None:
    for field in fields.values():
        if isinstance(field, AttachmentField):
            field.occasion = occasion
        if isinstance(field, MomentField) and occasion:
            field.zone = ZoneInfo(occasion.office.time_zone)


class Rows:
    """A list of lines in an act's form: its line's form, how many, and the heading."""

    def __init__(
        self, form: type[RowForm], *, label: Any, at_least: int = 0, at_most: int = 60, blank: int = 0
    ) -> None:
        self.form, self.label, self.blank = form, label, blank
        self.at_least, self.at_most = at_least, at_most
        self.formset = formset_factory(
            form,
            extra=0,
            min_num=at_least,
            validate_min=True,
            max_num=at_most,
            validate_max=True,
            absolute_max=at_most + 20,
        )


class ActForm(forms.Form):
    """The inputs of one act. `rows` names its lists; `initial_inputs` fills the page before anything is typed."""

    rows: ClassVar[dict[str, Rows]] = {}

    def __init__(
        self,
        occasion: Occasion | None = None,
        inputs: Mapping[str, Any] | None = None,
        *,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        """With `inputs` the form judges them; with `typed` it only shows again what was typed so far."""
        self.occasion = occasion
        bound = None if inputs is None else flatten(type(self), inputs)
        first = self.initial_inputs(occasion) if inputs is None and typed is None and occasion else dict(typed or {})
        super().__init__(bound, initial={k: v for k, v in first.items() if k not in self.rows}, prefix=None)
        _hand_over(self.fields, occasion)
        self.lists = {name: self._list(name, rows, bound, first.get(name)) for name, rows in self.rows.items()}
        if occasion:
            self.prepare(occasion)

    def _list(self, name: str, rows: Rows, bound: Any, first: Any) -> BaseFormSet[Any]:
        given: dict[str, Any] = {"prefix": name, "form_kwargs": {"occasion": self.occasion}}
        if bound is not None:
            return rows.formset(bound, **given)
        lines = list(first or [])
        formset = rows.formset(initial=lines, **given)
        formset.extra = max(rows.blank, rows.at_least) if not lines else 0
        return formset

    def prepare(self, occasion: Occasion) -> None:
        """Narrow choices to the office and the case. Override in the act's form."""

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        """What the page shows before anything is typed. Override in the act's form."""
        return {}

    @classmethod
    def inputs_from_paper(cls, template: str, scan: Attachment) -> dict[str, Any]:
        """What a scan fills in by itself, such as the page that the host signed. Override in the act's form."""
        return {}

    def warnings(self, inputs: Mapping[str, Any]) -> list[Caution]:
        """What to know of what is chosen, before it is done; it hinders nothing. Override in the act's form.

        `inputs` are cleaned; on the page, as far as they fit yet.
        """
        return []

    def fitting(self) -> dict[str, Any]:
        """The cleaned inputs, as far as they fit."""
        self.is_valid()
        lists = {
            name: [line for form in formset.forms if (line := getattr(form, "cleaned_data", None))]
            for name, formset in self.lists.items()
        }
        return {**self.cleaned_data, **lists}

    def is_valid(self) -> bool:
        for formset in self.lists.values():
            formset.is_valid()  # `clean` looks at lines that are already cleaned, and may find fault with one
        return super().is_valid() and all(formset.is_valid() for formset in self.lists.values())

    def values(self) -> dict[str, Any]:
        """The cleaned inputs, lists included."""
        lists = {
            name: [line for line in formset.cleaned_data if line and any(v not in (None, "") for v in line.values())]
            for name, formset in self.lists.items()
        }
        return {**self.cleaned_data, **lists}

    def faults(self) -> dict[str, list[str]]:
        """Sentences per field; a line's field is named `crew[0].officer`, the whole form `__all__`."""
        found = {name: [str(each) for each in errors] for name, errors in self.errors.items()}
        for name, formset in self.lists.items():
            if whole := [str(each) for each in formset.non_form_errors()]:
                found[name] = whole
            for number, line in enumerate(formset.forms):
                found |= {f"{name}[{number}].{key}": [str(each) for each in said] for key, said in line.errors.items()}
        return found


def _text(value: Any) -> str:
    if value is True:
        return "on"
    return "" if value is None or value is False else str(value)


def flatten(form: type[ActForm], inputs: Mapping[str, Any]) -> MultiValueDict[str, str]:
    """JSON inputs as the form data that Django binds; lists become formsets with their management form."""
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, value in inputs.items():
        if name in form.rows:
            _flatten_rows(data, name, value)
        elif isinstance(value, list | tuple):
            data.setlist(name, [_text(each) for each in value])
        else:
            data[name] = _text(value)
    for name in form.rows:
        data.setdefault(f"{name}-TOTAL_FORMS", "0")
        data[f"{name}-INITIAL_FORMS"] = "0"
    return data


def _flatten_rows(data: MultiValueDict[str, str], name: str, lines: Any) -> None:
    lines = [line for line in lines if isinstance(line, Mapping)] if isinstance(lines, list | tuple) else []
    data[f"{name}-TOTAL_FORMS"] = str(len(lines))
    for number, line in enumerate(lines):
        for key, value in line.items():
            data[f"{name}-{number}-{key}"] = _text(value)


def inputs_from_post(form: type[ActForm], post: QueryDict) -> dict[str, Any]:
    """What a page sent, as JSON inputs. Fields that the form does not have are left out."""
    found: dict[str, Any] = {}
    for name, field in form.base_fields.items():
        if not field.widget.value_omitted_from_data(post, {}, name):
            found[name] = field.widget.value_from_datadict(post, {}, name)
    for name, rows in form.rows.items():
        found[name] = list(_posted_lines(name, rows, post))
    return found


def _posted_lines(name: str, rows: Rows, post: QueryDict) -> Iterator[dict[str, str]]:
    total = post.get(f"{name}-TOTAL_FORMS", "0")
    for number in range(min(int(total) if total.isdecimal() else 0, rows.at_most + 20)):
        keys = [key for key in rows.form.base_fields if f"{name}-{number}-{key}" in post]
        yield {key: str(post[f"{name}-{number}-{key}"]) for key in keys}


def inputs_digest(form: type[ActForm], inputs: Mapping[str, Any]) -> str:
    """SHA-256 of the inputs; an attachment counts by its bytes, so a retried upload is the same request."""
    uids = {str(inputs.get(name)) for name, field in form.base_fields.items() if isinstance(field, AttachmentField)}
    for name, rows in form.rows.items():
        keys = [key for key, field in rows.form.base_fields.items() if isinstance(field, AttachmentField)]
        lines = inputs.get(name) if isinstance(inputs.get(name), list | tuple) else []
        uids |= {str(line.get(key)) for line in lines or [] for key in keys if isinstance(line, Mapping)}
    text = canonical_text({"inputs": inputs})
    for uid, sha256 in _hashes(uids).items():
        text = text.replace(uid, sha256)
    return hashlib.sha256(text.encode()).hexdigest()


def _hashes(uids: set[str]) -> dict[str, str]:
    wanted = []
    for uid in uids:
        try:
            wanted.append(UUID(uid))
        except ValueError:
            continue
    if not wanted:
        return {}
    rows = Attachment.objects.filter(uid__in=wanted).values_list("uid", "file_id")
    return {str(uid): sha256 for uid, sha256 in rows}
