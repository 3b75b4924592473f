"""The request letter (surat permintaan) and what happens to it before and beside the five steps."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Attachment
from simcap.facilitation.models import Facilitation
from simcap.people.models import Office


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


class Sender(models.TextChoices):
    """What kind of institution asks (jenis instansi)."""

    VILLAGE = "village", _("Pemerintah nagari, desa, atau kelurahan")
    DISTRICT = "district", _("Kecamatan")
    REGENCY = "regency", _("Pemerintah kabupaten/kota")
    PROVINCE = "province", _("Perangkat daerah provinsi")
    SCHOOL = "school", _("Sekolah atau perguruan tinggi")
    DISASTER = "disaster", _("Penanggulangan bencana (BPBD)")
    COMMITTEE = "committee", _("Panitia atau organisasi masyarakat")
    OTHER = "other", _("Lainnya")


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
    """Request letter (surat permintaan fasilitasi) with what it asks for. Contact data is personal data.

    Units: `latitude` and `longitude` are degrees, WGS 84.
    """

    facilitation = models.OneToOneField(Facilitation, models.PROTECT, primary_key=True, related_name="letter")
    institution = models.CharField(max_length=150)
    institution_kind = models.CharField(max_length=10, choices=Sender.choices, blank=True)
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
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    notes = models.TextField(blank=True)
    contact_name = models.CharField(max_length=100)
    contact_phone = models.CharField(max_length=30)
    contact_email = models.EmailField(blank=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["letter_number", "letter_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="letter_point_whole",
            )
        ]


class LetterAttachment(models.Model):
    """A further file: with the letter, with a completion, or added later; the first scan stays as it was."""

    class Origin(models.TextChoices):
        REQUEST = "request", _("Lampiran permintaan")
        COMPLETION = "completion", _("Kelengkapan dari pemohon")
        LATER = "later", _("Lampiran susulan")

    letter = models.ForeignKey(RequestLetter, models.PROTECT, related_name="attachments")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    title = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.COMPLETION)
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


class RequestDraft(models.Model):
    """A request that is still being written (konsep permintaan), resumed by a secret link.

    Of the link only the SHA-256 is kept. Once sent, nothing typed stays here: the case has it. `uid` is the request
    id of the sending, so that sending twice is one case. Uploads are staged under the draft's actor until then.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    inputs = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_to = models.EmailField(blank=True)
    warned_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    facilitation = models.ForeignKey(Facilitation, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, facilitation=None) | Q(sent_at__isnull=False, facilitation__isnull=False),
                name="request_draft_sent_as_case",
            )
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(sent_at=None), name="request_draft_unsent")]
