"""Django's admin for master data, open to who holds the position of administrator now."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from simcap import clock

from .authority import Holding, holdings
from .models import Account, Office, Officer

View = Callable[..., HttpResponse]
#: The index in groups: heading, and the models below it in order.
GROUPS = (
    (_("Kantor"), ("Office", "NumberTemplate", "Instruction")),
    (
        _("Orang dan jabatan"),
        ("Officer", "Position", "Appointment", "AppointmentEnd", "Absence", "Account", "ApiToken"),
    ),
    (_("Waktu kerja"), ("WorkSchedule", "Holiday")),
    (_("Pemberitahuan pegawai"), ("AllowedService",)),
    (_("Sarana"), ("Vehicle", "ChecklistItem")),
    (_("Arsip"), ("RetentionRule",)),
)


def administrator_holding(request: HttpRequest) -> Holding | None:
    """By which appointment this account is administrator now; read once a request."""
    if not hasattr(request, "_administrator"):
        officer: Officer | None = getattr(request.user, "officer", None)
        fit = request.user.is_active and officer is not None and officer.is_active
        held = holdings(officer, clock.now()) if officer and fit else []
        found = next((one for one in held if one.code == "administrator" and not one.delegated), None)
        request._administrator = found  # type: ignore[attr-defined]
    return request._administrator  # type: ignore[attr-defined]


def office_of(request: HttpRequest) -> Office:
    """The office of the signed-in account. Raises: PermissionDenied for who has none."""
    office = request.user.office if isinstance(request.user, Account) else None
    if office is None:
        raise PermissionDenied(gettext("Akun ini tidak terdaftar pada kantor mana pun."))
    return office


def _in_office_time(view: View) -> View:
    """Moments are typed and shown in the office's time zone; the page is rendered before that ends."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        zone = getattr(getattr(request.user, "office", None), "time_zone", settings.TIME_ZONE)
        with timezone.override(ZoneInfo(zone)):
            response = view(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    return inner


class OfficeAdminSite(AdminSite):
    """Master data (data induk) of one office. Case work is never here."""

    site_header = "SIMCAP"
    site_title = "SIMCAP"
    index_title = _("Data induk kantor")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return administrator_holding(request) is not None

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """A page for administrators: anonymous people sign in, others are told who can."""
        guarded = super().admin_view(_in_office_time(view), cacheable)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            self._must_be_administrator(request)
            return guarded(request, *args, **kwargs)

        return inner

    def _must_be_administrator(self, request: HttpRequest) -> None:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied(gettext("Data induk hanya dapat dibuka oleh pemegang jabatan Administrator."))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in page for everybody."""
        self._must_be_administrator(request)
        index = reverse("admin:index")
        if request.user.is_authenticated:
            return redirect(index)
        return redirect_to_login(request.GET.get("next", index), settings.LOGIN_URL)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """There is one application, so its page is the index."""
        return self.index(request, extra_context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The models in the office's own groups."""
        found = super().get_app_list(request, app_label)
        models = {model["object_name"]: model for app in found for model in app["models"]}
        return [
            {**found[0], "name": heading, "models": [models[name] for name in names if name in models]}
            for heading, names in GROUPS
            if found and any(name in models for name in names)
        ]
