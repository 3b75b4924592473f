"""Django's admin for master data, open to who holds the position of administrator now."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from simcap import clock

from .authority import holdings


class OfficeAdminSite(AdminSite):
    """Master data (data induk) of one office. Case work is never here."""

    site_header = "SIMCAP"
    site_title = "SIMCAP"
    index_title = _("Data induk kantor")

    def has_permission(self, request: HttpRequest) -> bool:
        officer = getattr(request.user, "officer", None)
        if not request.user.is_active or officer is None or not officer.is_active:
            return False
        return any(one.code == "administrator" for one in holdings(officer, clock.now()))
