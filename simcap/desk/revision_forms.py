"""Forms of the SOP's revisions: where a draft begins, and what is said when it is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.forms import DayField
from simcap.people.models import Office
from simcap.people.sop import sop_id_of
from simcap.revisions.acts import LONGEST_TEXT
from simcap.revisions.models import Revision
from simcap.revisions.reading import known_to

from .archive_forms import Narrowing


class RevisionFilter(Narrowing):
    """What the list of revisions is narrowed to."""

    status = forms.ChoiceField(
        label=_("Keadaan"), required=False, choices=[("", _("Semua")), *Revision.Status.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip


class BeginForm(forms.Form):
    """Where a draft begins: at a copy of a known revision, or at a file."""

    why = forms.CharField(
        label=_("Alasan revisi"), max_length=300, widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text=_("Misalnya hasil monitoring, evaluasi tahunan, atau perubahan peraturan."),
    )  # fmt: skip
    base = forms.ChoiceField(
        label=_("Salin dari"), required=False, widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Atau unggah berkas SOP (TOML)"), required=False,
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".toml,text/plain"}),
        help_text=_("Dihasilkan oleh `simcap sop import` atau disalin dari kantor lain. Boleh belum lengkap."),
    )  # fmt: skip

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = sop_id_of(office)
        known = sorted(known_to(office).items(), key=lambda pair: pair[0] != current)
        choices = [(name, f"{one.identity.number} ({name})") for name, one in known]
        self.fields["base"].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> str:
        """The text of the file; empty without one."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LONGEST_TEXT:
            raise ValidationError(_("Berkas SOP terlalu besar atau memuat karakter yang bukan teks."))
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise ValidationError(_("Berkas ini bukan teks UTF-8.")) from error


class DecisionForm(forms.Form):
    """Approve from a day on, or reject with a reason."""

    effective_on = DayField(label=_("Berlaku mulai"), required=False, help_text=_("Wajib bila disahkan."))
    decision = forms.CharField(
        label=_("Catatan keputusan"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        help_text=_("Wajib bila ditolak."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a revision is withdrawn."""

    why = forms.CharField(
        label=_("Alasan menarik"), max_length=300, widget=forms.Textarea(attrs={"class": "form-control", "rows": 2})
    )
