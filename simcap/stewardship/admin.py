"""The retention schedule, for the office's administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from simcap.people.office_admin import OfficeForm, OfficeModelAdmin

from .models import RetentionRule


class RetentionRuleForm(OfficeForm):
    """One line; years that no schedule knows are typing errors."""

    class Meta:
        widgets = {"source": forms.TextInput(attrs={"size": 60})}


@admin.register(RetentionRule)
class RetentionRuleAdmin(OfficeModelAdmin):
    """Retention schedule (jadwal retensi arsip, JRA), one line a kind; what is not listed stands as delivered."""

    form = RetentionRuleForm
    list_display = ("kind", "active_years", "inactive_years", "fate", "source")
    fields = ("kind", "active_years", "inactive_years", "fate", "source")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind",) if obj else ()
