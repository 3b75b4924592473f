"""Forms of one's own notices (pemberitahuan): what goes over which channel, and another address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simcap.notices.models import Channel

#: Switch of a channel → its word, and what it means.
SWITCHES = {
    "wants_new": (_("Tugas baru"), _("Begitu berkas tiba pada Anda.")),
    "wants_reminder": (_("Pengingat"), _("Belum dibuka, mendekati batas, atau melewati standar.")),
    "wants_escalation": (_("Eskalasi"), _("Tugas bawahan Anda yang melewati batas.")),
    "wants_digest": (_("Ringkasan pagi"), _("Satu kali setiap hari kerja, bila ada yang menunggu.")),
}


class ChannelForm(forms.Form):
    """The four switches of one channel."""

    def __init__(self, data: Any = None, *, channel: Channel) -> None:
        super().__init__(data, prefix=f"c{channel.pk}", initial={name: getattr(channel, name) for name in SWITCHES})
        self.channel = channel
        for name, (label, help_text) in SWITCHES.items():
            self.fields[name] = forms.BooleanField(label=label, help_text=help_text, required=False)


class AddressForm(forms.Form):
    """Another address. It holds a secret, so it is never shown again; with a fault it is typed anew."""

    label = forms.CharField(
        label=_("Nama saluran"), max_length=60, help_text=_("Supaya Anda mengenalinya, misalnya “Telegram di ponsel”.")
    )
    url = forms.CharField(
        label=_("Alamat Apprise"), max_length=930, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Bentuknya layanan://rahasia. Seperti kata sandi, tidak ditampilkan lagi sesudah disimpan."),
    )  # fmt: skip


class FailureFilter(forms.Form):
    """What the list of failures is narrowed to; what does not fit narrows nothing."""

    STATES = (
        ("", _("Semua")), ("failed", _("gagal")), ("unsure", _("tidak pasti terkirim")), ("waiting", _("akan dicoba")),
    )  # fmt: skip
    q = forms.CharField(label=_("Nama"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("Keadaan"), required=False, choices=STATES)
    order = forms.ChoiceField(
        label=_("Urutan"), required=False, choices=(("", _("Terbaru dahulu")), ("oldest", _("Terlama dahulu")))
    )

    def given(self, name: str) -> str:
        """One value as it was asked for; empty when it does not fit."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
