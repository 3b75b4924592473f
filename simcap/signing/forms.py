"""Forms of signing on paper: who will sign and under which number, the scan, its check, giving it up."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from simcap.documents.numbering import comes_from_outside, is_taken
from simcap.facilitation.forms import ActForm, AttachmentField, DayField
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.paraf import outdated
from simcap.facilitation.signing import chain_here, signed_kind
from simcap.people.days import day_of
from simcap.people.models import Appointment

from .queries import chain_of_paper, reserved, signers

NUMBERED = [
    ("now", _("Sekarang, oleh SIMCAP")),
    ("typed", _("Sekarang, diketik (misalnya dari SRIKANDI)")),
    ("later", _("Sesudah ditandatangani")),
]
LINK = _("Alamat naskah ini di SRIKANDI, bila ada.")


class NumberFields(ActForm):
    """A number that came from elsewhere, with its link."""

    number = forms.CharField(label=_("Nomor naskah"), max_length=100, required=False)
    number_link = forms.URLField(
        label=_("Tautan SRIKANDI"), max_length=300, required=False, assume_scheme="https", help_text=LINK
    )

    def clean_number(self) -> str:
        number = " ".join(self.cleaned_data["number"].split())
        if number and self.occasion and self._is_taken(self.occasion, number):
            raise forms.ValidationError(_("Nomor ini sudah dipakai naskah lain."))
        return number

    def _is_taken(self, occasion: Occasion, number: str) -> bool:
        kind = signed_kind(occasion.definition, chain_of_paper(occasion))
        return is_taken(occasion.office, kind, number, at=occasion.recorded_at)


class PrintForm(NumberFields):
    """Who will sign on paper, and when the document gets its number."""

    signer = forms.ModelChoiceField(label=_("Penanda tangan"), queryset=Appointment.objects.none(), empty_label=None)
    numbered = forms.ChoiceField(label=_("Pemberian nomor"), choices=NUMBERED, widget=forms.RadioSelect)
    field_order = ["signer", "numbered", "number", "number_link"]

    def prepare(self, occasion: Occasion) -> None:
        found = [one.appointment.pk for one in signers(occasion)]
        rows = Appointment.objects.filter(pk__in=found).select_related("officer", "position").order_by("id")
        self.fields["signer"].queryset = rows  # type: ignore[attr-defined]
        if comes_from_outside(occasion.office, signed_kind(occasion.definition, chain_here(occasion))):
            self.fields["numbered"].choices = NUMBERED[1:]  # type: ignore[attr-defined]

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        found = signers(occasion)
        outside = comes_from_outside(occasion.office, signed_kind(occasion.definition, chain_here(occasion)))
        return {"signer": found[0].appointment.pk if found else None, "numbered": "later" if outside else "now"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        numbered, number = cleaned.get("numbered"), cleaned.get("number")
        if numbered == "typed" and not number and "number" not in self.errors:
            self.add_error("number", _("Ketik nomornya."))
        if numbered in ("now", "later") and number:
            self.add_error("number", _("Kosongkan nomor, atau pilih bahwa nomornya diketik."))
        self._check_merged(cleaned.get("signer"))
        return cleaned

    def _check_merged(self, signer: Appointment | None) -> None:
        occasion = self.occasion
        if occasion and signer and outdated(occasion.case, chain_here(occasion), signer=signer.officer):
            self.add_error(
                "signer", _("Ada paraf yang dilewati karena penanda tangannya waktu itu orang lain. Kembalikan dahulu.")
            )


class ScanForm(NumberFields):
    """The signed page as scanned, the day of the signature, and the number where it came after the signature."""

    scan = AttachmentField(label=_("Hasil pindai"), help_text=_("Semua halaman dalam satu PDF, atau satu foto."))
    signed_on = DayField(label=_("Tanggal ditandatangani"))
    stamped = forms.BooleanField(label=_("Sudah dibubuhi stempel dinas"))
    field_order = ["scan", "signed_on", "number", "number_link", "stamped"]

    def prepare(self, occasion: Occasion) -> None:
        document = reserved(occasion.case)
        if document and document.number:
            del self.fields["number"]
        else:
            self.fields["number"].required = True

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        document = reserved(occasion.case)
        link = document.number_link if document else ""
        return {"signed_on": day_of(occasion.recorded_at, occasion.office).isoformat(), "number_link": link}

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if self.occasion is None:
            return day
        document, zone = reserved(self.occasion.case), ZoneInfo(self.occasion.office.time_zone)
        if day > day_of(self.occasion.recorded_at, self.occasion.office):
            raise forms.ValidationError(_("Tanggal tidak boleh di masa depan."))
        if document and day < document.issued_at.astimezone(zone).date():
            raise forms.ValidationError(_("Naskah belum dicetak pada tanggal itu."))
        return day


class ConfirmForm(ActForm):
    """What the second person has compared."""

    same_document = forms.BooleanField(label=_("Hasil pindai sama dengan naskah yang dicetak, semua halaman lengkap"))
    signature_seen = forms.BooleanField(label=_("Tanda tangan pejabat dan stempel terlihat jelas"))
    number_same = forms.BooleanField(label=_("Nomor dan tanggal pada kertas sama dengan yang tercatat"))
    note = forms.CharField(label=_("Catatan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class VoidForm(ActForm):
    """Why the printed document is given up."""

    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
