"""Forms of step 1: a disposition (disposisi) of each tier, and the appointment of the coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from simcap import clock
from simcap.facilitation.forms import ActForm, DayField
from simcap.facilitation.models import Security, Urgency
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.outlook import WITHOUT_DUE, Caution, officer_cautions, position_cautions
from simcap.people.absences import away_between
from simcap.people.authority import assignable
from simcap.people.choices import OfficerChoice
from simcap.people.days import day_of
from simcap.people.models import Instruction, Officer, Position

from .queries import responsible_position, standing, tier_given_by


class DispositionForm(ActForm):
    """Instructions (isi disposisi), note, urgency, security class, due date; others are informed."""

    instructions = forms.ModelMultipleChoiceField(
        label=_("Instruksi"), queryset=Instruction.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Catatan"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    urgency = forms.ChoiceField(label=_("Sifat"), choices=Urgency.choices)
    security = forms.ChoiceField(label=_("Klasifikasi keamanan"), choices=Security.choices)
    due_on = DayField(label=_("Batas waktu"), required=False)
    informed = forms.ModelMultipleChoiceField(
        label=_("Tembusan untuk diketahui"), queryset=Position.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def prepare(self, occasion: Occasion) -> None:
        office = occasion.office
        self.fields["instructions"].queryset = Instruction.objects.filter(office=office, is_active=True)  # type: ignore[attr-defined]
        self.responsible = responsible = responsible_position(occasion)
        others = Position.objects.filter(office=office, code__in=("secretary", "division_head", "section_head"))
        if responsible:
            others = others.exclude(pk=responsible.pk)
        own = occasion.right.holding.code if occasion.right.holding else ""
        self.fields["informed"].queryset = others.exclude(code=own).order_by("id")  # type: ignore[attr-defined]

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        last = standing(occasion.case).order_by("-tier").first()
        return {
            "urgency": occasion.case.urgency,
            "security": occasion.case.security,
            "due_on": last.due_on if last else None,
        }

    def warnings(self, inputs: Mapping[str, Any]) -> list[Caution]:
        """Whether the addressee, or the coordinator that is named, will be away before the due date."""
        if self.occasion is None:
            return []
        occasion, due = self.occasion, inputs.get("due_on")
        position, named = self.responsible, inputs.get("coordinator")
        if position:
            return position_cautions(occasion.office, position, at=occasion.recorded_at, due_on=due)
        chosen = [named] if named else []
        return officer_cautions(occasion.office, chosen, spans=_spans(occasion, due), field="coordinator")

    def clean_due_on(self) -> Any:
        due = self.cleaned_data["due_on"]
        zone = ZoneInfo(self.occasion.office.time_zone) if self.occasion else ZoneInfo("Asia/Jakarta")
        if due and due < clock.now().astimezone(zone).date():
            raise forms.ValidationError(_("Batas waktu tidak boleh di masa lalu."))
        return due


def _spans(occasion: Occasion, due: date | None) -> list[tuple[date, date]]:
    """The days on which the coordinator is needed: from now to the due date, and those of the event."""
    case, today = occasion.case, day_of(occasion.recorded_at, occasion.office)
    event = day_of(case.starts_at, case.office), day_of(case.ends_at, case.office)
    return [(today, due or today + WITHOUT_DUE), event]


class AppointForm(DispositionForm):
    """The last tier: it also names the coordinator (Koordinator TIM, designate)."""

    coordinator = OfficerChoice(
        label=_("Koordinator TIM"), queryset=Officer.objects.none(), empty_label=_("Pilih pegawai")
    )
    field_order = ["coordinator", "instructions", "note", "urgency", "security", "due_on", "informed"]

    def prepare(self, occasion: Occasion) -> None:
        super().prepare(occasion)
        officers = assignable(occasion.office, occasion.recorded_at).filter(account__is_active=True)
        choice = self.fields["coordinator"]
        last = day_of(occasion.case.ends_at, occasion.office)
        choice.queryset = officers  # type: ignore[attr-defined]
        first = day_of(occasion.recorded_at, occasion.office)
        choice.away = SimpleLazyObject(lambda: away_between(occasion.office, first, last))  # type: ignore[attr-defined]


class WithdrawForm(ActForm):
    """Why the disposition is withdrawn."""

    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class SupersedeForm(AppointForm):
    """The disposition that takes the place of the earlier one, and why. The last tier names the coordinator too."""

    coordinator = OfficerChoice(
        label=_("Koordinator TIM"), queryset=Officer.objects.none(), empty_label=_("Pilih pegawai"), required=False
    )
    reason = forms.CharField(label=_("Alasan penggantian"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["coordinator", "reason", "instructions", "note", "urgency", "security", "due_on", "informed"]

    def prepare(self, occasion: Occasion) -> None:
        super().prepare(occasion)
        if responsible_position(occasion) is not None:
            del self.fields["coordinator"]
        else:
            self.fields["coordinator"].required = True

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        earlier = standing(occasion.case).filter(tier=tier_given_by(occasion)).first()
        if earlier is None:
            return super().initial_inputs(occasion)
        kept = Instruction.objects.filter(office=occasion.office, text__in=earlier.instructions)
        return {
            "urgency": earlier.urgency, "security": earlier.security, "due_on": earlier.due_on, "note": earlier.note,
            "instructions": [one.pk for one in kept],
        }  # fmt: skip
