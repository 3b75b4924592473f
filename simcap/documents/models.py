"""Issued documents, their numbers, and the content-addressed store behind every file."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simcap.people.models import Office


def new_token() -> str:
    """128 random bits for a verification address, hex."""
    return secrets.token_hex(16)


class StoredFile(models.Model):
    """One stretch of bytes, kept once under its SHA-256 (hex). Never changed.

    The row outlives its bytes: when they are destroyed lawfully it says when and under what; `removed_at` is set when
    they are gone from the store too.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=60)
    stored_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
    destroyed_under = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None, destroyed_under="", removed_at=None)
                | models.Q(destroyed_at__isnull=False) & ~models.Q(destroyed_under=""),
                name="stored_file_destroyed_under_something",
            )
        ]
        indexes = [
            models.Index(
                fields=["destroyed_at"], name="stored_file_to_remove",
                condition=models.Q(destroyed_at__isnull=False, removed_at=None),
            )
        ]  # fmt: skip


class Attachment(models.Model):
    """Attachment (lampiran): an uploaded original. `view` is the upright copy without EXIF of a picture.

    `case_uid` is empty until an act takes it; `uploader` names who may use it until then.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    case_uid = models.UUIDField(null=True, db_index=True)
    uploader = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    view = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as an image (not a PDF)."""
        return self.file.media_type != "application/pdf"


class NumberTemplate(models.Model):
    """How the numbers of one kind look in one office.

    Shape: tokens {classification} {serial} {serial3} {unit} {roman_month} {year}.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="number_templates", verbose_name=_("kantor"))
    kind = models.CharField(_("jenis"), max_length=30)
    classification = models.CharField(_("klasifikasi"), max_length=30, blank=True)
    template = models.CharField(_("pola"), max_length=100)
    is_typed = models.BooleanField(
        _("nomor dari luar"), default=False, help_text=_("Nomor diketik saat menandatangani, misalnya dari SRIKANDI.")
    )

    class Meta:
        verbose_name = _("pola nomor")
        verbose_name_plural = pgettext_lazy("many", "pola nomor")
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="number_template_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.template}"


class NumberSeries(models.Model):
    """The last serial given, per kind, office and local year. Its row is the last lock that an act takes."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "year"], name="number_series_once")]


class Document(models.Model):
    """Issued document (naskah): frozen content, PDF bytes, hash, signature block as it was, verification token.

    Signed on paper, it is `reserved` until its `scan` has been checked by a second person, or `void`. A number that
    came from elsewhere has no `serial`; `number_link` leads to where it was given.

    `of_office`: it tells of the office and stands on its chain; `case_uid` is then the uid of what it records.
    """

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("berlaku")
        REPLACED = "replaced", _("diganti")
        REVOKED = "revoked", _("dicabut")
        RESERVED = "reserved", _("menunggu tanda tangan basah")
        VOID = "void", _("batal")

    class Signing(models.TextChoices):
        NONE = "none", _("tanpa tanda tangan")
        INTERNAL = "internal", _("persetujuan internal, tidak tersertifikasi")
        WET = "wet", _("tanda tangan basah, dipindai")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="documents")
    case_uid = models.UUIDField(db_index=True)
    of_office = models.BooleanField(default=False)
    kind = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=100, blank=True)
    serial = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    content = models.TextField()
    issued_at = models.DateTimeField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    signing = models.CharField(max_length=10, choices=Signing.choices)
    signed_by = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.IN_FORCE)
    number_link = models.URLField(max_length=300, blank=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    void_reason = models.TextField(blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    chain_seq = models.PositiveIntegerField()
    chain_hash = models.CharField(max_length=64)
    is_public = models.BooleanField(default=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="document_serial_once",
            ),
            models.UniqueConstraint(fields=["case_uid", "kind", "version"], name="document_version_once"),
            models.UniqueConstraint(
                fields=["office", "kind", "year", "number"], condition=~Q(number=""), name="document_number_once"
            ),
            models.CheckConstraint(
                condition=Q(serial__isnull=True) | ~Q(number=""), name="document_number_with_serial"
            ),
            models.CheckConstraint(
                condition=Q(scan=None, signed_on=None) | Q(scan__isnull=False, signed_on__isnull=False, signing="wet"),
                name="document_scan_with_day",
            ),
            models.CheckConstraint(condition=Q(void_reason="") | Q(status="void"), name="document_void_with_reason"),
        ]

    @property
    def chain(self) -> str:
        """The journal chain on which it was issued."""
        return f"office:{self.office.slug}" if self.of_office else f"case:{self.case_uid}"


class DocumentFile(models.Model):
    """A picture that a document was typeset from; needed to make its bytes again."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
