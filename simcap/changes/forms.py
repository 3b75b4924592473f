"""Forms of what changes while a case is under way: another time, no facilitation at all, another SPT."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.forms import ActForm, AttachmentField, MomentField
from simcap.facilitation.occasion import Occasion
from simcap.intake.forms import check_window
from simcap.people.authority import assignable
from simcap.people.models import Officer
from simcap.step2_assignment.forms import RecordRequestForm, inputs_of
from simcap.step2_assignment.queries import current_spt, last_signed_spt


class ReasonForm(ActForm):
    """Nothing but the reason."""

    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class CancelForm(ReasonForm):
    """Why the facilitation is cancelled; for a request on paper, the letter that says so."""

    letter = AttachmentField(label=_("Surat pembatalan"), required=False, help_text=_("PDF atau foto, bila ada."))


class PostponeForm(ReasonForm):
    """The new window, and why."""

    starts_at = MomentField(label=_("Mulai yang baru"))
    ends_at = MomentField(label=_("Selesai yang baru"))
    letter = AttachmentField(label=_("Surat penundaan"), required=False, help_text=_("PDF atau foto, bila ada."))
    field_order = ["starts_at", "ends_at", "reason", "letter"]

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        return {"starts_at": occasion.case.starts_at, "ends_at": occasion.case.ends_at}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_window(self, cleaned)
        if self.occasion is None:
            return cleaned
        case = self.occasion.case
        if cleaned.get("ends_at") and cleaned["ends_at"] < self.occasion.recorded_at:
            self.add_error("ends_at", _("Waktu yang baru sudah lewat."))
        if (cleaned.get("starts_at"), cleaned.get("ends_at")) == (case.starts_at, case.ends_at):
            self.add_error("starts_at", _("Waktunya masih sama dengan yang lama."))
        return cleaned


class AmendSptForm(RecordRequestForm):
    """The SPT as it shall be: any of its parts, the coordinator included. The reason is printed nowhere but kept."""

    coordinator_officer = forms.ModelChoiceField(
        label=_("Koordinator TIM"), queryset=Officer.objects.none(), empty_label=_("Pilih pegawai")
    )
    field_order = ["coordinator_officer"]

    def prepare(self, occasion: Occasion) -> None:
        super().prepare(occasion)
        officers = assignable(occasion.office, occasion.recorded_at).filter(account__is_active=True)
        self.fields["coordinator_officer"].queryset = officers  # type: ignore[attr-defined]

    def coordinator(self) -> Officer | None:
        chosen: Officer | None = self.cleaned_data.get("coordinator_officer")
        return chosen

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        case = occasion.case
        draft = current_spt(case)
        earlier = draft or last_signed_spt(case)
        if earlier is None:
            return super().initial_inputs(occasion)
        first = inputs_of(earlier)
        if draft is None or draft.signed_at:  # not drafted yet: the time that was agreed last
            first |= {"starts_at": case.starts_at, "ends_at": case.ends_at}
        coordinator = earlier.crew.filter(role="coordinator").first()
        return first | {"coordinator_officer": coordinator.officer_id if coordinator else None}
