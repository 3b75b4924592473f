"""Forms of declining a request: the decision, its letter, and thinking better of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.forms import ActForm
from simcap.facilitation.occasion import Occasion
from simcap.step2_assignment.forms import lines_of

from .models import Ground
from .queries import current_letter, open_decline, suggested_body


class DeclineForm(ActForm):
    """The ground, and the reason in words that the requester will read."""

    ground = forms.ChoiceField(label=_("Alasan pokok"), choices=[("", _("Pilih alasan")), *Ground.choices])
    reason = forms.CharField(
        label=_("Penjelasan untuk pemohon"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Menjadi isi surat penolakan; pejabat yang menyusun surat dapat memperhalusnya."),
    )  # fmt: skip


class DraftDeclineForm(ActForm):
    """The letter of refusal as it shall be signed."""

    addressee = forms.CharField(label=_("Kepada Yth."), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    subject = forms.CharField(label=_("Hal"), max_length=200)
    body = forms.CharField(
        label=_("Isi surat"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Pisahkan alinea dengan baris kosong."),
    )  # fmt: skip
    suggestion = forms.CharField(
        label=_("Saran atau jalan keluar"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Misalnya waktu lain yang memungkinkan."),
    )  # fmt: skip
    copies_to = forms.CharField(
        label=_("Tembusan (satu per baris)"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        case, earlier, decline = occasion.case, current_letter(occasion.case), open_decline(occasion.case)
        if earlier:
            kept = ("addressee", "subject", "body", "suggestion")
            return {name: getattr(earlier, name) for name in kept} | {"copies_to": "\n".join(earlier.copies_to)}
        return {
            "addressee": f"Pimpinan {case.institution}",
            "subject": "Jawaban atas permintaan fasilitasi Mobile MCAP",
            "body": suggested_body(decline) if decline else "",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "copies_to" in cleaned:
            cleaned["copies_to"] = lines_of(cleaned["copies_to"])
        return cleaned


class ReconsiderForm(ActForm):
    """Why the request is taken up again after all."""

    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
