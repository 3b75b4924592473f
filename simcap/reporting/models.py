"""The monitoring table (tabel monitoring) of a half-year: proposed by the record, finished by people, then issued."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Document
from simcap.people.models import Office, Officer


class MonitoringTable(models.Model):
    """Monitoring table (tabel monitoring pelaksanaan SOP) of one office and half-year; what it says is in its versions.

    Source: PermenPAN-RB 35/2012, form of monitoring.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="monitoring_tables")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "first_on"], name="monitoring_table_once"),
            models.CheckConstraint(condition=Q(last_on__gt=F("first_on")), name="monitoring_table_forward"),
        ]


class MonitoringVersion(models.Model):
    """One state of a monitoring table (riwayat isian). Append-only: what was proposed, what people made of it, by whom.

    Shape: `rows` holds one mapping for each step, as `rows.Row` reads it: figures, the proposal, and what was decided.
    An issued version has its document; a draft after it is a correction, issued anew.
    Units: `threshold_percent` is the share of cases from which a step runs well.
    """

    class Kind(models.TextChoices):
        COMPUTED = "computed", _("dihitung dari catatan")
        SAVED = "saved", _("disunting")
        ISSUED = "issued", _("diterbitkan")

    table = models.ForeignKey(MonitoringTable, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    definition_id = models.CharField(max_length=80)
    threshold_percent = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()
    rows = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    saved_as = models.CharField(max_length=250)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="monitoring_version_once"),
            models.CheckConstraint(
                condition=Q(kind="issued", document__isnull=False) | ~Q(kind="issued") & Q(document=None),
                name="monitoring_issued_with_document",
            ),
            models.CheckConstraint(
                condition=Q(threshold_percent__gte=1, threshold_percent__lte=100), name="monitoring_threshold_percent"
            ),
        ]
