"""What has to be told to officers: which turns are watched, what goes to whom, over which channel, and how it went."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simcap.facilitation.models import Turn
from simcap.people.models import Office, Officer


class Kind(models.TextChoices):
    """What a notice is about. `…_up` goes to the level above; the others to whoever may act."""

    NEW = "new", _("Tugas baru")
    UNOPENED = "unopened", _("Belum dibuka")
    NEAR = "near", _("Mendekati batas")
    OVER = "over", _("Melewati standar")
    UNOPENED_UP = "unopened_up", _("Belum dibuka (kepada atasan)")
    OVER_UP = "over_up", _("Melewati standar (kepada atasan)")
    DIGEST = "digest", _("Ringkasan pagi")
    TEST = "test", _("Pemberitahuan percobaan")


#: Kind → the switch of a channel that lets it through.
SWITCHES: dict[str, str] = {
    Kind.NEW: "wants_new", Kind.UNOPENED: "wants_reminder", Kind.NEAR: "wants_reminder", Kind.OVER: "wants_reminder",
    Kind.UNOPENED_UP: "wants_escalation", Kind.OVER_UP: "wants_escalation", Kind.DIGEST: "wants_digest",
}  # fmt: skip


class State(models.TextChoices):
    """How far a notice is. `unsure`: the process ended while it was being sent, and sending again might double it."""

    WAITING = "waiting", _("menunggu")
    SENDING = "sending", _("sedang dikirim")
    SENT = "sent", _("terkirim")
    FAILED = "failed", _("gagal")
    UNSURE = "unsure", _("tidak pasti terkirim")
    DROPPED = "dropped", _("tidak perlu lagi")


class Channel(models.Model):
    """Channel (saluran pemberitahuan): how one person is reached, and which kinds of notices he wants there.

    `service` is `email`, which goes to the account's address, or an Apprise schema. `url` holds that service's
    secrets: it is never shown, logged or journalled. The four switches say what goes over this channel.
    """

    EMAIL = "email"

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="channels")
    service = models.CharField(max_length=30)
    label = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    wants_new = models.BooleanField(default=True)
    wants_reminder = models.BooleanField(default=True)
    wants_escalation = models.BooleanField(default=True)
    wants_digest = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer"], condition=Q(service="email"), name="channel_email_once"),
            models.CheckConstraint(
                condition=Q(service="email", url="") | ~Q(service="email") & ~Q(url=""), name="channel_has_address"
            ),
        ]

    def wants(self, kind: str) -> bool:
        """Whether this kind of notice goes over this channel."""
        return kind == Kind.TEST or bool(getattr(self, SWITCHES[kind]))


class AllowedService(models.Model):
    """Allowed service (layanan yang diizinkan): where notices may be sent to. What is not listed here is refused."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="allowed_services", verbose_name=_("kantor"))
    schema = models.CharField(
        _("layanan"), max_length=30, help_text=_("Awal alamat Apprise sebelum ://, misalnya tgram, ntfys, atau jsons.")
    )
    host = models.CharField(
        _("server"), max_length=200,
        help_text=_("Satu-satunya server yang boleh dihubungi, misalnya api.telegram.org atau gateway:8443."),
    )  # fmt: skip
    is_internal = models.BooleanField(
        _("di jaringan kantor sendiri"), default=False,
        help_text=_("Centang hanya untuk gateway milik kantor. Tanpa ini, alamat jaringan dalam ditolak."),
    )  # fmt: skip
    reason = models.CharField(_("dasar"), max_length=200, help_text=_("Keputusan siapa, atau untuk keperluan apa."))

    class Meta:
        verbose_name = _("layanan pemberitahuan yang diizinkan")
        verbose_name_plural = pgettext_lazy("many", "layanan pemberitahuan yang diizinkan")
        ordering = ["schema", "host"]
        constraints = [models.UniqueConstraint(fields=["office", "schema", "host"], name="allowed_service_once")]

    def __str__(self) -> str:
        return f"{self.schema}:// ({self.host})"


class TurnWatch(models.Model):
    """One open turn under watch: when the worker looks at it next. Written in the transaction of the act.

    Whatever fell due since `looked_at` is told then; a turn that has ended is watched no longer.
    """

    turn = models.OneToOneField(Turn, models.CASCADE, related_name="watch")
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    next_at = models.DateTimeField(db_index=True)
    looked_at = models.DateTimeField(null=True)


class MorningRound(models.Model):
    """One working day on which an office's digests (ringkasan pagi) were written."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "on"], name="morning_round_once")]


class Notice(models.Model):
    """Notice (pemberitahuan) to one person over one channel. Its text is made when it is sent, so none is kept.

    `try_at`: when it is sent, or tried again; `claimed_at`: since when a worker has it in hand; `reason`: a word of
    `sending.REASONS`, never what a server said.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="notices")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    turn = models.ForeignKey(Turn, models.CASCADE, null=True, related_name="+")
    on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "turn", "kind", "channel"], name="notice_once_a_turn"),
            models.UniqueConstraint(fields=["officer", "on", "channel"], name="notice_digest_once_a_day"),
            models.CheckConstraint(
                condition=Q(kind="digest", turn=None, on__isnull=False)
                | Q(kind="test", turn=None, on=None)
                | ~Q(kind__in=["digest", "test"]) & Q(turn__isnull=False, on=None),
                name="notice_about_something",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_at__isnull=False) | ~Q(state="sending") & Q(claimed_at=None),
                name="notice_claimed_while_sending",
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(state__in=["waiting", "sending"]), name="notice_waiting"),
            models.Index(fields=["office", "-id"], condition=Q(state__in=["failed", "unsure"]), name="notice_failed"),
        ]
