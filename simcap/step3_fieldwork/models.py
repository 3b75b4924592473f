"""Step 3: preparation, hand-over, the activity's log, and the field report."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Attachment, Document
from simcap.facilitation.models import Facilitation
from simcap.people.models import Officer


class CheckedItem(models.Model):
    """One line of the checklist (daftar periksa) as it was ticked for this case."""

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="checked_items")
    text = models.CharField(max_length=120)
    required = models.BooleanField()
    ok = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]


class EquipmentLine(models.Model):
    """One line of the hand-over list (daftar serah terima): what went out, what came back."""

    class Condition(models.TextChoices):
        GOOD = "good", _("baik")
        WORN = "worn", _("kurang baik")
        BROKEN = "broken", _("rusak")

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="equipment")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20, blank=True)
    out_count = models.PositiveSmallIntegerField()
    out_condition = models.CharField(max_length=8, choices=Condition.choices)
    in_count = models.PositiveSmallIntegerField(null=True)
    in_condition = models.CharField(max_length=8, choices=Condition.choices, blank=True)
    in_note = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]


class HandOver(models.Model):
    """Hand-over (serah terima) of vehicle and equipment to the team; the lines are its checklist and equipment."""

    facilitation = models.OneToOneField(Facilitation, models.PROTECT, primary_key=True, related_name="hand_over")
    odometer_out_km = models.PositiveIntegerField()
    handed_over_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")


class LogEntry(models.Model):
    """Log entry (catatan kegiatan). `at` is when it happened, `recorded_at` when it arrived.

    Units: `down_mbps`, `up_mbps` in Mbit/s, `latency_ms` in milliseconds.
    """

    class Kind(models.TextChoices):
        START = "start", _("Mulai")
        NOTE = "note", _("Catatan")
        MEASUREMENT = "measurement", _("Pengukuran")
        OUTAGE = "outage", _("Gangguan")
        INCIDENT = "incident", _("Kejadian")
        VISITORS = "visitors", _("Pengunjung")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="log_entries")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField(blank=True)
    down_mbps = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    up_mbps = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    latency_ms = models.PositiveIntegerField(null=True)
    users_count = models.PositiveIntegerField(null=True)
    outage_minutes = models.PositiveIntegerField(null=True)
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    caption = models.CharField(max_length=150, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["facilitation", "at"])]


class FieldReport(models.Model):
    """Field report (laporan lapangan): the figures of the activity and the host's confirmation.

    The host signs on the screen (`host_strokes` as drawn, `host_drawn` the picture made of them) or a page that is
    photographed (`host_page`); or he does not sign, and `host_reason` says why.
    Units: hours on air in hours; fuel in litres; odometer in km; visitors are aggregates.
    """

    class HostWay(models.TextChoices):
        SCREEN = "screen", _("Tanda tangan di layar")
        PAGE = "page", _("Foto halaman yang ditandatangani")
        NONE = "none", _("Tuan rumah tidak ada atau tidak bersedia")

    facilitation = models.OneToOneField(Facilitation, models.PROTECT, primary_key=True, related_name="field_report")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    on_air_hours = models.DecimalField(max_digits=6, decimal_places=2)
    male_count = models.PositiveIntegerField()
    female_count = models.PositiveIntegerField()
    child_count = models.PositiveIntegerField()
    adult_count = models.PositiveIntegerField()
    elderly_count = models.PositiveIntegerField()
    disability_count = models.PositiveIntegerField()
    device_count = models.PositiveIntegerField()
    down_mbps = models.DecimalField(max_digits=8, decimal_places=2)
    up_mbps = models.DecimalField(max_digits=8, decimal_places=2)
    latency_ms = models.PositiveIntegerField()
    outage_count = models.PositiveIntegerField()
    outage_minutes = models.PositiveIntegerField()
    genset_hours = models.DecimalField(max_digits=6, decimal_places=2)
    fuel_litres = models.DecimalField(max_digits=7, decimal_places=2)
    odometer_out_km = models.PositiveIntegerField()
    odometer_in_km = models.PositiveIntegerField()
    incidents = models.TextField(blank=True)
    summary = models.TextField()
    host_name = models.CharField(max_length=100)
    host_post = models.CharField(max_length=100)
    host_way = models.CharField(max_length=8, choices=HostWay.choices, default=HostWay.PAGE)
    host_signed_at = models.DateTimeField(null=True)
    host_place = models.CharField(max_length=300, blank=True)
    host_page = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    host_drawn = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    host_strokes = models.TextField(blank=True)
    host_reason = models.CharField(max_length=500, blank=True)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    confirmation = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(odometer_in_km__gte=models.F("odometer_out_km")), name="odometer_forward"
            ),
            models.CheckConstraint(condition=Q(finished_at__gte=models.F("started_at")), name="field_report_forward"),
            models.CheckConstraint(
                condition=Q(host_way="page", host_page__isnull=False, host_drawn=None, host_strokes="", host_reason="")
                | Q(host_way="screen", host_page=None, host_drawn__isnull=False, host_reason="") & ~Q(host_strokes="")
                | Q(host_way="none", host_page=None, host_drawn=None, host_strokes="") & ~Q(host_reason=""),
                name="host_confirms_one_way",
            ),
        ]
        indexes = [models.Index(fields=["finished_at"], name="field_report_finished")]
