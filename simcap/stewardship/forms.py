"""The request of a data subject as it is typed: by the person on the public page, or at the counter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import SubjectRequest

TEXT = forms.Textarea(attrs={"rows": 3})


class SubjectForm(forms.Form):
    """A request as it is told at the counter, or typed by the person."""

    wish = forms.ChoiceField(label=_("Yang diminta"), choices=SubjectRequest.Wish.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Nama"), max_length=100)
    phone = forms.CharField(label=_("Telepon"), max_length=30, required=False)
    email = forms.EmailField(label=_("Surel"), required=False)
    code = forms.CharField(
        label=_("Kode lacak"), max_length=30, required=False, help_text=_("Dari tanda terima, bila ada.")
    )
    text = forms.CharField(label=_("Keterangan"), max_length=2000, required=False, widget=TEXT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("phone") and not cleaned.get("email") and not {"phone", "email"} & self.errors.keys():
            self.add_error("phone", _("Isi telepon atau surel."))
        return cleaned
