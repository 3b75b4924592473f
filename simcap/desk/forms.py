"""Forms of the desk that are no act's: signing in, and narrowing the list of cases."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.definitions import in_force
from simcap.facilitation.forms import DayField, MomentField
from simcap.facilitation.models import Urgency
from simcap.facilitation.stage_choices import stage_choices, stages_chosen
from simcap.people.models import Office, Officer

from .queries import Wanted


class PaperForm(forms.Form):
    """What stands on the paper that an act is typed from: when it was filled in, and by whom."""

    written_at = MomentField(
        label=_("Diisi pada (seperti tertulis di kertas)"),
        help_text=_("Bila lebih dari satu hari kerja yang lalu, jejak menandainya."),
    )
    filled_by = forms.ModelChoiceField(
        label=_("Diisi oleh (seperti tertulis di kertas)"), queryset=Officer.objects.none(), empty_label=None
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any], office: Office) -> None:
        super().__init__(data, initial=initial, prefix="paper")
        people = office.officers.filter(is_active=True).order_by("name")
        self.fields["filled_by"].queryset = people  # type: ignore[attr-defined]
        self.fields["written_at"].zone = ZoneInfo(office.time_zone)  # type: ignore[attr-defined]

    @classmethod
    def asked(cls, request: HttpRequest, *, office: Office, officer: Officer | None) -> PaperForm:
        """The form as a request asks for it: judged when it is sent, else with what was typed so far."""
        first = {"filled_by": officer.pk if officer else None}
        if request.method != "POST":
            return cls(initial=first, office=office)
        if "_refresh" not in request.POST:
            return cls(request.POST, initial=first, office=office)
        so_far = {name: request.POST.get(f"paper-{name}", "") for name in cls.base_fields}
        return cls(initial=first | {name: value for name, value in so_far.items() if value}, office=office)


#: So many failures for one name from one address, or from one address at all, within so many seconds.
MOST_PER_NAME, MOST_PER_ADDRESS, WITHIN_SECONDS = 5, 50, 900


class SignInForm(AuthenticationForm):
    """Name and password. Repeated failures are slowed down per name and address."""

    error_messages = {
        "invalid_login": _("Nama pengguna atau kata sandi tidak cocok. Huruf besar dan kecil dibedakan."),
        "inactive": _("Akun ini tidak aktif. Hubungi administrator."),
        "too_many": _("Terlalu banyak percobaan yang gagal. Coba lagi setelah 15 menit, atau hubungi administrator."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Nama pengguna")
        self.fields["password"].label = _("Kata sandi")

    def clean(self) -> dict[str, Any]:
        counters = self._counters()
        tried = cache.get_many(counters)
        if any(tried.get(key, 0) >= most for key, most in counters.items()):
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        try:
            cleaned = super().clean()
        except ValidationError:
            self._count(counters)
            raise
        cache.delete(next(iter(counters)))
        return cleaned

    def _counters(self) -> dict[str, int]:
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        name = self.cleaned_data.get("username", "").strip().lower().encode().hex()
        return {f"sign-in:{address}:{name[:150]}": MOST_PER_NAME, f"sign-in:{address}": MOST_PER_ADDRESS}

    @staticmethod
    def _count(counters: dict[str, int]) -> None:
        for key in counters:
            cache.add(key, 0, WITHIN_SECONDS)
            with suppress(ValueError):  # it ran out between the two lines; then the next failure counts from one
                cache.incr(key)


class CaseFilter(forms.Form):
    """What the list of cases is narrowed to; what does not fit is left out, so that an old link still works."""

    q = forms.CharField(
        label=_("Cari"), required=False, max_length=100,
        help_text=_("Kata dari surat, tempat, disposisi, catatan, laporan, atau nomor. Kata berurutan: “dalam kutip”."),
    )  # fmt: skip
    at = forms.ChoiceField(label=_("Tahap"), required=False)
    urgency = forms.ChoiceField(label=_("Sifat"), required=False, choices=[("", _("Semua")), *Urgency.choices])
    from_on = DayField(label=_("Jadwal dari"), required=False)
    until_on = DayField(label=_("Jadwal sampai"), required=False)
    order = forms.ChoiceField(
        label=_("Urutan"), required=False,
        choices=[("newest", _("Terbaru didaftarkan")), ("soonest", _("Jadwal paling awal"))],
    )  # fmt: skip

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.revision = office, in_force(office)
        self.fields["at"].choices = stage_choices(self.revision)  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, as the query takes it."""
        self.is_valid()
        given = self.cleaned_data
        at = given.get("at", "")
        return Wanted(
            words=given.get("q", ""), is_open=at == "open", stages=stages_chosen(self.revision, at),
            has_beside=at == "beside", urgency=given.get("urgency", ""),
            from_at=self._midnight(given.get("from_on")), until_at=self._midnight(given.get("until_on"), days=1),
            order=given.get("order") or "newest",
        )  # fmt: skip

    def _midnight(self, day: date | None, days: int = 0) -> datetime | None:
        if day is None or day.year not in range(2000, 2100):
            return None
        return datetime.combine(day + timedelta(days=days), time.min, tzinfo=ZoneInfo(self.office.time_zone))


class OccurredForm(forms.Form):
    """When something happened that is written down afterwards, in the office's time."""

    occurred_at = MomentField(
        label=_("Waktu kejadian"), required=False, help_text=_("Kosongkan bila terjadi sekarang.")
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_at"].zone = ZoneInfo(zone)  # type: ignore[attr-defined]
