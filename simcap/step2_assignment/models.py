"""Step 2: the register entry and the assignment letter (SPT)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.people.models import Officer
from simcap.resources.models import Vehicle


class RegisterEntry(models.Model):
    """Register entry (pencatatan permintaan layanan): the request as the office takes it on."""

    facilitation = models.OneToOneField(Facilitation, models.PROTECT, primary_key=True, related_name="register_entry")
    number = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["-recorded_at", "-facilitation"], name="register_entry_order")]


class AssignmentLetter(models.Model):
    """Assignment letter (SPT, Surat Perintah Tugas) with a status of its own; a redraft is a new row."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("konsep")
        IN_FORCE = "in_force", _("berlaku")
        REPLACED = "replaced", _("diganti")
        REVOKED = "revoked", _("dicabut")
        DROPPED = "dropped", _("tidak jadi")

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="spts")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    place = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="+")
    tasks = models.JSONField()
    budget_source = models.CharField(max_length=200)
    sppd_reference = models.CharField(max_length=100, blank=True)
    copies_to = models.JSONField(default=list)
    note = models.TextField(blank=True)
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    #: The SPT that this one takes the place of, when it changes one that had been signed.
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="amended_by")

    class Meta:
        indexes = [models.Index(fields=["-signed_at", "-id"], name="spt_order")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="spt_window_forward"),
            models.CheckConstraint(
                condition=Q(status="draft", signed_at=None, document=None)
                | Q(status__in=["in_force", "revoked"], signed_at__isnull=False, document__isnull=False)
                | Q(status__in=["replaced", "dropped"]),
                name="spt_in_force_is_signed",
            ),
            models.UniqueConstraint(fields=["facilitation"], condition=Q(status="in_force"), name="spt_in_force_once"),
            models.UniqueConstraint(fields=["facilitation"], condition=Q(status="draft"), name="spt_draft_once"),
        ]


class CrewMember(models.Model):
    """One name in the SPT's table (Kepada), with the role in the team."""

    spt = models.ForeignKey(AssignmentLetter, models.PROTECT, related_name="crew")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    duty = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["spt", "officer"], name="crew_member_once")]
