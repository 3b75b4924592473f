"""Revisions of the SOP that an office writes itself: their text, who wrote, proposed, decided, and from which day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from simcap.people.models import Office, Officer


class Revision(models.Model):
    """Revision (revisi SOP): one definition file kept in the database, from its draft to the day it takes effect.

    Shape: `text` is the file, `digest` its SHA-256; `definition_id` is the id that it gives itself, empty while it
    cannot be read. `edition` counts its changes, so that two windows do not overwrite each other.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Konsep")
        PROPOSED = "proposed", _("Diajukan")
        APPROVED = "approved", _("Disahkan")
        REJECTED = "rejected", _("Ditolak")
        WITHDRAWN = "withdrawn", _("Ditarik")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="revisions")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    definition_id = models.CharField(max_length=80, blank=True)
    base_id = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=300)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=300, blank=True)
    effective_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["definition_id"], condition=Q(status__in=["proposed", "approved"]), name="revision_id_once"
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="revision_proposed_by_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="revision_decided_by_with_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(decided_at__isnull=False, effective_on__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="revision_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["office", "-id"], name="revision_order")]


class RevisionEdit(models.Model):
    """One change of a revision's text: by whom, when, and what came of it. Whoever wrote does not approve."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="edits")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["revision", "id"])]
