"""Closed measurements (pengukuran yang sudah selesai), and how many there are of each length, by day and by month."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from simcap.people.models import Office

from .models import Facilitation


class Measure(models.TextChoices):
    """What is counted by its whole working minutes; of the verdicts only how many there are."""

    WAITING = "waiting", _("menunggu")
    HANDLING = "handling", _("dikerjakan")
    LATE = "late", _("lewat jadwal SPT")
    KEPT = "kept", _("memenuhi standar")
    EXCEEDED = "exceeded", _("melewati standar")


class ClosedMeasurement(models.Model):
    """Closed measurement (pengukuran) of one step of one case; there is one while the case has left the step behind.

    Units: whole working minutes, rounded down; `measured_minutes` is what the step's standard is held against: its
    handling or, where that is Tentatif, the time after the window of the SPT. `closed_on` is the office's day.
    Shape: `shares` maps each performer of the step to what its turns waited and were handled.
    """

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="measurements")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    definition_id = models.CharField(max_length=80)
    step = models.PositiveSmallIntegerField()
    closed_on = models.DateField()
    month = models.DateField()
    waiting_minutes = models.PositiveIntegerField()
    handling_minutes = models.PositiveIntegerField()
    late_minutes = models.PositiveIntegerField(null=True)
    measured_minutes = models.PositiveIntegerField()
    is_kept = models.BooleanField()
    shares = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facilitation", "step"], name="step_measured_once")]
        indexes = [
            models.Index(fields=["office", "step", "month", "-measured_minutes", "-id"], name="step_slowest"),
        ]


class DayCount(models.Model):
    """How many measurements of a length were closed on a day. `performer` is empty for the step as a whole.

    Written by `counting` only, in the act's transaction. Units: `minutes` are whole working minutes, 0 of a verdict.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    definition_id = models.CharField(max_length=80)
    day = models.DateField()
    step = models.PositiveSmallIntegerField()
    performer = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=8, choices=Measure.choices)
    minutes = models.PositiveIntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "definition_id", "day", "step", "performer", "measure", "minutes"],
                name="day_counted_once",
            )
        ]


class MonthCount(models.Model):
    """The same by month, and by stretches of `width` minutes, so that a rank is found without reading every minute.

    `bucket` counts the stretches from 0: the minutes from `bucket * width` on.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    definition_id = models.CharField(max_length=80)
    width = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    performer = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=8, choices=Measure.choices)
    bucket = models.PositiveIntegerField()
    month = models.DateField()
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "definition_id", "width", "step", "performer", "measure", "bucket", "month"],
                name="month_counted_once",
            )
        ]
