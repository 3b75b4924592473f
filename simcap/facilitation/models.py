"""The case (fasilitasi): where it stands, whose turn it is, who is named on it, what it holds."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Attachment, Document, new_token
from simcap.journal.models import Entry
from simcap.people.models import Office, Officer


class Urgency(models.TextChoices):
    """Urgency of a letter (sifat penyampaian)."""

    ORDINARY = "ordinary", _("Biasa")
    URGENT = "urgent", _("Segera")
    MOST_URGENT = "most_urgent", _("Sangat segera")


class Security(models.TextChoices):
    """Security class of a letter (klasifikasi keamanan)."""

    ORDINARY = "B", _("Biasa (B)")
    LIMITED = "T", _("Terbatas (T)")
    SECRET = "R", _("Rahasia (R)")
    TOP_SECRET = "SR", _("Sangat rahasia (SR)")


#: Classes that narrow a case to its chain and keep it off every public page.
CLOSED_CLASSES = (Security.SECRET, Security.TOP_SECRET)


class Facilitation(models.Model):
    """Facilitation (fasilitasi): one request on its way through the SOP revision that it began under."""

    class Channel(models.TextChoices):
        PAPER = "paper", _("surat kertas")
        ONLINE = "online", _("daring")

    office = models.ForeignKey(Office, models.PROTECT, related_name="facilitations")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    definition_id = models.CharField(max_length=80)
    definition_digest = models.CharField(max_length=64)
    stage = models.CharField(max_length=40)
    came_from = models.CharField(max_length=40, blank=True)
    #: The stage of a second matter that runs while the case stays where it is, such as a change of the SPT.
    beside = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    institution = models.CharField(max_length=150)
    event = models.CharField(max_length=200)
    place_code = models.CharField(max_length=13)
    place_label = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.ORDINARY)
    security = models.CharField(max_length=2, choices=Security.choices, default=Security.ORDINARY)
    is_disaster = models.BooleanField(default=False)
    agenda_number = models.CharField(max_length=60)
    tracking_code = models.CharField(max_length=14, unique=True)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "agenda_number"], name="agenda_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="facilitation_window_forward"),
        ]
        indexes = [
            models.Index(fields=["office", "stage", "-id"]),
            models.Index(fields=["office", "-id"]),
            models.Index(fields=["office", "starts_at"]),
            models.Index(fields=["office", "ends_at"], name="facilitation_ends"),
            models.Index(fields=["office", "-registered_at", "-id"], name="agenda_order"),
            models.Index(fields=["office", "closed_at", "id"]),
        ]


class Turn(models.Model):
    """One stay of a case at a stage: when it arrived, was opened, and left, by whom; in working time.

    Units: `waiting` and `handling` are working time by the calendar whose digest stands beside them, and so is `late`:
    what had passed since the end of the SPT's window, in a step whose standard that is (Tentatif). `step` is 0 off the
    SOP's path, where no standard holds. `beside` tells a second matter of the case from its own stay.
    """

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="turns")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=40)
    beside = models.BooleanField(default=False)
    kind = models.CharField(max_length=10)
    target = models.CharField(max_length=30)
    arrived_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=40, blank=True)
    waiting = models.DurationField(null=True)
    handling = models.DurationField(null=True)
    late = models.DurationField(null=True)
    calendar_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facilitation", "beside"], condition=Q(closed_at=None), name="turn_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, waiting=None, handling=None, act="")
                | Q(closed_at__isnull=False, waiting__isnull=False, handling__isnull=False) & ~Q(act=""),
                name="turn_closed_with_measure",
            ),
            models.CheckConstraint(
                condition=Q(opened_by=None) | Q(opened_at__isnull=False), name="turn_opened_by_with_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "kind", "target"], condition=Q(closed_at=None), name="turn_inbox"),
            models.Index(fields=["office", "facilitation"], condition=Q(closed_at=None), name="turn_open_of_office"),
            models.Index(fields=["closed_by", "facilitation"]),
        ]


class Assignment(models.Model):
    """A role that exists for this case only: Koordinator TIM (a designate until the SPT) or TIM Teknis."""

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facilitation", "role", "officer"], condition=Q(until_at=None), name="assignment_once"
            )
        ]
        indexes = [models.Index(fields=["officer", "facilitation"])]


class Reader(models.Model):
    """A position to which the case was sent for information (untuk diketahui)."""

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="readers")
    position_code = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facilitation", "position_code"], name="reader_once")]


class Artefact(models.Model):
    """An input or output of the SOP table that the case has in hand."""

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="artefacts")
    kind = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["facilitation", "kind"]),
            models.Index(fields=["kind", "-made_at", "-id"], name="artefact_order"),
        ]


class Initial(models.Model):
    """Initial (paraf) of one tier in one round of a chain. `merged` (dirangkap): why it was skipped says `because`."""

    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="initials")
    chain = models.CharField(max_length=20)
    stage = models.CharField(max_length=40)
    position_title = models.CharField(max_length=150)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    merged = models.BooleanField(default=False)
    because = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)


class PaperSheet(models.Model):
    """Paper twin of an act's form (formulir kertas): one sheet as it was printed, known by its QR code.

    Shape: `content` is what it prints, as text; `code` is what is typed where a camera fails; `round` tells how often
    the case had come to that stage by then. A sheet without a case is a blank request form for the counter.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    code = models.CharField(max_length=9, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    facilitation = models.ForeignKey(Facilitation, models.PROTECT, null=True, related_name="sheets")
    act = models.CharField(max_length=40)
    stage = models.CharField(max_length=40, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    template = models.CharField(max_length=40)
    is_filled = models.BooleanField()
    content = models.TextField()
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["office", "-id"])]


class PaperScan(models.Model):
    """Scan (pindaian) of a sheet that came back, with the entry that it belongs to: of the act, or of its filing."""

    sheet = models.ForeignKey(PaperSheet, models.PROTECT, related_name="scans")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PerformedRequest(models.Model):
    """What a request id was used for: the same id and content get the earlier answer. Only successes are stored."""

    actor_key = models.CharField(max_length=80)
    request_id = models.UUIDField()
    act = models.CharField(max_length=40)
    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_key", "request_id"], name="request_id_once")]
        indexes = [models.Index(fields=["act", "entry"], name="performed_by_act")]


class Outbox(models.Model):
    """What the worker has to tell others about an entry; written in the entry's own transaction."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    facilitation = models.ForeignKey(Facilitation, models.PROTECT, related_name="+")
    act = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    tries_count = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(done_at=None), name="outbox_waiting")]
