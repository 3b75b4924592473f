"""The form by which a printed form that came back is filed (simpan pindaian)."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import ActForm, AttachmentField
from .models import PaperSheet
from .paper import tidy_code


class FilePaperForm(ActForm):
    """The scan of a printed form, and the code that stands beside its QR code."""

    code = forms.CharField(label=gettext_lazy("Kode formulir"), max_length=20)
    scan = AttachmentField(label=gettext_lazy("Foto atau pindaian formulir"))

    def clean_code(self) -> PaperSheet | None:
        """The sheet; it belongs to this case."""
        case = self.occasion.case if self.occasion else None
        found = PaperSheet.objects.filter(facilitation=case, code=tidy_code(self.cleaned_data["code"])).first()
        if case and found is None:
            raise ValidationError(_("Kode ini bukan kode formulir untuk berkas ini."))
        return found
