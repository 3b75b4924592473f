"""Archive and personal data (arsip dan data pribadi): how long what is kept, what stops it, and who asked for what."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simcap.documents.models import Document, StoredFile
from simcap.facilitation.models import Facilitation
from simcap.people.models import Office, Officer


class Kind(models.TextChoices):
    """Kind of record (jenis arsip) of the retention schedule."""

    DOSSIER = "dossier", _("Berkas fasilitasi")
    CONTACT = "contact", _("Data narahubung pada permintaan")
    PHOTOS = "photos", _("Foto catatan kegiatan")
    READINGS = "readings", _("Catatan siapa membaca apa")
    TRACES = "traces", _("Jejak masuk dan tugas latar")
    DRAFTS = "drafts", _("Unggahan yang tidak jadi dikirim")
    REQUESTS = "requests", _("Register permintaan data pribadi")


class RetentionRule(models.Model):
    """One line of the retention schedule (jadwal retensi arsip, JRA) of an office.

    Units: years, counted from the day on which the case was closed, or the row was written.
    """

    class Fate(models.TextChoices):
        DESTROY = "destroy", _("musnah")
        PERMANENT = "permanent", _("permanen")
        REVIEW = "review", _("dinilai kembali")

    office = models.ForeignKey(Office, models.CASCADE, related_name="retention", verbose_name=_("kantor"))
    kind = models.CharField(_("jenis arsip"), max_length=10, choices=Kind.choices)
    active_years = models.PositiveSmallIntegerField(_("aktif (tahun)"))
    inactive_years = models.PositiveSmallIntegerField(_("inaktif (tahun)"))
    fate = models.CharField(_("nasib akhir"), max_length=10, choices=Fate.choices)
    source = models.CharField(_("sumber"), max_length=300, help_text=_("Peraturan atau keputusan yang menetapkannya."))

    class Meta:
        verbose_name = _("jadwal retensi")
        verbose_name_plural = pgettext_lazy("many", "jadwal retensi")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "kind"], name="retention_rule_once"),
            models.CheckConstraint(
                condition=Q(active_years__gte=1, active_years__lte=100, inactive_years__lte=100),
                name="retention_rule_years",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class LegalHold(models.Model):
    """Legal hold (penahanan pemusnahan): why a case may be neither destroyed nor erased. At most one at a time."""

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="holds")
    reason = models.TextField()
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=250)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=250, blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["facilitation"], condition=Q(lifted_at=None), name="legal_hold_once"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by="") | Q(lifted_at__isnull=False) & ~Q(lifted_by=""),
                name="legal_hold_lifted_by_somebody",
            ),
        ]


class Destruction(models.Model):
    """Destruction (pemusnahan arsip): proposed by one, decided by another, then carried out case by case.

    Shape: `authority` is who decided as the journal writes him; `block` his signature block as it was.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("diusulkan")
        APPROVED = "approved", _("disetujui, sedang dilaksanakan")
        DONE = "done", _("selesai")
        REFUSED = "refused", _("ditolak")
        WITHDRAWN = "withdrawn", _("ditarik pengusul")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="destructions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    basis = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_as = models.CharField(max_length=250)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_as = models.CharField(max_length=250, blank=True)
    decision_note = models.TextField(blank=True)
    authority = models.JSONField(default=dict)
    block = models.JSONField(default=dict)
    number = models.CharField(max_length=100, blank=True)
    serial = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="destruction_four_eyes"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"], decided_at=None, decided_by=None)
                | Q(state__in=["approved", "done", "refused"], decided_at__isnull=False, decided_by__isnull=False),
                name="destruction_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False, document__isnull=False)
                | ~Q(state="done") & Q(done_at=None, document=None),
                name="destruction_done_with_record",
            ),
        ]
        indexes = [models.Index(fields=["office", "-id"])]


class DestructionItem(models.Model):
    """One case on the list of a destruction. What the list said stays, whatever becomes of the case."""

    class State(models.TextChoices):
        PENDING = "pending", _("menunggu")
        DESTROYED = "destroyed", _("dimusnahkan")
        EXCLUDED = "excluded", _("dikecualikan")
        DROPPED = "dropped", _("batal")

    destruction = models.ForeignKey(Destruction, models.PROTECT, related_name="items")
    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="destruction_items")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    closed_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    because = models.TextField(blank=True)
    file_count = models.PositiveIntegerField(default=0)
    detail_count = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facilitation", "kind"], condition=Q(state__in=["pending", "destroyed"]),
                name="destruction_item_once",
            ),
            models.CheckConstraint(
                condition=Q(state="destroyed", done_at__isnull=False) | ~Q(state="destroyed") & Q(done_at=None),
                name="destruction_item_done_with_moment",
            ),
        ]  # fmt: skip


class Reading(models.Model):
    """Who saw what (siapa membaca apa): one person, one thing of one case, one day; how often, first and last."""

    class Thing(models.TextChoices):
        DOSSIER = "dossier", _("Berkas")
        JOURNAL = "journal", _("Jejak")
        DOCUMENT = "document", _("Naskah")
        ATTACHMENT = "attachment", _("Lampiran")
        EXPORT = "export", _("Ekspor")

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="readings")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    post = models.CharField(max_length=300, blank=True)
    thing = models.CharField(max_length=10, choices=Thing.choices)
    key = models.CharField(max_length=36, blank=True)
    on = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facilitation", "officer", "thing", "key", "on"], name="reading_once_a_day")
        ]
        indexes = [models.Index(fields=["facilitation", "-id"]), models.Index(fields=["on"])]


class SubjectRequest(models.Model):
    """Request of a data subject (permintaan data pribadi): what do you hold about me, correct it, erase it.

    Source: UU 27/2022, articles 5–13. `due_at` runs by the calendar's hours, not by the office's.
    """

    class Wish(models.TextChoices):
        ACCESS = "access", _("Mengetahui data saya yang disimpan")
        RECTIFY = "rectify", _("Memperbaiki data saya")
        ERASE = "erase", _("Menghapus data saya")

    class Channel(models.TextChoices):
        ONLINE = "online", _("daring")
        COUNTER = "counter", _("di kantor")

    class Identity(models.TextChoices):
        PENDING = "pending", _("belum diperiksa")
        CODE = "code", _("kode lacak dan kontak cocok")
        BY_HAND = "by_hand", _("diperiksa petugas")

    class State(models.TextChoices):
        OPEN = "open", _("menunggu jawaban")
        ANSWERED = "answered", _("dijawab")
        REFUSED = "refused", _("tidak dapat dipenuhi")

    class Delivery(models.TextChoices):
        EMAIL = "email", _("dikirim ke surel yang tercatat")
        COUNTER = "counter", _("diambil di kantor")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="subject_requests")
    key = models.UUIDField(unique=True)
    wish = models.CharField(max_length=8, choices=Wish.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    institution = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)
    facilitation = models.ForeignKey(Facilitation, models.PROTECT, null=True, related_name="subject_requests")
    identity = models.CharField(max_length=8, choices=Identity.choices, default=Identity.PENDING)
    identity_note = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=250, blank=True)
    answer = models.TextField(blank=True)
    given = models.JSONField(default=list)
    delivery = models.CharField(max_length=8, choices=Delivery.choices, blank=True)
    address = models.EmailField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by="")
                | ~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answered_by=""),
                name="subject_request_answered_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["office", "-id"]),
            models.Index(fields=["office", "due_at"], condition=Q(state="open"), name="subject_request_open"),
        ]


class Incident(models.Model):
    """Personal-data incident (insiden pelindungan data pribadi). Where it stands follows from its steps.

    Source: UU 27/2022, article 46: written notice to the people and to the authority within 3x24 hours.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="incidents")
    key = models.UUIDField(unique=True)
    title = models.CharField(max_length=150)
    noticed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    happened = models.TextField()
    data_kinds = models.TextField()
    people_count = models.PositiveIntegerField(null=True)
    consequences = models.TextField()
    measures = models.TextField()
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=250)
    people_told_at = models.DateTimeField(null=True)
    authority_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-id"])]


class IncidentStep(models.Model):
    """One step in the history of an incident. Append-only: the database refuses changes (see `journal.triggers`)."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("dilaporkan")
        NOTE = "note", _("catatan penanganan")
        PEOPLE_TOLD = "people_told", _("subjek data diberi tahu")
        AUTHORITY_TOLD = "authority_told", _("lembaga PDP diberi tahu")
        CLOSED = "closed", _("ditutup")
        REOPENED = "reopened", _("dibuka kembali")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=250)
    note = models.TextField(blank=True)
