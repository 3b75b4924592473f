"""Forms of absence (ketidakhadiran): to record one, to end it, to appoint a Plh. for it, to narrow the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.forms import DayField
from simcap.people.absences import Away, days_text, last_day
from simcap.people.choices import OfficerChoice
from simcap.people.models import Absence, Officer, Position


class AbsenceForm(forms.Form):
    """A new absence. Whoever may record for others chooses who is away; anybody else records his own."""

    officer = forms.ModelChoiceField(
        label=_("Pegawai"), queryset=Officer.objects.none(), empty_label=_("Pilih pegawai")
    )
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=Absence.Kind.choices, widget=forms.RadioSelect,
        help_text=_("Cukup jenisnya. Jangan menulis keterangan kesehatan di mana pun."),
    )  # fmt: skip
    from_on = DayField(label=_("Sejak"))
    until_on = DayField(label=_("Sampai dengan"), help_text=_("Hari terakhir tidak di tempat."))

    def __init__(self, *args: Any, officers: QuerySet[Officer] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if officers is None:
            del self.fields["officer"]
        else:
            self.fields["officer"].queryset = officers  # type: ignore[attr-defined]


class CancelForm(forms.Form):
    """Cancelling an absence that has not begun."""

    reason = forms.CharField(label=_("Alasan"), max_length=200)


class EndForm(CancelForm):
    """Being back earlier than it was written."""

    back_on = DayField(label=_("Masuk kembali pada"))
    field_order = ["back_on", "reason"]

    def __init__(self, data: Any = None, *, absence: Absence, today: date) -> None:
        super().__init__(data, initial={"back_on": max(today, absence.from_on)})
        last = days_text(absence.until_on, absence.until_on)
        self.fields["back_on"].help_text = _now("Paling lambat %(day)s.") % {"day": last}


class SubstituteForm(forms.Form):
    """Who stands in as Plh. for one position of somebody who is away, by which decree, on which days."""

    position = forms.ModelChoiceField(queryset=Position.objects.none(), widget=forms.HiddenInput)
    officer = OfficerChoice(label=_("Plh."), queryset=Officer.objects.none(), empty_label=_("Pilih pegawai"))
    decree = forms.CharField(label=_("Dasar (nomor SK/surat)"), max_length=120)
    from_on = DayField(label=_("Sejak"))
    until_on = DayField(label=_("Sampai dengan"))

    def __init__(
        self, *args: Any, absence: Absence, officers: QuerySet[Officer], away: Mapping[int, list[Away]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = Position.objects.filter(office=absence.office_id)  # type: ignore[attr-defined]
        choice = self.fields["officer"]
        choice.queryset, choice.away = officers, away  # type: ignore[attr-defined]

    @staticmethod
    def first(absence: Absence, *, position: Position, from_on: date | None) -> dict[str, Any]:
        """What the form shows before anything is typed: the days on which nobody stands in yet."""
        return {"position": position.pk, "from_on": from_on or absence.from_on, "until_on": last_day(absence)}


class AbsenceFilter(forms.Form):
    """What the list of absences is narrowed to; what does not fit narrows nothing, so that an old link still works."""

    since = DayField(label=_("Mulai tanggal"), required=False)
    q = forms.CharField(label=_("Nama"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Jenis"), required=False)

    def __init__(self, *args: Any, sees_kinds: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [choice for choice in Absence.Kind.choices if sees_kinds or choice[0] != Absence.Kind.SICK]
        self.fields["kind"].choices = [("", _now("Semua")), *kinds]  # type: ignore[attr-defined]

    def given(self, name: str) -> Any:
        """One value as it was asked for; None when it does not fit."""
        self.is_valid()
        return self.cleaned_data.get(name) or None
