"""Forms of step 2: recording the request and drafting the SPT, initialling, signing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from simcap.documents.numbering import comes_from_outside, is_taken
from simcap.facilitation.forms import ActForm, MomentField, RowForm, Rows
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.outlook import Caution, officer_cautions
from simcap.facilitation.signing import chain_here, signed_kind
from simcap.intake.forms import check_window
from simcap.people.absences import away_between
from simcap.people.authority import assignable
from simcap.people.choices import OfficerChoice
from simcap.people.days import day_of
from simcap.people.models import Officer
from simcap.resources.models import Vehicle

from .models import AssignmentLetter
from .queries import coordinator_of, current_spt, suggested_tasks

LINES = forms.Textarea(attrs={"rows": 4})


def lines_of(text: str) -> list[str]:
    """Lines that say something, in order."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def inputs_of(spt: AssignmentLetter) -> dict[str, Any]:
    """An SPT as the first values of a form that drafts it anew."""
    kept = ("place", "starts_at", "ends_at", "vehicle", "budget_source", "sppd_reference", "note")
    return {
        **{name: getattr(spt, name) for name in kept},
        "tasks": "\n".join(spt.tasks),
        "copies_to": "\n".join(spt.copies_to),
        "crew": [{"officer": one.officer_id, "duty": one.duty} for one in spt.crew.filter(role="technician")],
    }


class CrewRow(RowForm):
    """One member of TIM Teknis."""

    officer = OfficerChoice(label=_("Pegawai"), queryset=Officer.objects.none(), empty_label=_("Pilih pegawai"))
    duty = forms.CharField(label=_("Tugas dalam tim"), max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.occasion:
            officers = assignable(self.occasion.office, self.occasion.recorded_at)
            self.fields["officer"].queryset = officers  # type: ignore[attr-defined]


class RecordRequestForm(ActForm):
    """The register entry and the draft of the SPT: place, window, vehicle, tasks, budget, crew (TIM Teknis)."""

    place = forms.CharField(label=_("Tempat tugas"), max_length=300)
    starts_at = MomentField(label=_("Mulai tugas"))
    ends_at = MomentField(label=_("Selesai tugas"))
    vehicle = forms.ModelChoiceField(
        label=_("Kendaraan"), queryset=Vehicle.objects.none(), empty_label=_("Pilih kendaraan")
    )
    tasks = forms.CharField(label=_("Untuk (satu tugas per baris)"), max_length=3000, widget=LINES)
    budget_source = forms.CharField(label=_("Sumber anggaran"), max_length=200, help_text=_("DPA dan kode rekening."))
    sppd_reference = forms.CharField(label=_("Nomor SPPD"), max_length=100, required=False)
    copies_to = forms.CharField(
        label=_("Tembusan (satu per baris)"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(
        label=_("Catatan untuk pemeriksa"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    rows = {"crew": Rows(CrewRow, label=_("TIM Teknis"), at_least=1, at_most=15, blank=2)}

    def prepare(self, occasion: Occasion) -> None:
        vehicles = Vehicle.objects.filter(office=occasion.office, is_active=True)
        self.fields["vehicle"].queryset = vehicles  # type: ignore[attr-defined]
        self._mark_away(occasion)

    def _mark_away(self, occasion: Occasion) -> None:
        case, office = occasion.case, occasion.office
        first, last = day_of(case.starts_at, office), day_of(case.ends_at, office)
        away = SimpleLazyObject(lambda: away_between(office, first, last))  # asked for when the lists are shown
        for line in self.lists["crew"].forms:
            line.fields["officer"].away = away

    def warnings(self, inputs: Mapping[str, Any]) -> list[Caution]:
        """Who of the team will be away on a day of the task."""
        starts, ends = inputs.get("starts_at"), inputs.get("ends_at")
        if self.occasion is None or not starts or not ends or ends < starts:
            return []
        office = self.occasion.office
        team = {one.pk: one for one in [self.coordinator(), *(line.get("officer") for line in inputs["crew"])] if one}
        days = day_of(starts, office), day_of(ends, office)
        return officer_cautions(office, team.values(), spans=[days], field="crew")

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        case, earlier = occasion.case, current_spt(occasion.case)
        if earlier is None:
            return {
                "place": f"{case.letter.site}, {case.place_label}",
                "starts_at": case.starts_at,
                "ends_at": case.ends_at,
                "tasks": "\n".join(suggested_tasks(case)),
            }
        return inputs_of(earlier)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_window(self, cleaned)
        for name in ("tasks", "copies_to"):
            if name in cleaned:
                cleaned[name] = lines_of(cleaned[name])
        if "tasks" in cleaned and not cleaned["tasks"]:
            self.add_error("tasks", _("Tuliskan sedikitnya satu tugas."))
        if self.occasion and cleaned.get("ends_at") and cleaned["ends_at"] < self.occasion.case.registered_at:
            self.add_error("ends_at", _("Periksa tanggalnya: tugas berakhir sebelum suratnya terdaftar."))
        self._check_crew()
        return cleaned

    def coordinator(self) -> Officer | None:
        """The coordinator beside whom the crew is chosen."""
        return coordinator_of(self.occasion.case) if self.occasion else None

    def _check_crew(self) -> None:
        if self.occasion is None:
            return
        self._check_accounts()
        coordinator = self.coordinator()
        seen = {coordinator.pk: _("Koordinator sudah termasuk dalam tim.")} if coordinator else {}
        for line in self.lists["crew"].forms:
            officer = line.cleaned_data.get("officer") if line.is_valid() else None
            if officer and officer.pk in seen:
                line.add_error("officer", seen[officer.pk])
            elif officer:
                seen[officer.pk] = _("Nama ini sudah ada dalam tim.")

    def _check_accounts(self) -> None:
        """Somebody of TIM Teknis must be able to act here, or the SPT would wait for nobody."""
        chosen = [line.cleaned_data.get("officer") for line in self.lists["crew"].forms if line.is_valid()]
        officers = [one for one in chosen if one]
        if officers and not any(one.account and one.account.is_active for one in officers):
            self.add_error(None, _("Sedikitnya satu anggota TIM Teknis harus mempunyai akun yang aktif."))


class NoteForm(ActForm):
    """Nothing but a note, for initials and signatures."""

    note = forms.CharField(label=_("Catatan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class SignForm(NoteForm):
    """A note and, where the office gets its numbers from elsewhere, the number with its link."""

    number = forms.CharField(label=_("Nomor naskah"), max_length=100, required=False)
    number_link = forms.URLField(
        label=_("Tautan SRIKANDI"), max_length=300, required=False, assume_scheme="https",
        help_text=_("Alamat naskah ini di SRIKANDI, bila ada."),
    )  # fmt: skip
    field_order = ["number", "number_link", "note"]
    _kind = ""

    def prepare(self, occasion: Occasion) -> None:
        self._kind = signed_kind(occasion.definition, chain_here(occasion))
        if comes_from_outside(occasion.office, self._kind):
            self.fields["number"].required = True
        else:
            del self.fields["number"], self.fields["number_link"]

    def clean_number(self) -> str:
        number = " ".join(self.cleaned_data["number"].split())
        if self.occasion and is_taken(self.occasion.office, self._kind, number, at=self.occasion.recorded_at):
            raise forms.ValidationError(_("Nomor ini sudah dipakai naskah lain."))
        return number
