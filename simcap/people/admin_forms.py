"""Forms of the admin that check more than their columns: appointments, accounts, hours, the office itself."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django import forms
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simcap.errors import BadInputs

from . import acts
from .models import Appointment
from .office_admin import OfficeForm
from .sop import choices, sop_id_of

TIME_ZONES = (
    ("Asia/Jakarta", "WIB (UTC+7)"),
    ("Asia/Makassar", "WITA (UTC+8)"),
    ("Asia/Jayapura", "WIT (UTC+9)"),
)


class OfficeDetailsForm(OfficeForm):
    """The office itself (kantor): its letterhead, its time zone, the SOP for new cases."""

    time_zone = forms.ChoiceField(label=gettext_lazy("zona waktu"), choices=TIME_ZONES)
    sop_id = forms.ChoiceField(
        label=gettext_lazy("SOP yang berlaku"),
        help_text=gettext_lazy(
            "Untuk permintaan baru. Berkas yang berjalan tetap memakai SOP saat didaftarkan. "
            "Pilihan ini menggantikan revisi yang disahkan."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = sop_id_of(self.instance)
        known = choices()
        known += [] if current in dict(known) else [(current, current)]
        self.fields["sop_id"].choices = known  # type: ignore[attr-defined]
        self.initial["sop_id"] = current


def _take_over(form: OfficeForm, refused: BadInputs) -> None:
    for field, sentences in refused.fields.items():
        form.add_error(field if field in form.fields else None, list(sentences))


class AppointmentForm(OfficeForm):
    """A new appointment (penugasan jabatan); the act's own check speaks beside the field."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                acts.must_fit(Appointment(office=self.owner, **cleaned))
            except BadInputs as refused:
                _take_over(self, refused)
        return cleaned


class AppointmentEndForm(OfficeForm):
    """The early end of an appointment."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                acts.must_be_endable(cleaned["appointment"], ended_at=cleaned["ended_at"])
            except BadInputs as refused:
                _take_over(self, refused)
        return cleaned


class AccountForm(OfficeForm, UserChangeForm):
    """An account as it is. What it may do follows from appointments, so there is nothing here about rights."""

    def clean_is_active(self) -> bool:
        active: bool = self.cleaned_data["is_active"]
        holding = self.instance.pk == getattr(self, "own_pk", None)
        if holding and not active:
            raise ValidationError(_("Akun Anda sendiri tidak dapat dinonaktifkan."))
        return active


class NewAccountForm(OfficeForm, UserCreationForm):
    """A new account with its first password."""


class SpansForm(forms.BaseInlineFormSet):
    """Stretches of work of one schedule: on one day they never overlap."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        spans = sorted((one["weekday"], one["start"], one["end"]) for one in kept)
        for before, after in pairwise(spans):
            if before[0] == after[0] and after[1] < before[2]:
                raise ValidationError(_("Jam pada hari yang sama tidak boleh bertumpang tindih."))


class ScheduleForm(OfficeForm):
    """Working hours between two dates."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("Tanggal akhir harus sesudah tanggal mulai."))
        return cleaned
