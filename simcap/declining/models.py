"""Declining a request (penolakan): the decision, and the letter that tells the requester."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.people.models import Officer


class Ground(models.TextChoices):
    """Why a request cannot be served (alasan penolakan); counted in the yearly summary."""

    OCCUPIED = "occupied", _("Kendaraan sudah terjadwal di tempat lain")
    UNFIT = "unfit", _("Kendaraan atau perangkat belum laik jalan")
    ROAD = "road", _("Lokasi tidak terjangkau kendaraan")
    BUDGET = "budget", _("Anggaran operasional tidak tersedia")
    OUTSIDE = "outside", _("Di luar lingkup layanan Mobile MCAP")
    LATE = "late", _("Permintaan terlalu dekat dengan waktu kegiatan")
    COVERED = "covered", _("Lokasi sudah terlayani jaringan internet")
    OTHER = "other", _("Alasan lain")


class Decline(models.Model):
    """The decision to decline (keputusan menolak). It ends unsigned when the head reconsiders."""

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="declines")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)
    reconsidered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["facilitation"], condition=models.Q(reconsidered_at=None), name="decline_open_once"
            )
        ]


class DeclineLetter(models.Model):
    """The letter that declines (surat penolakan); a redraft is a new row."""

    decline = models.ForeignKey(Decline, models.PROTECT, related_name="letters")
    addressee = models.CharField(max_length=300)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    suggestion = models.TextField(blank=True)
    copies_to = models.JSONField(default=list)
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_at=None, document=None)
                | models.Q(signed_at__isnull=False, document__isnull=False),
                name="decline_letter_signed_with_document",
            )
        ]
