"""Views of registers that somebody keeps, and exports that are being made or wait to be fetched."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from simcap.people.models import Account, Office


class SavedView(models.Model):
    """A kept view (tampilan tersimpan) of a register: a name for a filter. Without an account it is the office's.

    Shape: `book` is the register's code, `query` its filter as in its address.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="saved_views")
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="saved_views")
    book = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "book", "name"], name="saved_view_once"),
            models.UniqueConstraint(
                fields=["office", "book", "name"], condition=Q(account=None), name="office_view_once"
            ),
        ]


class Export(models.Model):
    """An export (ekspor) of a register that takes long, made by the worker and fetched by who asked for it.

    Units: `rows_done` of `rows_total` rows; `path` in the storage is empty until it is done and after it expired.
    """

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        XLSX = "xlsx", _("Excel (XLSX)")
        PDF = "pdf", _("Cetak (PDF)")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="exports")
    book = models.CharField(max_length=20)
    query = models.TextField(blank=True)
    format = models.CharField(max_length=4, choices=Format.choices)
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="export_order")]
        constraints = [
            models.CheckConstraint(condition=Q(path="") | Q(finished_at__isnull=False), name="export_file_when_done"),
            models.CheckConstraint(condition=Q(finished_at=None) | Q(failed_at=None), name="export_done_or_failed"),
        ]
