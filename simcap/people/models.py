"""The office (dinas), its positions, officers, appointments and accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .reminding import Reminding

NIP = RegexValidator(r"^\d{18}$", _("NIP terdiri dari 18 angka."))
SLUG = RegexValidator(r"^[a-z0-9][a-z0-9-]{1,30}$", _("Gunakan huruf kecil, angka, dan tanda hubung."))


class Office(Reminding):
    """Office (Dinas): the owner of everything; also the key by which data can be spread over databases."""

    class Paper(models.TextChoices):
        A4 = "a4", "A4"
        F4 = "f4", "F4"

    slug = models.CharField(_("kode"), max_length=31, unique=True, validators=[SLUG])
    name = models.CharField(_("nama"), max_length=200)
    short_name = models.CharField(_("nama singkat"), max_length=60)
    government = models.CharField(_("pemerintah daerah"), max_length=200, help_text=_("Baris pertama kop surat."))
    letterhead = models.CharField(_("nama pada kop"), max_length=200, help_text=_("Baris kedua kop surat."))
    address = models.CharField(_("alamat"), max_length=300)
    phone = models.CharField(_("telepon"), max_length=40, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    website = models.CharField(_("laman"), max_length=100, blank=True)
    data_officer = models.CharField(
        _("Pejabat Pelindungan Data Pribadi"), max_length=120, blank=True,
        help_text=_("Jabatan, bukan nama. Tampil di kaki halaman umum dan pada formulir permintaan."),
    )  # fmt: skip
    data_officer_email = models.EmailField(_("surel Pejabat PDP"), blank=True)
    data_officer_phone = models.CharField(_("telepon Pejabat PDP"), max_length=40, blank=True)
    seat = models.CharField(_("tempat kedudukan"), max_length=60, help_text=_("Tercetak di depan tanggal surat."))
    unit_code = models.CharField(_("kode unit pada nomor"), max_length=30)
    time_zone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Jakarta")
    paper = models.CharField(_("kertas"), max_length=2, choices=Paper.choices, default=Paper.A4)
    sop_id = models.CharField(_("SOP yang berlaku"), max_length=80)
    #: The approved revision that comes next, and the day of the office from which it takes the place of `sop_id`.
    next_sop_id = models.CharField(max_length=80, blank=True, editable=False)
    next_sop_on = models.DateField(null=True, editable=False)
    accepts_online = models.BooleanField(_("menerima permintaan daring"), default=True)
    runs_well_percent = models.PositiveSmallIntegerField(
        _("ambang “berjalan baik” (%)"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "Bagian kasus yang memenuhi standar; sejak nilai ini tabel monitoring mengusulkan “berjalan baik”."
        ),
    )  # fmt: skip
    is_demo = models.BooleanField(default=False, editable=False)
    #: Grows with every change of hours or holidays; lets a process keep the calendar that it has read.
    calendar_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("kantor")
        verbose_name_plural = pgettext_lazy("many", "kantor")

    def __str__(self) -> str:
        return self.short_name


class Account(AbstractUser):
    """Account (akun): belongs to one office. What it may do follows from its officer's appointments, not from here."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("kantor"), related_name="accounts", null=True)

    class Meta:
        verbose_name = _("akun")
        verbose_name_plural = pgettext_lazy("many", "akun")


class Position(models.Model):
    """Position (jabatan) in the office. `code` is what SOP files refer to."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("kantor"), related_name="positions")
    code = models.CharField(_("kode"), max_length=30)
    title = models.CharField(_("nama jabatan"), max_length=150, help_text=_("Seperti tercetak pada surat."))
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("atasan"), null=True, blank=True)

    class Meta:
        verbose_name = _("jabatan")
        verbose_name_plural = pgettext_lazy("many", "jabatan")
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="position_code_once")]

    def __str__(self) -> str:
        return self.title


class Officer(models.Model):
    """Officer (pegawai): a person of the office, or an outside technician (then without NIP)."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("kantor"), related_name="officers")
    account = models.OneToOneField(
        Account, models.PROTECT, verbose_name=_("akun"), null=True, blank=True, related_name="officer"
    )
    name = models.CharField(_("nama dengan gelar"), max_length=120)
    nip = models.CharField("NIP", max_length=18, blank=True, validators=[NIP])
    grade = models.CharField(_("pangkat/golongan"), max_length=60, blank=True)
    job_title = models.CharField(_("jabatan pada SPT"), max_length=120, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("pegawai")
        verbose_name_plural = pgettext_lazy("many", "pegawai")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """Appointment (penugasan jabatan): by which decree an officer holds a position. Append-only, made by an act.

    `via` is the position from which a delegate signs (a.n.); `through` the one between (u.b.).
    """

    class Kind(models.TextChoices):
        DEFINITIVE = "definitive", _("definitif")
        PLT = "plt", _("Plt. (pelaksana tugas)")
        PLH = "plh", _("Plh. (pelaksana harian)")
        AN = "an", _("a.n. (atas nama)")
        UB = "ub", _("u.b. (untuk beliau)")

    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments", verbose_name=_("kantor"))
    position = models.ForeignKey(Position, models.PROTECT, related_name="appointments", verbose_name=_("jabatan"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="appointments", verbose_name=_("pegawai"))
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    via = models.ForeignKey(
        Position, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("menandatangani selaku")
    )
    through = models.ForeignKey(
        Position, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("melalui (u.b.)")
    )
    decree = models.CharField(_("dasar (nomor SK/surat)"), max_length=120)
    from_at = models.DateTimeField(_("berlaku sejak"))
    until_at = models.DateTimeField(_("sampai"), null=True, blank=True)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("penugasan jabatan")
        verbose_name_plural = pgettext_lazy("many", "penugasan jabatan")
        indexes = [models.Index(fields=["office", "position", "from_at"]), models.Index(fields=["officer", "from_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("from_at")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["an", "ub"], via__isnull=False) | ~Q(kind__in=["an", "ub"]) & Q(via__isnull=True),
                name="appointment_delegate_has_post",
            ),
            models.CheckConstraint(
                condition=Q(kind="ub", through__isnull=False) | ~Q(kind="ub") & Q(through__isnull=True),
                name="appointment_ub_has_between",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} – {self.position} ({self.get_kind_display()})"


class AppointmentEnd(models.Model):
    """The end of an appointment before its written end; the appointment itself is never changed."""

    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="ending", verbose_name=_("penugasan"))
    ended_at = models.DateTimeField(_("berakhir pada"))
    reason = models.CharField(_("alasan"), max_length=200)

    class Meta:
        verbose_name = _("akhir penugasan jabatan")
        verbose_name_plural = pgettext_lazy("many", "akhir penugasan jabatan")

    def __str__(self) -> str:
        return str(self.appointment)


class Absence(models.Model):
    """Absence (ketidakhadiran): an officer is away from one day to another, both included. Written once, by an act.

    Only the kind of reason is kept, never what ails somebody.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave", _("cuti")
        DUTY = "duty", _("dinas luar")
        SICK = "sick", _("sakit")
        TRAINING = "training", _("diklat")

    office = models.ForeignKey(Office, models.PROTECT, related_name="absences", verbose_name=_("kantor"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="absences", verbose_name=_("pegawai"))
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    from_on = models.DateField(_("sejak"))
    until_on = models.DateField(_("sampai dengan"))
    recorded_by = models.CharField(_("dicatat oleh"), max_length=300)
    created_at = models.DateTimeField(_("dicatat pada"), editable=False)

    class Meta:
        verbose_name = _("ketidakhadiran")
        verbose_name_plural = pgettext_lazy("many", "ketidakhadiran")
        indexes = [
            models.Index(fields=["office", "from_on", "id"]),
            models.Index(fields=["office", "until_on"]),
            models.Index(fields=["officer", "from_on"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.officer} ({self.from_on:%d-%m-%Y} – {self.until_on:%d-%m-%Y})"


class AbsenceEnd(models.Model):
    """The end of an absence before its written end. `back_on`: first day back; the absence's first day cancels it."""

    absence = models.OneToOneField(Absence, models.PROTECT, related_name="ending", verbose_name=_("ketidakhadiran"))
    back_on = models.DateField(_("kembali pada"))
    reason = models.CharField(_("alasan"), max_length=200)
    created_at = models.DateTimeField(editable=False)


class Substitution(models.Model):
    """Substitution (penggantian): the appointment of a Plh. that was made because of an absence, and ends with it."""

    absence = models.ForeignKey(Absence, models.PROTECT, related_name="substitutions")
    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="substitution")


class HandBack(models.Model):
    """Hand-back (serah kembali): a holder has read what a Plh. did for his position."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="hand_backs")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appointment", "officer"], name="hand_back_once")]


class ApiToken(models.Model):
    """Bearer token of an account. Only its SHA-256 is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens", verbose_name=_("akun"))
    name = models.CharField(_("nama"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(_("dicabut pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("token API")
        verbose_name_plural = pgettext_lazy("many", "token API")

    def __str__(self) -> str:
        return f"{self.name} ({self.account})"


class WorkSchedule(models.Model):
    """Working hours (jam kerja) between two dates. Of several that hold for a day, the one listed last wins."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="schedules", verbose_name=_("kantor"))
    name = models.CharField(_("nama"), max_length=80)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    from_on = models.DateField(_("sejak"), null=True, blank=True)
    until_on = models.DateField(_("sampai"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=200)

    class Meta:
        verbose_name = _("jam kerja")
        verbose_name_plural = pgettext_lazy("many", "jam kerja")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class WorkSpan(models.Model):
    """One stretch of work in a day; breaks are the gaps between stretches."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Senin")
        TUESDAY = 1, _("Selasa")
        WEDNESDAY = 2, _("Rabu")
        THURSDAY = 3, _("Kamis")
        FRIDAY = 4, _("Jumat")
        SATURDAY = 5, _("Sabtu")
        SUNDAY = 6, _("Minggu")

    schedule = models.ForeignKey(WorkSchedule, models.CASCADE, related_name="spans")
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=Weekday.choices)
    start = models.TimeField(_("mulai"))
    end = models.TimeField(_("selesai"))

    class Meta:
        verbose_name = _("jam")
        verbose_name_plural = pgettext_lazy("many", "jam")
        ordering = ["weekday", "start"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="work_span_forward")]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start:%H.%M}–{self.end:%H.%M}"


class Holiday(models.Model):
    """Holiday (hari libur nasional, cuti bersama), with the decision it comes from."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("libur nasional")
        JOINT_LEAVE = "joint_leave", _("cuti bersama")
        LOCAL = "local", _("libur daerah")

    office = models.ForeignKey(Office, models.CASCADE, related_name="holidays", verbose_name=_("kantor"))
    on = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    source = models.CharField(_("sumber"), max_length=200)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = pgettext_lazy("many", "hari libur")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["office", "on"], name="holiday_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on:%d-%m-%Y} {self.name}"


class Instruction(models.Model):
    """One entry of the office's list of disposition instructions (isi disposisi)."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="instructions", verbose_name=_("kantor"))
    text = models.CharField(_("instruksi"), max_length=120)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("instruksi disposisi")
        verbose_name_plural = pgettext_lazy("many", "instruksi disposisi")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text
