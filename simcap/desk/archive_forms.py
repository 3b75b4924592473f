"""Forms of archive and personal data: what a list is narrowed to, and what each act is given."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from simcap import clock
from simcap.errors import BadInputs
from simcap.facilitation.forms import MomentField
from simcap.people.models import Office
from simcap.stewardship.forms import TEXT, SubjectForm
from simcap.stewardship.models import Destruction, Incident, IncidentStep, Kind, SubjectRequest
from simcap.stewardship.retention import BY_CASE


def take_over(form: forms.Form, bad: BadInputs) -> None:
    """Put the sentences of a refusal beside their fields."""
    for field, sentences in bad.fields.items():
        form.add_error(field if field in form.fields else None, list(sentences))


class PastMoment(MomentField):
    """A moment that has been."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > clock.now():
            raise ValidationError(_("Tidak boleh di masa depan."))


def in_office_time(form: forms.Form, office: Office) -> None:
    """Moments are typed and shown by the office's clock."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.zone = ZoneInfo(office.time_zone)


class Narrowing(forms.Form):
    """A filter: what does not fit narrows nothing, so that an old link still works."""

    def given(self, name: str) -> Any:
        """What was asked for; None for nothing, or nothing that fits."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class DueFilter(Narrowing):
    """What falls due: which kind, and in which year; without a year what is due today."""

    kind = forms.ChoiceField(
        label=_("Jenis arsip"), required=False, choices=[(kind.value, kind.label) for kind in BY_CASE]
    )
    year = forms.IntegerField(
        label=_("Jatuh tempo pada tahun"), required=False, min_value=2000, max_value=2199,
        help_text=_("Kosongkan untuk semua yang sudah jatuh tempo hari ini."),
    )  # fmt: skip


class ProposalForm(forms.Form):
    """A proposal of destruction: the chosen cases, and the appraisal where the schedule asks for one."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in BY_CASE], widget=forms.HiddenInput)
    cases = forms.TypedMultipleChoiceField(label=_("Berkas"), coerce=str, required=False)
    basis = forms.CharField(label=_("Keterangan atau hasil penilaian"), max_length=1000, required=False, widget=TEXT)


class DestructionFilter(Narrowing):
    """Which destructions."""

    state = forms.ChoiceField(
        label=_("Keadaan"), required=False, choices=[("", _("Semua")), *Destruction.State.choices]
    )


class DecisionForm(forms.Form):
    """A decision on a proposal."""

    decision_note = forms.CharField(
        label=_("Catatan"), max_length=1000, required=False, widget=TEXT, help_text=_("Wajib bila ditolak.")
    )


class ReasonForm(forms.Form):
    """Why something is held, or no longer."""

    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=TEXT)


class SubjectFilter(Narrowing):
    """Which requests of data subjects."""

    state = forms.ChoiceField(
        label=_("Keadaan"), required=False, choices=[("", _("Semua")), *SubjectRequest.State.choices]
    )
    wish = forms.ChoiceField(
        label=_("Permintaan"), required=False, choices=[("", _("Semua")), *SubjectRequest.Wish.choices]
    )


class CounterForm(SubjectForm):
    """At the counter: also the institution, and when it came in."""

    institution = forms.CharField(label=_("Instansi"), max_length=150, required=False)
    received_at = PastMoment(label=_("Diterima"), required=False, help_text=_("Kosongkan bila sekarang."))
    field_order = ["wish", "name", "phone", "email", "institution", "code", "received_at", "text"]


class IdentityForm(forms.Form):
    """By what the office has seen who asks."""

    how = forms.CharField(
        label=_("Diperiksa dengan"), max_length=200,
        help_text=_("Misalnya: datang sendiri, kartu pegawai dilihat. Jangan mencatat nomor kartu."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """An answer: for which cases, by which way, and in which words."""

    cases = forms.TypedMultipleChoiceField(label=_("Berkas"), coerce=str, required=False)
    delivery = forms.ChoiceField(
        label=_("Penyerahan"), choices=SubjectRequest.Delivery.choices, widget=forms.RadioSelect,
        initial=SubjectRequest.Delivery.COUNTER,
    )  # fmt: skip
    answer = forms.CharField(label=_("Jawaban"), max_length=3000, required=False, widget=TEXT)


class RefusalForm(forms.Form):
    """Why a request cannot be met."""

    answer = forms.CharField(label=_("Alasan"), max_length=3000, widget=TEXT)


class IncidentFilter(Narrowing):
    """Which incidents."""

    state = forms.ChoiceField(
        label=_("Keadaan"), required=False,
        choices=[("", _("Semua")), ("open", _("Belum ditutup")), ("closed", _("Ditutup"))],
    )  # fmt: skip


class IncidentForm(forms.ModelForm):
    """What is known of an incident when it is reported. Source: UU 27/2022, article 46."""

    noticed_at = PastMoment(label=_("Diketahui pada"))
    people_count = forms.IntegerField(
        label=_("Jumlah orang"), required=False, min_value=0, max_value=10_000_000,
        help_text=_("Kosongkan bila belum diketahui."),
    )  # fmt: skip

    class Meta:
        model = Incident
        fields = ("title", "noticed_at", "happened", "data_kinds", "people_count", "consequences", "measures")
        labels = {
            "title": _("Judul"),
            "happened": _("Apa yang terjadi"),
            "data_kinds": _("Data pribadi yang terkena"),
            "consequences": _("Akibat yang mungkin"),
            "measures": _("Tindakan yang diambil"),
        }
        help_texts = {
            "title": _("Tanpa nama orang."),
            "data_kinds": _("Jenisnya, bukan isinya."),
        }
        widgets = dict.fromkeys(("happened", "data_kinds", "consequences", "measures"), TEXT)


class StepForm(forms.Form):
    """One step in the handling of an incident."""

    kind = forms.ChoiceField(label=_("Langkah"), choices=IncidentStep.Kind.choices, widget=forms.RadioSelect)
    at = PastMoment(label=_("Pada"), required=False, help_text=_("Kosongkan bila sekarang."))
    note = forms.CharField(label=_("Catatan"), max_length=2000, required=False, widget=TEXT)


#: Kinds whose line stands in the schedule but that are no list of cases: see the daily upkeep.
BY_ITSELF = tuple(kind for kind in Kind if kind not in BY_CASE)
