"""How an office wants its people to be reminded (pengingat). Common practice, not regulation: so it is a setting."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminding(models.Model):
    """Part of the office: when a performer is reminded, and when the level above is told. Units: working minutes."""

    remind_share = models.PositiveSmallIntegerField(
        _("ingatkan sebelum batas (persen)"), default=80, validators=[MinValueValidator(10), MaxValueValidator(99)],
        help_text=_("Bagian waktu standar yang terpakai ketika pelaksana diingatkan. Bawaan: 80 persen."),
    )  # fmt: skip
    remind_least_minutes = models.PositiveSmallIntegerField(
        _("jarak terpendek pengingat (menit kerja)"), default=10, validators=[MaxValueValidator(450)],
        help_text=_("Secepat-cepatnya sesudah dibuka. Standar 5 menit tidak perlu diingatkan pada menit keempat."),
    )  # fmt: skip
    remind_unopened_minutes = models.PositiveSmallIntegerField(
        _("batas belum dibuka (menit kerja)"), default=60, validators=[MinValueValidator(5), MaxValueValidator(4500)],
        help_text=_("Standar dihitung sejak dibuka, jadi yang belum dibuka mempunyai batas sendiri. Bawaan: 60."),
    )  # fmt: skip
    escalate_minutes = models.PositiveSmallIntegerField(
        _("ke atasan sesudah (menit kerja)"), default=60, validators=[MinValueValidator(5), MaxValueValidator(4500)],
        help_text=_("Dihitung sejak batas terlewati. Bawaan: 60, supaya pelaksana sempat menyelesaikannya."),
    )  # fmt: skip

    class Meta:
        abstract = True
