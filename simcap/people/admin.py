"""Master data (data induk) of the office and its people, for its administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTimeWidget
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simcap import clock

from . import acts, admin_forms
from .models import (
    Absence,
    Account,
    ApiToken,
    Appointment,
    AppointmentEnd,
    Instruction,
    Office,
    Officer,
    Position,
    WorkSpan,
)
from .office_admin import OfficeModelAdmin, OfficeRows, by_of
from .site import office_of
from .tokens import issue_token

admin.site.unregister(Group)  # Django registers it beside UserAdmin; rights here follow from appointments only


class OfficeAdmin(OfficeModelAdmin):
    """The office's own page: never another office, never a new one. Registered where calendars are compared."""

    form = admin_forms.OfficeDetailsForm
    office_path = "pk"
    can_add = can_delete_rows = False
    keeps_calendar = True
    exclude = ()
    readonly_fields = ("slug",)
    list_display = ("name", "short_name", "sop_id")
    fieldsets = (
        (None, {"fields": ("slug", "name", "short_name", "sop_id", "accepts_online", "runs_well_percent")}),
        (gettext_lazy("Kop surat"), {"fields": ("government", "letterhead", "address", "phone", "email", "website")}),
        (
            gettext_lazy("Pelindungan data pribadi"),
            {"fields": ("data_officer", "data_officer_email", "data_officer_phone")},
        ),
        (gettext_lazy("Naskah"), {"fields": ("seat", "unit_code", "paper", "time_zone")}),
        (
            gettext_lazy("Pengingat dan eskalasi"),
            {"fields": ("remind_share", "remind_least_minutes", "remind_unopened_minutes", "escalate_minutes")},
        ),
    )

    def save_model(self, request: HttpRequest, obj: Office, form: Any, change: bool) -> None:
        changed = list(form.changed_data)
        if "sop_id" in changed:  # what was chosen holds now, whatever was approved before
            obj.next_sop_id, obj.next_sop_on = "", None
            changed += ["next_sop_id", "next_sop_on"]
        obj.save(update_fields=changed)


@admin.register(Position)
class PositionAdmin(OfficeModelAdmin):
    """Positions (jabatan). The code, to which SOP files refer, is fixed once it is given."""

    list_display = ("title", "code", "parent")
    list_select_related = ("parent",)
    search_fields = ("title", "code")
    ordering = ("id",)
    fields = ("code", "title", "parent")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(Officer)
class OfficerAdmin(OfficeModelAdmin):
    """Officers (pegawai). Who leaves is made inactive; the name stays in the record."""

    list_display = ("name", "nip", "grade", "account", "is_active")
    list_select_related = ("account",)
    list_filter = ("is_active",)
    search_fields = ("name", "nip")
    fields = ("name", "nip", "grade", "job_title", "account", "is_active")


@admin.register(Account)
class AccountAdmin(OfficeModelAdmin, UserAdmin):
    """Accounts (akun) of the office. Rights are not here: they follow from appointments."""

    form = admin_forms.AccountForm
    add_form = admin_forms.NewAccountForm
    can_delete_rows = False
    exclude = ()
    list_display = ("username", "officer_name", "is_active", "last_login")
    list_select_related = ("officer",)
    list_filter = ("is_active",)
    search_fields = ("username", "officer__name")
    filter_horizontal = ()
    readonly_fields = ("officer_name", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "officer_name", "email", "is_active")}),
        (gettext_lazy("Riwayat"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"own_pk": request.user.pk})

    @admin.display(description=gettext_lazy("pegawai"))
    def officer_name(self, account: Account) -> str:
        """Whose account it is."""
        officer = getattr(account, "officer", None)
        return officer.name if officer else "–"

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Set another password; the journal says that it was, never what it is."""
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:
                with translation.override("id"):
                    self.keep(request, self.get_object(request, id), _("kata sandi diganti"))
        return response


@admin.register(Appointment)
class AppointmentAdmin(OfficeModelAdmin):
    """Appointments (penugasan jabatan): added by their act, never changed, never deleted."""

    form = admin_forms.AppointmentForm
    can_change = can_delete_rows = False
    notes_itself = True
    list_display = ("position", "officer", "kind", "decree", "from_at", "until_at", "ended_at")
    list_select_related = ("position", "officer", "ending")
    search_fields = ("officer__name", "position__title", "decree")
    ordering = ("-from_at", "-id")
    add_fields = ("position", "officer", "kind", "via", "through", "decree", "from_at", "until_at")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.add_fields, "ended_at") if obj else self.add_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("ended_at",) if obj else ()

    @admin.display(description=gettext_lazy("berakhir lebih awal"))
    def ended_at(self, appointment: Appointment) -> Any:
        """When it was ended before its time, else where to end it."""
        ending = getattr(appointment, "ending", None)
        if ending:
            return ending.ended_at
        address = f"{reverse('admin:simcap_appointmentend_add')}?appointment={appointment.pk}"
        return format_html('<a href="{}">{}</a>', address, _("Akhiri"))

    def save_model(self, request: HttpRequest, obj: Appointment, form: Any, change: bool) -> None:
        row = acts.appoint(office_of(request), by=by_of(request), **form.cleaned_data)
        obj.pk, obj.created_at = row.pk, row.created_at


@admin.register(AppointmentEnd)
class AppointmentEndAdmin(OfficeModelAdmin):
    """Early ends of appointments: added by their act, never changed, never deleted."""

    form = admin_forms.AppointmentEndForm
    office_path = "appointment__office"
    can_change = can_delete_rows = False
    notes_itself = True
    list_display = ("appointment", "ended_at", "reason")
    list_select_related = ("appointment__position", "appointment__officer")
    ordering = ("-ended_at",)

    def choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """Appointments that still run."""
        running = super().choices(db_field, request).filter(ending=None)
        lasting = running.filter(Q(until_at=None) | Q(until_at__gt=clock.now()))
        return lasting.select_related("position", "officer")

    def save_model(self, request: HttpRequest, obj: AppointmentEnd, form: Any, change: bool) -> None:
        obj.pk = acts.end_appointment(by=by_of(request), **form.cleaned_data).pk


@admin.register(Absence)
class AbsenceAdmin(OfficeModelAdmin):
    """Absences (ketidakhadiran): to look up only; they are recorded and ended on their own pages."""

    can_add = can_change = can_delete_rows = False
    notes_itself = True
    list_display = ("officer", "kind", "from_on", "until_on", "back_on", "recorded_by")
    list_select_related = ("officer", "ending")
    list_filter = ("kind",)
    search_fields = ("officer__name",)
    ordering = ("-from_on", "-id")
    fields = ("officer", "kind", "from_on", "until_on", "back_on", "recorded_by", "created_at")

    @admin.display(description=gettext_lazy("kembali pada"))
    def back_on(self, absence: Absence) -> Any:
        """The first day back, where it ended before its time."""
        ending = getattr(absence, "ending", None)
        return ending.back_on if ending else "–"


@admin.register(ApiToken)
class ApiTokenAdmin(OfficeModelAdmin):
    """API tokens: the text is shown once, when one is made; afterwards it can only be revoked."""

    office_path = "account__office"
    can_change = can_delete_rows = False
    list_display = ("name", "account", "created_at", "revoked_at")
    list_select_related = ("account",)
    fields = ("account", "name")
    actions = ("revoke",)
    ordering = ("-id",)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        row, text = issue_token(obj.account, name=obj.name)
        obj.pk, obj.digest, obj.created_at = row.pk, row.digest, row.created_at
        request._token_text = text  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "token": obj}
        context |= {"title": _("Token API baru"), "text": request._token_text}  # type: ignore[attr-defined]
        page = TemplateResponse(request, "admin/simcap/apitoken/shown_once.html", context)
        page["Cache-Control"] = "no-store"
        return page

    @admin.action(description=gettext_lazy("Cabut token yang dipilih"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        """Revoke (cabut): programs with this token are refused from now on."""
        with transaction.atomic(), translation.override("id"):
            for token in queryset.filter(revoked_at=None):
                ApiToken.objects.filter(pk=token.pk).update(revoked_at=clock.now())
                self.keep(request, token, _("dicabut"))


class WorkSpanInline(OfficeRows, admin.TabularInline):
    """The stretches of work in a week."""

    model = WorkSpan
    formset = admin_forms.SpansForm
    formfield_overrides = {models.TimeField: {"widget": AdminTimeWidget(format="%H:%M")}}
    extra = 0
    min_num = 1


class WorkScheduleAdmin(OfficeModelAdmin):
    """Working hours (jam kerja) between two dates. Registered where calendars are compared."""

    form = admin_forms.ScheduleForm
    keeps_calendar = True
    inlines = (WorkSpanInline,)
    list_display = ("name", "order", "from_on", "until_on", "source")


class HolidayAdmin(OfficeModelAdmin):
    """Holidays (hari libur, cuti bersama) with the decision that they come from. Registered as the hours are."""

    keeps_calendar = True
    list_display = ("on", "name", "kind", "source")
    list_filter = ("kind",)
    date_hierarchy = "on"
    search_fields = ("name",)


@admin.register(Instruction)
class InstructionAdmin(OfficeModelAdmin):
    """The list from which a disposition takes its instructions."""

    list_display = ("text", "order", "is_active")
    list_filter = ("is_active",)
