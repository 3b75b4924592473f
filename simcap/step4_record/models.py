"""Step 4: the record of the facilitation that was carried out (pencatatan fasilitasi)."""

from __future__ import annotations

from django.db import models

from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.people.models import Officer


class Record(models.Model):
    """Record (catatan fasilitasi): the field report verified against request, SPT and log; a version per send-back.

    Shape: `differences` is a list of {"what", "planned", "actual", "explanation"}.
    """

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="records")
    version = models.PositiveSmallIntegerField()
    differences = models.JSONField()
    results = models.TextField()
    obstacles = models.TextField(blank=True)
    conclusion = models.TextField()
    suggestions = models.TextField(blank=True)
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["facilitation", "version"], name="record_version_once")]
