"""Vehicles and the preparation checklist, for the office's administrator."""

from __future__ import annotations

from django.contrib import admin

from simcap.people.office_admin import OfficeModelAdmin

from .models import ChecklistItem, Vehicle


@admin.register(Vehicle)
class VehicleAdmin(OfficeModelAdmin):
    """Vehicles (kendaraan)."""

    list_display = ("name", "plate", "is_active")
    list_filter = ("is_active",)


@admin.register(ChecklistItem)
class ChecklistItemAdmin(OfficeModelAdmin):
    """The preparation checklist (daftar periksa)."""

    list_display = ("text", "kind", "unit", "usual_count", "required", "order", "is_active")
    list_filter = ("kind", "is_active")
