"""Vehicles and the office's preparation checklist."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simcap.people.models import Office


class Vehicle(models.Model):
    """Vehicle (kendaraan Mobile MCAP)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="vehicles", verbose_name=_("kantor"))
    name = models.CharField(_("nama"), max_length=80)
    plate = models.CharField(_("nomor polisi"), max_length=15)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("kendaraan")
        verbose_name_plural = pgettext_lazy("many", "kendaraan")
        constraints = [models.UniqueConstraint(fields=["office", "plate"], name="vehicle_plate_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.plate})"


class ChecklistItem(models.Model):
    """One line of the preparation checklist (daftar periksa): a check is ticked, equipment goes out and comes back."""

    class Kind(models.TextChoices):
        CHECK = "check", _("pemeriksaan")
        EQUIPMENT = "equipment", _("peralatan")

    office = models.ForeignKey(Office, models.CASCADE, related_name="checklist", verbose_name=_("kantor"))
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("butir"), max_length=120)
    unit = models.CharField(_("satuan"), max_length=20, blank=True)
    usual_count = models.PositiveSmallIntegerField(_("jumlah lazim"), default=1)
    required = models.BooleanField(_("wajib"), default=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("butir daftar periksa")
        verbose_name_plural = pgettext_lazy("many", "butir daftar periksa")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text
