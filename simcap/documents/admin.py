"""How the office's numbers look, for its administrator."""

from __future__ import annotations

from string import Formatter
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simcap import clock
from simcap.people.office_admin import OfficeForm, OfficeModelAdmin

from .models import NumberTemplate
from .numbering import DEFAULTS, tokens

LONGEST = 60
SERIALS = frozenset({"serial", "serial3", "serial4"})
KINDS = {
    "agenda": gettext_lazy("Nomor agenda"),
    "register": gettext_lazy("Nomor register"),
    "assignment_letter": gettext_lazy("Surat Perintah Tugas (SPT)"),
    "decline_letter": gettext_lazy("Surat penolakan"),
    "activity_report": gettext_lazy("Laporan Kegiatan"),
    "destruction_record": gettext_lazy("Berita Acara Pemusnahan"),
}


def sample(template: str, *, classification: str, unit: str) -> str:
    """What a template prints for the number 123 today. Raises: ValidationError for what is no template."""
    values = tokens(classification=classification, serial=123, unit=unit, at=clock.now())
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        raise forms.ValidationError(_("Tanda kurung kurawal tidak lengkap.")) from None
    names = {name for _text, name, _format, _conversion in parts if name is not None}
    plain = all(not form and not conversion for _text, _name, form, conversion in parts)
    if not plain or names - set(values):
        known = ", ".join(f"{{{name}}}" for name in values)
        raise forms.ValidationError(_("Hanya kata ganti berikut yang dikenal: %(known)s.") % {"known": known})
    if not names & SERIALS or "year" not in names:
        raise forms.ValidationError(_("Pola perlu nomor urut dan {year}, agar tidak ada nomor kembar."))
    return template.format(**values)


class NumberTemplateForm(OfficeForm):
    """A template whose tokens are known, and whose numbers are never the same twice."""

    kind = forms.ChoiceField(label=gettext_lazy("jenis"), choices=[(name, KINDS[name]) for name in DEFAULTS])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "template" in cleaned:
            try:
                shown = sample(
                    cleaned["template"], classification=cleaned.get("classification", ""), unit=self.owner.unit_code
                )
                if len(shown) > LONGEST:
                    raise forms.ValidationError(_("Nomor menjadi lebih dari %(n)d huruf.") % {"n": LONGEST})
            except forms.ValidationError as fault:
                self.add_error("template", fault)
        return cleaned


@admin.register(NumberTemplate)
class NumberTemplateAdmin(OfficeModelAdmin):
    """Number templates (pola nomor), one a kind."""

    form = NumberTemplateForm
    can_delete_rows = False
    list_display = ("kind_name", "classification", "template", "example")
    fields = ("kind", "classification", "template")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind",) if obj else ()

    @admin.display(description=gettext_lazy("jenis"))
    def kind_name(self, row: NumberTemplate) -> str:
        """The kind in words."""
        return str(KINDS.get(row.kind, row.kind))

    @admin.display(description=gettext_lazy("contoh"))
    def example(self, row: NumberTemplate) -> str:
        """What it prints."""
        return sample(row.template, classification=row.classification, unit=row.office.unit_code)
