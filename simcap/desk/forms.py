"""Forms of the desk that are no act's: signing in, and narrowing the list of cases."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
