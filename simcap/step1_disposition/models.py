"""Step 1: dispositions (disposisi), one per tier."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.models import Facilitation, Security, Urgency
from simcap.people.models import Officer, Position


class Disposition(models.Model):
    """Disposition (disposisi) of one tier. Read and followed-up are the next tier's turn: opened and closed.

    It ends when it is withdrawn unread, superseded by another, or sent back by its addressee; it stays readable.
    """

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", _("ditarik")
        SUPERSEDED = "superseded", _("diganti")
        SENT_BACK = "sent_back", _("dikembalikan")

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="dispositions")
    tier = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    by_position = models.CharField(max_length=200)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    security = models.CharField(max_length=2, choices=Security.choices)
    due_on = models.DateField(null=True)
    instructions = models.JSONField()
    note = models.TextField(blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["tier", "id"]
        indexes = [models.Index(fields=["-at", "-id"], name="disposition_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["facilitation", "tier"], condition=models.Q(ended_at=None), name="disposition_tier_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="", ended_by="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ending="") & ~models.Q(ended_by=""),
                name="disposition_end_whole",
            ),
        ]


class Addressee(models.Model):
    """To whom a disposition goes (diteruskan kepada): one responsible, others for information."""

    disposition = models.ForeignKey(Disposition, models.PROTECT, related_name="addressees")
    position = models.ForeignKey(Position, models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=200)
    responsible = models.BooleanField()

    class Meta:
        ordering = ["-responsible", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["disposition"], condition=models.Q(responsible=True), name="one_responsible_addressee"
            )
        ]
