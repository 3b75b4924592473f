"""The form of step 4: the record of the facilitation (pencatatan fasilitasi)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.forms import ActForm, RowForm, Rows
from simcap.facilitation.occasion import Occasion

from .queries import differences, latest_record

PARAGRAPH: dict[str, Any] = {"max_length": 4000}


class DifferenceRow(RowForm):
    """The explanation of one difference that SIMCAP found."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    explanation = forms.CharField(label=_("Penjelasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def on_paper(self) -> str:
        """The difference in words."""
        gaps = differences(self.occasion.case) if self.occasion else []
        gap = next((one for one in gaps if one.key == self["key"].value()), None)
        return f"{gap.what}: {gap.planned} → {gap.actual}" if gap else super().on_paper()


class RecordFacilitationForm(ActForm):
    """Results, obstacles, conclusion, suggestions; every difference from plan is explained."""

    confirmed = forms.BooleanField(
        label=_("Laporan lapangan sudah saya periksa terhadap surat permintaan, SPT, dan catatan kegiatan")
    )
    results = forms.CharField(label=_("Hasil"), widget=forms.Textarea(attrs={"rows": 4}), **PARAGRAPH)
    obstacles = forms.CharField(
        label=_("Faktor yang mempengaruhi dan hambatan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        **PARAGRAPH,
    )
    conclusion = forms.CharField(label=_("Simpulan"), widget=forms.Textarea(attrs={"rows": 3}), **PARAGRAPH)
    suggestions = forms.CharField(
        label=_("Saran"), required=False, widget=forms.Textarea(attrs={"rows": 3}), **PARAGRAPH
    )
    rows = {"differences": Rows(DifferenceRow, label=_("Perbedaan yang perlu dijelaskan"), at_most=120)}

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        earlier = latest_record(occasion.case)
        said = {one["key"]: one["explanation"] for one in earlier.differences} if earlier else {}
        lines = [{"key": gap.key, "explanation": said.get(gap.key, "")} for gap in differences(occasion.case)]
        kept = ("results", "obstacles", "conclusion", "suggestions")
        report = occasion.case.field_report
        first = {name: getattr(earlier, name) for name in kept} if earlier else {"results": report.summary}
        return {**first, "differences": lines}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.occasion is None:
            return cleaned
        expected = {gap.key: gap for gap in differences(self.occasion.case)}
        for line in self.lists["differences"].forms:
            if line.is_valid() and not line.cleaned_data:  # a line left empty says nothing
                continue
            if line.is_valid() and expected.pop(line.cleaned_data["key"], None) is None:
                line.add_error("key", _("Perbedaan ini tidak ada."))
            elif not line.is_valid():
                expected.pop(line.data.get(line.add_prefix("key"), ""), None)
        for gap in expected.values():
            self.add_error(None, _("Belum dijelaskan: %(what)s.") % {"what": gap.what})
        return cleaned
