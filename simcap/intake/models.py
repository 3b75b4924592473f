"""The request letter (surat permintaan) and what happens to it before and beside the five steps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Attachment
from simcap.facilitation.models import Facilitation


class Region(models.Model):
    """Administrative region of West Sumatra by its Kemendagri code. Source: idn-area-data 4.0.1 (ODbL 1.0)."""

    class Level(models.TextChoices):
        REGENCY = "regency", _("kabupaten/kota")
        DISTRICT = "district", _("kecamatan")
        VILLAGE = "village", _("nagari/desa/kelurahan")

    code = models.CharField(max_length=13, primary_key=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "name"])]

    def __str__(self) -> str:
        return self.name


class Purpose(models.TextChoices):
    """Purpose of a facilitation (tujuan)."""

    DISASTER = "disaster", _("Posko bencana")
    SCHOOL = "school", _("Sekolah: ujian atau pembelajaran")
    EVENT = "event", _("Festival atau acara umum")
    NO_SIGNAL = "no_signal", _("Nagari tanpa sinyal")
    LITERACY = "literacy", _("Literasi digital atau penyuluhan")
    SERVICE = "service", _("Pelayanan publik")
    OTHER = "other", _("Lainnya")


class Power(models.TextChoices):
    """Electric power on site (listrik di lokasi)."""

    GRID = "grid", _("Ada, PLN")
    GENSET = "genset", _("Ada, genset setempat")
    NONE = "none", _("Tidak ada")


class Signal(models.TextChoices):
    """Mobile signal on site (sinyal di lokasi)."""

    GOOD = "good", _("Baik")
    WEAK = "weak", _("Lemah")
    NONE = "none", _("Tidak ada")


class Road(models.TextChoices):
    """Road access for the vehicle (akses jalan)."""

    PAVED = "paved", _("Aspal, dapat dilalui mobil besar")
    UNPAVED = "unpaved", _("Tanah atau batu, dapat dilalui")
    FERRY = "ferry", _("Perlu menyeberang dengan kapal")
    HARD = "hard", _("Sulit dilalui")


class Service(models.TextChoices):
    """Service wanted (layanan yang diminta)."""

    INTERNET = "internet", _("Akses internet (Wi-Fi)")
    LEARNING = "learning", _("Unit belajar dengan laptop")
    AUDIOVISUAL = "audiovisual", _("Layar, proyektor, dan pengeras suara")


class RequestLetter(models.Model):
    """Request letter (surat permintaan fasilitasi) with what it asks for. Contact data is personal data."""

    facilitation = models.OneToOneField(Facilitation, models.PROTECT, primary_key=True, related_name="letter")
    institution = models.CharField(max_length=150)
    letter_number = models.CharField(max_length=80)
    letter_on = models.DateField()
    received_on = models.DateField()
    subject = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    visitors_count = models.PositiveIntegerField()
    power = models.CharField(max_length=8, choices=Power.choices)
    signal = models.CharField(max_length=8, choices=Signal.choices)
    road = models.CharField(max_length=8, choices=Road.choices)
    services = models.JSONField()
    site = models.CharField(max_length=200)
    notes = models.TextField(blank=True)
    contact_name = models.CharField(max_length=100)
    contact_phone = models.CharField(max_length=30)
    contact_email = models.EmailField(blank=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["letter_number", "letter_on"])]


class LetterAttachment(models.Model):
    """A further file that came with the letter or with a completion; the first scan stays as it was."""

    letter = models.ForeignKey(RequestLetter, models.PROTECT, related_name="attachments")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()


class Completion(models.Model):
    """One round of completing a request (permintaan belum lengkap): what was missing, and the answer."""

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="completions")
    reasons = models.JSONField()
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facilitation"], condition=models.Q(answered_at=None), name="completion_open_once"
            )
        ]
