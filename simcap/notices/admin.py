"""Where notices may be sent to, for the office's administrator. What is not listed is refused."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from simcap.people.office_admin import OfficeForm, OfficeModelAdmin

from .models import AllowedService
from .services import NEVER, host_and_port


class AllowedServiceForm(OfficeForm):
    """One service with the one server that it may ask."""

    def clean_schema(self) -> str:
        """The beginning of an Apprise address, in small letters. Never what works on this machine itself."""
        schema: str = self.cleaned_data["schema"].lower()
        if not schema.isalnum() or not schema.isascii():
            raise ValidationError(_("Tulis hanya awal alamatnya, misalnya tgram."))
        if schema in NEVER:
            raise ValidationError(_("Layanan ini bekerja pada server ini sendiri, jadi tidak dapat diizinkan."))
        return schema

    def clean_host(self) -> str:
        """A server's name or address, with its port where that is not the web's."""
        host: str = self.cleaned_data["host"].lower()
        if host_and_port(host) is None:
            raise ValidationError(_("Tulis nama server saja, misalnya api.telegram.org atau gateway.kantor.id:8443."))
        return host


@admin.register(AllowedService)
class AllowedServiceAdmin(OfficeModelAdmin):
    """Allowed services (layanan pemberitahuan yang diizinkan). Every change stands in the office's journal."""

    form = AllowedServiceForm
    list_display = ("schema", "host", "is_internal", "reason")
    fields = ("schema", "host", "is_internal", "reason")
